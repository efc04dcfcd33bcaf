"""Homographies: what they do to points, shapes and one another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.geometry import FULL_FRAME, Box, Region
from schemas.projection import Projection

inside = st.tuples(st.floats(0, 1), st.floats(0, 1))
rates = st.floats(-0.6, 1.2)


@given(inside, rates, st.floats(-40, 40))
def test_the_inverse_brings_every_point_back(point, rate, degrees):
    lean = Projection.converged(rate, about=(0.5, 0.95), across=1.1, down=0.9)
    whole = lean.then(Projection.turned(degrees, about=(0.5, 0.5), aspect=1.6))
    assert whole.back().point(whole.point(point)) == pytest.approx(point, abs=1e-6)
    assert whole.weight(point) > 0


@given(inside, rates)
def test_one_after_another_is_the_same_as_both_at_once(point, rate):
    lean = Projection.converged(rate, about=(0.3, 0.9), across=1.2, down=0.8)
    move = Projection.moved(0.1, -0.2)
    assert lean.then(move).point(point) == pytest.approx(move.point(lean.point(point)), abs=1e-9)


def test_uprights_meet_above_where_the_rate_is_above_nought():
    lean = Projection.converged(1.0, about=(0.5, 1.0), across=1.0, down=1.0)
    # At one panel height above, everything is half as far from the middle, and half as high.
    assert lean.point((1.0, 0.0)) == pytest.approx((0.75, 0.5))
    assert lean.point((1.0, 1.0)) == pytest.approx((1.0, 1.0))


def test_a_turn_is_clockwise_and_keeps_lengths_in_panels_that_are_not_square():
    turn = Projection.turned(90, about=(0.5, 0.5), aspect=2.0)
    # A panel height to the right of the middle goes one panel height down.
    assert turn.point((1.0, 0.5)) == pytest.approx((0.5, 1.5))


def test_what_lies_beyond_the_horizon_is_cut_off():
    lean = Projection.converged(1.0, about=(0.5, 1.0), across=1.0, down=1.0)
    below = Region.of_box(Box(left=0.4, top=0.5, right=0.6, bottom=9.0))
    mapped = lean.region(below).bounds
    assert mapped.top == pytest.approx(1 - 0.5 / 1.5)
    assert 1.0 < mapped.bottom < 10.0
    wholly = Region.of_box(Box(left=0.4, top=5.0, right=0.6, bottom=9.0))
    assert lean.region(wholly).polygons  # never nothing: regions are not empty


def test_the_unit_square_comes_into_its_box():
    box = Box(left=-0.5, top=0.2, right=0.5, bottom=2.0)
    assert Projection.into(box).box(FULL_FRAME) == box
