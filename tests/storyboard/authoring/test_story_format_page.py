"""docs/story-format.md: complete, and every example in it can be read."""

import re
from pathlib import Path

import pytest

from schemas.story import PageFormat, Story
from storyboard.diagnostics.codes import CODES
from storyboard.diagnostics.formats import as_text
from storyboard.reading import cast, check_text, document, page, panels, places, speech, staging
from storyboard.reading import words as vocabulary
from storyboard.reading.packaged import packaged_characters
from storyboard.renderer_models import MODELS
from tests.storyboard.reading.helpers import HEAD

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "story-format.md").read_text("utf-8")
KEYS = {
    *document.STORY_KEYS, *document.SCENE_KEYS, *panels.PANEL_KEYS, *cast.CHARACTER_KEYS,
    *cast.VOICE_KEYS, *page.PAGE_KEYS, *page.SIZES, *places.SETTING_KEYS, *staging.PLACEMENT_KEYS,
    *speech.EFFECT_KEYS, *MODELS,
}  # fmt: skip
TABLES = (
    vocabulary.SHOTS, vocabulary.ANGLES, vocabulary.AT, vocabulary.DEPTHS, vocabulary.KINDS,
    vocabulary.HOWS, vocabulary.BALLOONS, vocabulary.READINGS, vocabulary.FACINGS,
)  # fmt: skip
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)


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
    for name in ("cast/dee/a.png", "dee.safetensors", "masks/panel3.png", "poses/panel3.png",
                 "art/background3.png"):  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    if text.startswith("- "):
        text = HEAD + re.sub(r"^", "      ", text, flags=re.MULTILINE).rstrip(" ")
    problems = check_text(text, folder=tmp_path)[1]
    assert not problems, as_text(problems)


def test_the_example_of_a_problem_is_true() -> None:
    story = f"{HEAD}      - characters: {{dee: {{pose: holdin umbrella}}}}\n"
    assert as_text(check_text(story)[1]) in PAGE
