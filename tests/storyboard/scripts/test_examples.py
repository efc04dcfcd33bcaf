"""Five scripts of our own through `adapt` and back: what stays, and what a form cannot hold."""

from pathlib import Path

import pytest

from schemas.story import Story
from storyboard.reading import check_text, read_story
from storyboard.scripts.adapting import Form, adapted, scripted

HERE = Path(__file__).parent / "samples"
STORIES = Path(__file__).parents[3] / "stories"
SAMPLES = [
    STORIES / "last-bus.fountain",
    HERE / "moving-day.fountain",
    HERE / "lighthouse.fdx",
    HERE / "recipe.txt",
    HERE / "interview.comic",
]


def story_of(path: Path) -> Story:
    story, problems = check_text(adapted(path), folder=path.parent)
    assert story is not None, problems
    return story


def spoken(story: Story) -> list[str]:
    return [
        text
        for scene in story.scenes
        for panel in scene.panels
        for text in (
            *panel.captions,
            *(line.says for line in panel.dialogue),
            *(effect.text for effect in panel.sfx),
        )
    ]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_what_is_said_stands_in_the_script(path: Path) -> None:
    source = " ".join(path.read_text("utf-8").split())
    words = spoken(story_of(path))
    assert words
    assert all(text in source for text in words)


@pytest.mark.parametrize("form", ["fountain", "comic"])
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_scenes_come_back_whole_from_either_form(path: Path, form: Form, tmp_path: Path) -> None:
    story = story_of(path)
    (tmp_path / f"back.{form}").write_text(scripted(story, form), encoding="utf-8")  # type: ignore[arg-type]
    back = story_of(tmp_path / f"back.{form}")
    assert back.scenes == story.scenes
    assert (back.title, back.author) == (story.title, story.author)


def test_what_a_script_has_no_form_for_is_lost(tmp_path: Path) -> None:
    story = story_of(SAMPLES[0]).but(style="woodcut", seed=9)
    (tmp_path / "back.fountain").write_text(scripted(story, "fountain"), encoding="utf-8")
    back = story_of(tmp_path / "back.fountain")
    assert (back.style, back.seed) == (Story.model_fields["style"].default, 0)


def test_the_example_is_what_adapt_makes_of_its_script() -> None:
    assert (STORIES / "last-bus.yaml").read_text("utf-8") == adapted(STORIES / "last-bus.fountain")
    assert list(read_story(STORIES / "last-bus.yaml").characters)[:3] == ["priya", "ethan", "dog"]


def test_later_and_continuous_keep_the_hour() -> None:
    street, cafe = story_of(SAMPLES[0]).scenes
    assert (street.setting.light, cafe.setting.light) == ("at night", "at night")
    assert "# the hour of the scene before: at night" in adapted(SAMPLES[0])


def test_who_is_only_named_is_cast_and_that_is_a_comment() -> None:
    text = adapted(HERE / "recipe.txt")
    assert "# only named in the action, and cast as what comes along: bill, cat" in text
    assert "cast: [sophie, bill, cat]" in text
