"""A stand-in for subjects without pictures: their shape in one flat colour, with a face."""

from zlib import crc32

from PIL import Image, ImageDraw, ImageFilter

from schemas.geometry import Box, Point, Size
from schemas.plan import Segment
from schemas.vocabulary.phrases import MOODS

COLOURS = (
    "#e58f6b",
    "#6fa8b8",
    "#8fb573",
    "#c98fb8",
    "#e0b655",
    "#8f97cf",
    "#d97f84",
    "#74b3a0",
    "#c2a27e",
    "#b0c46a",
    "#7f9fd9",
)
"""The flat colours of subjects, chosen by their ids."""

_INK = "#1e1c28"
_SAMPLES = 3
_LINE = 0.0075
"""The ink's width as a fraction of the shorter side."""


def colour_of(subject: str) -> str:
    """Return a subject's colour: the same in every panel."""
    return COLOURS[crc32(subject.encode()) % len(COLOURS)]


def mannequin(segment: Segment, size: Size) -> Image.Image:
    """Draw a segment's region as a flat figure with an ink outline; RGBA, transparent around."""
    outline, inside = _shape(segment, size)
    figure = Image.new("RGB", outline.size, _INK)
    figure.paste(colour_of(segment.subject), mask=inside)
    if segment.face is not None and segment.facing != "back":
        figure.paste(_INK, mask=_features(segment, segment.face, size))
    figure.putalpha(outline)
    return figure


def _shape(segment: Segment, size: Size) -> tuple[Image.Image, Image.Image]:
    """Return the region with its ink line, and what is left inside the line."""
    width, height = size.width * _SAMPLES, size.height * _SAMPLES
    pen = max(1.0, _LINE * min(size.width, size.height))
    outline = Image.new("L", (width, height))
    draw = ImageDraw.Draw(outline)
    polygons = [[(x * width, y * height) for x, y in each] for each in segment.region.polygons]
    for points in polygons:
        draw.polygon(points, fill=255)
    core = outline.reduce(_SAMPLES).filter(ImageFilter.MinFilter(round(pen / 2) * 2 + 1))
    for points in polygons:
        draw.line([*points, *points[:2]], fill=255, width=round(pen * _SAMPLES), joint="curve")
    return outline.reduce(_SAMPLES), core


def _features(segment: Segment, face: Box, size: Size) -> Image.Image:
    """Return two eyes and a mouth as a mask, turned the way the figure faces."""
    width, height = size.width * _SAMPLES, size.height * _SAMPLES
    mask = Image.new("L", (width, height))
    draw = ImageDraw.Draw(mask)
    turn = {"left": -0.16, "right": 0.16}.get(segment.facing, 0.0)

    def at(x: float, y: float) -> Point:
        px, py = face.place((x + turn, y))
        return px * width, py * height

    r = 0.05 * face.height * height
    for side in (0.36, 0.64):
        x, y = at(side, 0.45)
        draw.ellipse((x - r * 0.8, y - r, x + r * 0.8, y + r), fill=255)
    (left, y), (right, _) = at(0.36, 0.68), at(0.64, 0.68)
    mood = MOODS.get(segment.mood or "")
    unhappy = mood is not None and mood.unhappy
    top, start = (y + r, 200) if unhappy else (y - r, 20)
    pen = max(_SAMPLES, round(_LINE * min(width, height) * 0.7))
    draw.arc((left, top, right, top + 2 * r), start, start + 140, fill=255, width=pen)
    return mask.reduce(_SAMPLES)
