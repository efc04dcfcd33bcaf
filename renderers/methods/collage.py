"""Cut-outs of the subjects' own pictures, set by the plan into a drawn place.

Alone it is an instant preview. Beneath the diffusion it is MSP's scaffold image (arXiv
2405.12742) and the segmented initialisation of MuDI (arXiv 2404.04243): the plan in pixels, which
the sampler is started from.
"""

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from PIL import Image, ImageOps

from renderers.base import Context, Drawn, Step
from renderers.cast.figures import load_figure
from renderers.cast.mannequin import mannequin
from renderers.cast.puppets.names import POSED, part_name
from renderers.conditioning.layers import Part, layers_of, sides_of
from renderers.conditioning.maps import panel_size
from renderers.methods.projecting import projected
from renderers.methods.scenery import front_of, is_far, lighting, lit, place_of
from renderers.methods.shadows import shadow_under
from renderers.methods.sheltering import weather_before, weather_behind
from schemas.geometry import Box, Size
from schemas.plan import Figure, PanelPlan, Segment
from schemas.projection import Projection
from schemas.settings import CollageSettings

GREY = (128, 128, 128)
"""Of silhouettes: the middle of all colours."""


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
    """Compose a panel: the place, every figure back to front, weather behind and before them; RGB.

    The author's `scaffold` picture replaces the drawn place and its weather. Subjects without
    pictures are flat figures of one colour; of those named as silhouettes, by id, only the
    outline is there, filled with grey.

    Raises:
        AssetMissing, StoryInvalid: a picture is absent, unreadable or out of bounds.
    """
    light = lighting(panel)
    canvas = light.about_lamps(place_of(panel, size, root)).convert("RGBA")
    _lay(canvas, weather_behind(panel, size))
    front = _front(panel, size, canvas)
    for layer in layers_of(panel.segments):
        segment = panel.segments[layer.segment]
        if front is not None and not is_far(segment):
            canvas.alpha_composite(front)
            front = None
        figure = cut_out(segment, size, root, part=layer.part)
        hidden = segment.subject in silhouettes
        figure = silhouette(figure) if hidden else lit(figure, segment, light)
        if layer.part in ("all", "body"):
            shadow = shadow_under(figure, segment, panel, light)
            if shadow is not None:
                canvas.alpha_composite(shadow.picture, shadow.corner)
        canvas.alpha_composite(figure)
    _lay(canvas, front)
    _lay(canvas, weather_before(panel, size))
    return canvas.convert("RGB")


def _front(panel: PanelPlan, size: Size, place: Image.Image) -> Image.Image | None:
    """Return of a place what is before everything far, where something far is in the panel."""
    mask = front_of(panel, size) if any(map(is_far, panel.segments)) else None
    if mask is None:
        return None
    front = place.copy()
    front.putalpha(mask)
    return front


def _lay(canvas: Image.Image, layer: Image.Image | None) -> None:
    """Put a transparent layer over what is there, if there is one."""
    if layer is not None:
        canvas.alpha_composite(layer)


def silhouette(figure: Image.Image) -> Image.Image:
    """Return a figure's outline, filled with the grey that says nothing of it."""
    made = Image.new("RGBA", figure.size, GREY)
    made.putalpha(figure.getchannel("A"))
    return made


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
