"""Cut-outs of the subjects' own pictures, set by the plan into a drawn place.

Alone it is an instant preview. Beneath the diffusion it is MSP's scaffold image (arXiv
2405.12742) and the segmented initialisation of MuDI (arXiv 2404.04243): the plan in pixels, which
the sampler is started from.
"""

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

import numpy as np
from PIL import Image, ImageDraw, ImageOps

from renderers.base import Context, Drawn, Step
from renderers.cast.figures import load_figure
from renderers.cast.mannequin import mannequin
from renderers.cast.puppets.posed import POSED, part_name
from renderers.conditioning.layers import Part, layers_of, sides_of
from renderers.conditioning.maps import panel_size
from renderers.methods.projecting import projected
from renderers.methods.sheltering import weather_before
from renderers.pictures import flattened, open_picture, picture_path
from renderers.places.backdrops import backdrop
from renderers.places.viewing import seen_from
from schemas.angles import angle_of
from schemas.geometry import Box, Size
from schemas.plan import Figure, PanelPlan, Segment
from schemas.projection import Projection
from schemas.settings import CollageSettings
from schemas.shots import SHOTS
from schemas.story import Setting

_FURNITURE = frozenset({"seat", "stand", "ground", "table", "before", "eyes"})
"""Ways of being there of what places show as well: a sofa, a table, a periscope."""
_GROUND = 0.9
"""Where the place's people stand, in the wide shot's heights."""
_SHADOW = (24, 20, 44, 74)
GREY = (128, 128, 128)
"""Of silhouettes: the middle of all colours."""


class Camera(NamedTuple):
    """How the place is framed."""

    zoom: float
    focus: tuple[float, float]


class Collage:
    """Draws panels by cutting and pasting; needs no model."""

    def __init__(self, settings: CollageSettings, context: Context) -> None:
        self._resolution = settings.resolution
        self._root = context.root

    def render(self, panels: Sequence[PanelPlan]) -> Iterator[Step | Drawn]:
        """Draw the panels in order.

        Raises:
            AssetMissing, StoryInvalid: a picture is absent, unreadable or out of bounds.
        """
        for panel in panels:
            size = panel_size(panel.aspect, self._resolution, multiple=8)
            yield Drawn(panel.id, compose(panel, size, self._root), {}, _notes(panel))


def _notes(panel: PanelPlan) -> tuple[str, ...]:
    plain = [segment.subject for segment in panel.segments if segment.figure is None]
    return tuple(f"{name} has no pictures and is drawn as a plain figure" for name in plain)


def compose(
    panel: PanelPlan, size: Size, root: Path, *, silhouettes: Collection[str] = ()
) -> Image.Image:
    """Compose a panel: the place, every figure back to front, then the weather; RGB.

    The author's `scaffold` picture replaces the drawn place and its weather. Subjects without
    pictures are flat figures of one colour; of those named as silhouettes, by id, only the
    outline is there, filled with grey.

    Raises:
        AssetMissing, StoryInvalid: a picture is absent, unreadable or out of bounds.
    """
    canvas = _place(panel, size, root).convert("RGBA")
    for layer in layers_of(panel.segments):
        segment = panel.segments[layer.segment]
        figure = cut_out(segment, size, root, part=layer.part)
        if segment.subject in silhouettes:
            figure = silhouette(figure)
        if layer.part in ("all", "body") and _stands(segment, panel):
            canvas.alpha_composite(_shadow(figure))
        canvas.alpha_composite(figure)
    weather = weather_before(panel, size)
    if weather is not None:
        canvas.alpha_composite(weather)
    return canvas.convert("RGB")


def _place(panel: PanelPlan, size: Size, root: Path) -> Image.Image:
    if panel.scaffold is not None:
        path = picture_path(panel.scaffold, root)
        picture = flattened(open_picture(panel.scaffold, path), "white")
        return ImageOps.fit(picture, (size.width, size.height), Image.Resampling.LANCZOS)
    camera, setting = camera_of(panel), panel.setting
    if setting.art is not None:
        return seen_from(
            angle_of(panel.camera), size, 1, lambda part, _: framed_art(setting, camera, part, root)
        )
    # The scene's own seed: its clouds stay where they are from panel to panel.
    seed = crc32(panel.backdrop.encode())
    return backdrop(
        setting,
        size,
        seed=seed,
        zoom=camera.zoom,
        focus=camera.focus,
        overlay=False,
        angle=panel.camera,
        without=_set_before(panel),
    )


def _set_before(panel: PanelPlan) -> frozenset[str]:
    """Name the things that stand before the place, so that it does not show them once more."""
    things = (segment for segment in panel.segments if segment.way in _FURNITURE)
    return frozenset(segment.token for segment in things)


def framed_art(setting: Setting, camera: Camera, size: Size, root: Path) -> Image.Image:
    """Return the part of a place's own picture that a camera sees, its ground where feet stand.

    Raises:
        AssetMissing, StoryInvalid: the picture is absent, unreadable or out of bounds.
    """
    assert setting.art is not None
    picture = flattened(open_picture(setting.art, picture_path(setting.art, root)), "white")
    wide, high = picture.size
    # The largest window of the panel's shape, and of that what the camera's zoom leaves.
    across = min(wide, high * size.width / size.height) / max(camera.zoom, 1.0)
    down = across * size.height / size.width
    # Where in the panel the drawn places have their ground, there this one has it too.
    level = 0.5 + (_GROUND - camera.focus[1]) * camera.zoom
    left = min(max(camera.focus[0] * wide - across / 2, 0.0), wide - across)
    top = min(max(setting.ground * high - level * down, 0.0), high - down)
    window = left, top, left + across, top + down
    return picture.resize((size.width, size.height), Image.Resampling.LANCZOS, box=window)


def camera_of(panel: PanelPlan) -> Camera:
    """Frame the place as the figures are framed: feet on its ground, or heads at eye height."""
    shot = SHOTS[panel.shot]
    zoom = shot.zoom
    people = [segment for segment in panel.segments if segment.way is None]
    standing = people or [each for each in panel.segments if each.way in ("ground", "table")]
    bottoms = [segment.region.bounds.bottom for segment in standing]
    # Closer shots of one place look at different parts of it.
    aside = 0.5 + (1 - 1 / max(zoom, 1.0)) * (panel.seed % 97 / 97 - 0.5) * 0.7
    feet = max(bottoms, default=shot.ground if shot.whole else 0.0)
    if shot.eyes is None and zoom <= 1.0:
        return Camera(zoom, (aside, 0.5))
    if shot.eyes is None or 0.5 < feet < 0.995:
        return Camera(zoom, (aside, _GROUND - (min(feet, 0.96) - 0.5) / zoom))
    return Camera(zoom, (aside, shot.eyes))


def silhouette(figure: Image.Image) -> Image.Image:
    """Return a figure's outline, filled with the grey that says nothing of it."""
    made = Image.new("RGBA", figure.size, GREY)
    made.putalpha(figure.getchannel("A"))
    return made


def _stands(segment: Segment, panel: PanelPlan) -> bool:
    """Tell whether a segment's feet are in the picture and on the ground."""
    lowest = segment.region.bounds.bottom
    rests = segment.way in (None, "ground", "ridden", "seat")
    return rests and 0.7 < lowest < 0.995 and segment.posture != "jumping"


def cut_out(segment: Segment, size: Size, root: Path, *, part: Part = "all") -> Image.Image:
    """Return the segment's figure, or a part of it, on a transparent panel; plain if undrawn."""
    if segment.figure is None:
        return mannequin(segment, size)
    picture, figure = load_figure(_pictures(segment, part), root), segment.figure
    if figure.mirror:
        picture = ImageOps.mirror(picture)
    if figure.bottom < 1:
        low = round(figure.bottom * picture.height)
        picture.paste((0, 0, 0, 0), (0, low, picture.width, picture.height))
    if figure.projection is not None:
        return projected(picture, Projection(figure.projection), size)
    return _pasted(picture, figure, size)


