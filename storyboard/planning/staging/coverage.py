"""Who covers whom: the planned silhouettes on a coarse grid, nearest last."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageDraw

from schemas.geometry import FULL_FRAME, Box, Region

GRAIN = 64
"""Rows of the grid over a panel."""


class Seen(NamedTuple):
    """How much of a subject can be seen."""

    area: float
    """The part of the panel that it would cover alone."""
    visible: float
    """The fraction of that which nothing nearer hides."""
    face: float
    """The fraction of its face inside the panel and not hidden."""


def how_seen(regions: Sequence[Region], faces: Sequence[Box], *, aspect: float) -> tuple[Seen, ...]:
    """Measure subjects that lie back to front, each with its face, in a panel's unit square."""
    size = max(16, min(4 * GRAIN, round(GRAIN * aspect))), GRAIN
    alone = [np.asarray(_raster(region, size)) for region in regions]
    nearer = np.zeros((size[1], size[0]), dtype=bool)
    seen: list[Seen] = []
    for mask, face in zip(reversed(alone), reversed(faces), strict=True):
        seen.append(_seen(mask, face, nearer))
        nearer |= mask
    return tuple(reversed(seen))


def _seen(mask: np.ndarray, face: Box, nearer: np.ndarray) -> Seen:
    own = int(mask.sum())
    visible = int((mask & ~nearer).sum())
    rows, columns = mask.shape
    left, right = (
        np.clip([face.left * columns, face.right * columns], 0, columns).round().astype(int)
    )
    top, bottom = np.clip([face.top * rows, face.bottom * rows], 0, rows).round().astype(int)
    hidden = nearer[top : max(bottom, top + 1), left : max(right, left + 1)]
    inside = face.overlap(FULL_FRAME) / face.area
    return Seen(
        area=own / mask.size,
        visible=visible / own if own else 0.0,
        face=inside * (1 - float(hidden.mean()) if hidden.size else 0.0),
    )


def _raster(region: Region, size: tuple[int, int]) -> Image.Image:
    image = Image.new("1", size)
    draw = ImageDraw.Draw(image)
    for polygon in region.polygons:
        draw.polygon([(x * size[0], y * size[1]) for x, y in polygon], fill=1, outline=1)
    return image
