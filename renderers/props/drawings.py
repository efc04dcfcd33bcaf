"""A prop's drawing as pixels: its SVG rasterised, trimmed, and given the cast's ink outline."""

import io
import math
from functools import lru_cache
from pathlib import Path
from zipfile import ZipFile

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from renderers.props.library import PICTURE, drawing_of, prop_of
from schemas.errors import AssetMissing
from stories import PROPS

Alpha = NDArray[np.uint8]

LIBRARY = PROPS / "emoji.zip"
INK = (24, 22, 32)
PEN = 0.0058
"""The ink line's width in heights of a standing adult, as the cast's own is."""
_THINNEST, _THICKEST = 0.006, 0.02
"""Its bounds as fractions of the drawing's longer side: what is huge or tiny keeps its looks."""
_PIXELS = 480
"""The longer side of a drawing in pixels; twice as much for what is taller than people."""


def drawing_path(name: str) -> Path:
    """Return the file that a prop's picture name, as `prop:whale`, is drawn from.

    Raises:
        AssetMissing: there is no such prop.
    """
    try:
        drawing = drawing_of(name.removeprefix(PICTURE))
    except KeyError as error:
        raise AssetMissing(f"there is no packaged thing {name!r}") from error
    return PROPS / drawing if drawing.startswith("own/") else LIBRARY


def prop_picture(name: str, pixels: int | None = None) -> Image.Image:
    """Return the drawing of a prop's picture name, as RGBA, its edges those of its ink.

    Args:
        pixels: about how long the longer side is; None is as long as a drawing is ever shown.

    Raises:
        AssetMissing: there is no such prop, or its file is damaged.
    """
    drawing_path(name)
    longer = _PIXELS * (2 if prop_of(name.removeprefix(PICTURE)).size > 1.2 else 1)
    return _drawn(name, longer if pixels is None else min(longer, pixels)).copy()


@lru_cache(maxsize=64)
def _drawn(name: str, pixels: int) -> Image.Image:
    path = drawing_path(name)
    prop = prop_of(name.removeprefix(PICTURE))
    try:
        svg = _source(path, drawing_of(prop.name))
    except (KeyError, OSError, ValueError) as error:
        raise AssetMissing(
            f"the drawing of {name} is damaged: {error}", hint="Install the program again."
        ) from error
    return inked(rasterised(svg, pixels), prop.size)


def _source(path: Path, drawing: str) -> str:
    if path != LIBRARY:
        return path.read_text("utf-8")
    with ZipFile(path) as archive:
        return archive.read(drawing).decode()


def rasterised(svg: str, pixels: int) -> Image.Image:
    """Return an SVG as RGBA, its clear margins cut off, the longer side about so many pixels."""
    import resvg_py

    data = resvg_py.svg_to_bytes(svg_string=svg, width=pixels, height=pixels)
    picture = Image.open(io.BytesIO(bytes(data))).convert("RGBA")
    return picture.crop(picture.getchannel("A").getbbox())


def inked(picture: Image.Image, size: float) -> Image.Image:
    """Return a cut-out with an ink line around it, as thick as the cast's.

    Args:
        size: of the longer side, in heights of a standing adult.
    """
    longer = max(picture.size)
    radius = longer * min(_THICKEST, max(_THINNEST, PEN / size))
    margin = math.ceil(radius) + 1
    board = Image.new("RGBA", (picture.width + 2 * margin, picture.height + 2 * margin))
    board.paste(picture, (margin, margin))
    line = Image.new("RGBA", board.size, INK)
    line.putalpha(Image.fromarray(_grown(np.asarray(board.getchannel("A")), radius)))
    pixels = np.asarray(Image.alpha_composite(line, board)).copy()
    pixels[..., :3] = np.maximum(pixels[..., :3], INK)  # nothing is blacker than ink
    return Image.fromarray(pixels)


def _grown(alpha: Alpha, radius: float) -> Alpha:
    """Return the alpha grown by a disc, by the maximum over shifts to the disc's rim."""
    grown, pad = alpha.copy(), math.ceil(radius)
    padded = np.pad(alpha, pad)
    height, width = alpha.shape
    for share in (1.0, 0.5):
        for turn in range(24):
            angle = turn * math.tau / 24
            x = pad + round(radius * share * math.cos(angle))
            y = pad + round(radius * share * math.sin(angle))
            np.maximum(grown, padded[y : y + height, x : x + width], out=grown)
    return grown
