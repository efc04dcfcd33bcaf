"""A body is a chosen drawing with the measures that staging needs, in *adults*.

One adult is the standing height of a character of height 1. Measures count from the body's axis
(to the right) and from the ground (upwards), so that bodies of different canvases compare.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

import numpy as np
from PIL import Image, ImageDraw

from schemas.cast import Facing, Kind
from schemas.geometry import Box, Point, Pose, Region
from schemas.projection import Projection
from schemas.vocabulary.phrases import POSES
from schemas.vocabulary.words import Posture

ROWS = 48
"""Levels at which a silhouette's left and right ends are known."""
_GRAIN = 2 * ROWS


class Profile(NamedTuple):
    """A silhouette by levels from `low` to `top`: how far it reaches left and right of the axis.

    Where a level is empty, both reaches are minus infinity.
    """

    low: float
    top: float
    left: np.ndarray
    right: np.ndarray


class Parting(NamedTuple):
    """An arm that is to be painted apart from its figure."""

    side: Literal["r", "l"]
    """Of the figure as it is painted, before it is mirrored."""
    subject: str
    """The segment next to which it is painted."""
    behind: bool = False
    outline: Region | None = None
    """In the unit square of the (mirrored) canvas, once it is known."""


@dataclass(frozen=True)
class Body:
    """One subject as drawn, in its canvas's unit square (already mirrored where it is)."""

    id: str
    kind: Kind
    outline: Region
    pose: Pose | None
    head: Box
    mouth: Point
    canvas: float
    """The canvas's width over its height."""
    stature: float
    ground: float
    height: float
    """Standing height in adults."""
    facing: Facing = "front"
    pose_word: str | None = None
    mood: str | None = None
    holds: str | None = None
    """What is in its hands or used, if the outline includes anything such."""
    layers: tuple[str, ...] = ()
    mirror: bool = False
    lacks: str | None = None
    """Why the mood that was asked for is not shown, in words."""
    projection: Projection | None = None
    """From the unit square of the (mirrored) picture to the canvas's, where it is bent."""
    bottom: float = 1.0
    """Where in the picture its drawing is cut off."""
    arms: tuple[Parting, ...] = ()
    """The arms that are painted apart."""
    trunk: Region | None = None
    """The outline without them."""
    beside: tuple[float, float] = (0.0, 0.0)
    """The room that is wanted left and right of it, for what it works at, in adults."""

    @property
    def posture(self) -> Posture:
        """How the figure holds itself; standing, where its pose is no word of the vocabulary."""
        known = POSES.get(self.pose_word or "")
        return known.posture if known is not None else "standing"

    @cached_property
    def adults(self) -> float:
        """Adults per canvas height."""
        return self.height / self.stature

    @cached_property
    def axis(self) -> float:
        """The x of the body's middle: between hips and neck, or the outline's middle."""
        if self.pose is not None:
            joints = [self.pose.joint(name) for name in ("neck", "r_hip", "l_hip")]
            xs = [joint.x for joint in joints if joint is not None]
            if len(xs) == len(joints):
                return (xs[0] + (xs[1] + xs[2]) / 2) / 2
        return self.outline.bounds.centre[0]

    def level(self, y: float) -> float:
        """Turn a y of the canvas into adults above the ground."""
        return (self.ground - y) * self.adults

    def across(self, x: float) -> float:
        """Turn an x of the canvas into adults right of the axis."""
        return (x - self.axis) * self.canvas * self.adults

    @cached_property
    def head_top(self) -> float:
        """Level of the top of the head."""
        return self.level(self.head.top)

    @cached_property
    def chin(self) -> float:
        """Level of the chin."""
        return self.level(self.head.bottom)

    @cached_property
    def top(self) -> float:
        """Level of the highest point, props included."""
        return self.level(self.outline.bounds.top)

    @cached_property
    def profile(self) -> Profile:
        """The silhouette level by level."""
        bounds = self.outline.bounds
        grid = np.asarray(_raster(self.outline, bounds)).reshape(ROWS, -1, _GRAIN)
        rows = np.asarray(grid.any(axis=1))[::-1]  # from the ground upwards
        ends = np.stack([rows.argmax(axis=1), _GRAIN - rows[:, ::-1].argmax(axis=1)])
        xs = (bounds.left + ends / _GRAIN * bounds.width - self.axis) * self.canvas * self.adults
        ends = np.array([-xs[0], xs[1]]) + np.array(self.beside)[:, None]
        left, right = np.where(rows.any(axis=1), ends, -np.inf)
        return Profile(self.level(bounds.bottom), self.level(bounds.top), left, right)

    @cached_property
    def low(self) -> float:
        """Level of the lowest point, mostly 0."""
        return self.level(self.outline.bounds.bottom)

    def joint_level(self, *names: str) -> float | None:
        """Return the mean level of some joints, or None where one is absent."""
        joints = [self.pose.joint(name) for name in names] if self.pose is not None else [None]
        present = [joint.y for joint in joints if joint is not None]
        return self.level(sum(present) / len(present)) if len(present) == len(names) else None

    def placed(self, *, x: float, ground: float, scale: float, aspect: float) -> Box:
        """Return where the canvas lies in a panel's unit square.

        `x` (of the axis) and `scale` are in panel heights (a panel is `aspect` wide), `scale`
        per adult.
        """
        height = scale * self.adults
        width = height * self.canvas
        left, top = x - self.axis * width, ground - self.ground * height
        return Box(left=left / aspect, top=top, right=(left + width) / aspect, bottom=top + height)


def _raster(region: Region, bounds: Box) -> Image.Image:
    image = Image.new("1", (_GRAIN, _GRAIN))
    draw = ImageDraw.Draw(image)
    for polygon in region.polygons:
        draw.polygon(
            [
                (
                    (x - bounds.left) / bounds.width * _GRAIN,
                    (y - bounds.top) / bounds.height * _GRAIN,
                )
                for x, y in polygon
            ],
            fill=1,
            outline=1,
        )
    return image
