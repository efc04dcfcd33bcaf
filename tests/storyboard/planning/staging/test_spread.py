"""Neighbours keep their distance, and nobody moves further than that needs."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyboard.planning.staging.spread import NoRoom, spread

places = st.floats(-5, 5, allow_nan=False)


@given(
    st.lists(st.tuples(places, st.floats(0, 2)), min_size=1, max_size=6),
    st.floats(-3, 0), st.floats(1, 20),
)  # fmt: skip
def test_gaps_and_bounds_hold(row: list[tuple[float, float]], low: float, room: float) -> None:
    wanted, gaps = [place for place, _ in row], [gap for _, gap in row[1:]]
    lows, highs = [low] * len(row), [low + room] * len(row)
    if sum(gaps) > room + 1e-9:
        with pytest.raises(NoRoom):
            spread(wanted, gaps, lows=lows, highs=highs)
        return
    found = spread(wanted, gaps, lows=lows, highs=highs)
    assert all(low - 1e-6 <= x <= low + room + 1e-6 for x in found)
    assert all(b - a >= gap - 1e-6 for (a, b), gap in zip(pairwise(found), gaps, strict=True))


@given(st.lists(places, min_size=2, max_size=4), st.floats(0, 1))
def test_nothing_moves_further_than_it_must(wanted: list[float], gap: float) -> None:
    """No small step of any block of neighbours lowers the sum of squared moves."""
    wide = [100.0] * len(wanted)
    gaps = [gap] * (len(wanted) - 1)
    found = spread(wanted, gaps, lows=[-x for x in wide], highs=wide)
    cost = sum((x - want) ** 2 for x, want in zip(found, wanted, strict=True))
    for first in range(len(wanted)):
        for last in range(first, len(wanted)):
            for step in (-1e-3, 1e-3):
                tried = [x + step * (first <= i <= last) for i, x in enumerate(found)]
                if all(b - a >= gap - 1e-9 for a, b in pairwise(tried)):
                    moved = sum((x - want) ** 2 for x, want in zip(tried, wanted, strict=True))
                    assert moved >= cost - 1e-6


def test_who_was_asked_to_be_somewhere_moves_less() -> None:
    free, asked = spread([0.0, 0.0], [1.0], lows=[-9, -9], highs=[9, 9], weights=[1.0, 4.0])
    assert (free, asked) == pytest.approx((-0.8, 0.2))


def test_nobody_needs_no_room() -> None:
    assert spread([], [], lows=[], highs=[]) == ()
