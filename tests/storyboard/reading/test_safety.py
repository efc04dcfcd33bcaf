"""Stories written by strangers, or by chance: told what is wrong, quickly, and nothing else."""

import string
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from storyboard.diagnostics.formats import as_json, as_sarif, as_text
from storyboard.reading import check_text, syntax
from storyboard.reading.compose import NODE_LIMIT, Composer, TooMuchError, events
from storyboard.reading.panels import PANEL
from storyboard.reading.source import Source
from tests.storyboard.reading.helpers import HEAD, codes
from tests.storyboard.reading.test_document import EVERYTHING

KEYS = (
    "title",
    "cast",
    "characters",
    "settings",
    "scenes",
    "panels",
    "page",
    "renderer",
    "name",
    "says",
    "how",
    "at",
    "region",
    "pose",
    "keypoints",
    "dee",
    *PANEL.names,
)
WORDS = (
    "dee",
    "ringo",
    "left",
    "wide",
    "1",
    "-0.5",
    "no",
    "~",
    "",
    "dee left of ringo",
    "a4",
    "msp",
    "collage",
    "*x",
    "&x y",
    "<<",
    "!!str 3",
    "a: b",
    "[",
    "cast/*.png",
    "é漢",
    "#1",
)


def told(text: str | bytes) -> list[str]:
    """Read a text and print its problems in every format; return their codes."""
    story, problems = check_text(text)
    assert (story is None) == any(problem.is_error for problem in problems)
    for form in (as_text, as_json, as_sarif):
        assert isinstance(form(problems), str)
    return [problem.code for problem in problems]


@given(some.binary(max_size=200))
def test_any_bytes_are_told_about(data: bytes) -> None:
    told(data)


@given(some.text(alphabet=string.printable + "é漢\ufeff\x85\u2028", max_size=120))
def test_any_text_is_told_about(text: str) -> None:
    told(text)


TOKENS = (*"-:?[]{},&*!|>'\"%@`#\n\t\\ <~", "a", "1", "  ", ": ", "- ")


@given(some.lists(some.sampled_from(TOKENS)))
def test_any_punctuation_is_told_about(tokens: list[str]) -> None:
    told("".join(tokens))
    told(HEAD + "      - dialogue:\n          - dee: " + "".join(tokens))


def _flow(value: object) -> str:
    """Write nested data as YAML in flow style, words as they stand."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return str(value)


@settings(max_examples=150)
@given(
    some.recursive(
        some.sampled_from(WORDS) | some.integers() | some.floats(),
        lambda inner: (
            some.lists(inner, max_size=4)
            | some.dictionaries(some.sampled_from(KEYS), inner, max_size=5)
        ),
        max_leaves=25,
    )
)
def test_any_structure_is_told_about(value: object) -> None:
    told(_flow(value))
    told(f"scenes: [{{panels: [{_flow(value)}]}}]")
    told(f"cast: [dee]\nscenes: [{{panels: [{{characters: {_flow(value)}}}]}}]")


@given(some.sampled_from(sorted(PANEL.names)), some.sampled_from(WORDS))
def test_every_key_bears_every_word(key: str, word: str) -> None:
    told(f"{HEAD}      - {key}: {word}\n")
    told(f"{HEAD}      - {{{key}: {{dee: {word}}}}}\n")


EDITS = some.lists(
    some.tuples(some.integers(0, 10_000), some.integers(0, 6), some.sampled_from((*TOKENS, ""))),
    max_size=6,
)


@given(EDITS)
def test_any_slip_of_the_pen_is_told_about(edits: list[tuple[int, int, str]]) -> None:
    text = EVERYTHING
    for at, gone, token in edits:
        at %= len(text)
        text = text[:at] + token + text[at + gone :]
    assert "SB090" not in told(text)


def test_python_tags_create_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    text = "title: !!python/object/apply:builtins.print [executed]\n"
    assert "SB007" in codes(text)
    assert capsys.readouterr().out == ""


def test_a_bomb_stays_small() -> None:
    levels = [f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 12)]
    text = "l0: &l0 [x, x, x, x, x, x, x, x, x]\n" + "\n".join(levels)
    composer = Composer(Source(text, name="bomb.yaml", folder=Path()))
    with pytest.raises(TooMuchError):
        composer.compose(events(text))
    assert composer.problems[-1].code == "SB010"
    assert composer.problems[-1].line <= 7  # 9⁶ values would already be over the limit.
    assert NODE_LIMIT < 9**6


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "&a [", "[{"])
def test_depth_is_bounded(opening: str) -> None:
    assert set(told(opening * 5000)) & {"SB004", "SB005", "SB009", "SB010"}


def test_problems_without_end_are_cut_in_the_text_only() -> None:
    text = HEAD + "      - shot: wied\n" * 300
    problems = check_text(text)[1]
    assert len(problems) == 300
    assert as_text(problems).endswith("… and 200 more")


@pytest.fixture
def passes(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The length of each text that the parser goes through, and the events it finds there."""
    counted: list[int] = []

    def counting(text: str) -> Iterator[Any]:
        counted.append(0)
        for event in events(text):
            counted[-1] += 1
            yield event

    monkeypatch.setattr(syntax, "events", counting)
    return counted


