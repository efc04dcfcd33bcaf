"""Lettering from memory is lettering; what changed is lettered anew, and damage is forgotten."""

from pathlib import Path

import pytest

from storyboard.building.pages import make_book
from storyboard.lettering import memory
from storyboard.lettering.letterer import Lettered, letter
from storyboard.lettering.memory import LetteringMemory
from tests.storyboard.staged import drawn, figure, line, panel, plan

TALK = panel(figure("ada", x=0.3), figure("bob", x=0.7), lines=[line("ada", "Hm.")])
REPLY = panel(figure("ada", x=0.5), name="scene-2", lines=[line("ada", "*Oh!*")])


@pytest.fixture
def lettered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collect who is lettered in earnest."""
    found: list[str] = []

    def counted(each: object, *args: object, **more: object) -> Lettered:
        found.append(each.id)  # type: ignore[attr-defined]
        return letter(each, *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(memory, "letter", counted)
    return found


def book(folder: Path, *panels: object, code: str = "1") -> str:
    planned = plan(list(panels))  # type: ignore[arg-type]
    known = LetteringMemory(folder / ".lettering", code=code)
    made = make_book(planned, drawn(planned, folder), letterer=known.letter)
    known.save()
    assert made == make_book(planned, drawn(planned, folder))
    return made.digest()


def test_only_what_changed_is_lettered_again(tmp_path: Path, lettered: list[str]) -> None:
    before = book(tmp_path, TALK, REPLY)
    assert lettered == ["scene-1", "scene-2"]
    assert book(tmp_path, TALK, REPLY) == before
    assert lettered == ["scene-1", "scene-2"]
    louder = REPLY.but(words=panel(figure("ada", x=0.5), lines=[line("ada", "*No!*")]).words)
    assert book(tmp_path, TALK, louder) != before
    assert lettered == ["scene-1", "scene-2", "scene-2"]


def test_another_version_letters_everything_again(tmp_path: Path, lettered: list[str]) -> None:
    assert book(tmp_path, TALK, REPLY) == book(tmp_path, TALK, REPLY, code="2")
    assert len(lettered) == 4


@pytest.mark.parametrize("damage", ["", "[]", "{", '{"a": 1}', "[" * 99_999])
def test_a_damaged_memory_is_a_lost_one(tmp_path: Path, lettered: list[str], damage: str) -> None:
    before = book(tmp_path, TALK, REPLY)
    (tmp_path / ".lettering").write_text(damage)
    assert book(tmp_path, TALK, REPLY) == before
    assert len(lettered) == 4


def test_a_changed_digit_is_noticed(tmp_path: Path, lettered: list[str]) -> None:
    before = book(tmp_path, TALK, REPLY)
    path = tmp_path / ".lettering"
    text = path.read_text()
    place = text.index('"x":') + 4
    path.write_text(text[:place] + ("1" if text[place] != "1" else "2") + text[place + 1 :])
    assert book(tmp_path, TALK, REPLY) == before
    assert len(lettered) == 3
