"""Smooth-edged masks, and the canvas that they paint."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageChops, ImageDraw

from renderers.cast.vectors import Matrix, Points, Vector, moved, normals

Colour = tuple[int, int, int]

_FINE = 4
"""Masks are drawn so many times larger, and averaged."""


class Disc(NamedTuple):
    """A round piece of a shape."""

    centre: Vector
    radius: float


Piece = Points | Disc
"""A polygon or a disc."""


class Mask(NamedTuple):
    """How much of every pixel a shape covers, 0 to 255, in a box of the canvas."""

    cover: Image.Image
    left: int
    top: int

    def within(self, other: "Mask") -> "Mask":
        """Return the part that another mask covers too."""
        size = self.cover.size
        there = Image.new("L", size)
        there.paste(other.cover, (other.left - self.left, other.top - self.top))
        return Mask(ImageChops.multiply(self.cover, there), self.left, self.top)


def mask_of(pieces: Iterable[Piece]) -> Mask:
    """Return the union of some pieces."""
    kept = [piece for piece in pieces if not isinstance(piece, Disc) or piece.radius > 0]
    low = np.floor(np.min([_lowest(piece) for piece in kept], axis=0)).astype(int) - 1
    high = np.ceil(np.max([_highest(piece) for piece in kept], axis=0)).astype(int) + 2
    width, height = (int(value) for value in high - low)
    fine = Image.new("L", (width * _FINE, height * _FINE))
    draw = ImageDraw.Draw(fine)
    for piece in kept:
        if isinstance(piece, Disc):
            x, y = (piece.centre - low) * _FINE
            reach = piece.radius * _FINE
            draw.ellipse((x - reach, y - reach, x + reach, y + reach), fill=255)
        else:
            draw.polygon([(x, y) for x, y in ((piece - low) * _FINE).tolist()], fill=255)
    return Mask(fine.reduce(_FINE), int(low[0]), int(low[1]))


def _lowest(piece: Piece) -> Vector:
    return piece.centre - piece.radius if isinstance(piece, Disc) else piece.min(axis=0)


def _highest(piece: Piece) -> Vector:
    return piece.centre + piece.radius if isinstance(piece, Disc) else piece.max(axis=0)


def stroke(
    path: Points, widths: Sequence[float] | Points, *, root: bool = True, end: bool = False
) -> list[Piece]:
    """Return the pieces of a tapered stroke; `root` and `end` tell which of its ends are round."""
    half = np.asarray(widths, dtype=float)
    across = normals(path) * half[:, None]
    one, other = path + across, path - across
    pieces: list[Piece] = [
        np.array([one[at], one[at + 1], other[at + 1], other[at]]) for at in range(len(path) - 1)
    ]
    # A disc near a flat end would reach beyond it.
    rounds = np.full(len(path), True)
    if not root:
        rounds &= np.hypot(*(path - path[0]).T) >= half
    if not end:
        rounds &= np.hypot(*(path - path[-1]).T) >= half
    return pieces + [Disc(path[at], float(half[at])) for at in np.flatnonzero(rounds)]


def band(path: Points, width: float) -> list[Piece]:
    """Return the pieces of a line of one width with round ends."""
    return stroke(path, np.full(len(path), width / 2), root=True, end=True)


class FigureCanvas:
    """A picture that is painted back to front.

    Its pixels hold colours that are already multiplied by their opacity: pasting through a mask
    then composites exactly, without fringes.
    """

    def __init__(self, size: tuple[int, int]) -> None:
        self._pixels = Image.new("RGBA", size)

    def fill(self, mask: Mask, colour: Colour) -> None:
        """Paint a shape in one colour."""
        box = (mask.left, mask.top, mask.left + mask.cover.width, mask.top + mask.cover.height)
        self._pixels.paste((*colour, 255), box, mask.cover)

    def lay(self, picture: Image.Image, matrix: Matrix, *, within: Mask | None = None) -> None:
        """Paint a picture under a map from its pixels to the canvas's, or the part in a mask."""
        placed, left, top = transformed(picture, matrix)
        cover = placed.getchannel("A")
        if within is not None:
            cover = Mask(cover, left, top).within(within).cover
        self._pixels.paste(placed.convert("RGB"), (left, top), cover)

    def finished(self) -> Image.Image:
        """Return the picture as RGBA."""
        raw = Image.frombytes("RGBa", self._pixels.size, self._pixels.tobytes())
        return raw.convert("RGBA")


def transformed(picture: Image.Image, matrix: Matrix) -> tuple[Image.Image, int, int]:
    """Map an RGBA picture; return it with the place of its top left corner."""
    width, height = picture.size
    corners = moved(np.array([[0, 0], [width, 0], [0, height], [width, height]], float), matrix)
    low = np.floor(corners.min(axis=0)).astype(int)
    size = np.ceil(corners.max(axis=0)).astype(int) - low + 1
    inverse = np.linalg.inv(matrix[:, :2])
    shift = inverse @ (low - matrix[:, 2])
    data = (*inverse[0], shift[0], *inverse[1], shift[1])
    placed = picture.transform(
        (int(size[0]), int(size[1])),
        Image.Transform.AFFINE,
        tuple(map(float, data)),
        resample=Image.Resampling.BICUBIC,
    )
    return placed, int(low[0]), int(low[1])
