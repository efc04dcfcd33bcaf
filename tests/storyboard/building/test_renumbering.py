"""A scene or a panel put before others draws itself, and nothing else."""

from pathlib import Path

import pytest

from storyboard.api import render

SCENES = """\
  - setting: a park
    panels: [{shot: wide, action: dee waits}]
  - setting: an office
    panels: [{shot: wide, action: ringo waits}]
"""


@pytest.fixture
def story(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return Path("story.yaml")


def written(story: Path, scenes: str) -> Path:
    layouts = scenes.replace("    panels:", "    layout: splash\n    panels:")
    story.write_text(f"cast: [dee, ringo]\nrenderer: collage\nscenes:\n{layouts}")
    return story


def test_a_scene_put_first_redraws_no_other(story: Path) -> None:
    render(written(story, SCENES), formats=("cbz",))
    before = {path.name: path.read_bytes() for path in Path("build/story/panels").glob("*.png")}
    first = "  - setting: a beach\n    panels: [{shot: wide, action: dee runs}]\n"
    result = render(written(story, first + SCENES), formats=("cbz",))
    assert result.drawn == ("scene-1-1",)
    assert len(result.restored) == 2
    kept = {path.name: path.read_bytes() for path in Path("build/story/panels").glob("*.png")}
    anew = render(story, out=Path("anew"), formats=("cbz",))
    assert len(anew.drawn) == 3
    for name, data in kept.items():
        assert data == (Path("anew/panels") / name).read_bytes()
    assert before.keys() < kept.keys()
