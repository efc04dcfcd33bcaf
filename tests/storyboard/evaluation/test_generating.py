"""Compositions that are made up are different, fair, and the same every time."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from storyboard.evaluation.generating import generated, name_of

CAST = tuple("abcdefghijk")


def sets(count: int, each: int, *, seed: int = 0) -> list[tuple[str, ...]]:
    return list(generated(CAST, count, each, seed=seed))


@given(st.integers(1, 6), st.integers(1, 30), st.integers(0, 99))
def test_they_are_different_sets_of_different_subjects(count: int, each: int, seed: int) -> None:
    found = sets(count, each, seed=seed)
    assert len(found) == min(each, 11 if count == 1 else each)
    assert len({frozenset(who) for who in found}) == len(found)
    assert all(len(set(who)) == count for who in found)


def test_everybody_comes_about_equally_often() -> None:
    for count in (1, 2, 3, 4):
        times = Counter(who for each in sets(count, 11) for who in each)
        assert len(times) == 11
        assert max(times.values()) - min(times.values()) <= 1


def test_there_are_no_more_than_can_be() -> None:
    assert len(list(generated("abc", 2, 99, seed=0))) == 3
    assert len(list(generated("abc", 3, 99, seed=0))) == 1


def test_the_first_are_the_same_however_many_there_are() -> None:
    assert sets(3, 11)[:4] == sets(3, 4)
    assert sets(3, 4) != sets(3, 4, seed=1)


def test_long_names_are_cut_and_still_differ() -> None:
    assert name_of(("dee", "ringo")) == "dee-ringo"
    one, two = (name_of(("x" * 60, "y" * 60, end)) for end in "ab")
    assert len(one) == len(two) == 80
    assert one != two
