"""Whose files are whose: only what the last manifest names is replaced or deleted."""

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from schemas.errors import StoryboardError
from storyboard.building import build
from storyboard.building.manifest import MARK, Manifest
from storyboard.events import Notice, Written
from storyboard.panels.folder import Folder
from tests.storyboard import fakes
from tests.storyboard.building.test_build import HOME, ONE, TWO, Studio

FORMATS = ("pdf", "png", "cbz")


@pytest.fixture
def studio(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Studio:
    return Studio(monkeypatch, tmp_path)


def held(folder: Path) -> dict[str, bytes]:
    files = {str(path.relative_to(folder)): path for path in folder.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in files.items()}


def notices(studio: Studio, **options: object) -> list[str]:
    return [each.message for each in studio.events(**options) if isinstance(each, Notice)]


@pytest.mark.parametrize(
    "name",
    [
        "thesis.pdf",
        "book.pdf",
        "story.json",
        "pages/01.png",
        "pages/holiday.png",
        "store/abc/x",
        "panels/cat.png",
        ".new-1-secret/x",
        ".new-idea",
        ".git/config",
    ],
)
def test_a_folder_with_anything_else_in_it_is_refused_untouched(studio: Studio, name: str) -> None:
    for each in (name, "notes.txt"):
        (studio.folder / each).parent.mkdir(parents=True, exist_ok=True)
        (studio.folder / each).write_text("mine")
    before = held(studio.folder)
    with pytest.raises(StoryboardError, match="no render put there") as caught:
        studio.render(formats=FORMATS)
    assert "--out" in str(caught.value.hint)
    assert held(studio.folder) == before


@pytest.mark.parametrize("inside", [MARK, "panels", "store", "pages", ".lock"])
def test_nothing_is_written_through_a_symbolic_link(
    studio: Studio, tmp_path: Path, inside: str
) -> None:
    studio.render()
    mine, place = tmp_path / "mine", studio.folder / inside
    mine.mkdir()
    for name in ("01.png", "rain-one.png", "0123abc"):
        (mine / name).write_text("mine")
    shutil.rmtree(place) if place.is_dir() else place.unlink(missing_ok=True)
    place.symlink_to(mine / "01.png" if inside.startswith(".") else mine)
    studio.change(ONE, seed=8)
    with pytest.raises(StoryboardError, match="symbolic link"):
        studio.render(formats=FORMATS)
    assert held(mine) == dict.fromkeys(("01.png", "rain-one.png", "0123abc"), b"mine")


def test_files_put_into_a_build_stay_as_they_are(studio: Studio) -> None:
    studio.render(formats=FORMATS)
    names = (
        "pages/99.png",
        "pages/01-new.png",
        "store/0123",
        "store/abc/x.png",
        ".new-idea",
        "panels/mine.png",
        "book.docx",
    )
    for name in names:
        (studio.folder / name).parent.mkdir(exist_ok=True)
        (studio.folder / name).write_text("mine")
    for seed in range(16):
        studio.change(ONE, seed=seed)
        studio.render(formats=FORMATS)
    assert {name: held(studio.folder)[name] for name in names} == dict.fromkeys(names, b"mine")


@pytest.mark.parametrize("name", ["book.pdf", "pages/01.png", "plan.json"])
def test_what_was_changed_by_hand_is_kept_aside_each_time(studio: Studio, name: str) -> None:
    studio.render(formats=FORMATS)
    place = studio.folder / name
    for count, text in enumerate(("mine", "again"), start=1):
        place.write_text(text)
        studio.change(ONE, seed=count + 7)
        assert any(str(place) in message for message in notices(studio, formats=FORMATS))
        assert place.read_text() != text
    one, two = (place.with_name(f"{place.stem}.by-hand{n}{place.suffix}") for n in ("", "-2"))
    assert (one.read_text(), two.read_text()) == ("mine", "again")


def test_every_retouched_picture_is_kept(studio: Studio) -> None:
    studio.render()
    picture = studio.folder / "panels" / f"{ONE}.png"
    masks = studio.folder / "panels" / f"{ONE}.masks.png"
    for count in range(3):
        picture.write_text(f"retouched {count}")
        masks.write_text(f"mask {count}")
        studio.change(ONE, seed=count + 8)
        studio.render()
    kept = held(studio.folder / "panels")
    assert [kept[f"{ONE}.by-hand{n}.png"].decode() for n in ("", "-2", "-3")] == [
        "retouched 0",
        "retouched 1",
        "retouched 2",
    ]
    assert kept[f"{ONE}.masks.by-hand-3.png"] == b"mask 2"


def test_force_keeps_a_retouched_picture_too(studio: Studio) -> None:
    studio.render()
    (studio.folder / "panels" / f"{TWO}.png").write_text("mine")
    studio.render(force=True)
    assert (studio.folder / "panels" / f"{TWO}.by-hand.png").read_text() == "mine"


@pytest.mark.parametrize("kind", ["pdf", "png", "cbz"])
@pytest.mark.parametrize("force", [False, True])
def test_a_damaged_or_deleted_book_is_written_again(studio: Studio, kind: str, force: bool) -> None:
    studio.render(formats=FORMATS)
    place = studio.folder / ("pages/01.png" if kind == "png" else f"book.{kind}")
    whole = place.read_bytes()
    for damage in (lambda: place.write_bytes(whole[:9]), place.unlink):
        damage()
        events = studio.events(formats=FORMATS, force=force)
        assert Written(place.parent if kind == "png" else place, fresh=False) in events
        assert place.read_bytes() == whole


def test_bit_rot_that_leaves_the_time_is_seen(studio: Studio) -> None:
    studio.render()
    book = studio.folder / "book.pdf"
    status, whole = book.stat(), book.read_bytes()
    book.write_bytes(b"X" + whole[1:])
    os.utime(book, ns=(status.st_atime_ns, status.st_mtime_ns))
    studio.render()
    assert book.read_bytes() == whole


def test_a_format_not_asked_for_is_said_to_be_older(studio: Studio) -> None:
    studio.render(formats=("pdf", "cbz"))
    assert notices(studio) == []
    studio.change(ONE, words=fakes.says("Goodbye."))
    (message,) = notices(studio)
    assert "book.cbz shows an earlier version" in message
    assert "--format pdf,cbz" in message


def test_another_resolution_is_another_book(studio: Studio) -> None:
    studio.render(formats=FORMATS, dpi=300)
    events = studio.events(formats=FORMATS, dpi=96)
    assert [event.fresh for event in events if isinstance(event, Written)] == [True, False, False]
    events = studio.events(formats=FORMATS, dpi=96)
    assert all(event.fresh for event in events if isinstance(event, Written))
    with pytest.raises(StoryboardError, match="36 to 1200"):
        studio.render(dpi=7)


def test_a_copied_or_moved_build_is_itself(studio: Studio, tmp_path: Path) -> None:
    studio.render()
    shutil.copytree(tmp_path / "build", tmp_path / "project" / "build")
    copied = shutil.copy(studio.story, tmp_path / "project" / "fake.yaml")
    studio.story, studio.folder = Path(copied), tmp_path / "project" / "build" / "fake"
    assert studio.render().fresh == (ONE, TWO, HOME)
    shutil.move(tmp_path / "project", tmp_path / "moved")
    studio.story, studio.folder = tmp_path / "moved/fake.yaml", tmp_path / "moved/build/fake"
    assert studio.render().fresh == (ONE, TWO, HOME)
    assert studio.painter.painted == []


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": "else"}', "[" * 100_000, "\0"])
def test_a_damaged_manifest_loses_nothing(studio: Studio, text: str) -> None:
    studio.render()
    whole = (studio.folder / "book.pdf").read_bytes()
    (studio.folder / MARK).write_text(text)
    assert studio.render().fresh == (ONE, TWO, HOME)
    assert (studio.folder / "book.pdf").read_bytes() == whole
    assert studio.render().fresh == (ONE, TWO, HOME)


def test_a_manifest_that_leads_elsewhere_is_none(studio: Studio, tmp_path: Path) -> None:
    studio.render()
    (tmp_path / "mine").write_text("mine")
    data = json.loads((studio.folder / MARK).read_text())
    data["books"]["book.pdf"]["files"]["../../mine"] = ["0" * 64]
    with pytest.raises(ValueError, match="match"):
        Manifest.model_validate(data)
    (studio.folder / MARK).write_text(json.dumps(data))
    studio.change(ONE, seed=8)
    studio.render()
    assert (tmp_path / "mine").read_text() == "mine"


@pytest.mark.parametrize("name", ["../x", "/tmp/x", "a/b", "", ".", "-x", "a\0", "a.b", "x" * 300])
def test_a_panel_is_named_by_a_name_and_no_path(tmp_path: Path, name: str) -> None:
    with pytest.raises(StoryboardError, match="cannot be called"):
        Folder(tmp_path).picture(name)
    with pytest.raises(StoryboardError, match="cannot be called"):
        Folder(tmp_path).record(name)


def test_a_picture_that_changes_while_a_panel_is_drawn_fails_it(
    studio: Studio, tmp_path: Path
) -> None:
    masks = tmp_path / "masks.png"
    masks.write_text("one")
    studio.change(ONE, masks="masks.png")

    def edited(panel: str) -> None:
        if panel == ONE:
            masks.write_text("two")  # and undone before anybody could look
            masks.write_text("one")

    studio.painter = fakes.Painter(edited)
    result = studio.render()
    assert [(each.panel, each.code) for each in result.failed] == [(ONE, 5)]
    assert "masks.png was changed while the panel was drawn" in result.failed[0].message
    studio.painter = fakes.Painter()
    assert studio.render().drawn == (ONE,)


def test_a_story_saved_while_it_is_read_is_not_remembered(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare = build.prepare

    def saving(order: object) -> object:
        text = studio.story.read_text()
        studio.story.write_text("title: Else\n")
        made = prepare(order)  # type: ignore[arg-type]
        studio.story.write_text(text)
        return made

    monkeypatch.setattr(build, "prepare", saving)
    studio.render()
    assert not (studio.folder / ".render.json").exists()
    monkeypatch.setattr(build, "prepare", prepare)
    studio.render()
    assert (studio.folder / ".render.json").exists()


def temporaries(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.name.startswith(".new-"))


def test_what_dead_runs_left_is_swept(studio: Studio) -> None:
    studio.render()
    for place in (studio.folder, studio.folder / "panels", studio.folder / "store"):
        (place / ".new-4711-x").mkdir()
        (place / ".new-4711-x" / "half").write_text("half")
    studio.render()
    assert not list(temporaries(studio.folder))
