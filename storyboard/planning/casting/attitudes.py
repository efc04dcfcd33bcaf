"""Animals and objects with faces take a pose: their one drawing is turned, stretched, cut, lifted.

A drawing stands on its lowest point, whatever is done to it. Nobody draws them anew: who sits
has its hind part lowered, who lies has its legs cut off at the ground, who jumps is turned and
off the ground. People are posed limb by limb instead, by `storyboard.planning.casting.posing`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Literal, NamedTuple

from schemas.cast import Facing
from schemas.geometry import Box, Point, Region
from schemas.projection import Projection
from storyboard.planning.casting.bodies import Body


class Attitude(NamedTuple):
    """What is done to a drawing."""

    turn: float = 0.0
    """By how many degrees its front is raised; below 0 it is lowered."""
    wide: float = 1.0
    tall: float = 1.0
    rear: float = 1.0
    """The height of its hind end, against that of its front."""
    cut: float = 0.0
    """The part of its height that is cut off at the ground."""
    lift: float = 0.0
    """How far above the ground it is, in its own heights."""


_RUNNING = Attitude(turn=-7, wide=1.14, tall=0.94, lift=0.08)
_LEAPING = Attitude(turn=20, wide=1.06, lift=0.42)
_SEATED = Attitude(turn=17, rear=0.82)
_DOWN = Attitude(tall=0.9, cut=0.2)
_ANIMALS: Mapping[str, Attitude] = {
    "sitting": _SEATED,
    "sitting on floor": _SEATED,
    "lying": _DOWN,
    "lying on stomach": _DOWN,
    "reclining": _DOWN,
    "sleeping": Attitude(wide=1.04, tall=0.78, cut=0.24),
    "fainting": Attitude(turn=-80),
    "crouching": Attitude(turn=-5, tall=0.8, cut=0.08),
    "hiding": Attitude(turn=-5, tall=0.8, cut=0.08),
    "crawling": Attitude(wide=1.05, tall=0.8, cut=0.14),
    "walking": Attitude(turn=-3),
    "tiptoeing": Attitude(turn=5, tall=1.04, wide=0.97),
    "marching": Attitude(turn=5),
    "staggering": Attitude(turn=-12),
    "running": _RUNNING,
    "jumping": _LEAPING,
    "dancing": Attitude(turn=24, tall=1.05, lift=0.14),
    "cheering": Attitude(turn=30, lift=0.1),
    "hands up": Attitude(turn=34),
    "climbing": Attitude(turn=48),
    "falling": Attitude(turn=-42, lift=0.4),
    "diving": Attitude(turn=-55, lift=0.3),
    "flying": Attitude(turn=10, lift=0.6),
    "floating": Attitude(turn=-4, lift=0.3),
    "swimming": Attitude(turn=5, cut=0.3),
    "bowing": Attitude(turn=-20),
    "stretching": Attitude(turn=-14, wide=1.16, tall=0.94),
    "digging": Attitude(turn=-16),
    "eating": Attitude(turn=-11),
    "picking up": Attitude(turn=-14),
    "peeking": Attitude(turn=7),
    "reaching": Attitude(turn=22),
    "balancing": Attitude(turn=38),
}
_OBJECTS: Mapping[str, Attitude] = {
    "leaning": Attitude(turn=-14),
    "reclining": Attitude(turn=26),
    "peeking": Attitude(turn=-12),
    "bowing": Attitude(turn=-26),
    "walking": Attitude(turn=-7),
    "running": Attitude(turn=-15, lift=0.06),
    "marching": Attitude(turn=8),
    "staggering": Attitude(turn=-18),
    "balancing": Attitude(turn=17),
    "jumping": Attitude(turn=6, wide=0.94, tall=1.08, lift=0.45),
    "dancing": Attitude(turn=13, lift=0.12),
    "cheering": Attitude(tall=1.06, lift=0.25),
    "flying": Attitude(turn=-18, lift=0.7),
    "floating": Attitude(turn=6, lift=0.4),
    "falling": Attitude(turn=-55, lift=0.35),
    "crouching": Attitude(wide=1.12, tall=0.8),
    "hiding": Attitude(wide=1.12, tall=0.8),
    "shivering": Attitude(turn=5, wide=0.96),
    "stretching": Attitude(wide=0.9, tall=1.16),
    "sitting": Attitude(wide=1.05, tall=0.93),
    "sleeping": Attitude(turn=16, wide=1.05, tall=0.92),
    "lying": Attitude(turn=-84),
    "fainting": Attitude(turn=84),
}
_GLANCES: Mapping[str, Attitude] = {
    "looking up": Attitude(turn=15),
    "asleep": _ANIMALS["sleeping"],
}
"""Moods that turn a whole animal, or an object, since no face of it is drawn anew."""


class Bent(NamedTuple):
    """A drawing in an attitude, in a canvas of its own that it fills to the ground."""

    projection: Projection
    """From the unit square of the picture, already mirrored where it is, to the new canvas's."""
    aspect: float
    """The new canvas's width over its height."""
    tall: float
    """Its height, in heights of the picture."""
    bottom: float
    """Where in the picture it is cut off."""
    outline: Region


