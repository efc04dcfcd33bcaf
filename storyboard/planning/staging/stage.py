"""The values of staging: the panel as a frame, what is asked of a place, a body in its place."""

from typing import NamedTuple

from schemas.angles import AngleName
from schemas.geometry import Box
from schemas.shots import SHOTS, Shot, ShotName
from storyboard.planning.casting.bodies import Body
from storyboard.planning.script.focus import Part

HIGH_PROP = 0.12
"""What reaches so far above the head, of the standing height, is a prop held high."""


class Frame(NamedTuple):
    """What staging must know of a panel."""

    shot: ShotName
    aspect: float
    room: float = 0.06
    """The part of its height kept for words, from the top."""
    angle: AngleName = "eye"
    part: Part = "face"
    """What of somebody the nearest shots show."""
    nearer: float = 1.0
    """How much larger small ones alone are drawn than the shot draws them."""
    left: float = 0.0
    """Where the part of the panel's width begins that figures may use, in panel heights."""
    right: float | None = None
    """Where it ends; None is the panel's edge."""

    @property
    def kind(self) -> Shot:
        """What the shot is like."""
        return SHOTS[self.shot]

    @property
    def span(self) -> tuple[float, float]:
        """The usable part of the width, in panel heights."""
        return self.left, self.aspect if self.right is None else self.right


class Wish(NamedTuple):
    """What is asked of one subject's place."""

    x: float | None = None
    """The part of the panel's width at which it is wanted, or None."""
    level: int = 0
    raised: float = 0.0
    """How far above the ground it stands, in adults."""
    upon: str | None = None
    """Who carries it or holds it."""
    held: bool = False
    embraced: bool = False
    """Whether it is about to come so near to its left neighbour that arms need no room."""
    away: bool = False
    """Whether it keeps far from its left neighbour."""
    beside: bool = False
    """Whether it keeps close to its left neighbour."""
    nearest: bool = False
    """Whether an over-the-shoulder shot looks over this one's shoulder."""


class PlacedBody(NamedTuple):
    """A body in its place."""

    body: Body
    x: float
    """Of its axis, in panel heights."""
    ground: float
    scale: float
    """Panel heights per adult."""
    level: int = 0

    def box(self, aspect: float) -> Box:
        """Return where its canvas lies in the panel's unit square."""
        return self.body.placed(x=self.x, ground=self.ground, scale=self.scale, aspect=aspect)

    def y(self, level: float) -> float:
        """Return the panel's y of a level of the body."""
        return self.ground - level * self.scale


def nearness(each: PlacedBody, wish: Wish) -> tuple[float, ...]:
    """Return a key that orders figures from back to front.

    On one level those with something high over their heads, such as an umbrella, stand behind,
    lest it hide a face; then the taller; whoever is carried comes last, but who sits on shoulders
    is behind the head between its legs.
    """
    body = each.body
    shaded = body.top - body.head_top > HIGH_PROP * body.height
    on_shoulders = wish.upon is not None and body.kind == "person" and not wish.held
    return each.level, not on_shoulders, wish.upon is not None, not shaded, -body.height


class Attempt(NamedTuple):
    """How far a staging gives way to fit everybody in."""

    zoom: float
    """What is left of the shot's own scale."""
    tight: float
    """What is left of the distance at which silhouettes just touch."""


def placed_box(box: Box, into: Box) -> Box:
    """Map a box of the unit square into another box."""
    left, top = into.place((box.left, box.top))
    right, bottom = into.place((box.right, box.bottom))
    return Box(left=left, top=top, right=right, bottom=bottom)
