"""docs/story-format.md: complete, and every example in it can be read."""

import re
from pathlib import Path

import pytest

from schemas.story import PageFormat, Story
from storyboard.authoring.reference import SECTIONS, with_tables
from storyboard.diagnostics.codes import CODES
from storyboard.diagnostics.formats import as_text
from storyboard.reading import check_text, page
from storyboard.reading import synonyms as vocabulary
from storyboard.reading.packaged import packaged_characters
from storyboard.renderer_models import MODELS
from tests.storyboard.reading.helpers import HEAD

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "story-format.md").read_text("utf-8")
KEYS = {*(name for section in SECTIONS.values() for name in section.names), *page.SIZES, *MODELS}
TABLES = (
    vocabulary.SHOTS,
    vocabulary.ANGLES,
    vocabulary.AT,
    vocabulary.DEPTHS,
    vocabulary.KINDS,
    vocabulary.HOWS,
    vocabulary.BALLOONS,
    vocabulary.READINGS,
    vocabulary.FACINGS,
)
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)


def test_the_tables_are_those_of_the_declared_keys() -> None:
    assert with_tables(PAGE) == PAGE, "run: python -m storyboard.schema_export"
    assert re.findall(r"<!-- keys: (\w+) -->", PAGE) == list(SECTIONS)


def test_every_key_and_every_word_is_named() -> None:
    told = set(re.findall(r"`([^`]+)`", re.sub(r"```.*?```", "", PAGE, flags=re.DOTALL)))
    assert {*KEYS, *(word for table in TABLES for word in table.values())} - told == set()


def test_every_relation_and_packaged_character_is_named() -> None:
    assert {f"*{word}*" for word in vocabulary.RELATIONS.values()} - set(
        re.findall(r"\*[\w ]+\*", PAGE)
    ) == set()
    assert ",\n".join(packaged_characters()).replace("\n", " ") in " ".join(PAGE.split())


def test_every_code_has_its_row() -> None:
    rows = re.findall(r"^\| (SB\d+) \| (.*) \| (error|warning) \|$", PAGE, re.MULTILINE)
    assert rows == [(code, entry.title, entry.severity) for code, entry in CODES.items()]


def test_defaults_are_those_of_the_model() -> None:
    assert Story.model_fields["style"].default in PAGE
    assert f"`{PageFormat().margin:g}pt`" in PAGE
    assert PageFormat().gutter == pytest.approx(0.12 * 72)


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_every_example_can_be_read(number: int, tmp_path: Path) -> None:
    text = EXAMPLES[number]
    for name in (
        "cast/dee/a.png",
        "dee.safetensors",
        "masks/panel3.png",
        "poses/panel3.png",
        "art/background3.png",
        "art/orb.png",
        "art/sub.png",
        "art/carpet.png",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    if text.startswith("- "):
        text = HEAD + re.sub(r"^", "      ", text, flags=re.MULTILINE).rstrip(" ")
    problems = check_text(text, folder=tmp_path)[1]
    assert not problems, as_text(problems)


def test_the_example_of_a_problem_is_true() -> None:
    story = f"{HEAD}      - characters: {{dee: {{pose: holdin umbrella}}}}\n"
    assert as_text(check_text(story)[1]) in PAGE
