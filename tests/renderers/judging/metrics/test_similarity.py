"""Similarities on embeddings small enough to be worked out by hand."""

import math

import numpy as np
import pytest

from renderers.judging.metrics.similarity import (
    best_of_each,
    clip_score,
    m_similarity,
    reference_similarity,
    text_similarity,
)

X, Y = (1.0, 0.0), (0.0, 1.0)
SLANT = (3.0, 4.0)
"""Cosine 0.6 with X and 0.8 with Y."""


def rows(*each: tuple[float, float]) -> np.ndarray:
    return np.array(each, float)


def test_likeness_to_references_is_the_mean_over_all_pairs() -> None:
    assert reference_similarity(rows(SLANT), rows(X, Y)) == pytest.approx((0.6 + 0.8) / 2)
    assert reference_similarity(rows(X, SLANT), rows(X)) == pytest.approx((1 + 0.6) / 2)


def test_length_does_not_count() -> None:
    assert reference_similarity(rows((30, 40)), rows((0.1, 0))) == pytest.approx(0.6)


def test_neglecting_one_subject_is_punished() -> None:
    assert m_similarity([0.5, 0.4]) == pytest.approx(0.2)
    assert m_similarity([0.9, 0.0]) == 0
    assert m_similarity([-0.5, -0.5]) == 0


def test_clip_t_is_a_bare_cosine_and_clip_score_a_stretched_one_of_no_less_than_nothing() -> None:
    pictures, texts = rows(SLANT, (-1, 0)), rows(X, X)
    assert text_similarity(pictures, texts) == pytest.approx((0.6 - 1) / 2)
    assert clip_score(pictures, texts) == pytest.approx((2.5 * 0.6 + 0) / 2)


def test_the_best_picture_of_each_prompt_counts() -> None:
    assert best_of_each({"one": [0.2, 0.8], "two": [0.5, 0.4]}) == pytest.approx(0.65)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: reference_similarity(rows(X)[:0], rows(X)),
        lambda: reference_similarity(rows((0, 0)), rows(X)),
        lambda: text_similarity(rows(X), rows(X, Y)),
        lambda: best_of_each({"one": []}),
    ],
)
def test_what_has_no_likeness_is_refused(wrong) -> None:
    with pytest.raises(ValueError, match=r"."):
        wrong()


def test_nothing_is_lost_on_the_way() -> None:
    assert not math.isnan(reference_similarity(rows(X), rows(X)))
