"""Balloon bodies: closed outlines around the origin, one function a shape.

Every body is built on a superellipse |x/a|^n + |y/b|^n = 1 (Lamé's curve): n = 2 is an ellipse,
larger n squarer. Angles run clockwise on the page, since y points down.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import pairwise
from math import atan2, ceil, cos, hypot, pi, sin
from random import Random
from typing import NamedTuple

from schemas.book import Curve
from schemas.geometry import Point

Radius = Callable[[float], float]
"""Distance from the centre to the outline, by angle."""


class Oval(NamedTuple):
    """A superellipse about the origin: half width, half height, exponent."""

    a: float
    b: float
    n: float

    def radius(self, angle: float) -> float:
        """Return the distance from the centre to the outline at an angle."""
        across, down = abs(cos(angle)) / self.a, abs(sin(angle)) / self.b
        return float((across**self.n + down**self.n) ** (-1 / self.n))

    def at(self, angle: float, *, grow: float = 0) -> Point:
        """Return the outline's point at an angle, moved outwards by `grow`."""
        return polar(angle, self.radius(angle) + grow)


def polar(angle: float, radius: float) -> Point:
    """Return the point at an angle and a distance from the origin."""
    return radius * cos(angle), radius * sin(angle)


def even_angles(oval: Oval, count: int, *, start: float = 0.0) -> list[float]:
    """Return angles that part the outline into `count` stretches of equal length."""
    step = 2 * pi / 360
    points = [oval.at(start + step * index) for index in range(361)]
    lengths = [_distance(one, two) for one, two in pairwise(points)]
    goal, walked, angles = sum(lengths) / count, 0.0, [start]
    for index, length in enumerate(lengths):
        while len(angles) < count and walked + length >= goal * len(angles):
            part = (goal * len(angles) - walked) / length
            angles.append(start + step * (index + part))
        walked += length
    return angles


def smooth(points: Sequence[Point], *, closed: bool = True) -> list[tuple[Point, Point, Point]]:
    """Return cubic segments through the points: a uniform Catmull-Rom spline."""
    around = (
        [points[-1], *points, points[0], points[1]] if closed else [points[0], *points, points[-1]]
    )
    return [
        (
            (one[0] + (two[0] - before[0]) / 6, one[1] + (two[1] - before[1]) / 6),
            (two[0] - (after[0] - one[0]) / 6, two[1] - (after[1] - one[1]) / 6),
            two,
        )
        for before, one, two, after in zip(around, around[1:], around[2:], around[3:], strict=False)
    ]


def straight(points: Iterable[Point], start: Point) -> list[tuple[Point, Point, Point]]:
    """Return straight segments from `start` through the points."""
    segments = []
    for point in points:
        segments.append((start, point, point))
        start = point
    return segments


def round_points(oval: Oval, angles: Iterable[float]) -> list[Point]:
    """Return the outline's points at some angles."""
    return [oval.at(angle) for angle in angles]


def rough_points(oval: Oval, angles: Iterable[float], *, seed: int, swing: float) -> list[Point]:
    """Return a shaky outline: three waves of seeded phase, up to `swing` off the oval."""
    draw = Random(seed)
    phases = [draw.uniform(0, 2 * pi) for _ in range(3)]
    return [
        oval.at(
            angle,
            grow=swing
            * sum(sin(wave * angle + phase) for wave, phase in zip((5, 8, 13), phases, strict=True))
            / 3,
        )
        for angle in angles
    ]


def cloud(oval: Oval, *, puff: float) -> Curve:
    """Return a thought's cloud: scallops about `puff` wide standing on the oval."""
    circumference = _length(oval)
    angles = even_angles(oval, max(8, round(circumference / (2.4 * puff))), start=-pi / 2)
    feet = [oval.at(angle) for angle in angles]
    feet.append(feet[0])
    return Curve(
        start=feet[0], segments=tuple(_scallop(one, two, bulge=0.62) for one, two in pairwise(feet))
    )


def burst(oval: Oval, *, spike: float, seed: int, aim: Point | None = None) -> Curve:
    """Return a shout's burst: uneven spikes on the oval, the one towards `aim` reaching it."""
    draw = Random(seed)
    count = max(12, round(_length(oval) / (1.9 * spike)))
    angles = even_angles(oval, count, start=draw.uniform(0, 0.3))
    gaps = [oval.at(angle) for angle in angles]
    tips = [
        oval.at(_between(one, two), grow=spike * draw.uniform(0.55, 1.15))
        for one, two in pairwise([*angles, angles[0] + 2 * pi])
    ]
    if aim is not None:
        tips[_facing(tips, aim)] = aim
    return Curve(
        start=gaps[0],
        segments=tuple(
            segment
            for gap, tip, after in zip(gaps, tips, [*gaps[1:], gaps[0]], strict=True)
            for segment in _spike(gap, tip, after, hollow=0.22)
        ),
    )


def zigzag(oval: Oval, *, tooth: float) -> list[Point]:
    """Return a radio's edge: even teeth in and out of the oval."""
    count = 2 * ceil(_length(oval) / (2.6 * tooth) / 2)
    angles = even_angles(oval, 2 * count, start=-pi / 2)
    return [oval.at(angle, grow=tooth * (index % 2)) for index, angle in enumerate(angles)]


def moved(curve: Curve, by: Point) -> Curve:
    """Return the curve shifted."""
    shift = partial(_shifted, by=by)
    return Curve(
        start=shift(curve.start),
        segments=tuple((shift(one), shift(two), shift(end)) for one, two, end in curve.segments),
    )


def circle(centre: Point, a: float, b: float) -> Curve:
    """Return an ellipse."""
    k, (x, y) = 0.5523, centre
    return Curve(
        start=(x + a, y),
        segments=(
            ((x + a, y + k * b), (x + k * a, y + b), (x, y + b)),
            ((x - k * a, y + b), (x - a, y + k * b), (x - a, y)),
            ((x - a, y - k * b), (x - k * a, y - b), (x, y - b)),
            ((x + k * a, y - b), (x + a, y - k * b), (x + a, y)),
        ),
    )


def rectangle(a: float, b: float) -> Curve:
    """Return an upright rectangle about the origin, by half width and half height."""
    corners = [(a, -b), (a, b), (-a, b), (-a, -b)]
    return Curve(start=(-a, -b), segments=tuple(straight(corners, (-a, -b))))


def _shifted(point: Point, by: Point) -> Point:
    return point[0] + by[0], point[1] + by[1]


def _distance(one: Point, two: Point) -> float:
    return hypot(two[0] - one[0], two[1] - one[1])


def _length(oval: Oval) -> float:
    points = [oval.at(2 * pi * step / 90) for step in range(91)]
    return sum(_distance(one, two) for one, two in pairwise(points))


def _between(one: float, two: float) -> float:
    return (one + two) / 2


def _facing(points: Sequence[Point], aim: Point) -> int:
    """Return the point whose direction is nearest to the aim's."""

    def turn(index: int) -> float:
        x, y = points[index]
        return abs(atan2(x * aim[1] - y * aim[0], x * aim[0] + y * aim[1]))

    return min(range(len(points)), key=turn)


def _scallop(one: Point, two: Point, *, bulge: float) -> tuple[Point, Point, Point]:
    """Arch outwards from one foot to the next; the feet go clockwise, so out is to the left."""
    dx, dy = two[0] - one[0], two[1] - one[1]
    out = (dy * bulge, -dx * bulge)
    lean = 0.12
    return (
        (one[0] + out[0] - lean * dx, one[1] + out[1] - lean * dy),
        (two[0] + out[0] + lean * dx, two[1] + out[1] + lean * dy),
        two,
    )


def _spike(
    gap: Point, tip: Point, after: Point, *, hollow: float
) -> list[tuple[Point, Point, Point]]:
    """Run from gap to tip to the next gap, the flanks bent in by `hollow`."""
    foot = ((gap[0] + after[0]) / 2, (gap[1] + after[1]) / 2)
    return [_flank(gap, tip, foot, hollow), _flank(tip, after, foot, hollow)]


def _flank(one: Point, two: Point, foot: Point, hollow: float) -> tuple[Point, Point, Point]:
    middle = ((one[0] + two[0]) / 2, (one[1] + two[1]) / 2)
    bend = (middle[0] + hollow * (foot[0] - middle[0]), middle[1] + hollow * (foot[1] - middle[1]))
    return bend, bend, two
