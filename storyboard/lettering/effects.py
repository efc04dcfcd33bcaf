"""Sound effects: large slanted letters with a contour, beside what makes the noise."""

from collections.abc import Sequence
from math import cos, radians, sin
from random import Random
from typing import NamedTuple

from fontTools.pens.basePen import BasePen

from schemas.book import Curve, Lettering, Run, TextLine
from schemas.geometry import Box, Point
from storyboard.fonts import Style, advance, draw_glyphs
from storyboard.lettering.outlines import straight
from storyboard.lettering.text import StyledText

_INKS = ("#ffd33d", "#ff6b3d", "#ffffff", "#7fdbff", "#ffe98a")
_CONTOUR = "#101014"
_CAPITALS = 0.72
"""The height of capitals in the effect font, in ems."""


class Way(NamedTuple):
    """One way to draw an effect: its size in points and its slant in degrees."""

    size: float
    slant: float
    width: float

    @property
    def half(self) -> Point:
        """Half the width and height of the slanted letters with their contour."""
        a, b = self.body
        c, s = cos(radians(self.slant)), abs(sin(radians(self.slant)))
        return a * c + b * s, a * s + b * c

    @property
    def body(self) -> Point:
        """Half the width and height before slanting."""
        contour = 0.1 * self.size
        return self.width * self.size / 2 + contour, _CAPITALS * self.size / 2 + contour


def ways(text: StyledText, box: Box, *, size: float, seed: int) -> tuple[Way, ...]:
    """Return the ways to draw an effect in a panel, the most striking first."""
    width = text.width(0, len(text.words) - 1)
    slant = Random(seed).choice((-9.0, -7.0, -5.0, 6.0))
    largest = min(0.6 * box.width / width, 0.24 * box.height, 5.5 * size)
    smallest = min(1.5 * size, 0.9 * box.width / width)
    return tuple(
        Way(max(largest * scale, smallest), slant, width) for scale in (1.0, 0.85, 0.7, 0.55)
    )


def draw(text: StyledText, way: Way, centre: Point, *, seed: int) -> Lettering:
    """Return the effect with its letters' contours as outlines."""
    a, b = way.body
    x, baseline = centre[0] - way.width * way.size / 2, centre[1] + _CAPITALS * way.size / 2
    runs = text.runs(0, len(text.words) - 1)
    return Lettering(
        kind="effect",
        size=way.size,
        rotation=way.slant,
        box=Box(left=centre[0] - a, top=centre[1] - b, right=centre[0] + a, bottom=centre[1] + b),
        lines=(TextLine(x=x, baseline=baseline, width=way.width * way.size, runs=runs),),
        outlines=_contours(runs, (x, baseline), way.size),
        fill="none",
        stroke=_CONTOUR,
        stroke_width=0.07 * way.size,
        outline_colour=_CONTOUR,
        colour=_INKS[Random(seed).randrange(len(_INKS))],
    )


def _contours(runs: Sequence[Run], start: Point, size: float) -> tuple[Curve, ...]:
    pen, (x, baseline) = _Contours(), start
    for run in runs:
        style = Style(run.font, run.weight == "bold", run.italic)
        draw_glyphs(run.text, style, pen, at=(x, baseline), size=size)
        x += advance(run.text, style) * size
    return tuple(pen.curves)


class _Contours(BasePen):  # type: ignore[misc]
    """A pen that keeps closed contours; fontTools raises quadratic segments to cubic ones."""

    def __init__(self) -> None:
        super().__init__()
        self.curves: list[Curve] = []
        self._start: Point = (0.0, 0.0)
        self._segments: list[tuple[Point, Point, Point]] = []

    def _moveTo(self, point: Point) -> None:  # noqa: N802
        self._start, self._segments = point, []

    def _lineTo(self, point: Point) -> None:  # noqa: N802
        self._segments += straight([point], self._getCurrentPoint())

    def _curveToOne(self, one: Point, two: Point, end: Point) -> None:  # noqa: N802
        self._segments.append((one, two, end))

    def _closePath(self) -> None:  # noqa: N802
        if self._segments:
            self.curves.append(Curve(start=self._start, segments=tuple(self._segments)))
