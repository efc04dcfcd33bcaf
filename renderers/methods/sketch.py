"""The plan as an instant drawing, for reviewing the staging before anything is rendered.

Every region is hatched in its own colour, with its skeleton, its name, pose and mood; the room
kept for words is dashed; the place shows faintly behind.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw, ImageFont

from renderers.base import Context, Drawn, Step
from renderers.cast.mannequin import COLOURS, colour_of
from renderers.conditioning.maps import LIMBS, painted_masks, panel_size
from renderers.methods.scenery import camera_of
from renderers.places.backdrops import backdrop
from renderers.places.colour import rgb
from renderers.prompts import FACING_WORDS
from schemas.geometry import Box, Point, Size
from schemas.plan import PanelPlan, Segment
from schemas.settings import SketchSettings
from schemas.shots import SHOTS

_PAPER, _INK = (253, 251, 246), (44, 42, 54)
_FAINT = 0.72
"""How much paper covers the place."""

Colour = tuple[int, int, int]
Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


class Sketch:
    """Draws plans; needs no model and no pictures."""

    def __init__(self, settings: SketchSettings, context: Context) -> None:
        self._resolution = settings.resolution
        self._root = context.root

    def render(self, panels: Sequence[PanelPlan]) -> Iterator[Step | Drawn]:
        """Draw the panels in order."""
        for panel in panels:
            size = panel_size(panel.aspect, self._resolution, multiple=8)
            yield Drawn(panel.id, sketch(panel, size), {})


def sketch(panel: PanelPlan, size: Size) -> Image.Image:
    """Draw one panel's plan; RGB. Segments that nobody would see are named at the top."""
    picture = _place(panel, size)
    masks = _masks(panel, size)
    figures = list(zip(panel.segments, _colours(panel), strict=True))
    for index, (segment, colour) in enumerate(figures):
        _hatch(picture, masks[index], colour, falling=index % 2 == 0)
        _outline(picture, segment, colour)
    for segment, colour in figures:
        _skeleton(picture, segment, colour)
    for box in panel.room:
        _dashed(picture, box)
    for mask, (segment, colour) in zip(masks, figures, strict=True):
        _name(picture, segment, colour, mask)
    _label(picture, f"{panel.id} · {SHOTS[panel.shot].words}")
    return picture


def _colours(panel: PanelPlan) -> list[Colour]:
    """Return each segment's colour: its subject's own, or the next one that is free."""
    taken: list[str] = []
    for segment in panel.segments:
        first = COLOURS.index(colour_of(segment.subject))
        turns = [*COLOURS[first:], *COLOURS[:first]]
        taken.append(next((colour for colour in turns if colour not in taken), turns[0]))
    return [rgb(colour) for colour in taken]


def _place(panel: PanelPlan, size: Size) -> Image.Image:
    camera = camera_of(panel)
    place = backdrop(
        panel.setting,
        size,
        seed=0,
        zoom=camera.zoom,
        focus=camera.focus,
        overlay=False,
        angle=panel.camera,
    )
    return Image.blend(place, Image.new("RGB", place.size, _PAPER), _FAINT)


def _masks(panel: PanelPlan, size: Size) -> list[Image.Image]:
    """Return every segment's visible part."""
    shares = painted_masks(panel.segments, size)[1:]
    return [Image.fromarray((share * 255).round().astype("uint8")) for share in shares]


def _hatch(picture: Image.Image, mask: Image.Image, colour: Colour, *, falling: bool) -> None:
    picture.paste(colour, mask=mask.point(lambda share: share * 0.3))
    lines = _hatching(picture.size, falling)
    picture.paste(colour, mask=ImageChops.multiply(mask, lines).point(lambda share: share * 0.55))


