"""The benchmark of directed staging replays offline, and every action has its facts."""

import pytest

from benchmarks.directed import LANGUAGES, outcomes, replayed, translated


@pytest.mark.parametrize("language", LANGUAGES)
def test_forty_actions_are_replayed_and_their_facts_told(language: str) -> None:
    assert len(list(translated(language))) == 40
    found = list(outcomes(language, replayed()))
    assert sum(each.right for each in found) >= 0.99 * len(found)
