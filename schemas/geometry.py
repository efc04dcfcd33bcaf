"""Shapes in the unit square: origin top left, x to the right, y down, 1 the far edge.

A figure in a close shot is larger than its panel, so points may lie outside [0, 1]; whoever
rasterises clips.
"""

from collections.abc import Iterable
from functools import cached_property
from typing import Annotated, Self

from pydantic import Field, model_validator

from schemas.base import Value

Point = tuple[float, float]
Polygon = Annotated[tuple[Point, ...], Field(min_length=3)]

JOINTS = (
    "nose",
    "neck",
    "r_shoulder",
    "r_elbow",
    "r_wrist",
    "l_shoulder",
    "l_elbow",
    "l_wrist",
    "r_hip",
    "r_knee",
    "r_ankle",
    "l_hip",
    "l_knee",
    "l_ankle",
    "r_eye",
    "l_eye",
    "r_ear",
    "l_ear",
)
"""The 18 keypoints of OpenPose's COCO model, in its order; r_ and l_ are the figure's own sides."""

_MIRRORED = tuple(
    JOINTS.index({"r_": "l_", "l_": "r_"}.get(name[:2], name[:2]) + name[2:]) for name in JOINTS
)


class Size(Value):
    """A width and a height in pixels."""

    width: int = Field(gt=0)
    height: int = Field(gt=0)

    @property
    def aspect(self) -> float:
        """Width over height."""
        return self.width / self.height


class Box(Value):
    """An upright rectangle with positive area."""

    left: float
    top: float
    right: float
    bottom: float

    @model_validator(mode="after")
    def _has_area(self) -> Self:
        if not (self.left < self.right and self.top < self.bottom):
            raise ValueError("a box needs left < right and top < bottom")
        return self

    @property
    def width(self) -> float:
        """Extent along x."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Extent along y."""
        return self.bottom - self.top

    @property
    def centre(self) -> Point:
        """The middle point."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    @property
    def area(self) -> float:
        """Width times height."""
        return self.width * self.height

    def place(self, point: Point) -> Point:
        """Map a point of the unit square into this box."""
        return self.left + point[0] * self.width, self.top + point[1] * self.height

    def overlap(self, other: "Box") -> float:
        """Return the area that both boxes cover."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(0.0, width) * max(0.0, height)

    def grown(self, margin: float) -> "Box":
        """Return the box with every side moved outwards by `margin`."""
        return Box(
            left=self.left - margin,
            top=self.top - margin,
            right=self.right + margin,
            bottom=self.bottom + margin,
        )


FULL_FRAME = Box(left=0, top=0, right=1, bottom=1)


class Region(Value):
    """The union of some polygons; never empty."""

    polygons: tuple[Polygon, ...] = Field(min_length=1)

    @classmethod
    def of_box(cls, box: Box) -> Self:
        """Return the region that a box covers."""
        left, top, right, bottom = box.left, box.top, box.right, box.bottom
        return cls(polygons=(((left, top), (right, top), (right, bottom), (left, bottom)),))

    @cached_property
    def bounds(self) -> Box:
        """The smallest box around the region."""
        return bounds_of(point for polygon in self.polygons for point in polygon)

    def placed(self, box: Box, *, mirror: bool = False) -> Self:
        """Map the unit square, optionally flipped left to right, onto `box`."""
        return type(self)(
            polygons=tuple(
                tuple(box.place(flipped(point) if mirror else point) for point in polygon)
                for polygon in self.polygons
            )
        )


class Keypoint(Value):
    """One joint: where it is and how well it is seen (1 seen, 0.5 hidden but known, 0 absent)."""

    x: float
    y: float
    visible: float = Field(default=1.0, ge=0, le=1)

    @property
    def point(self) -> Point:
        """The joint's position."""
        return self.x, self.y


class Pose(Value):
    """A figure's 18 keypoints, in the order of `JOINTS`; an absent joint is None."""

    keypoints: Annotated[tuple[Keypoint | None, ...], Field(min_length=18, max_length=18)]

    def joint(self, name: str) -> Keypoint | None:
        """Return the keypoint of a joint of `JOINTS`, or None where it is absent."""
        return self.keypoints[JOINTS.index(name)]

    @property
    def bounds(self) -> Box:
        """The smallest box around the present keypoints."""
        return bounds_of(joint.point for joint in self.keypoints if joint is not None)

    def placed(self, box: Box, *, mirror: bool = False) -> Self:
        """Map the unit square onto `box`; mirroring also swaps left and right joints."""
        rows = [self.keypoints[index] for index in _MIRRORED] if mirror else self.keypoints
        return type(self)(
            keypoints=tuple(
                None if row is None else _moved(row, box, mirror=mirror) for row in rows
            )
        )


def _moved(row: Keypoint, box: Box, *, mirror: bool) -> Keypoint:
    x, y = box.place(flipped(row.point) if mirror else row.point)
    return Keypoint(x=x, y=y, visible=row.visible)


def flipped(point: Point) -> Point:
    """Mirror a point of the unit square left to right."""
    return 1 - point[0], point[1]


def bounds_of(points: Iterable[Point]) -> Box:
    """Return the smallest box around some points, a hair wide where they are in line."""
    xs, ys = zip(*points, strict=True)
    hair = 1e-6
    right, bottom = max(max(xs), min(xs) + hair), max(max(ys), min(ys) + hair)
    return Box(left=min(xs), top=min(ys), right=right, bottom=bottom)
