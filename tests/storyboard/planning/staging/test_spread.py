"""Neighbours keep their distance, and nobody moves further than that needs."""

from collections.abc import Sequence
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyboard.planning.staging.spread import NoRoom, spread

places = st.floats(-5, 5, allow_nan=False)


@given(
    st.lists(st.tuples(places, st.floats(0, 2)), min_size=1, max_size=6),
    st.floats(-3, 0),
    st.floats(1, 20),
)
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


def test_where_bounds_differ_the_cheapest_places_are_found() -> None:
    """Clipping what was pooled without bounds would give (1, 2.5), at a cost of 22.25."""
    found = spread([5.0, 0.0], [0.0], lows=[0.0, 0.0], highs=[1.0, 10.0])
    assert found == pytest.approx((1.0, 1.0))


@given(
    st.lists(
        st.tuples(
            st.integers(0, 8),
            st.integers(0, 2),
            st.integers(0, 4),
            st.integers(0, 4),
            st.integers(1, 3),
        ),
        min_size=1,
        max_size=3,
    )
)
def test_no_other_places_cost_less(row: list[tuple[int, int, int, int, int]]) -> None:
    """Against every place of a grid, on which small whole numbers have a place near the best."""
    wanted, gaps = [float(want) for want, *_ in row], [float(gap) for _, gap, *_ in row[1:]]
    lows = [float(low) for _, _, low, _, _ in row]
    highs = [low + room for low, (*_, room, _) in zip(lows, row, strict=True)]
    weights = [float(weight) for *_, weight in row]

    def cost(places: Sequence[float]) -> float:
        moves = zip(places, wanted, weights, strict=True)
        return sum(weight * (x - want) ** 2 for x, want, weight in moves)

    ways = [
        places
        for places in product(
            *(np.arange(low, high + 0.1, 0.25) for low, high in zip(lows, highs, strict=True))
        )
        if all(b - a >= gap for (a, b), gap in zip(pairwise(places), gaps, strict=True))
    ]
    if not ways:
        with pytest.raises(NoRoom):
            spread(wanted, gaps, lows=lows, highs=highs, weights=weights)
        return
    found = spread(wanted, gaps, lows=lows, highs=highs, weights=weights)
    for x, low, high in zip(found, lows, highs, strict=True):
        assert low - 1e-9 <= x <= high + 1e-9
    assert all(b - a >= gap - 1e-9 for (a, b), gap in zip(pairwise(found), gaps, strict=True))
    assert cost(found) <= min(map(cost, ways)) + 1e-9
