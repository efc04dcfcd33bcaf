"""Pairing: greedy hangs on the order, the best does not, and agrees with trying everything."""

from itertools import permutations

import numpy as np
import pytest

from renderers.judging.metrics.assignment import best_pairs, greedy_pairs


def test_the_first_subject_takes_what_the_second_needed() -> None:
    likeness = np.array([[0.9, 0.8], [0.85, 0.1]])
    assert greedy_pairs(likeness) == ((0, 0), (1, 1))
    assert best_pairs(likeness) == ((1, 0), (0, 1))


@pytest.mark.parametrize("shape", [(1, 1), (2, 4), (4, 2), (3, 3), (5, 4)])
def test_the_best_sum_is_that_of_all_pairings(shape: tuple[int, int]) -> None:
    likeness = np.random.default_rng(sum(shape)).normal(size=shape)
    square = likeness if shape[0] >= shape[1] else likeness.T
    most = max(
        sum(square[row, column] for column, row in enumerate(rows))
        for rows in permutations(range(square.shape[0]), square.shape[1])
    )
    pairs = best_pairs(likeness)
    assert len(pairs) == min(shape)
    assert sum(likeness[pair] for pair in pairs) == pytest.approx(most)


def test_more_subjects_than_figures_leave_some_alone() -> None:
    assert greedy_pairs(np.array([[0.1, 0.9]])) == ((0, 0),)
    assert best_pairs(np.array([[0.1, 0.9]])) == ((0, 1),)
