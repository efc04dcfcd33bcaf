"""Success by number, and intervals that know which pictures belong together."""

import pytest

from renderers.judging.metrics.tables import bootstrapped, success_rates


def test_success_is_counted_by_the_number_of_subjects() -> None:
    found = success_rates([(2, True), (1, True), (2, False), (2, False)])
    assert found == {1: 1.0, 2: pytest.approx(1 / 3)}


def test_equal_values_leave_no_doubt() -> None:
    assert bootstrapped({"a": [0.5, 0.5], "b": [0.5]}) == (0.5, 0.5, 0.5)


def test_one_composition_is_one_piece_of_evidence_however_many_pictures_it_has() -> None:
    wide = bootstrapped({"a": [0.0] * 50, "b": [1.0] * 50})
    assert wide == (0.5, 0.0, 1.0)
    narrow = bootstrapped({str(number): [number % 2] for number in range(100)})
    assert narrow.mean == 0.5
    assert 0.38 < narrow.low < 0.45 < 0.55 < narrow.high < 0.62


def test_the_same_values_give_the_same_interval_and_none_give_none() -> None:
    values = {"a": [0.1, 0.4], "b": [0.9], "c": []}
    assert bootstrapped(values) == bootstrapped(dict(reversed(values.items())))
    with pytest.raises(ValueError, match="values"):
        bootstrapped({"a": []})
