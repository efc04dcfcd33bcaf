"""The picture as lettering sees it: faces, mouths and figures, in points on the page."""

from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from renderers.cast.heads import mouth_of
from schemas.geometry import Box, Point, Polygon
from schemas.plan import PanelPlan, Segment
from storyboard.lettering.tails import Mouth

Floats = NDArray[np.float64]
_GRID = 64


class Boxes(NamedTuple):
    """Many upright boxes as four arrays of one length."""

    left: Floats
    top: Floats
    right: Floats
    bottom: Floats

    @property
    def area(self) -> Floats:
        """Each box's area."""
        return np.asarray((self.right - self.left) * (self.bottom - self.top))

    def overlap(self, other: Box, *, gap: float = 0.0) -> Floats:
        """Return the area that each box, grown by `gap`, shares with `other`."""
        wide = np.minimum(self.right + gap, other.right) - np.maximum(self.left - gap, other.left)
        high = np.minimum(self.bottom + gap, other.bottom) - np.maximum(self.top - gap, other.top)
        return np.asarray(np.maximum(wide, 0.0) * np.maximum(high, 0.0))


class PanelArea:
    """One panel on the page.

    With `mirrored` every x is flipped about the panel's middle, so that whoever places words
    need only know how to read from left to right.
    """

    def __init__(
        self, panel: PanelPlan, box: Box, picture: Box | None = None, *, mirrored: bool = False
    ) -> None:
        self._panel, self._mirrored = panel, mirrored
        self._picture = picture or box
        self.box = box

    @cached_property
    def faces(self) -> Mapping[int, Box]:
        """The faces that can be seen, by the segment's index."""
        placed = {
            index: self._clipped(segment.face)
            for index, segment in enumerate(self._panel.segments)
            if segment.face is not None
        }
        return {index: face for index, face in placed.items() if face is not None}

    @cached_property
    def room(self) -> tuple[Box, ...]:
        """Where the planner kept the picture calm."""
        boxes = [self._clipped(box) for box in self._panel.room]
        return tuple(box for box in boxes if box is not None)

    def speaker(self, subject: str) -> int | None:
        """Return the index of the front-most segment of a subject that reaches into the panel."""
        for index in reversed(range(len(self._panel.segments))):
            segment = self._panel.segments[index]
            if segment.subject == subject and self._clipped(segment.region.bounds) is not None:
                return index
        return None

    def mouth(self, index: int) -> Mouth:
        """Return where a segment's voice comes from, within the panel."""
        segment = self._panel.segments[index]
        inside = self.box.grown(-min(3.0, self.box.width / 8, self.box.height / 8))
        x, y = self.point(_mouth(segment))
        point = (min(max(x, inside.left), inside.right), min(max(y, inside.top), inside.bottom))
        return Mouth(point, self.faces.get(index))

    def bounds(self, index: int) -> Box | None:
        """Return the visible part of a segment's bounds."""
        return self._clipped(self._panel.segments[index].region.bounds)

    def point(self, point: Point) -> Point:
        """Map a point of the panel's unit square to the page."""
        return self._picture.place((1 - point[0], point[1]) if self._mirrored else point)

    def covered(self, boxes: Boxes) -> Floats:
        """Return the fraction of each box that lies over figures."""
        integral = self._integral
        cell = (self.box.width / _GRID, self.box.height / _GRID)

        def total(x: Floats, y: Floats) -> Floats:
            column = np.clip((x - self.box.left) / cell[0], 0, _GRID).round().astype(int)
            row = np.clip((y - self.box.top) / cell[1], 0, _GRID).round().astype(int)
            return np.asarray(integral[row, column])

        inside = (
            total(boxes.right, boxes.bottom)
            - total(boxes.left, boxes.bottom)
            - total(boxes.right, boxes.top)
            + total(boxes.left, boxes.top)
        )
        return inside * cell[0] * cell[1] / boxes.area

    @cached_property
    def _integral(self) -> Floats:
        """Summed-area table of the figures on a coarse grid (Crow, 1984)."""
        picture = Image.new("L", (_GRID, _GRID))
        draw = ImageDraw.Draw(picture)
        for segment in self._panel.segments:
            for polygon in segment.region.polygons:
                draw.polygon(self._cells(polygon), fill=1)
        table = np.zeros((_GRID + 1, _GRID + 1))
        table[1:, 1:] = np.asarray(picture, dtype=np.float64).cumsum(0).cumsum(1)
        return table

    def _cells(self, polygon: Polygon) -> list[Point]:
        return [
            (
                (x - self.box.left) / self.box.width * _GRID,
                (y - self.box.top) / self.box.height * _GRID,
            )
            for x, y in map(self.point, polygon)
        ]

    def _clipped(self, box: Box) -> Box | None:
        one, top = self.point((box.left, box.top))
        two, bottom = self.point((box.right, box.bottom))
        left, right = max(min(one, two), self.box.left), min(max(one, two), self.box.right)
        top, bottom = max(top, self.box.top), min(bottom, self.box.bottom)
        if right - left < 0.5 or bottom - top < 0.5:
            return None
        return Box(left=left, top=top, right=right, bottom=bottom)


def _mouth(segment: Segment) -> Point:
    """Return the mouth where it is known, else the face's lower middle, else the upper middle."""
    if segment.mouth is not None:
        return segment.mouth
    if segment.face is not None:
        return mouth_of(segment.face)
    bounds = segment.region.bounds
    return bounds.centre[0], bounds.top + 0.25 * bounds.height
