"""What `storyboard poses STORY --check CHARACTER` says and draws."""

from pathlib import Path

import pytest
from PIL import Image

from benchmarks.drawn_people import STYLES, drawn
from schemas.errors import StoryboardError
from storyboard.commands.character_sheet import check_character

STORY = """
title: Mira
characters:
  mira: {name: Mira, references: [mira.png], look: a girl}
  nobody: {name: Nobody, look: a man}
scenes: [{setting: {prompt: a park}, panels: [{action: Mira waves.}]}]
"""


@pytest.fixture
def story(tmp_path: Path) -> Path:
    drawn(STYLES[0])[0].save(tmp_path / "mira.png")
    path = tmp_path / "story.yaml"
    path.write_text(STORY, "utf-8")
    return path


def test_joints_colours_and_twelve_poses_are_shown(
    story: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    check_character(story, "mira", sheet=None)
    said = capsys.readouterr().out
    assert "mira.png: standing" in said
    assert "joints    18 of 18, 0 of them guessed" in said
    assert "can be posed: yes" in said
    assert "chest #d8382e" in said
    with Image.open("mira-sheet.png") as sheet:
        assert sheet.width > 700
        assert len(sheet.convert("RGB").getcolors(1 << 20) or []) > 100


def test_who_cannot_be_shown_is_told(story: Path) -> None:
    with pytest.raises(StoryboardError, match="not in the cast") as raised:
        check_character(story, "mirra", sheet=None)
    assert "mira" in (raised.value.hint or "")
    with pytest.raises(StoryboardError, match="nobody has no pictures"):
        check_character(story, "nobody", sheet=None)
    with pytest.raises(StoryboardError, match="written as PNG"):
        check_character(story, "mira", sheet=Path("sheet.jpg"))
