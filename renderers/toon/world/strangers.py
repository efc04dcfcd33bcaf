"""People nobody knows: the cast's figures dyed, and bodies with somebody else's head."""

from random import Random
from typing import NamedTuple

from PIL import Image

from renderers.cast.references import Look
from renderers.toon.world.figures import cast, looks
from renderers.toon.world.painting import lay, recoloured
from renderers.toon.world.staging import Actor
from schemas.geometry import Box

_HEAD = "/mood/"
"""What the names of the cast's heads have in them."""


class Stranger(NamedTuple):
    """Somebody made of parts: the same in every picture, like nobody else."""

    body: str
    """Of whom the body is: a packaged character's id."""
    head: str
    dye: int | None
    """The seed of the colours; None leaves them."""


def stranger(dice: Random, *, dyed: float = 0.85, recombined: float = 0.3) -> Stranger:
    """Make somebody up."""
    body = dice.choices(cast(), [3 if card.kind == "person" else 1 for card in cast()])[0]
    people = [card.id for card in cast() if card.kind == "person" and card.id != body.id]
    swapped = body.kind == "person" and dice.random() < recombined
    dye = dice.randrange(2**31) if swapped or dice.random() < dyed else None
    return Stranger(body.id, dice.choice(people) if swapped else body.id, dye)


def portrait(someone: Stranger, dice: Random, *, side: int, full: bool = False) -> Image.Image:
    """Draw a stranger in a pose and a mood that chance decides; RGBA, whole or as far as a bust."""
    look = dice.choice(dice.choice(looks(someone.body)))
    bounds = _bounds(look)
    near = 0.0
    if look.card.kind == "person" and not full:
        near = dice.choice((0.0, 0.0, 0.4, 0.6))
    tall = 0.96 / (bounds.height * (1 - near))
    wide = tall * look.view.canvas.width / look.view.canvas.height
    mirror = dice.random() < 0.5
    axis = (bounds.left + bounds.right) / 2
    left = 0.5 - (1 - axis if mirror else axis) * wide
    top = 0.02 - bounds.top * tall
    placement = Box(left=left, top=top, right=left + wide, bottom=top + tall)
    whole = Image.new("RGBA", (side, side))
    for name, actor in _parts(someone, Actor(look, placement, mirror), dice):
        lay(whole, name, actor)
    return whole if someone.dye is None else recoloured(whole, someone.dye)


def _bounds(look: Look) -> Box:
    """Return what of the canvas drawing and head fill together."""
    bounds = look.drawing.outline.bounds
    faces = [] if look.face is None else [look.face.outline.bounds]
    return Box(
        left=bounds.left,
        right=bounds.right,
        bottom=bounds.bottom,
        top=min(box.top for box in (bounds, *faces)),
    )


def _parts(someone: Stranger, actor: Actor, dice: Random) -> list[tuple[str, Actor]]:
    """Return the pictures to lay, the lowest first, each with where it comes to lie."""
    names = [(name, actor) for name in actor.look.layers]
    own = actor.look.view.head
    if someone.head == someone.body or own is None:
        return names
    other = dice.choice(dice.choice(looks(someone.head)))
    theirs = other.view.head
    if theirs is None:
        return names
    moved = actor._replace(look=other, placement=_meeting(actor.placement, own, other, theirs))
    head = [(name, moved) for name in other.layers if _HEAD in name]
    return [part for part in names if _HEAD not in part[0]] + head


def _meeting(placement: Box, own: Box, other: Look, theirs: Box) -> Box:
    """Return where another canvas must lie for its head to be where the body's own was."""
    tall = placement.height * own.height / theirs.height
    wide = tall * other.view.canvas.width / other.view.canvas.height
    x, y = placement.place(own.centre)
    left, top = x - theirs.centre[0] * wide, y - theirs.centre[1] * tall
    return Box(left=left, top=top, right=left + wide, bottom=top + tall)
