"""D&C, OCCM and CIDS on embeddings worked out by hand."""

import math

import numpy as np
import pytest

from renderers.judging.metrics.identity import (
    cids_cross,
    cids_self,
    count_error,
    detect_and_compare,
    matched,
    on_stage_count_matching,
)

X, Y, SLANT = (1.0, 0.0), (0.0, 1.0), (0.6, 0.8)


def rows(*each: tuple[float, float]) -> np.ndarray:
    return np.array(each, float).reshape(-1, 2)


ONE, OTHER = rows(X), rows(Y)


def test_everybody_as_they_are_is_1_in_any_order() -> None:
    assert detect_and_compare(rows(X, Y), [ONE, OTHER]) == pytest.approx(1)
    assert detect_and_compare(rows(Y, X), [ONE, OTHER]) == pytest.approx(1)


def test_the_difference_is_measured_by_its_greatest_singular_value() -> None:
    # Found [[1, 0], [.6, .8]] less the identity is [[0, 0], [.6, -.2]]: its one singular value.
    assert detect_and_compare(rows(X, SLANT), [ONE, OTHER]) == pytest.approx(
        1 - math.hypot(0.6, 0.2)
    )


def test_a_blend_of_two_is_worse_than_one_of_them_twice_is_not() -> None:
    # Twice the same: [[1, 0], [1, 0]] less the identity, [[0, 0], [1, -1]], is of norm sqrt 2.
    assert detect_and_compare(rows(X, X), [ONE, OTHER]) == pytest.approx(1 - math.sqrt(2))


def test_likeness_among_a_subjects_own_pictures_counts_themselves_too() -> None:
    # Two pictures at right angles: mean of [[1, 0], [0, 1]] is 1/2; a figure like one of them too.
    assert detect_and_compare(rows(X), [rows(X, Y)]) == pytest.approx(1)


def test_another_number_of_figures_is_0() -> None:
    assert detect_and_compare(rows(X), [ONE, OTHER]) == 0
    assert detect_and_compare(rows(X, Y, X), [ONE, OTHER]) == 0


def test_the_published_pairing_hangs_on_the_order_and_ours_does_not() -> None:
    figures = rows(SLANT, (0.5, math.sqrt(0.75)))
    near = rows((0.8, 0.6))
    found = [detect_and_compare(figures, [ONE, near][::step], pairing="best") for step in (1, -1)]
    assert found[0] == pytest.approx(found[1])


def test_occm_is_100_where_all_are_there_and_falls_by_the_share_that_is_off() -> None:
    assert on_stage_count_matching(2, 2) == 100
    assert on_stage_count_matching(1, 2) == pytest.approx(100 * math.exp(-0.5), rel=1e-5)
    assert on_stage_count_matching(4, 2) == pytest.approx(100 * math.exp(-1), rel=1e-5)
    assert on_stage_count_matching(0, 0) == 100
    assert on_stage_count_matching(1, 0) == 0
    assert (count_error(3, 2), count_error(0, 2)) == (1, -2)


def test_cids_cross_pairs_by_the_likest_reference_and_averages_over_all() -> None:
    known = {"one": rows(X, SLANT), "other": OTHER}
    assert matched(rows(Y, X), known) == {0: "other", 1: "one"}
    # one: mean of 1 and .6; other: 1.
    assert cids_cross([(rows(Y, X), known)]) == pytest.approx((0.8 + 1) / 2)


def test_who_is_not_found_counts_nothing_in_cids_cross() -> None:
    known = {"one": ONE, "other": OTHER}
    assert cids_cross([(rows(X), known), (rows(), known)]) == pytest.approx(1 / 4)
    assert matched(rows(), known) == {}


def test_cids_self_is_the_mean_over_pairs_and_1_for_a_single_figure() -> None:
    # one: pairs (X, SLANT) .6, (X, Y) 0, (SLANT, Y) .8.
    figures = {"one": rows(X, SLANT, Y), "single": rows(X), "never": rows()}
    assert cids_self(figures) == pytest.approx((1.4 / 3 + 1 + 0) / 3)


def test_an_empty_stage_is_refused() -> None:
    with pytest.raises(ValueError, match="nobody"):
        cids_cross([])
    with pytest.raises(ValueError, match="nobody"):
        cids_self({})
