"""Figures cut out of pictures, as the open-set judge compares them: square, small, with alpha."""

from collections.abc import Sequence

import numpy as np
import torch
from jaxtyping import Float
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor

Figures = Float[Tensor, "n 4 side side"]
"""Red, green, blue from 0 to 1 over white, and how much of every pixel is the figure's."""

SIDE = 64
"""Pixels along a compared figure's side."""


def cut_out(picture: Image.Image, mask: NDArray[np.float32]) -> Image.Image:
    """Return what a mask shows of a picture as RGBA, cut to the mask's bounds.

    `mask` is `[h, w]`, of the picture's size, and not empty.
    """
    figure = picture.convert("RGBA")
    figure.putalpha(Image.fromarray((mask * 255).round().astype(np.uint8)))
    return trimmed(figure)


def trimmed(figure: Image.Image) -> Image.Image:
    """Cut an RGBA picture to what is drawn in it."""
    return figure.crop(figure.getchannel("A").getbbox())


def part_of(figure: Image.Image, part: tuple[float, float]) -> Image.Image | None:
    """Return what lies between two fractions of a figure's height, cut to it; None where nothing.

    The figure is trimmed.
    """
    top, bottom = (round(edge * figure.height) for edge in part)
    band = figure.crop((0, top, figure.width, max(top + 1, bottom)))
    return trimmed(band) if band.getchannel("A").getbbox() else None


def squared(figures: Sequence[Image.Image], *, side: int = SIDE) -> Figures:
    """Fit RGBA figures into squares, centred, for the embedding."""
    return torch.stack([_squared(figure, side) for figure in figures])


def _squared(figure: Image.Image, side: int) -> Float[Tensor, "4 side side"]:
    scale = side / max(figure.size)
    # Even sides, so that a figure and its mirror image are in the very middle.
    wide, high = (2 * max(1, round(length * scale / 2)) for length in figure.size)
    # Premultiplied, or colours hidden beneath alpha 0 would bleed into the edges.
    small = figure.convert("RGBa").resize((wide, high), Image.Resampling.BOX)
    board = Image.new("RGBa", (side, side))
    board.paste(small, ((side - wide) // 2, (side - high) // 2))
    pixels = torch.from_numpy(np.array(board)).permute(2, 0, 1).float() / 255
    alpha = pixels[3:]
    return torch.cat([pixels[:3] + (1 - alpha), alpha]).clamp(0, 1)