@lru_cache(maxsize=8)
def _hatching(size: tuple[int, int], falling: bool) -> Image.Image:
    """Return diagonal lines as a mask."""
    width, height = size
    lines = Image.new("L", (width * 2, height * 2))
    draw = ImageDraw.Draw(lines)
    step = max(8, min(size) // 24)
    for x in range(-2 * height, 2 * width, step * 2):
        ends = ((x, 0), (x + 2 * height, 2 * height))
        draw.line(ends if falling else ((x, 2 * height), (x + 2 * height, 0)), fill=255, width=3)
    return lines.reduce(2)


def _outline(picture: Image.Image, segment: Segment, colour: Colour) -> None:
    draw = ImageDraw.Draw(picture)
    dark = _darker(colour)
    for polygon in segment.region.polygons:
        points = [_at(picture, point) for point in polygon]
        draw.line([*points, *points[:2]], fill=dark, width=_pen(picture, 0.004), joint="curve")


def _skeleton(picture: Image.Image, segment: Segment, colour: Colour) -> None:
    if segment.pose is None:
        return
    draw = ImageDraw.Draw(picture)
    joints = [
        (_at(picture, joint.point), joint.visible > 0.6) if joint and joint.visible > 0 else None
        for joint in segment.pose.keypoints
    ]
    for first, second in LIMBS:
        start, end = joints[first], joints[second]
        if start and end:
            draw.line((start[0], end[0]), fill=_INK, width=_pen(picture, 0.0065))
    r = _pen(picture, 0.009)
    for joint in joints:
        if joint:
            (x, y), seen = joint
            disc, fill = (x - r, y - r, x + r, y + r), colour if seen else _PAPER
            draw.ellipse(disc, fill=fill, outline=_INK, width=max(1, r // 3))


def _dashed(picture: Image.Image, box: Box) -> None:
    """Draw the room kept for words."""
    draw = ImageDraw.Draw(picture)
    left, top = _at(picture, (box.left, box.top))
    right, bottom = _at(picture, (box.right, box.bottom))
    dash, pen = max(6, min(picture.size) // 50), _pen(picture, 0.003)
    for start, end in (
        ((left, top), (right, top)),
        ((left, bottom), (right, bottom)),
        ((left, top), (left, bottom)),
        ((right, top), (right, bottom)),
    ):
        _dash(draw, start, end, dash, pen)


def _dash(draw: ImageDraw.ImageDraw, start: Point, end: Point, dash: int, pen: int) -> None:
    (x0, y0), (x1, y1) = start, end
    length = max(abs(x1 - x0), abs(y1 - y0), 1.0)
    for at in range(0, int(length), 2 * dash):
        a, b = at / length, min(1.0, (at + dash) / length)
        draw.line(
            (x0 + (x1 - x0) * a, y0 + (y1 - y0) * a, x0 + (x1 - x0) * b, y0 + (y1 - y0) * b),
            fill=(120, 118, 130),
            width=pen,
        )


def _name(picture: Image.Image, segment: Segment, colour: Colour, mask: Image.Image) -> None:
    """Write who it is, with pose and mood, on the visible part of the figure."""
    shown = mask.getbbox()
    words = [segment.subject, *filter(None, (segment.pose_word, segment.mood))]
    if segment.facing != "front":
        words.append(FACING_WORDS.get(segment.facing, segment.facing))
    if shown is None:
        words.append("(hidden)")
    left, top, right, bottom = shown or (0, 0, picture.width, 0)
    anchor = (left + right) / 2, top + 0.62 * (bottom - top)
    _tag(picture, words, anchor, colour)


def _tag(picture: Image.Image, words: Sequence[str], anchor: Point, colour: Colour) -> None:
    draw = ImageDraw.Draw(picture)
    fonts = [_font(picture, 0.036), *[_font(picture, 0.027)] * (len(words) - 1)]
    lines = list(zip(words, fonts, strict=True))
    boxes = [draw.textbbox((0, 0), word, font=font) for word, font in lines]
    pad = max(3, picture.height // 110)
    width = max(box[2] for box in boxes) + 2 * pad
    height = sum(box[3] for box in boxes) + pad * (len(words) + 1)
    x = min(max(pad, anchor[0] - width / 2), picture.width - width - pad)
    y = min(max(pad, anchor[1] - height / 2), picture.height - height - pad)
    shape = (x, y, x + width, y + height)
    edge = _darker(colour)
    draw.rounded_rectangle(shape, pad * 1.5, fill=_PAPER, outline=edge, width=max(1, pad // 3))
    y += pad
    for (word, font), box in zip(lines, boxes, strict=True):
        draw.text((x + (width - box[2]) / 2, y), word, fill=_INK, font=font)
        y += box[3] + pad


def _label(picture: Image.Image, text: str) -> None:
    draw = ImageDraw.Draw(picture)
    font, pad = _font(picture, 0.026), max(3, picture.height // 100)
    box = draw.textbbox((0, 0), text, font=font)
    top = picture.height - box[3] - 2 * pad
    draw.rectangle((0, top, box[2] + 2 * pad, picture.height), fill=_INK)
    draw.text((pad, top + pad / 2), text, fill=_PAPER, font=font)


def _at(picture: Image.Image, point: Point) -> Point:
    return point[0] * picture.width, point[1] * picture.height


def _pen(picture: Image.Image, share: float) -> int:
    return max(1, round(min(picture.size) * share))


def _font(picture: Image.Image, share: float) -> Font:
    return _default_font(max(9, round((picture.width * picture.height) ** 0.5 * share)))


@lru_cache(maxsize=16)
def _default_font(size: int) -> Font:
    return ImageFont.load_default(size)


def _darker(colour: Colour) -> Colour:
    return colour[0] * 6 // 10, colour[1] * 6 // 10, colour[2] * 6 // 10
