"""The build on a handmade plan with a painter: what is drawn when, and what is left alone."""

import contextlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from schemas.book import Book, Page, PanelImage
from schemas.errors import AssetMissing, StoryboardError
from schemas.plan import PanelPlan, Plan
from schemas.settings import MspSettings
from schemas.story import Panel, Scene, Setting, Story
from storyboard.building import binding, build
from storyboard.building.preparing import Prepared
from storyboard.digests import Digests
from storyboard.events import (
    Event,
    Notice,
    PanelDone,
    PanelFailed,
    Planned,
    RenderResult,
    Written,
)
from storyboard.formats import BookFormat
from storyboard.panels import drawing, fingerprints
from storyboard.panels.folder import Folder
from storyboard.request import Order
from tests.storyboard import fakes
from tests.storyboard.fakes import Painter, says

ONE, TWO, HOME = "rain-one", "rain-two", "home-one"


def written(book: Book, kind: BookFormat, path: Path, *_: object) -> None:
    (path / "01.png" if kind.pages else path).write_text(book.title)


class Studio:
    """A build whose plan can be changed between renders."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
        self.panels: dict[str, PanelPlan] = {
            each: fakes.panel(each).but(action=f"What happens in {each}.")
            for each in (ONE, TWO, HOME)
        }
        self.painter = Painter()
        self.folder = folder / "build" / "fake"
        self.story = folder / "fake.yaml"
        self.story.write_text("title: Fake\n")
        self.books = 0
        monkeypatch.setattr(build, "prepare", self._prepare)
        monkeypatch.setattr(drawing, "load", lambda settings, root: self.painter)
        monkeypatch.setattr(binding, "_book", self._book)
        monkeypatch.setattr(binding, "_write", written)

    def change(self, panel: str, **changes: Any) -> None:
        self.panels[panel] = self.panels[panel].but(**changes)

    def render(self, **options: Any) -> RenderResult:
        last = self.events(**options)[-1]
        assert isinstance(last, RenderResult)
        return last

    def events(self, **options: Any) -> list[Event]:
        self.painter.painted.clear()
        return list(build.render_events(self.order(**options)))

    def order(self, **options: Any) -> Order:
        return Order(self.story, **{"out": self.folder, "formats": ("pdf",), **options})

    def reasons(self, **options: Any) -> dict[str, tuple[str, ...]]:
        planned, _ = build.foreseen(self.order(**options))
        return {panel: why for panel, why, _ in planned.stale}

    def _prepare(self, order: Order) -> Prepared:
        scene = Scene(id="rain", setting=Setting(), panels=(Panel(id="one"),))
        story = Story(title="Fake", scenes=(scene,))
        digests = Digests(order.folder / ".digests.json", trust=not order.force)
        plan = fakes.plan(*self.panels.values())
        return Prepared(story, plan, order.story.parent, Folder(order.folder), digests)

    def _book(self, plan: Plan, images: Mapping[str, PanelImage], *_: object) -> Book:
        self.books += 1
        words = {panel.id: [line.says for line in panel.words.lines] for panel in plan.panels}
        pictures = {name: Path(image.path).name for name, image in images.items()}
        title = json.dumps([words, pictures])
        return Book(
            title=title,
            language="en",
            reading="ltr",
            width=9,
            height=9,
            pages=(Page(number=1, panels=()),),
        )


@pytest.fixture
def studio(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Studio:
    return Studio(monkeypatch, tmp_path)


def test_a_first_render_draws_all_and_leaves_the_promised_files(studio: Studio) -> None:
    result = studio.render()
    assert result.drawn == (ONE, TWO, HOME)
    assert result.exit_code == 0
    assert result.books == (studio.folder / "book.pdf",)
    panels = {path.name for path in (studio.folder / "panels").iterdir()}
    assert panels == {
        f"{name}{end}" for name in (ONE, TWO, HOME) for end in (".png", ".json", ".masks.png")
    }
    record = json.loads((studio.folder / "panels" / f"{ONE}.json").read_text())
    assert record["plan"]["seed"] == 7
    assert record["notes"] == ["a note"]
    assert Plan.model_validate_json((studio.folder / "plan.json").read_text())
    assert Story.model_validate_json((studio.folder / "story.json").read_text())


def test_a_second_render_draws_and_writes_nothing(studio: Studio) -> None:
    studio.render()
    before = {path: path.stat().st_mtime_ns for path in studio.folder.rglob("*.*")}
    events = studio.events()
    assert studio.painter.painted == []
    assert studio.books == 1
    assert Planned((), 3) in events
    assert Written(studio.folder / "book.pdf", fresh=True) in events
    untouched = {path for path in before if not path.name.startswith(".")}
    assert {path: path.stat().st_mtime_ns for path in untouched} == {
        path: before[path] for path in untouched
    }


def test_an_edited_panel_is_redrawn_alone(studio: Studio) -> None:
    studio.render()
    studio.change(TWO, prompt="another")
    assert studio.render().drawn == (TWO,)
    assert studio.painter.painted == [TWO]
    assert studio.books == 2


def test_edited_words_letter_again_and_draw_nothing(studio: Studio) -> None:
    studio.render()
    studio.change(TWO, words=says("hello"), alt="spoken", room=())
    result = studio.render()
    assert (studio.painter.painted, result.drawn, studio.books) == ([], (), 2)
    assert "hello" in (studio.folder / "book.pdf").read_text()


def test_going_back_to_an_earlier_version_draws_nothing(studio: Studio) -> None:
    studio.render()
    first = (studio.folder / "panels" / f"{ONE}.png").read_bytes()
    studio.change(ONE, seed=8)
    studio.render()
    studio.change(ONE, seed=7)
    planned, _ = build.foreseen(studio.order())
    assert planned.stale[0].stored
    result = studio.render()
    assert (result.drawn, result.restored, studio.painter.painted) == ((), (ONE,), [])
    assert (studio.folder / "panels" / f"{ONE}.png").read_bytes() == first


def test_reasons_are_told_and_nothing_is_written(studio: Studio) -> None:
    assert studio.reasons() == {name: ("not drawn yet",) for name in (ONE, TWO, HOME)}
    assert not studio.folder.exists()
    studio.render()
    assert studio.reasons() == {}
    assert studio.reasons(force=True, only=["home"]) == {HOME: ("asked for with --force",)}
    studio.change(ONE, seed=8)
    assert set(studio.reasons()) == {ONE}
    assert "seed" in " ".join(studio.reasons()[ONE])


def test_a_changed_model_and_picture_are_reasons(studio: Studio, tmp_path: Path) -> None:
    (tmp_path / "masks.png").write_text("1")
    studio.change(ONE, masks="masks.png")
    studio.render()
    (tmp_path / "masks.png").write_text("22")
    assert studio.reasons() == {ONE: ("picture masks.png changed",)}


def test_a_new_program_draws_anew_unless_asked_to_keep(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio.render()
    monkeypatch.setattr(fingerprints, "renderer_version", lambda name: "2.0")
    assert studio.reasons()[ONE] == ("the program that draws with collage changed",)
    studio.change(ONE, seed=8)
    assert set(studio.reasons(keep=True)) == {ONE}
    assert studio.render(keep=True).drawn == (ONE,)


def test_only_draws_only_and_the_book_shows_the_rest(studio: Studio) -> None:
    result = studio.render(only=["rain/two"])
    assert (result.drawn, set(result.left_out)) == ((TWO,), {ONE, HOME})
    assert sorted(studio.painter.painted) == sorted([TWO, ONE, HOME])  # two of them as sketches
    _, pictures = json.loads((studio.folder / "book.pdf").read_text())
    assert pictures == {ONE: "panel.png", TWO: f"{TWO}.png", HOME: "panel.png"}
    assert studio.render().drawn == (ONE, HOME)


def test_only_keeps_outdated_pictures_of_the_others_in_the_book(studio: Studio) -> None:
    studio.render()
    studio.change(ONE, seed=8)
    studio.change(TWO, seed=8)
    result = studio.render(only=[TWO])
    assert (result.drawn, result.left_out) == ((TWO,), (ONE,))
    _, pictures = json.loads((studio.folder / "book.pdf").read_text())
    assert pictures[ONE] == f"{ONE}.png"


def test_only_names_what_there_is(studio: Studio) -> None:
    with pytest.raises(StoryboardError, match='no scene or panel "rain/tow"') as caught:
        studio.render(only=["rain/tow"])
    assert caught.value.hint == 'did you mean "rain/two"?'


def test_force_draws_again_and_replaces(studio: Studio) -> None:
    studio.render()
    assert studio.render(force=True, only=["rain"]).drawn == (ONE, TWO)


def test_a_failed_panel_is_told_and_the_others_are_in_the_book(studio: Studio) -> None:
    def trouble(panel: str) -> None:
        if panel == TWO:
            raise ValueError("out of ink")

    studio.painter = Painter(trouble)
    result = studio.render()
    assert (result.drawn, result.exit_code) == ((ONE, HOME), 5)
    assert result.failed == (PanelFailed(TWO, "ValueError: out of ink"),)
    _, pictures = json.loads((studio.folder / "book.pdf").read_text())
    assert pictures[TWO] == "panel.png"
    assert not (studio.folder / "panels" / f"{TWO}.png").exists()
    studio.painter = Painter()
    assert studio.render().drawn == (TWO,)


def test_a_missing_picture_fails_its_panel_before_anything_is_drawn(studio: Studio) -> None:
    studio.change(TWO, masks="gone.png")
    result = studio.render()
    assert result.drawn == (ONE, HOME)
    assert [(each.panel, each.code) for each in result.failed] == [(TWO, 4)]
    assert "gone.png" in result.failed[0].message


def test_a_missing_model_is_the_whole_answer(studio: Studio) -> None:
    for panel in (ONE, TWO, HOME):
        studio.change(panel, renderer=MspSettings(model="no/where"))
    with pytest.raises(StoryboardError, match="no/where") as caught:
        studio.render()
    assert caught.value.exit_code == AssetMissing.exit_code
    assert not (studio.folder / "book.pdf").exists()


def test_a_retouched_picture_is_kept_aside(studio: Studio) -> None:
    studio.render()
    picture = studio.folder / "panels" / f"{ONE}.png"
    picture.unlink()
    Image.new("RGB", (96, 64), "pink").save(picture)
    assert studio.reasons() == {ONE: ("its picture was changed by hand",)}
    events = studio.events()
    assert PanelDone(ONE, "restored") in events
    assert any(isinstance(event, Notice) and "by hand" in event.message for event in events)
    kept = picture.with_suffix(".by-hand.png")
    assert Image.open(kept).getpixel((0, 0)) == (255, 192, 203)
    assert studio.reasons() == {}


def test_a_picture_changed_in_its_place_comes_back_from_the_store(studio: Studio) -> None:
    studio.render()
    with (studio.folder / "panels" / f"{ONE}.png").open("r+b") as stream:
        stream.truncate(100)
    assert (studio.render().restored, studio.painter.painted) == ((ONE,), [])
    assert len((studio.folder / "panels" / f"{ONE}.by-hand.png").read_bytes()) == 100


def test_deleted_parts_come_back(studio: Studio) -> None:
    studio.render()
    (studio.folder / "panels" / f"{ONE}.png").unlink()
    (studio.folder / "book.pdf").unlink()
    result = studio.render()
    assert (result.restored, studio.painter.painted) == ((ONE,), [])
    assert (studio.folder / "book.pdf").exists()


def test_two_stories_of_one_name_do_not_share_a_folder(studio: Studio, tmp_path: Path) -> None:
    studio.render()
    other = tmp_path / "elsewhere" / "fake.yaml"
    other.parent.mkdir()
    other.write_text("title: Other\n")
    with pytest.raises(StoryboardError, match="holds the book of") as caught:
        list(build.render_events(Order(other, out=studio.folder)))
    assert "--out" in str(caught.value.hint)
    studio.story.unlink()  # moved away: the folder is free again
    assert list(build.render_events(Order(other, out=studio.folder)))


def test_earlier_versions_are_bounded(studio: Studio) -> None:
    for seed in range(30):
        studio.change(ONE, seed=seed)
        studio.render()
    entries = [path for path in (studio.folder / "store").iterdir() if len(path.name) == 64]
    assert len(entries) == 3 + 3 * build._SPARE


def test_an_interrupted_render_goes_on_where_it_was(studio: Studio) -> None:
    def interrupt(panel: str) -> None:
        if panel == HOME:
            raise KeyboardInterrupt

    studio.painter = Painter(interrupt)
    with pytest.raises(KeyboardInterrupt):
        studio.render()
    studio.painter = Painter()
    result = studio.render()
    assert (result.drawn, result.fresh) == ((HOME,), (ONE, TWO))


@pytest.mark.parametrize("after", range(0, 40, 3))
def test_a_kill_between_any_two_writes_loses_no_finished_panel(
    studio: Studio, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    """Die at the n-th rename; whatever is on disk then, the next run completes the same book."""
    import os

    renames: dict[str, Callable[..., Any]] = {"replace": os.replace, "rename": os.rename}
    count = iter(range(10_000))

    class Died(BaseException):
        pass

    def dying(name: str) -> Callable[..., Any]:
        def rename(*args: Any) -> Any:
            if next(count) >= after:
                raise Died
            return renames[name](*args)

        return rename

    with monkeypatch.context() as death:
        death.setattr(os, "replace", dying("replace"))
        death.setattr(os, "rename", dying("rename"))
        with contextlib.suppress(Died):
            studio.render()
    studio.render()
    book = (studio.folder / "book.pdf").read_text()
    assert studio.reasons() == {}
    assert json.loads(book)[1] == {name: f"{name}.png" for name in (ONE, TWO, HOME)}
    leftovers = [path for path in studio.folder.rglob("*") if ".new-" in path.name]
    assert leftovers == []
