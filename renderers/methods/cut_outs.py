"""The subjects alone, cut out: where the plan puts them, or side by side at random."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

from PIL import Image

from renderers.cast.figures import load_figure
from renderers.methods.collage import cut_out
from schemas.geometry import Size
from schemas.plan import PanelPlan, Segment
from schemas.settings import InitSettings


def subjects_alone(plan: PanelPlan, size: Size, *, init: InitSettings, root: Path) -> Image.Image:
    """Return the panel's subjects on a transparent canvas, edges hard: RGBA.

    Whoever has no picture is left out, for a plain figure is nobody's look.

    Raises:
        AssetMissing, StoryInvalid: a picture is absent, unreadable or out of bounds.
    """
    canvas = Image.new("RGBA", (size.width, size.height))
    layers = _at_random if init.layout == "random" else _by_plan
    for layer in layers(plan, size, root):
        hard = layer.getchannel("A").point(lambda alpha: 255 * (alpha > 122))
        layer.putalpha(hard)
        canvas.paste(layer, mask=hard)
    return canvas


def _by_plan(plan: PanelPlan, size: Size, root: Path) -> Iterator[Image.Image]:
    for segment in plan.segments:
        if segment.figure is not None:
            yield cut_out(segment, size, root)


def _at_random(plan: PanelPlan, size: Size, root: Path) -> Iterator[Image.Image]:
    """Yield subjects each in a column of its own, as Seg-Mix lays out its pairs.

    The tallest is three quarters of what fits or more, the others in proportion; whoever comes
    later may cover who came before. The panel's seed decides.
    """
    rng = Random(plan.seed)
    shown = [segment for segment in plan.segments if segment.figure is not None]
    heights = {s.subject: s.figure.placement.height for s in shown if s.figure is not None}
    columns = list(range(len(shown)))
    rng.shuffle(columns)
    pairs = list(zip(shown, columns, strict=True))
    rng.shuffle(pairs)
    for segment, column in pairs:
        share = heights[segment.subject] / max(heights.values()) * rng.uniform(0.75, 1)
        yield _in_column(_figure(segment, root), column, len(shown), share, size, rng)


def _figure(segment: Segment, root: Path) -> Image.Image:
    assert segment.figure is not None
    picture = load_figure(segment.figure.layers, root)
    return picture.crop(picture.getbbox())


def _in_column(
    picture: Image.Image, column: int, columns: int, share: float, size: Size, rng: Random
) -> Image.Image:
    """Put a picture somewhere into its column, a sixteenth of the canvas free beside it."""
    width, margin = size.width // columns, max(1, size.width // (16 * columns))
    fitting = min((width - margin) / picture.width, (size.height - margin) / picture.height)
    scale = share * fitting
    small = picture.resize(
        (max(1, round(picture.width * scale)), max(1, round(picture.height * scale))),
        Image.Resampling.LANCZOS,
    )
    left = column * width + rng.randint(0, max(0, width - small.width))
    layer = Image.new("RGBA", (size.width, size.height))
    layer.paste(small, (left, rng.randint(0, max(0, size.height - small.height))))
    return layer
