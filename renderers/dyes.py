"""Flat drawings dyed: each of a drawing's own colours becomes another, ink and shading stay.

A dyed picture is named by what it is made of, `dyed:<old>-<new>,…:<picture>`, so that anybody can
make it again: `dyed:bcd0ec-aa3344:cast:dee/straight/pose/shrug.png`.
"""

from collections.abc import Mapping
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageFilter

DYED = "dyed:"
"""What the names of dyed pictures begin with."""
_GRAIN = 8
"""Colours this near to one another are dyed alike; what is left of a shade stays."""
_STRAY = 46.0
"""How far a colour may be from all shades of a dyed one before it is left alone."""
HAIR = "hair"
"""Stands for black hair where old colours are named."""
_BLACK, _THICK, _LINE = 60, 13, 5
"""What counts as black; what is thicker in pixels is hair; how wide its outline stays black."""
_WHITE = (252.0, 252.0, 252.0)
_BRIGHTEST = 1.08
"""How much lighter than itself a colour may be shaded."""

Pixels = NDArray[np.uint8]


def dyed_name(picture: str, dyes: Mapping[str, str]) -> str:
    """Name a picture in other colours; `dyes` maps the drawing's `#rrggbb` to the new ones."""
    pairs = ",".join(f"{old.lstrip('#')}-{new.lstrip('#')}" for old, new in dyes.items())
    return f"{DYED}{pairs}:{picture}" if pairs else picture


def undyed(name: str) -> str:
    """Return the name of the picture that a dyed one is made of; any other name as it is."""
    return name.removeprefix(DYED).split(":", 1)[-1] if name.startswith(DYED) else name


def in_dyes(picture: Image.Image, name: str) -> Image.Image:
    """Return an RGBA picture in the colours that its name asks for; the picture is used up.

    Raises:
        ValueError: the name's colours cannot be read.
    """
    if not name.startswith(DYED):
        return picture
    pairs = name.removeprefix(DYED).split(":", 1)[0].split(",")
    bounds = picture.getchannel("A").getbbox()
    if bounds is None:
        return picture
    shown = picture.crop(bounds)
    colours = [pair for pair in pairs if not pair.startswith(HAIR)]
    moved = Image.fromarray(_moved(np.asarray(shown), ",".join(colours))) if colours else shown
    for pair in pairs:
        if pair.startswith(HAIR):
            moved.paste(_rgb(pair.split("-")[1]), mask=_hair(shown))
    moved.putalpha(shown.getchannel("A"))
    picture.paste(moved, bounds)
    return picture


def _hair(picture: Image.Image) -> Image.Image:
    """Return where there is black that is thicker than lines, without its outline."""
    pixels = np.asarray(picture)
    black = (pixels[..., :3].max(axis=2) < _BLACK) & (pixels[..., 3] > 128)
    mask = Image.fromarray((black * 255).astype(np.uint8))
    thick = mask.filter(ImageFilter.MinFilter(_THICK)).filter(ImageFilter.MaxFilter(_THICK + 4))
    inner = ImageChops.multiply(thick, mask.filter(ImageFilter.MinFilter(_LINE)))
    return inner.filter(ImageFilter.GaussianBlur(0.7))


def _moved(pixels: Pixels, pairs: str) -> Pixels:
    pixels = pixels.copy()
    cells = pixels[..., :3] // _GRAIN
    steps = 256 // _GRAIN
    index = (cells[..., 0].astype(np.int32) * steps + cells[..., 1]) * steps + cells[..., 2]
    moved = pixels[..., :3].astype(np.int16) + _table(pairs)[index]
    pixels[..., :3] = moved.clip(0, 255).astype(np.uint8)
    return pixels


@lru_cache(maxsize=64)
def _table(pairs: str) -> NDArray[np.int16]:
    """Return by how much every colour changes: one row a cell of the colour cube.

    A shade is a dyed colour mixed with black, which the ink's soft edges are as well.
    """
    dyes = [pair.split("-") for pair in pairs.split(",")]
    old = np.array([*(_rgb(one) for one, _ in dyes), _WHITE], np.float32)
    new = np.array([*(_rgb(two) for _, two in dyes), _WHITE], np.float32)
    axis = np.arange(0, 256, _GRAIN, dtype=np.float32) + _GRAIN / 2
    cells = np.stack(np.meshgrid(axis, axis, axis, indexing="ij"), axis=-1).reshape(-1, 3)
    share = (cells @ old.T / (old**2).sum(1)).clip(0, _BRIGHTEST)
    stray = np.linalg.norm(cells[:, None] - share[..., None] * old, axis=-1)
    nearest = stray.argmin(axis=1)
    rows = np.arange(len(cells))
    move = share[rows, nearest, None] * (new - old)[nearest]
    move[stray[rows, nearest] > _STRAY] = 0.0
    rounded: NDArray[np.int16] = move.round().astype(np.int16)
    return rounded


def _rgb(colour: str) -> tuple[int, int, int]:
    value = int(colour, 16)
    return value >> 16 & 255, value >> 8 & 255, value & 255
