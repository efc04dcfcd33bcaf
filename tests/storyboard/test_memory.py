"""Memories give back what was kept, to the same program and person, and nothing that is damaged."""

from pathlib import Path

import pytest

from storyboard import memory
from storyboard.memory import TextMemory, sealed, unsealed


def kept(path: Path, text: str, *, code: str = "1") -> TextMemory:
    known = TextMemory(path, code=code)
    known.keep(known.key("what", "it", "is"), text)
    known.save()
    return TextMemory(path, code=code)


def found(known: TextMemory) -> bytes | None:
    return known.find(known.key("what", "it", "is"))


def test_a_text_is_found_again_by_all_that_it_comes_of(tmp_path: Path) -> None:
    known = kept(tmp_path / ".m", "böok")
    assert found(known) == "böok".encode()
    assert known.find(known.key("what", "it", "was")) is None
    assert known.key("ab", "c") != known.key("a", "bc")


def test_what_a_run_did_not_use_is_forgotten(tmp_path: Path) -> None:
    known = kept(tmp_path / ".m", "old")
    known.keep(known.key("other"), "new")
    known.save()
    again = TextMemory(tmp_path / ".m", code="1")
    assert found(again) is None
    assert again.find(again.key("other")) == b"new"


def test_another_version_finds_nothing(tmp_path: Path) -> None:
    kept(tmp_path / ".m", "text")
    assert found(TextMemory(tmp_path / ".m", code="2")) is None


@pytest.mark.parametrize("damage", [b"", b"\n\n\n", b"x" * 300, b"\xff\n\x00"])
def test_a_damaged_memory_is_a_lost_one(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / ".m"
    kept(path, "text")
    data = path.read_bytes()
    path.write_bytes(data[:-1] + b"T")
    assert found(TextMemory(path, code="1")) is None
    path.write_bytes(damage)
    assert found(TextMemory(path, code="1")) is None


def test_what_somebody_else_sealed_is_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / ".m"
    kept(path, "text")
    data = sealed(b"piece")
    assert unsealed(data) == b"piece"
    monkeypatch.setattr(memory, "_secret", lambda: b"another person's")
    assert found(TextMemory(path, code="1")) is None
    assert unsealed(data) is None
