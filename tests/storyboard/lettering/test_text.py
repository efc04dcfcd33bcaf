"""Styled text: emphasis, symbols, hyphens; and its breaking into lozenge-shaped lines."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storyboard.lettering.breaking import breakings, broken, level, lozenge
from storyboard.lettering.text import StyledText, hyphenated, styled

SENTENCE = "I told you that nobody ever comes here after dark, did I not?"
words = st.text(alphabet="abcdefghij.,!", min_size=1, max_size=14)
sentences = st.lists(words, min_size=1, max_size=24).map(" ".join)


def lines_of(text: StyledText, lines: tuple[tuple[int, int], ...]) -> list[str]:
    return ["".join(run.text for run in text.runs(*line)) for line in lines]


def test_emphasis_is_heavy_slanted_and_its_stars_are_gone() -> None:
    text = styled("You *really* must")
    assert [(run.text, run.italic, run.heavy) for run in text.runs(0, 2)] == [
        ("You ", False, False),
        ("really", True, True),
        (" must", False, False),
    ]


def test_emphasis_amid_italics_stands_upright() -> None:
    assert [run.italic for run in styled("so *late*", italic=True).runs(0, 1)] == [True, False]


@pytest.mark.parametrize(
    ("says", "drawn"),
    [("2 * 3 * 4", "2 * 3 * 4"), (r"a \*star\*", "a *star*"), ("*", "*"), ("a*b", "a*b")],
)
def test_other_stars_are_stars(says: str, drawn: str) -> None:
    assert styled(says).characters == drawn


def test_a_symbol_is_drawn_by_a_font_that_has_it() -> None:
    runs = styled("la ♪ I ♥ you").runs(0, 4)
    fonts = {run.text: run.font for run in runs}
    assert fonts["♪"] == "Noto Sans Symbols"
    assert fonts["♥"] == "Noto Sans Symbols 2"
    assert styled("la ♪ I ♥ you").missing() == ()
    assert styled("我").missing() == ("我",)


def test_words_may_part_after_a_dash_or_an_ellipsis() -> None:
    text = styled("well—you know…maybe so-so")
    assert lines_of(text, tuple((index, index) for index in range(len(text.words)))) == [
        "well—",
        "you",
        "know…",
        "maybe",
        "so-",
        "so",
    ]


def test_only_words_that_do_not_fit_are_hyphenated() -> None:
    text = styled("An extraordinarily short word")
    assert hyphenated(text, limit=20, language="en") == text
    parted = hyphenated(text, limit=5, language="en")
    assert parted.characters == "An extraordin-arily short word"
    assert all(parted.width(index, index) <= 5 for index in range(len(parted.words)))


def test_a_word_of_an_unknown_language_is_parted_all_the_same() -> None:
    parted = hyphenated(styled("Aaaaaaaaaaaargh"), limit=4, language="tlh")
    assert parted.characters.replace("-", "") == "Aaaaaaaaaaaargh"
    assert all(parted.width(index, index) <= 4 for index in range(len(parted.words)))


@given(sentences, st.floats(4, 30))
@settings(max_examples=50, deadline=None)
def test_lines_keep_every_word_and_the_limit(sentence: str, limit: float) -> None:
    text = hyphenated(styled(sentence), limit=limit, language="en")
    for lines in breakings(text, limit=limit, round_body=True):
        assert all(text.width(*line) <= limit for line in lines)
        assert [word for line in lines for word in range(line[0], line[1] + 1)] == list(
            range(len(text.words))
        )
        kept = "".join(lines_of(text, lines)).replace("-", "").replace(" ", "")
        assert kept == sentence.replace("-", "").replace(" ", "")


@given(sentences, st.floats(2, 8))
@settings(max_examples=50, deadline=None)
def test_a_hyphen_always_ends_its_line(sentence: str, limit: float) -> None:
    text = hyphenated(styled(sentence), limit=limit, language="en")
    for lines in breakings(text, limit=limit, round_body=False):
        assert not any("-" in line[:-1] for line in lines_of(text, lines))


def test_a_round_balloon_has_its_longest_lines_in_the_middle() -> None:
    text = styled(SENTENCE)
    widths = [text.width(*line) for line in broken(text, lozenge(5))]
    assert widths[0] < widths[1] < max(widths)
    assert widths[4] < widths[3]


def test_a_box_has_even_lines() -> None:
    text = styled(SENTENCE)
    *full, _ = (text.width(*line) for line in broken(text, level(3)))
    assert max(full) - min(full) < 0.25 * max(full)


def test_breaking_is_the_least_ragged_of_all() -> None:
    """Dynamic programming finds what trying every breaking finds."""
    from itertools import combinations

    text = styled("one three two seven six a bee")
    shares = lozenge(3)
    unit = sum(text.width(index, index) for index in range(7)) + 6 * 0.28

    def raggedness(lines: tuple[tuple[int, int], ...]) -> float:
        ends = {0: 0.0}
        for index in range(7):
            gap = 0.28 if index else 0
            ends[index + 1] = ends[index] + gap + text.width(index, index)
        wanted = unit / sum(shares)
        leaning = sum(0.012 for _, last in lines[:-1] if last == 5)
        return leaning + sum(
            ((ends[last + 1] - ends[first]) / wanted - share) ** 2
            for (first, last), share in zip(lines, shares, strict=True)
        )

    every = [((0, one - 1), (one, two - 1), (two, 6)) for one, two in combinations(range(1, 7), 2)]
    assert broken(text, shares) == min(every, key=raggedness)
