"""Plans from memory are the plans that planning gives; an edit decides only what it changed."""

from pathlib import Path

import pytest
from PIL import Image

from schemas.story import Story
from storyboard.memory import TextMemory
from storyboard.planning import planner
from storyboard.planning.drafts import PanelDraft
from storyboard.planning.planner import plan_with_notes
from storyboard.reading import check_text

TEXT = """\
cast: [dee, ringo]
renderer: collage
scenes:
  - setting: a park
    panels:
      - {action: Dee waits, dialogue: [dee: Hm.]}
      - {action: Ringo hugs Dee, relations: [dee left of ringo]}
  - setting: a kitchen
    panels:
      - {action: Ringo eats, caption: Later.}
"""


@pytest.fixture
def decided(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collect which panels are decided in earnest."""
    found: list[str] = []
    real = planner._decided

    def counted(story: Story, draft: PanelDraft, *rest: object) -> object:
        found.append(draft.id)
        return real(story, draft, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(planner, "_decided", counted)
    return found


def story_of(text: str, folder: Path = Path()) -> Story:
    story, problems = check_text(text, folder=folder)
    assert story is not None, problems
    return story


def planned(path: Path, text: str, folder: Path = Path()) -> object:
    story, known = story_of(text, folder), TextMemory(path, code="1")
    made = plan_with_notes(story, root=folder, memory=known)
    known.save()
    return made


@pytest.mark.parametrize(
    ("edit", "again"),
    [
        (("", ""), []),
        (("Hm.", "Ah!"), ["scene-1-1"]),
        (("hugs", "kisses"), ["scene-1-2"]),
        (("a kitchen", "a shop"), ["scene-2-1"]),
        (("renderer: collage", "renderer: sketch"), ["scene-1-1", "scene-1-2", "scene-2-1"]),
        (("renderer: collage", "seed: 3"), ["scene-1-1", "scene-1-2", "scene-2-1"]),
    ],
)
def test_an_edit_decides_what_it_changed(
    tmp_path: Path, decided: list[str], edit: tuple[str, str], again: list[str]
) -> None:
    planned(tmp_path / ".planning", TEXT)
    decided.clear()
    edited = TEXT.replace(*edit)
    made = planned(tmp_path / ".planning", edited)
    assert decided == again
    assert made == plan_with_notes(story_of(edited), root=Path())


def test_a_changed_picture_decides_its_panels_again(tmp_path: Path, decided: list[str]) -> None:
    picture = Image.new("RGBA", (60, 120), (0, 0, 0, 0))
    picture.paste((200, 60, 60, 255), (10, 10, 50, 110))
    picture.save(tmp_path / "mira.png")
    text = TEXT.replace("cast: [dee, ringo]", "cast: [ringo]").replace(
        "scenes:", "characters: {dee: {class: woman, references: [mira.png]}}\nscenes:", 1
    )
    planned(tmp_path / ".planning", text, tmp_path)
    decided.clear()
    planned(tmp_path / ".planning", text, tmp_path)
    assert decided == []
    picture.crop((0, 0, 55, 115)).save(tmp_path / "mira.png")
    made = planned(tmp_path / ".planning", text, tmp_path)
    assert decided == ["scene-1-1", "scene-1-2", "scene-2-1"]
    assert made == plan_with_notes(story_of(text, tmp_path), root=tmp_path)
