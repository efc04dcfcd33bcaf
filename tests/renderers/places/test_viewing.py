"""Places that a camera sees from above, from below, and askew."""

import numpy as np
import pytest

from renderers.places.backdrops import backdrop
from renderers.places.viewing import Rise, leaning
from schemas.angles import ANGLES, converging
from schemas.geometry import FULL_FRAME, Size
from schemas.story import Setting


@pytest.mark.parametrize("inside", [True, False])
def test_the_ground_ends_higher_the_higher_the_camera_is(inside):
    lines = [Rise.of(ANGLES[name], inside=inside) for name in ("high", "eye", "low")]
    assert lines[1] is None
    assert lines[0] is not None
    assert lines[2] is not None
    assert lines[0].to < lines[0].edge < lines[2].to


def test_levels_come_back_and_feet_keep_their_ground():
    for angle in ANGLES.values():
        for inside in (True, False):
            rise = Rise.of(angle, inside=inside)
            if rise is None:
                continue
            assert rise.y(0.9) == pytest.approx(0.9)
            for y in (-0.3, 0.2, 0.6, 0.8, 1.1):
                assert rise.back(rise.y(y)) == pytest.approx(y)


def test_no_corner_of_the_panel_is_bare():
    for name in ANGLES:
        for aspect in (0.5, 1.0, 2.6):
            size = Size(width=round(40 * aspect), height=40)
            picture = backdrop(Setting(prompt="a park"), size, seed=1, overlay=False, angle=name)
            assert picture.size == (size.width, size.height)
            assert np.asarray(picture).max(axis=2).min() > 0  # what nobody drew is black


def test_uprights_lean_less_in_flat_panels():
    for angle in ANGLES.values():
        assert abs(converging(angle, 2.6)) <= abs(converging(angle, 1.0))
    assert leaning(ANGLES["eye"], 1.4).box(FULL_FRAME) == FULL_FRAME
