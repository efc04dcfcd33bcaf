"""Tracing silhouettes, with masks as text."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image, ImageDraw

from renderers.cast.outlines import area_of, loops_of, outline_of, thinned


def mask_of(text: str) -> np.ndarray:
    return np.array([[cell == "#" for cell in row] for row in text.split()])


def test_a_ring_is_one_loop_with_its_hole_filled() -> None:
    (loop,) = loops_of(mask_of("#### #..# #..# ####"))
    assert area_of(loop) == 16


def test_parts_that_touch_only_at_a_corner_are_two() -> None:
    areas = sorted(area_of(loop) for loop in loops_of(mask_of("##.. ##.. ..## ..#.")))
    assert areas == [3, 4]


def test_an_island_in_a_lake_is_traced_too() -> None:
    areas = sorted(area_of(loop) for loop in loops_of(mask_of("##### #...# #.#.# #...# #####")))
    assert areas == [1, 25]


def test_an_empty_mask_has_no_loops() -> None:
    assert list(loops_of(mask_of("... ..."))) == []


@settings(max_examples=60, deadline=None)
@given(arrays(bool, st.tuples(st.integers(1, 9), st.integers(1, 9))))
def test_loops_painted_again_cover_the_mask(mask: np.ndarray) -> None:
    picture = Image.new("1", (mask.shape[1] * 4, mask.shape[0] * 4))
    for loop in loops_of(mask):
        # Pillow's polygons include their border, hence the hair inwards from the far edges.
        ImageDraw.Draw(picture).polygon([(4 * x, 4 * y) for x, y in loop], fill=1)
    centres = np.asarray(picture)[2::4, 2::4]
    assert (centres | ~mask).all()


@pytest.mark.parametrize("points", [3, 8, 30])
def test_thinning_keeps_to_the_number_of_points(points: int) -> None:
    angles = np.linspace(0, 2 * np.pi, 200, endpoint=False)
    loop = [(round(50 + 40 * np.cos(angle)), round(50 + 40 * np.sin(angle))) for angle in angles]
    assert 3 <= len(thinned(loop, points)) <= max(points, 4)


def test_a_square_is_thinned_to_its_corners() -> None:
    picture = Image.new("RGBA", (100, 50))
    picture.paste((10, 20, 30, 255), (25, 10, 75, 40))
    region = outline_of(picture)
    assert region is not None
    (polygon,) = region.polygons
    assert set(polygon) == {(0.25, 0.2), (0.75, 0.2), (0.75, 0.8), (0.25, 0.8)}


def test_specks_are_left_out() -> None:
    picture = Image.new("RGBA", (100, 100))
    picture.paste((0, 0, 0, 255), (10, 10, 90, 60))
    picture.putpixel((50, 90), (0, 0, 0, 255))
    region = outline_of(picture)
    assert region is not None
    assert len(region.polygons) == 1


def test_nothing_seen_has_no_outline() -> None:
    assert outline_of(Image.new("RGBA", (20, 20))) is None
