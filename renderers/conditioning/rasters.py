"""Polygons as samples: which points of a grid lie inside."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from schemas.geometry import Polygon

_FAR = 1e6
_COARSE = 128


class Patch(NamedTuple):
    """The part of a grid that a polygon touches, and what of it lies inside."""

    rows: slice
    columns: slice
    inside: NDArray[np.bool_]


def rasterised(polygon: Polygon, width: int, height: int) -> Patch | None:
    """Sample a polygon of the unit square at the centres of a grid's cells, by even and odd.

    Pillow rounds corners to whole pixels and fills the boundary too; here neighbours that share
    an edge share no cell. A polygon too thin for any centre gets one cell, unless it lies
    outside the grid: then there is no patch.
    """
    scale = np.array([width, height], float)
    corners = np.clip(np.asarray(polygon, float) * scale, -_FAR, _FAR)
    low = np.clip(np.floor(corners.min(axis=0)), 0, scale).astype(int)
    high = np.clip(np.ceil(corners.max(axis=0)), 0, scale).astype(int)
    if (low >= high).any():
        return None
    inside = _inside(corners - low, *(high - low))
    if not inside.any():
        middle = np.clip(corners.mean(axis=0), low, high - 1).astype(int) - low
        inside[middle[1], middle[0]] = True
    return Patch(slice(low[1], high[1]), slice(low[0], high[0]), inside)


def _inside(corners: NDArray[np.float64], width: int, height: int) -> NDArray[np.bool_]:
    """Toggle every row where an edge crosses its middle, then sweep to the right."""
    ends = np.roll(corners, -1, axis=0)
    down = (corners[:, 1] <= ends[:, 1])[:, None]
    (x0, y0), (x1, y1) = np.where(down, corners, ends).T, np.where(down, ends, corners).T
    first = np.clip(np.ceil(y0 - 0.5), 0, height).astype(int)
    count = np.clip(np.ceil(y1 - 0.5), 0, height).astype(int) - first
    edge = np.repeat(np.arange(len(corners)), count)
    row = np.arange(len(edge)) - np.repeat(np.cumsum(count) - count, count) + first[edge]
    along = (row + 0.5 - y0[edge]) / (y1 - y0)[edge]
    column = np.clip(np.ceil(x0[edge] + along * (x1 - x0)[edge] - 0.5), 0, width).astype(int)
    toggles = np.zeros((height, width + 1), np.uint8)
    np.add.at(toggles, (row, column), 1)
    return (np.add.accumulate(toggles[:, :width], axis=1, dtype=np.uint8) & 1).view(np.bool_)


def connected(cells: NDArray[np.bool_]) -> Iterator[NDArray[np.bool_]]:
    """Yield the connected areas of true cells, at about `_COARSE` cells a side; corners touch."""
    step = max(1, max(cells.shape) // _COARSE)
    height, width = (-(-length // step) * step for length in cells.shape)
    padded = np.zeros((height, width), bool)
    padded[: cells.shape[0], : cells.shape[1]] = cells
    coarse = padded.reshape(height // step, step, width // step, step).any(axis=(1, 3))
    labels = np.arange(1, coarse.size + 1).reshape(coarse.shape) * coarse
    while not np.array_equal(labels, spread := _neighbours(labels) * coarse):
        labels = spread
    fine = labels.repeat(step, 0).repeat(step, 1)[: cells.shape[0], : cells.shape[1]] * cells
    for label in np.unique(fine[fine > 0]):
        yield fine == label


def _neighbours(labels: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the largest label around each cell, its own included."""
    padded = np.pad(labels, 1)
    high, wide = labels.shape
    shifts = [padded[y : y + high, x : x + wide] for y in range(3) for x in range(3)]
    return np.asarray(np.maximum.reduce(shifts))
