"""How visible the seams around segments are.

A seam is unevenness just outside a subject's outline that the place itself does not have. So the
mean colour gradient in a band of one latent cell outside the subjects' masks is divided by that
in a band further out, and this ratio by the collage's own: 1 is as smooth as the collage.
"""

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch.nn.functional import max_pool2d

NEAR, FAR = (4, 16), (28, 56)
"""The two bands, in pixels outside the masks; the first four hold the ink of the outline."""
_GRAIN = 2.0
"""Gradient, of 255, that counts as none: it keeps empty places from dividing by nothing."""


def seam(picture: Image.Image, collage: Image.Image, subjects: NDArray[np.float32]) -> float | None:
    """Return how uneven the picture is around its subjects against the collage.

    `subjects` is 1 where a subject is, `[h, w]`. None where nothing is left of one of the bands.
    """
    bands = [_band(subjects, *band) for band in (NEAR, FAR)]
    if any(band.sum() < 500 for band in bands):
        return None
    mine, theirs = (_ratio(np.asarray(shown, float), *bands) for shown in (picture, collage))
    return mine / theirs


def _ratio(pixels: NDArray[np.float64], near: NDArray[np.bool_], far: NDArray[np.bool_]) -> float:
    down, across = np.gradient(pixels[..., :3], axis=(0, 1))
    slope = np.hypot(down, across).mean(axis=2)
    return float((slope[near].mean() + _GRAIN) / (slope[far].mean() + _GRAIN))


def _band(subjects: NDArray[np.float32], inner: int, outer: int) -> NDArray[np.bool_]:
    return _grown(subjects, outer) & ~_grown(subjects, inner)


def _grown(mask: NDArray[np.float32], reach: int) -> NDArray[np.bool_]:
    solid = torch.from_numpy((mask > 0.5).astype(np.float32))[None, None]
    # Rows, then columns: a square of so many cells at once takes a hundred times as long.
    grown = max_pool2d(solid, (1, 2 * reach + 1), stride=1, padding=(0, reach))
    grown = max_pool2d(grown, (2 * reach + 1, 1), stride=1, padding=(reach, 0))
    return np.asarray(grown[0, 0].numpy() > 0)
