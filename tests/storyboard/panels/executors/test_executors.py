"""Every executor answers alike; the one of several processes also when they die."""

import os
import pickle
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from renderers.base import Drawn, Step
from schemas.plugins import PluginSettings
from storyboard.api import render
from storyboard.events import PanelFailed
from storyboard.panels.executors import executor_for
from storyboard.panels.executors.in_process import InProcess
from storyboard.panels.executors.processes import Processes, _submitted
from storyboard.panels.fingerprints import Fingerprint
from storyboard.panels.jobs import Executor, Job, Result
from storyboard.request import Order
from tests.storyboard.fakes import panel

NAMES = ("a-1", "a-2", "a-3", "a-4", "a-5")
RENDERER = """\
import os, signal
from pathlib import Path
from PIL import Image
from renderers.api import Drawn, Step

class Fragile:
    \"\"\"Dies at the panels named in `deadly`; at those in `once` only the first time.\"\"\"

    def __init__(self, settings, context):
        self.deadly, self.once, self.root = settings.deadly, settings.once, context.root

    def render(self, panels):
        for panel in panels:
            mark = self.root / f"{panel.id}.died"
            if panel.id in self.deadly or (panel.id in self.once and not mark.exists()):
                mark.touch()
                os.kill(os.getpid(), signal.SIGKILL)
            if panel.id == "a-3":
                raise ValueError("a-3 is bad")
            yield Step(panel.id, 1, 1)
            red, masks = Image.new("RGB", (6, 4), "red"), Image.new("L", (6, 4))
            yield Drawn(panel.id, red, {"masks": masks})
"""


@pytest.fixture(autouse=True)
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Install a distribution whose renderer dies as told; workers inherit `sys.path`."""
    data = tmp_path / "site" / "fragile-1.dist-info"
    data.mkdir(parents=True)
    (tmp_path / "site" / "fragile.py").write_text(RENDERER)
    (data / "METADATA").write_text("Metadata-Version: 2.1\nName: fragile\nVersion: 1\n")
    (data / "entry_points.txt").write_text("[storyboard.renderers]\nfragile = fragile:Fragile\n")
    monkeypatch.syspath_prepend(tmp_path / "site")


def jobs(*, deadly: Sequence[str] = (), once: Sequence[str] = ()) -> list[Job]:
    settings = PluginSettings(name="fragile", deadly=list(deadly), once=list(once))
    return [Job(panel(name, settings=settings), Fingerprint(drawing=name)) for name in NAMES]


class Afar:
    """An executor as a cluster would be: all that passes is bytes."""

    def draw(self, jobs: Sequence[Job], *, root: Path) -> Iterator[Result]:
        for job in jobs:
            sent = pickle.loads(pickle.dumps((job, root)))
            for result in InProcess().draw([sent[0]], root=sent[1]):
                yield pickle.loads(pickle.dumps(result))


def ends(executor: Executor, asked: Sequence[Job], root: Path) -> dict[str, str]:
    """Return how each panel ended; each must end once."""
    found: dict[str, str] = {}
    for result in executor.draw(asked, root=root):
        if not isinstance(result, Step):
            assert result.panel not in found
            found[result.panel] = "drawn" if isinstance(result, Drawn) else result.message
    return found


@pytest.mark.parametrize(
    "executor", [InProcess(), Processes(2), Afar()], ids=["here", "processes", "afar"]
)
def test_every_executor_draws_the_same(executor: Executor, tmp_path: Path) -> None:
    results = list(executor.draw(jobs(), root=tmp_path))
    drawn = [result for result in results if isinstance(result, Drawn)]
    assert sorted(each.panel for each in drawn) == ["a-1", "a-2", "a-4", "a-5"]
    assert {each.image.tobytes() for each in drawn} == {b"\xff\0\0" * 24}
    assert {*drawn[0].shown} == {"masks"}
    failed = [result for result in results if isinstance(result, PanelFailed)]
    assert failed == [PanelFailed("a-3", "ValueError: a-3 is bad")]
    assert {step.panel for step in results if isinstance(step, Step)} == {*NAMES} - {"a-3"}


def test_a_dead_process_is_forgiven_once(tmp_path: Path) -> None:
    found = ends(Processes(2), jobs(once=["a-2"]), tmp_path)
    assert found == dict.fromkeys(NAMES, "drawn") | {"a-3": "ValueError: a-3 is bad"}


def test_processes_that_die_again_and_again_cost_only_their_own_panels(tmp_path: Path) -> None:
    found = ends(Processes(2), jobs(deadly=["a-1", "a-4"]), tmp_path)
    died = "the process that drew it died"
    assert found == {
        "a-1": died,
        "a-2": "drawn",
        "a-3": "ValueError: a-3 is bad",
        "a-4": died,
        "a-5": "drawn",
    }


def test_processes_that_cannot_begin_are_not_tried_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    (tmp_path / "sitecustomize.py").write_text("import os; os._exit(1)\n")
    assert set(ends(Processes(2), jobs(), tmp_path).values()) == {"the process that drew it died"}


def test_a_process_that_dies_while_panels_are_handed_over_leaves_the_rest(tmp_path: Path) -> None:
    (job, *_) = jobs()
    with ProcessPoolExecutor(1) as pool:
        pool.submit(os._exit, 1).exception()
        assert _submitted(pool, [job.panel, job.panel]) == set()


def test_leaving_early_ends_the_processes(tmp_path: Path) -> None:
    import multiprocessing

    results = Processes(2).draw(jobs(), root=tmp_path)
    next(results)
    results.close()  # type: ignore[attr-defined]
    assert all(child.exitcode is not None for child in multiprocessing.active_children())


def test_one_job_at_a_time_is_drawn_here() -> None:
    assert isinstance(executor_for(Order(Path("story.yaml"), jobs=1)), InProcess)
    assert isinstance(executor_for(Order(Path("story.yaml"), jobs=2)), Processes)


def test_a_book_is_drawn_by_whatever_executor_it_is_given(tmp_path: Path) -> None:
    story = tmp_path / "story.yaml"
    story.write_text(
        "cast: [dee]\nrenderer: sketch\nscenes: [{panels: [Dee waits., Dee smiles.]}]\n"
    )
    result = render(story, formats=["png"], executor=Afar())
    assert len(result.drawn) == 2
    again = render(story, formats=["png"], force=True)
    first, second = (sorted(r.drawn) for r in (result, again))
    assert first == second
