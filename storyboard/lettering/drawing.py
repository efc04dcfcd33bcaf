"""From a placed shape to the lettering that writers draw: outlines, tail, measured lines."""

from collections.abc import Iterator, Sequence
from zlib import crc32

from schemas.book import BalloonKind, Curve, Lettering, TextLine
from schemas.geometry import Box, Point
from schemas.story import BalloonShape
from storyboard.lettering.bodies import CAPTION, BodyShape, Part
from storyboard.lettering.outlines import (
    Oval,
    burst,
    cloud,
    moved,
    rectangle,
    rough_points,
    round_points,
    smooth,
    straight,
    zigzag,
)
from storyboard.lettering.tails import Mouth, body_points, bubbles, lightning, tip, with_tail

INK = "#101014"
_PAPER = "#ffffff"
_WHISPER_INK = "#3a3a44"
_CAPTION_TINT = "#fff4cc"


def balloon(
    shape: BodyShape,
    centre: Point,
    *,
    kind: BalloonKind,
    voice: BalloonShape,
    mouth: Mouth,
    speaker: str,
    line_width: float,
    mirrored: bool = False,
) -> Lettering:
    """Draw a balloon about `centre` with its tail to the mouth."""
    parts = [
        part._replace(offset=(-part.offset[0], part.offset[1])) if mirrored else part
        for part in shape.parts
    ]
    whisper = kind == "whisper"
    return Lettering(
        kind=kind,
        speaker=speaker,
        size=shape.size,
        box=_around(centre, shape.half),
        outlines=tuple(_outlines(parts, centre, kind, voice, mouth, shape.size)),
        fill=_PAPER,
        stroke=INK,
        stroke_width=line_width,
        dashed=whisper,
        colour=_WHISPER_INK if whisper else INK,
        lines=tuple(_lines(parts, centre, shape.size)),
    )


def caption(shape: BodyShape, centre: Point, *, line_width: float) -> Lettering:
    """Draw a caption's box about `centre`, its lines flush left."""
    (part,) = shape.parts
    left = centre[0] - shape.half[0] + CAPTION.pad[0] * shape.size
    lines = (line.but(x=left) for line in _lines((part,), centre, shape.size))
    return Lettering(
        kind="caption",
        size=shape.size,
        box=_around(centre, shape.half),
        outlines=(moved(rectangle(*shape.half), centre),),
        fill=_CAPTION_TINT,
        stroke=INK,
        stroke_width=line_width,
        colour=INK,
        lines=tuple(lines),
    )


def seed_of(words: str) -> int:
    """Return a number that belongs to these words on every machine."""
    return crc32(words.encode())


def _around(centre: Point, half: Point) -> Box:
    return Box(
        left=centre[0] - half[0],
        top=centre[1] - half[1],
        right=centre[0] + half[0],
        bottom=centre[1] + half[1],
    )


def _lines(parts: Sequence[Part], centre: Point, size: float) -> Iterator[TextLine]:
    for part in parts:
        x, y = centre[0] + part.offset[0], centre[1] + part.offset[1]
        block = part.block
        for line, width, base in zip(block.lines, block.widths, block.baselines(), strict=True):
            yield TextLine(
                x=x - width * size / 2,
                baseline=y + base * size,
                width=width * size,
                runs=block.text.runs(*line),
            )


def _outlines(
    parts: Sequence[Part],
    centre: Point,
    kind: BalloonKind,
    voice: BalloonShape,
    mouth: Mouth,
    size: float,
) -> Iterator[Curve]:
    """Yield every body, the one nearest the mouth first, with the tail."""

    def distance(part: Part) -> float:
        return abs(centre[0] + part.offset[0] - mouth.point[0]) + abs(
            centre[1] + part.offset[1] - mouth.point[1]
        )

    near = min(parts, key=distance)
    for part in sorted(parts, key=lambda part: part is not near):
        middle = (centre[0] + part.offset[0], centre[1] + part.offset[1])
        seed = seed_of(part.block.text.characters)
        aim = None
        if part is near:
            x, y = tip(middle, part.oval, mouth, size=size)
            aim = (x - middle[0], y - middle[1])
        for curve in _body(part.oval, kind, voice, aim, size, seed):
            yield moved(curve, middle)


def _body(
    oval: Oval, kind: BalloonKind, voice: BalloonShape, aim: Point | None, size: float, seed: int
) -> Iterator[Curve]:
    """Yield a body about the origin, then the loose parts of its tail."""
    if kind == "thought":
        yield cloud(oval, puff=0.5 * size)
        if aim is not None:
            yield from bubbles(_grown(oval, 0.5 * size), aim, size=size)
    elif kind == "shout":
        yield burst(oval, spike=0.85 * size, seed=seed, aim=aim)
    elif kind == "radio":
        points = zigzag(oval, tooth=0.3 * size)
        yield lightning(oval, points, aim, base=size) if aim else _angular(points)
    else:
        angles = body_points(oval)
        points = (
            round_points(oval, angles)
            if voice != "rough"
            else rough_points(oval, angles, seed=seed, swing=0.15 * size)
        )
        yield with_tail(oval, points, aim, base=0.95 * size) if aim else _smooth(points)


def _grown(oval: Oval, by: float) -> Oval:
    return Oval(oval.a + by, oval.b + by, oval.n)


def _smooth(points: Sequence[Point]) -> Curve:
    return Curve(start=points[0], segments=tuple(smooth(points)))


def _angular(points: Sequence[Point]) -> Curve:
    return Curve(start=points[0], segments=tuple(straight([*points[1:], points[0]], points[0])))
