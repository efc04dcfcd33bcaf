"""Characters that several stories share: `cast: [dee, family/family.yaml]`."""

from pathlib import Path

import pytest
from PIL import Image
from typer.testing import CliRunner

from schemas.story import Story
from storyboard import cli
from storyboard.diagnostics import Diagnostic
from storyboard.reading import check_file

STORY = """\
title: Home
renderer: collage
cast: [dee, family/family.yaml]
scenes:
  - setting: a park
    panels:
      - characters: {dee: {at: left}, pip: {at: right}}
"""
FAMILY = """\
characters:
  pip: {token: hwx, class: robot cartoon, references: "pip/*.png", height: 0.8}
  ringo: {voice: square}
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A story's folder with a cast file and its pictures in a folder of their own."""
    (tmp_path / "family" / "pip").mkdir(parents=True)
    (tmp_path / "family" / "family.yaml").write_text(FAMILY)
    (tmp_path / "story.yaml").write_text(STORY)
    figure = Image.new("RGBA", (60, 120))
    figure.paste("red", (10, 10, 50, 110))
    figure.save(tmp_path / "family" / "pip" / "pip-standing-front.png")
    return tmp_path


def read(home: Path, story: str = STORY) -> tuple[Story | None, tuple[Diagnostic, ...]]:
    (home / "story.yaml").write_text(story)
    return check_file(home / "story.yaml")


def test_its_characters_are_the_story_s_with_files_beside_the_cast_file(home: Path) -> None:
    story, problems = read(home)
    assert problems == ()
    assert story is not None
    assert story.cast_files == ("family/family.yaml",)
    assert list(story.characters) == ["dee", "pip", "ringo"]
    pip, ringo = story.characters["pip"], story.characters["ringo"]
    assert pip.references == ("family/pip/pip-standing-front.png",)
    assert (pip.token, pip.height, ringo.packaged, ringo.voice.balloon) == (
        "hwx",
        0.8,
        "ringo",
        "square",
    )


def test_the_story_may_change_whom_it_shares(home: Path) -> None:
    story, problems = read(home, STORY + "characters: {pip: {height: 0.5}}\n")
    assert (story is not None, problems) == (True, ())
    assert story is not None
    assert (story.characters["pip"].token, story.characters["pip"].height) == ("hwx", 0.5)


@pytest.mark.parametrize(
    ("family", "code", "line", "said"),
    [
        (FAMILY.replace("class:", "clas:"), "SB020", 2, 'a character has no key "clas"'),
        (FAMILY.replace("pip/*", "pop/*"), "SB052", 2, "no picture matches"),
        ("title: Home\n", "SB020", 1, "a cast file has no key"),
        ("", "SB031", 3, "family/family.yaml has no characters"),
        ("characters: [pip", "SB004", 1, ""),
    ],
)
def test_its_problems_have_its_own_name_and_lines(
    home: Path, family: str, code: str, line: int, said: str
) -> None:
    (home / "family" / "family.yaml").write_text(family)
    story, problems = read(home)
    assert story is None
    (problem,) = (each for each in problems if each.code == code)
    assert (problem.line, said in problem.message) == (line, True)
    named = "story.yaml" if code == "SB031" else "family.yaml"
    assert problem.file.endswith(named)
    # Who is not known because of that is not told as well.
    assert "SB030" not in {each.code for each in problems}


def test_a_file_that_is_not_there_or_names_somebody_again(home: Path) -> None:
    _, (problem,) = read(home, STORY.replace("family.yaml", "famly.yaml"))
    assert (problem.code, problem.hint) == ("SB050", 'did you mean "family.yaml"?')
    _, (twice,) = read(home, STORY.replace("cast: [dee", "cast: [dee, ringo"))
    assert (twice.code, twice.severity) == ("SB038", "warning")


def test_a_book_is_made_anew_when_its_cast_file_changed(home: Path) -> None:
    def rendered() -> str:
        words = ["render", str(home / "story.yaml"), "--format", "png", "--out", str(home / "out")]
        done = CliRunner().invoke(cli.app, words)
        assert done.exit_code == 0, done.output
        return done.output

    assert "1 panel to draw" in rendered()
    assert "to draw" not in rendered()
    (home / "family" / "family.yaml").write_text(FAMILY.replace("0.8", "0.6"))
    assert "1 panel to draw" in rendered()
