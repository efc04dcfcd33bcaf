import os
from pathlib import Path

import pytest

from storyboard.building import unchanged
from storyboard.building.unchanged import answered, question, remember
from storyboard.digests import sign_of
from storyboard.events import Planned, RenderResult, Written
from storyboard.request import Order


class Scene:
    """A story with a finished book, remembered."""

    def __init__(self, folder: Path) -> None:
        self.story = folder / "fake.yaml"
        self.story.write_text("title: Fake\n")
        self.folder = folder / "build"
        (self.folder / "pages").mkdir(parents=True)
        (self.folder / "panels").mkdir()
        for name in ("book.pdf", "pages/01.png", "panels/a-1.png", "plan.json", "story.json"):
            (self.folder / name).write_text(name)
        self.picture = folder / "dee.png"
        self.picture.write_text("dee")
        self.order = Order(self.story, out=self.folder)
        books = (self.folder / "book.pdf", self.folder / "pages")
        result = RenderResult(self.folder, books, drawn=("a-1",))
        used = {self.picture: sign_of(self.picture)}
        remember(question(self.order), used, result)


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path)


def test_the_same_question_has_the_same_answer(scene: Scene) -> None:
    planned, *books, result = answered(scene.order)
    assert planned == Planned((), 1)
    assert books == [
        Written(scene.folder / "book.pdf", True),
        Written(scene.folder / "pages", True),
    ]
    assert isinstance(result, RenderResult)
    assert result.fresh == ("a-1",)


@pytest.mark.parametrize(
    "name",
    [
        "fake.yaml",
        "dee.png",
        "build/book.pdf",
        "build/pages/01.png",
        "build/panels/a-1.png",
        "build/plan.json",
    ],
)
def test_any_changed_or_missing_file_is_noticed(scene: Scene, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("changed")
    assert answered(scene.order) == ()
    (tmp_path / name).unlink()
    assert answered(scene.order) == ()


def test_other_options_are_other_questions(scene: Scene) -> None:
    assert answered(scene.order._replace(renderer="collage")) == ()
    assert answered(scene.order._replace(settings={"steps": 8})) == ()
    assert answered(scene.order._replace(formats=("pdf",))) == ()
    assert answered(scene.order._replace(force=True)) == ()
    assert answered(scene.order._replace(only=("a",))) == ()
    assert answered(scene.order._replace(jobs=4)) != ()


def test_a_changed_program_is_another_question(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unchanged, "program", lambda: ["new"])
    assert answered(scene.order) == ()


def test_the_question_tells_a_changed_module(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("1")
    before = unchanged._signed(tmp_path)
    os.utime(tmp_path / "a.py", (1, 1))
    assert unchanged._signed(tmp_path) != before


def test_a_damaged_memory_is_no_answer(scene: Scene) -> None:
    for text in ("", "[]", '{"question": 1}', "\x00"):
        (scene.folder / ".render.json").write_text(text)
        assert answered(scene.order) == ()
