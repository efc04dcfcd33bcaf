"""Colours of a drawn figure against those of its cut-out."""

import numpy as np
import pytest
from PIL import Image

from renderers.judging.expected import compared_size, oklab


@pytest.mark.parametrize(
    ("rgb", "expected"),
    [
        ((255, 255, 255), (1, 0, 0)),
        ((0, 0, 0), (0, 0, 0)),
        ((255, 0, 0), (0.628, 0.2249, 0.1258)),
        ((0, 0, 255), (0.452, -0.0325, -0.3115)),
    ],
)
def test_colours_are_oklab_s(rgb: tuple[int, int, int], expected: tuple[float, ...]) -> None:
    assert np.allclose(oklab(Image.new("RGB", (1, 1), rgb))[0, 0], expected, atol=1e-3)


def test_large_pictures_are_compared_smaller_and_small_ones_as_they_are() -> None:
    large, small = (compared_size(Image.new("RGB", size)) for size in ((1024, 512), (64, 32)))
    assert (large.width, large.height) == (543, 272)
    assert (small.width, small.height) == (64, 32)
