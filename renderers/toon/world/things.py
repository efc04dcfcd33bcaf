"""Things and animals of the library in a panel: on the ground, or in somebody's hand."""

from functools import cache
from math import hypot
from random import Random

from renderers.cast.references import Look
from renderers.props.library import Prop, prop_names, prop_of
from renderers.toon.world.staging import SHOTS, WHOLE, Actor
from schemas.cast import Card, Drawing, View
from schemas.geometry import Box, Point, Size
from schemas.shots import ShotName
from schemas.ways import Way

_COMMON = frozenset(
    (
        *("dog", "cat", "horse", "chair", "table", "bench", "bicycle", "car", "ladder", "sofa"),
        *("bed", "tree", "fence", "door", "gift", "balloon", "book", "sword", "umbrella", "cup"),
        *("suitcase", "lantern", "broom", "flower", "guitar", "letter", "bottle", "hammer"),
        *("treasure chest", "rowing boat", "snowman", "tent", "campfire", "penguin", "robot"),
        *("open umbrella", "bouquet", "teddy bear", "trophy", "microphone", "shopping bag"),
    )
)
"""What stories are full of: met as often as all the rest together."""
_HELD, _GROUND = (0.1, 1.0), (0.3, 2.4)
"""How large a thing may be, in heights of a standing adult."""


def accompanied(
    dice: Random, actors: tuple[Actor, ...], shot: ShotName, aspect: float
) -> tuple[Actor, ...]:
    """Add a thing by chance: in a hand before whoever holds it, or on the ground."""
    people = [each for each in actors if each.look.card.kind == "person" and not each.look.mirror]
    if people and (shot not in WHOLE or dice.random() < 0.5):
        holder = dice.choice(people)
        thing = _held(dice, holder, aspect)
        place = actors.index(holder) + 1
        return (*actors[:place], thing, *actors[place:]) if thing else actors
    return (_standing(dice, actors, shot, aspect), *actors) if shot in WHOLE else actors


@cache
def _choices(way: Way, least: float, most: float) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of the things that can be there in a way: the common ones, and all."""
    props = [prop_of(name) for name in prop_names()]
    fit = [each.name for each in props if way in each.ways[:2] and least <= each.size <= most]
    return tuple(name for name in fit if name in _COMMON), tuple(fit)


def _thing(dice: Random, way: Way, sizes: tuple[float, float]) -> Prop:
    common, every = _choices(way, *sizes)
    return prop_of(dice.choice(common if common and dice.random() < 0.5 else every))


def look_of(prop: Prop) -> Look:
    """Return a thing as somebody to place, called in prompts as the planner calls it."""
    named = f"{'an' if prop.name[0] in 'aeiou' else 'a'} {prop.name}"
    wide, high = 480 * min(1.0, prop.aspect), 480 * min(1.0, 1 / prop.aspect)
    drawing = Drawing(picture=prop.picture, outline=prop.outline)
    canvas = Size(width=max(1, round(wide)), height=max(1, round(high)))
    view = View(name="thing", facing=prop.facing, canvas=canvas, drawings=(drawing,))
    card = Card(
        id=prop.picture,
        name=named,
        token=named,
        class_noun="thing",
        look=named,
        kind="animal" if prop.kind == "animal" else "object",
        height=prop.height,
        views=(view,),
    )
    return Look(card, view, drawing, None)


def _held(dice: Random, holder: Actor, aspect: float) -> Actor | None:
    """Return a thing in a hand that is seen and away from the face; None where none is."""
    pose, adult = holder.pose, _adult(holder)
    hands = [joint.point for side in "rl" if pose and (joint := pose.joint(f"{side}_wrist"))]
    nose = pose.joint("nose") if pose else None
    free = [
        hand
        for hand in hands
        if max(hand) < 0.97
        and min(hand) > 0.03
        and nose
        and _apart(hand, nose.point, aspect, adult)
    ]
    if not free or holder.look.drawing.prop is not None:
        return None
    prop = _thing(dice, "hand", _HELD)
    return _placed(prop, "hand", dice.choice(free), adult, aspect, mirror=dice.random() < 0.5)


def _apart(hand: Point, nose: Point, aspect: float, adult: float) -> bool:
    return hypot((hand[0] - nose[0]) * aspect, hand[1] - nose[1]) > 0.17 * adult


def _standing(dice: Random, actors: tuple[Actor, ...], shot: ShotName, aspect: float) -> Actor:
    """Return a thing on the ground, behind everybody."""
    _, least, most = SHOTS[shot]
    people = [each for each in actors if each.look.card.kind == "person"]
    adult = _adult(people[0]) if people else dice.uniform(least, most)
    foot = dice.uniform(0.1, 0.9), dice.uniform(0.85, 0.93)
    prop = _thing(dice, "ground", _GROUND)
    return _placed(prop, "ground", foot, adult, aspect, mirror=dice.random() < 0.5)


def _adult(actor: Actor) -> float:
    """Return the height of a standing adult where somebody is, in panel heights."""
    look = actor.look
    return actor.placement.height * look.view.stature / look.card.height


def _placed(prop: Prop, way: Way, at: Point, adult: float, aspect: float, *, mirror: bool) -> Actor:
    x, y = prop.anchor(way)
    wide, high = prop.width * adult / aspect, prop.height * adult
    left, top = at[0] - (1 - x if mirror else x) * wide, at[1] - y * high
    box = Box(left=left, top=top, right=left + wide, bottom=top + high)
    return Actor(look_of(prop), box, mirror)
