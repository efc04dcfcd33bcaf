"""Where on the ground there is room left beside the people."""

from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from typing import NamedTuple, Self

from schemas.geometry import Box, Region
from storyboard.planning.staging.asked import Asked
from storyboard.planning.staging.stage import Frame, PlacedBody

_STEPS = 24
_OVERHEAD, _ASIDE = 1.5, 0.22
"""From this height on, in adults, one stands under a thing, and how far beside its middle."""
_BESIDE = 0.26
"""How far before somebody a thing begins that one is turned to, in adults."""
_SMALL, _CUT = 0.45, 0.8
"""From this part of the panel's width on, a thing may be cut off at its edge, and how much."""


class Ground(NamedTuple):
    """The ground of a panel and who stands on it."""

    y: float
    """The line on which things stand."""
    people: dict[str, float]
    """The x of everybody's axis by id, in panel heights."""
    figures: tuple[Region, ...] = ()
    """What everybody covers, in the panel's unit square."""
    faces: tuple[Box, ...] = ()
    """Their faces, in the panel's unit square."""

    @classmethod
    def under(cls, row: Sequence[PlacedBody], frame: Frame) -> Self:
        """Return the ground that some people stand on, or the shot's own."""
        feet = [each.ground for each in row if each.level >= 0]
        return cls(max(feet, default=frame.kind.ground), {each.body.id: each.x for each in row})


def stood_at(asked: Asked, ground: Ground, scale: float, width: float, frame: Frame) -> list[float]:
    """Return the x of what is at a certain place, whatever else is there; mostly none.

    What is before somebody who is not there is in the middle, what several are around is between
    them, the tree that one stands under is behind one, and what one is turned to is before one.
    """
    if asked.way == "before":
        return [frame.aspect / 2]
    xs = [ground.people[who] for who in asked.owners if who in ground.people]
    if asked.side and asked.way == "ground" and ground.people:
        return [_beyond(xs or list(ground.people.values()), asked.side, scale, width, frame)]
    if asked.way != "ground" or not xs or asked.number > 1:
        return []
    if len(xs) > 1:
        middle, xs = sum(xs) / len(xs), sorted(xs)
        gaps = [(left + right) / 2 for left, right in pairwise(xs)]
        return [min(gaps, key=lambda x: abs(x - middle))]
    outwards = 1 if xs[0] > frame.aspect / 2 else -1
    return [xs[0] + outwards * _ASIDE * scale] if asked.prop.height > _OVERHEAD else []


def _beyond(xs: Sequence[float], side: int, scale: float, width: float, frame: Frame) -> float:
    """Return the x of what stands to a side of people; of what is large a part may be cut off."""
    edge = max(xs) if side > 0 else min(xs)
    x = edge + side * (_BESIDE * scale + 0.42 * width)
    cut = min(0.5, _CUT * max(0.0, width / frame.aspect - _SMALL))
    low = (0.5 - cut) * width + 0.02
    return min(max(x, min(low, frame.aspect / 2)), max(frame.aspect - low, frame.aspect / 2))


def between(region: Region, top: float, bottom: float) -> Box:
    """Return the box of what of a region is between two heights; all of it where no corner is."""
    xs = [x for loop in region.polygons for x, y in loop if top <= y <= bottom]
    if not xs or min(xs) == max(xs):
        return region.bounds
    return region.bounds.but(left=min(xs), right=max(xs))


def free_places(
    taken: Sequence[Box],
    width: float,
    count: int,
    frame: Frame,
    *,
    near: str | None,
    ground: Ground,
    reach: tuple[float, float] = (0.3, 1.0),
    side: int = 0,
) -> list[float]:
    """Return the x of the roomiest places, in panel heights, from left to right.

    Args:
        taken: what stands there already, in the panel's unit square.
        width: of one thing, in panel heights.
        near: the id of whom the things are beside, or None.
        reach: from which y to which the things are, which only what is there hides.
        side: where they are wanted: -1 left, 1 right, 0 wherever there is room.
    """
    half = min(width / 2 + 0.02, 0.45 * frame.aspect)
    spots = [half + (frame.aspect - 2 * half) * step / _STEPS for step in range(_STEPS + 1)]
    chosen: list[float] = []
    for _ in range(count):
        merit = partial(
            _merit, half=half, chosen=chosen, taken=taken, frame=frame, reach=reach, side=side
        )
        chosen.append(max(spots, key=partial(merit, near=near, ground=ground)))
    return sorted(chosen)


def _merit(
    x: float,
    *,
    half: float,
    chosen: Sequence[float],
    taken: Sequence[Box],
    frame: Frame,
    near: str | None,
    ground: Ground,
    reach: tuple[float, float],
    side: int,
) -> float:
    """Weigh a place: little is covered there, it is near its owner, and no other thing has it."""
    left, right = (x - half) / frame.aspect, (x + half) / frame.aspect
    box = Box(left=left, right=right, top=reach[0], bottom=reach[1])
    # A thing is known by its middle: between two people it is better than behind one of them.
    third = (right - left) / 3
    core = box.but(left=left + third, right=right - third)
    covered = sum(part.overlap(other) / part.area for part in (box, core) for other in taken) / 2
    apart = min((abs(x - other) / (2 * half) for other in chosen), default=1.0)
    beside = -abs(x - ground.people[near]) / frame.aspect if near in ground.people else 0.0
    middle = abs(x / frame.aspect - 0.5)
    aside = side * (x / frame.aspect - 0.5)
    return -2.0 * covered + 2.5 * min(1.0, apart) + 0.6 * beside - 0.25 * middle + 2.0 * aside
