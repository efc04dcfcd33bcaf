"""Tails: what ties a balloon to its speaker's mouth."""

from collections.abc import Sequence
from math import atan2, ceil, hypot, pi
from typing import NamedTuple

from schemas.book import Curve
from schemas.geometry import Box, Point
from storyboard.lettering.outlines import (
    Oval,
    circle,
    even_angles,
    smooth,
    straight,
)

_NODES = 56
"""Points on a smooth body's outline; more cannot be seen."""


class Mouth(NamedTuple):
    """Where a tail points, and the face around it, which it should stop short of."""

    point: Point
    face: Box | None = None
    beyond: bool = False
    """Whether the speaker is outside the panel, and the point on its border."""


def tip(centre: Point, oval: Oval, mouth: Mouth, *, size: float) -> Point:
    """Return where a tail ends: just short of the mouth, outside the face where there is room.

    A balloon close to its speaker keeps a stub as long as the lettering is large.
    """
    x, y = mouth.point[0] - centre[0], mouth.point[1] - centre[1]
    whole = max(hypot(x, y), 1e-6)
    edge = oval.radius(atan2(y, x))
    if mouth.beyond:
        return mouth.point
    stop = whole - 0.5 * size
    if mouth.face is not None:
        stop = min(stop, whole * _entry(centre, mouth.point, mouth.face) - 0.1 * size)
    length = max(stop, edge + size)
    return centre[0] + x / whole * length, centre[1] + y / whole * length


def _entry(start: Point, end: Point, box: Box) -> float:
    """Return the fraction of the way from start to end at which the box begins."""
    fractions = [0.0]
    for low, high, one, two in (
        (box.left, box.right, start[0], end[0]),
        (box.top, box.bottom, start[1], end[1]),
    ):
        if abs(two - one) > 1e-9 and not low <= one <= high:
            fractions.append(((low if one < low else high) - one) / (two - one))
    return max(fractions)


def with_tail(
    oval: Oval, points: Sequence[Point], aim: Point, *, base: float, bend: float = 0.1
) -> Curve:
    """Join a smooth body (points clockwise) and a curved tail to `aim` into one outline.

    Args:
        oval: the body, about the origin.
        points: the body's outline, which may stray from the oval.
        aim: the tail's tip, relative to the body's centre.
        base: how wide the tail is where it leaves the body.
        bend: how far the tail bows, as a fraction of its length.
    """
    angle = atan2(aim[1], aim[0])
    half = _half_base(oval, angle, base)
    body = [point for point in _rolled(points, angle) if abs(_turn(point, angle)) > half * 1.02]
    right, left = oval.at(angle + half), oval.at(angle - half)
    nodes = [right, *body, left]
    control = _bow(oval.at(angle), aim, bend)
    out = _quadratic(left, _towards(control, left, oval.at(angle)), aim)
    back = _quadratic(aim, _towards(control, right, oval.at(angle)), right)
    return Curve(start=right, segments=(*smooth(nodes, closed=False), out, back))


def body_points(oval: Oval) -> list[float]:
    """Return the angles at which a smooth body's outline is sampled."""
    return even_angles(oval, _NODES)


def lightning(oval: Oval, points: Sequence[Point], aim: Point, *, base: float) -> Curve:
    """Join an angular body and a lightning bolt to `aim` into one outline."""
    angle = atan2(aim[1], aim[0])
    half = _half_base(oval, angle, base)
    body = [point for point in _rolled(points, angle) if abs(_turn(point, angle)) > half]
    right, left = oval.at(angle + half), oval.at(angle - half)
    start, side = oval.at(angle), (right[0] - left[0], right[1] - left[1])

    def bolt(along: float, across: float) -> Point:
        return (
            start[0] + along * (aim[0] - start[0]) + across * side[0],
            start[1] + along * (aim[1] - start[1]) + across * side[1],
        )

    path = [
        *body,
        left,
        bolt(0.55, -0.75),
        bolt(0.48, -0.05),
        aim,
        bolt(0.38, 0.75),
        bolt(0.46, 0.2),
        right,
    ]
    return Curve(start=right, segments=tuple(straight(path, right)))


def bubbles(oval: Oval, aim: Point, *, size: float) -> tuple[Curve, ...]:
    """Return a thought's trail: two bubbles or more, by its length, smaller towards `aim`."""
    angle = atan2(aim[1], aim[0])
    start, length = oval.radius(angle), hypot(*aim)
    reach = max(length - start, 0.1)
    return tuple(
        circle(
            (aim[0] / length * (start + spot * reach), aim[1] / length * (start + spot * reach)),
            1.12 * scale * size,
            0.9 * scale * size,
        )
        for scale, spot in _trail(reach / size)
    )


def _trail(reach: float) -> list[tuple[float, float]]:
    """Return bubbles' sizes, and their places from 0 to 1; bubbles too far apart look stray."""
    if reach <= 2:
        return [(0.4, 0.55), (0.24, 1.0)]
    count = max(3, ceil(0.4 * reach))
    return [(0.5 - 0.28 * i / (count - 1), 0.96 * (i + 1) / count) for i in range(count)]


def _half_base(oval: Oval, angle: float, base: float) -> float:
    """Return the angle that half the tail's base takes up on the outline."""
    step = 0.02
    one, two = oval.at(angle - step), oval.at(angle + step)
    return min(base / 2 * 2 * step / max(hypot(two[0] - one[0], two[1] - one[1]), 1e-6), 0.7)


def _turn(point: Point, angle: float) -> float:
    """Return the angle from a direction to a point, in -π…π."""
    return (atan2(point[1], point[0]) - angle + pi) % (2 * pi) - pi


def _rolled(points: Sequence[Point], angle: float) -> list[Point]:
    """Return the points in order of the way round, starting from a direction."""
    return sorted(points, key=lambda point: _turn(point, angle) % (2 * pi))


def _bow(start: Point, end: Point, bend: float) -> Point:
    """Return the middle of a tail, pushed aside so that it swings down before it turns."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    side = 1 if dx * dy >= 0 else -1
    return (start[0] + end[0]) / 2 - side * bend * dy, (start[1] + end[1]) / 2 + side * bend * dx


def _towards(control: Point, foot: Point, middle: Point) -> Point:
    """Move the bow's control point half as far aside as the tail's foot is."""
    return control[0] + (foot[0] - middle[0]) * 0.5, control[1] + (foot[1] - middle[1]) * 0.5


def _quadratic(start: Point, control: Point, end: Point) -> tuple[Point, Point, Point]:
    """Raise a quadratic segment to a cubic one."""
    return (
        (start[0] + 2 / 3 * (control[0] - start[0]), start[1] + 2 / 3 * (control[1] - start[1])),
        (end[0] + 2 / 3 * (control[0] - end[0]), end[1] + 2 / 3 * (control[1] - end[1])),
        end,
    )