def _pictures(segment: Segment, part: Part) -> tuple[str, ...]:
    """Name the pictures of a part of a figure; only posed ones have parts."""
    layers = segment.figure.layers if segment.figure is not None else ()
    if part == "all" or not layers[0].startswith(POSED):
        return layers
    return (part_name(layers[0], f"-{sides_of(segment.arms)}" if part == "body" else part),)


def _pasted(picture: Image.Image, figure: Figure, size: Size) -> Image.Image:
    """Scale a picture to its placement; only what the panel shows is computed."""
    layer = Image.new("RGBA", (size.width, size.height))
    picture, box = _trimmed(picture, figure.placement)
    shown = _visible(box, size)
    if shown is None:
        return layer
    left, top, right, bottom = shown
    across, down = picture.width / box.width, picture.height / box.height
    source = (
        max(0.0, (left / size.width - box.left) * across),
        max(0.0, (top / size.height - box.top) * down),
        min(float(picture.width), (right / size.width - box.left) * across),
        min(float(picture.height), (bottom / size.height - box.top) * down),
    )
    # Pillow resizes RGBA with its colours premultiplied: no dark or light fringes.
    scaled = picture.resize((right - left, bottom - top), Image.Resampling.LANCZOS, box=source)
    layer.paste(scaled, (left, top))
    return layer


def _trimmed(picture: Image.Image, box: Box) -> tuple[Image.Image, Box]:
    """Cut a picture's clear margins off; most of a canvas is empty."""
    bounds = picture.getchannel("A").getbbox()
    if bounds is None:
        return picture, box
    edge = 8  # of clear pixels, into which scaling may blur
    left, top = max(0, bounds[0] - edge), max(0, bounds[1] - edge)
    right = min(picture.width, bounds[2] + edge)
    bottom = min(picture.height, bounds[3] + edge)
    x0, y0 = box.place((left / picture.width, top / picture.height))
    x1, y1 = box.place((right / picture.width, bottom / picture.height))
    return picture.crop((left, top, right, bottom)), Box(left=x0, top=y0, right=x1, bottom=y1)


def _visible(box: Box, size: Size) -> tuple[int, int, int, int] | None:
    """Return the whole pixels that a placement covers inside the panel."""
    left, top = max(0, round(box.left * size.width)), max(0, round(box.top * size.height))
    right = min(size.width, round(box.right * size.width))
    bottom = min(size.height, round(box.bottom * size.height))
    return (left, top, right, bottom) if left < right and top < bottom else None


def _shadow(figure: Image.Image) -> Image.Image:
    """Return a flat shadow where a figure touches the ground."""
    layer = Image.new("RGBA", figure.size, (*_SHADOW[:3], 0))
    alpha = np.asarray(figure.getchannel("A")) > 128
    rows = np.flatnonzero(alpha.any(axis=1))
    if not len(rows):
        return layer
    low, high = int(rows[-1]), int(rows[-1] - rows[0])
    feet = np.flatnonzero(alpha[low - max(2, high // 14) : low + 1].any(axis=0))
    reach = 0.02 * high
    left, right = feet[0] - 2 * reach, feet[-1] + 2 * reach
    depth = max(reach, 0.09 * (right - left))
    scale = 2
    mask = Image.new("L", (figure.width * scale, figure.height * scale))
    box = (left, low - 0.3 * reach - depth, right, low - 0.3 * reach + depth)
    ImageDraw.Draw(mask).ellipse([value * scale for value in box], fill=_SHADOW[3])
    layer.putalpha(mask.reduce(scale))
    return layer