def test_a_big_story_is_gone_through_once(passes: list[int]) -> None:
    panel = """\
      - shot: wide
        action: Dee waits.
        characters: {dee: {at: left}}
        dialogue: [dee: Well.]
"""
    story, problems = check_text(HEAD + panel * 200)
    assert (problems, len(story.scenes[0].panels) if story else 0) == ((), 200)
    # 11 scalars, an event each, and 5 collections, two events each, to a panel.
    assert passes == [200 * (11 + 2 * 5) + 21]


def composed(text: str) -> Composer:
    composer = Composer(Source(text, name="story.yaml", folder=Path()))
    composer.compose(events(text))
    return composer


def test_a_story_may_hold_as_many_values_as_the_page_says() -> None:
    panel = "      - {action: x, characters: {dee: {at: left}}}\n"  # 6 scalars, 3 mappings
    most = (NODE_LIMIT - 12) // 9  # The head has 7 scalars and 5 collections.
    assert composed(HEAD + panel * most).problems == []
    with pytest.raises(TooMuchError):
        composed(HEAD + panel * (most + 1))


def test_a_value_is_counted_once_however_deep_it_lies() -> None:
    deep = "[" * 30 + "x" + "]" * 30
    assert composed(f"[{', '.join([deep] * (NODE_LIMIT // 31 - 1))}]").problems == []


def test_an_alias_counts_for_all_that_it_repeats() -> None:
    half = ", ".join("x" * (NODE_LIMIT // 2 - 10))
    assert composed(f"[&a [{half}], 1]").problems == []
    with pytest.raises(TooMuchError):
        composed(f"[&a [{half}], *a, 1, 2, {', '.join('y' * 30)}]")


def test_mending_a_long_file_ends(passes: list[int]) -> None:
    trap = "      - action: Look: a tree\n"
    few = codes(HEAD + trap * 5)
    assert (few, len(passes)) == (["SB005"] * 5, 6)
    passes.clear()
    many = codes(HEAD + "# padding\n" * 30_000 + trap * 50)
    assert (set(many), len(passes)) == ({"SB005"}, 4)


def test_checking_imports_nothing_heavy(repository: Path) -> None:
    heavy = ("torch", "numpy", "PIL", "networkx", "diffusers", "transformers", "openai", "jinja2")
    program = (
        "import sys; from storyboard.reading import check_text;"
        "assert check_text('cast: [dee]\\nscenes: [{panels: [dee waves]}]')[0] is not None;"
        f"print(*(name for name in {heavy} if name in sys.modules))"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=repository, capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == []
