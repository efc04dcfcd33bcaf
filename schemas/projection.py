"""How one plane is seen on another: a homography, as nine numbers."""

from collections.abc import Iterator, Sequence
from math import cos, radians, sin
from typing import NamedTuple, Self

from schemas.geometry import Box, Keypoint, Point, Pose, Region, bounds_of

_NEAREST = 0.2
"""Points nearer than this to the line that lies infinitely far away are kept at it."""


class Projection(NamedTuple):
    """A homography of the plane, row by row; maps (x, y, 1) and divides by what comes third."""

    rows: tuple[float, ...] = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)

    @classmethod
    def into(cls, box: Box) -> Self:
        """Return what lays the unit square into a box."""
        return cls((box.width, 0, box.left, 0, box.height, box.top, 0, 0, 1.0))

    @classmethod
    def scaled(cls, across: float, down: float, *, about: Point = (0.0, 0.0)) -> Self:
        """Return what stretches about a point."""
        x, y = about
        return cls((across, 0, x - across * x, 0, down, y - down * y, 0, 0, 1.0))

    @classmethod
    def moved(cls, across: float, down: float) -> Self:
        """Return what moves everything."""
        return cls((1.0, 0, across, 0, 1.0, down, 0, 0, 1.0))

    @classmethod
    def turned(cls, degrees: float, *, about: Point, aspect: float = 1.0) -> Self:
        """Return what turns clockwise about a point of a unit square that is `aspect` wide."""
        c, s = cos(radians(degrees)), sin(radians(degrees))
        x, y = about[0] * aspect, about[1]
        turn = cls((c, -s, x - c * x + s * y, s, c, y - s * x - c * y, 0, 0, 1.0))
        return cls.scaled(aspect, 1).then(turn).then(cls.scaled(1 / aspect, 1))

    @classmethod
    def converged(cls, rate: float, *, about: Point, across: float, down: float) -> Self:
        """Return what lets uprights come together above a point, at `rate` a unit.

        A unit at that point is `across` wide and `down` high afterwards.
        """
        x, y = about
        # With h = y - v above the point: u = x + (u - x) across / (1 + rate h), likewise v.
        return cls(
            (
                across,
                -rate * x,
                x * (1 + rate * y) - across * x,
                0,
                down - rate * y,
                y * (1 + rate * y) - down * y,
                0,
                -rate,
                1 + rate * y,
            )
        )

    def then(self, other: "Projection") -> Self:
        """Return this one followed by another."""
        a, b = other.rows, self.rows
        return type(self)(
            tuple(
                sum(a[3 * row + k] * b[3 * k + column] for k in range(3))
                for row in range(3)
                for column in range(3)
            )
        )

    def back(self) -> Self:
        """Return the inverse."""
        a, b, c, d, e, f, g, h, i = self.rows
        adjugate = (
            e * i - f * h,
            c * h - b * i,
            b * f - c * e,
            f * g - d * i,
            a * i - c * g,
            c * d - a * f,
            d * h - e * g,
            b * g - a * h,
            a * e - b * d,
        )
        whole = a * adjugate[0] + b * adjugate[3] + c * adjugate[6]
        return type(self)(tuple(value / whole for value in adjugate))

    def weight(self, point: Point) -> float:
        """Return what a point's place is divided by: the larger, the farther away it is."""
        return self.rows[6] * point[0] + self.rows[7] * point[1] + self.rows[8]

    def point(self, point: Point) -> Point:
        """Map a point."""
        a, b, c, d, e, f, *_ = self.rows
        x, y = point
        weight = max(self.weight(point), _NEAREST)
        return (a * x + b * y + c) / weight, (d * x + e * y + f) / weight

    def box(self, box: Box) -> Box:
        """Return the box around where a box comes to lie."""
        sides = (box.left, box.right), (box.top, box.bottom)
        return bounds_of(self.point((x, y)) for x in sides[0] for y in sides[1])

    def pose(self, pose: Pose) -> Pose:
        """Map joints."""
        return Pose(
            keypoints=tuple(
                None if joint is None else self._joint(joint) for joint in pose.keypoints
            )
        )

    def _joint(self, joint: Keypoint) -> Keypoint:
        x, y = self.point(joint.point)
        return joint.but(x=x, y=y)

    def region(self, region: Region) -> Region:
        """Map a region; what lies too far away to be seen is cut off."""
        loops = [tuple(self._clipped(loop)) for loop in region.polygons]
        whole = [loop for loop in loops if len(loop) > 2] or list(region.polygons)
        return Region(polygons=tuple(tuple(map(self.point, loop)) for loop in whole))

    def _clipped(self, loop: Sequence[Point]) -> Iterator[Point]:
        """Cut a polygon at the line of points that are only just near enough."""
        for start, end in zip(loop, (*loop[1:], loop[0]), strict=True):
            near, far = self.weight(start) - _NEAREST, self.weight(end) - _NEAREST
            if near >= 0:
                yield start
            if near * far < 0:
                part = near / (near - far)
                yield start[0] + part * (end[0] - start[0]), start[1] + part * (end[1] - start[1])