def attitude_of(
    pose: object, mood: str | None, kind: Literal["person", "animal", "object", "thing"]
) -> Attitude | None:
    """Return what a pose, or a mood that turns the head, does to a drawing; None: nothing."""
    if kind == "person":
        return None
    known = _ANIMALS if kind == "animal" else _OBJECTS
    if isinstance(pose, str) and pose in known:
        return known[pose]
    return _GLANCES.get(mood or "") if pose in (None, "standing") else None


def bent(outline: Region, aspect: float, facing: Facing, attitude: Attitude) -> Bent:
    """Bend a drawing.

    Args:
        outline: in the unit square of the picture, mirrored where the picture is.
        aspect: of the picture, width over height.
        facing: where the drawing looks, mirrored where the picture is.
    """
    bounds = outline.bounds
    bottom = bounds.bottom - attitude.cut * bounds.height
    shown = Region(polygons=tuple(above(outline.polygons, bottom)) or outline.polygons)
    side = -1 if facing == "right" else 1
    square = Projection.scaled(aspect, 1.0)
    front = bounds.right if side < 0 else bounds.left
    shape = square.then(_lowered(attitude.rear, side, (front * aspect, bottom), bounds, aspect))
    shape = shape.then(Projection.scaled(attitude.wide, attitude.tall))
    shape = shape.then(Projection.turned(side * attitude.turn, about=(0.5, 0.5)))
    box = shape.region(shown).bounds
    box = box.but(bottom=box.bottom + attitude.lift * box.height)
    into = shape.then(Projection.moved(-box.left, -box.top)).then(
        Projection.scaled(1 / box.width, 1 / box.height)
    )
    return Bent(into, box.width / box.height, box.height, bottom, into.region(shown))


def _lowered(rear: float, side: int, foot: Point, bounds: Box, aspect: float) -> Projection:
    """Return what makes a drawing lower towards its hind end; its front keeps its size."""
    rate = side * (1 / rear - 1) / (bounds.width * aspect)
    x, y = foot
    # With d = u - x behind the front: u = x + d / (1 + rate d), and heights likewise.
    return Projection(
        (1 + rate * x, 0, -rate * x * x, rate * y, 1.0, -rate * x * y, rate, 0, 1 - rate * x)
    )


def above(polygons: Sequence[Sequence[Point]], bottom: float) -> Iterator[tuple[Point, ...]]:
    """Yield polygons without what is below a line."""
    for loop in polygons:
        kept: list[Point] = []
        for (x0, y0), (x1, y1) in zip(loop, (*loop[1:], loop[0]), strict=True):
            if y0 <= bottom:
                kept.append((x0, y0))
            if (y0 - bottom) * (y1 - bottom) < 0:
                kept.append((x0 + (bottom - y0) / (y1 - y0) * (x1 - x0), bottom))
        if len(kept) > 2:
            yield tuple(kept)


def in_attitude(body: Body, pose: object, mood: str | None) -> Body:
    """Return a body whose drawing shows a pose by being bent; the body itself where it needs none.

    A drawing of the very pose, or mood, is left as the artist drew it.
    """
    if not body.layers or body.kind == "person":
        return body
    shown = {None, "standing", body.pose_word}
    wanted = pose if pose not in shown else None
    turning = mood if mood != body.mood else None
    attitude = attitude_of(wanted, turning, body.kind)
    if attitude is None:
        return body
    made = bent(body.outline, body.canvas, body.facing, attitude)
    return replace(
        body,
        outline=made.outline,
        pose=body.pose and made.projection.pose(body.pose),
        head=made.projection.box(body.head),
        mouth=made.projection.point(body.mouth),
        canvas=made.aspect,
        stature=body.stature / made.tall,
        ground=1.0,
        pose_word=wanted if isinstance(wanted, str) else body.pose_word,
        mood=mood if wanted is None else body.mood,
        projection=made.projection,
        bottom=made.bottom,
    )
