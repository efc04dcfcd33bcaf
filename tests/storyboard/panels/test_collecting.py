from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from renderers.base import Step
from schemas.errors import AssetMissing
from schemas.settings import CollageSettings, SketchSettings
from storyboard.events import Outcome, PanelDone, PanelFailed
from storyboard.files import DiskFull
from storyboard.panels import drawing
from storyboard.panels.collecting import collected
from storyboard.panels.executors.in_process import InProcess
from storyboard.panels.fingerprints import Fingerprint
from storyboard.panels.folder import Folder
from storyboard.panels.jobs import Job
from storyboard.panels.store import Store
from tests.storyboard.fakes import Painter, panel

NAMES = ("a-1", "a-2", "a-3", "a-4")


def jobs(*names: str) -> list[Job]:
    return [Job(panel(name), Fingerprint(drawing=name)) for name in names]


def draw(wanted: Sequence[Job], folder: Path) -> list[Outcome]:
    """Draw here, and keep in a build folder."""
    drawn = collected(wanted, executor=InProcess(), folder=Folder(folder), root=folder)
    return list(drawn)


def failing(*bad: str) -> Callable[[str], None]:
    def trouble(name: str) -> None:
        if name in bad:
            raise ValueError(f"{name} is bad")

    return trouble


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Callable[[Painter], Painter]:
    def put(painter: Painter) -> Painter:
        monkeypatch.setattr(drawing, "load", lambda settings, root: painter)
        return painter

    return put


def test_every_panel_is_drawn_and_kept(use: Callable[[Painter], Painter], tmp_path: Path) -> None:
    painter, folder = use(Painter()), Folder(tmp_path)
    events = draw(jobs(*NAMES), tmp_path)
    assert painter.batches == [4]
    assert next(event for event in events if isinstance(event, Step)) == Step("a-1", 1, 2)
    assert [event for event in events if isinstance(event, PanelDone)] == [
        PanelDone(name, "drawn", ("a note",)) for name in NAMES
    ]
    assert all(folder.store.find(Fingerprint(drawing=name).digest()) for name in NAMES)
    assert all(folder.picture(name).is_file() for name in NAMES)


def test_panels_of_the_same_settings_share_a_renderer(
    use: Callable[[Painter], Painter], tmp_path: Path
) -> None:
    painter = use(Painter())
    mixed = [
        job._replace(panel=job.panel.but(renderer=CollageSettings(resolution=64 + 64 * (i % 2))))
        for i, job in enumerate(jobs(*NAMES))
    ]
    draw(mixed, tmp_path)
    assert painter.batches == [2, 2]
    assert painter.painted == ["a-1", "a-3", "a-2", "a-4"]


@pytest.mark.parametrize("bad", [("a-1",), ("a-2",), ("a-4",), ("a-1", "a-3"), ("a-2", "a-3")])
def test_a_panel_that_fails_spares_the_others(
    use: Callable[[Painter], Painter], tmp_path: Path, bad: tuple[str, ...]
) -> None:
    painter = use(Painter(failing(*bad)))
    events = draw(jobs(*NAMES), tmp_path)
    failed = [event for event in events if isinstance(event, PanelFailed)]
    assert [each.panel for each in failed] == list(bad)
    assert failed[0].message == f"ValueError: {bad[0]} is bad"
    assert painter.painted == [name for name in NAMES if name not in bad]


def test_a_missing_model_is_not_looked_for_two_hundred_times(
    use: Callable[[Painter], Painter], tmp_path: Path
) -> None:
    def trouble(_: str) -> None:
        raise AssetMissing("no model", hint="get one")

    painter = use(Painter(trouble))
    events = draw(jobs(*NAMES), tmp_path)
    failed = [event for event in events if isinstance(event, PanelFailed)]
    assert [each.panel for each in failed] == list(NAMES)
    assert {(each.message, each.hint, each.code) for each in failed} == {("no model", "get one", 4)}
    assert len(painter.batches) <= 4


def test_a_renderer_that_cannot_be_made_fails_its_panels(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def load(settings: object, root: Path) -> Painter:
        if isinstance(settings, SketchSettings):
            raise AssetMissing("no pencil")
        return Painter()

    monkeypatch.setattr(drawing, "load", load)
    mixed = [
        Job(panel("a-1", settings=SketchSettings()), Fingerprint(drawing="1")),
        Job(panel("a-2", settings=CollageSettings()), Fingerprint(drawing="2")),
    ]
    ends = [event for event in draw(mixed, tmp_path) if not isinstance(event, Step)]
    assert ends == [
        PanelFailed("a-1", "no pencil", None, 4),
        PanelDone("a-2", "drawn", ("a note",)),
    ]


def test_a_renderer_that_leaves_panels_out_is_told_on(
    use: Callable[[Painter], Painter], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    class Lazy(Painter):
        def render(self, panels):  # type: ignore[no-untyped-def]
            yield from super().render(panels[:1] if len(panels) > 1 else [])

    use(Lazy())
    events = draw(jobs("a-1", "a-2"), tmp_path)
    ends = [event for event in events if not isinstance(event, Step)]
    assert ends[1] == PanelFailed("a-2", "the renderer did not draw it")


def test_a_full_disk_ends_the_run_and_keeps_what_was_finished(
    use: Callable[[Painter], Painter], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    use(Painter())
    store = Folder(tmp_path).store
    keep, count = Store.keep, iter(range(9))

    def full(self: Store, *args: object) -> object:
        if next(count) == 2:
            raise DiskFull("no room")
        return keep(self, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(Store, "keep", full)
    with pytest.raises(DiskFull):
        draw(jobs(*NAMES), tmp_path)
    kept = [name for name in NAMES if store.find(Fingerprint(drawing=name).digest())]
    assert kept == ["a-1", "a-2"]
