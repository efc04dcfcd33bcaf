"""An evaluation draws what is missing and nothing else, and its files follow from the pictures."""

import csv
import json
from collections.abc import Iterator, Sequence
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
from PIL import Image

from renderers import judges
from renderers.base import Drawn
from renderers.judging.verdict import SegmentFinding, Verdict
from schemas.errors import StoryboardError
from schemas.geometry import Box
from schemas.plan import PanelPlan
from storyboard.evaluation.evaluating import evaluation_events
from storyboard.evaluation.order import EvaluationOrder
from storyboard.evaluation.work import foreseen
from storyboard.events import Event, Notice, PanelFailed, RenderResult, Written
from storyboard.panels.jobs import Job, Result

SUITE = """\
cast: [dee, ringo, cat]
compositions: [dee, [dee, ringo]]
prompts: [waved]
methods:
  red: {renderer: {name: collage, resolution: 64}}
  blue: {renderer: {name: collage, resolution: 72}}
metrics: found
judges: hue
"""
THIRD = "  green: {renderer: {name: collage, resolution: 80}}\nmetrics:"
WHOLE = Box(left=0, top=0, right=1, bottom=1)


class HueJudge:
    """A plug-in's judge: in red pictures all are themselves, in blue ones they are the cat."""

    judged: list[str] = []
    unreadable: tuple[str, ...] = ()

    def __init__(self, panels: object, root: Path) -> None:
        """Look at nothing."""

    def judge(self, panel: PanelPlan, picture: Image.Image) -> Verdict:
        HueJudge.judged.append(panel.id)
        if panel.id in HueJudge.unreadable:
            raise StoryboardError("too dark to see")
        red, _, blue = picture.getpixel((0, 0))
        names = [each.subject for each in panel.segments]
        found = [SegmentFinding(n, n if red > blue else "cat", 1, WHOLE) for n in names]
        return Verdict(tuple(found))


class Painter:
    """An executor that paints pictures of one colour; it may fail, or be killed after some."""

    def __init__(self, *, dies_after: int = 99, refuses: str = "") -> None:
        self.painted: list[str] = []
        self._dies_after, self._refuses = dies_after, refuses

    def draw(self, jobs: Sequence[Job], *, root: Path) -> Iterator[Result]:
        for job in jobs:
            if len(self.painted) >= self._dies_after:
                raise KeyboardInterrupt
            name = job.panel.id
            if self._refuses and name.startswith(self._refuses):
                yield PanelFailed(name, "no paint left", code=4)
                continue
            self.painted.append(name)
            yield Drawn(name, Image.new("RGB", (8, 8), name.split("-")[0]), {})


@pytest.fixture(autouse=True)
def _hue(monkeypatch: pytest.MonkeyPatch) -> None:
    added = EntryPoint("hue", f"{__name__}:HueJudge", judges.GROUP)
    monkeypatch.setattr(judges, "entry_points", lambda group: (added,))
    monkeypatch.setattr(HueJudge, "judged", [])
    monkeypatch.setattr(HueJudge, "unreadable", ())


def order(painter: Painter | None = None, text: str = SUITE, **options: object) -> EvaluationOrder:
    Path("hues.yaml").write_text(text)
    return EvaluationOrder("hues.yaml", executor=painter, **options)  # type: ignore[arg-type]


def events(painter: Painter, text: str = SUITE, **options: object) -> list[Event]:
    return list(evaluation_events(order(painter, text, **options)))


def evaluated(painter: Painter, text: str = SUITE, **options: object) -> RenderResult:
    last = events(painter, text, **options)[-1]
    assert isinstance(last, RenderResult)
    return last


def results() -> list[dict[str, str]]:
    with Path("build/hues/results.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def told(found: Sequence[Event]) -> list[str]:
    return [each.message for each in found if isinstance(each, Notice)]


def test_every_picture_is_drawn_judged_and_tabulated() -> None:
    painter = Painter()
    result = evaluated(painter)
    names = ["red-dee-p1-1", "red-dee-ringo-p1-1", "blue-dee-p1-1", "blue-dee-ringo-p1-1"]
    assert painter.painted == HueJudge.judged == names
    assert result.exit_code == 0
    assert [path.name for path in result.books][:2] == ["results.csv", "table.md"]
    rows = results()
    assert [row["found (hue)"] for row in rows] == ["1", "1", "0", "0"]
    assert [row["file"] for row in rows] == [f"panels/{name}.png" for name in names]
    assert all(Path("build/hues", row["file"]).is_file() for row in rows)
    table = Path("build/hues/table.md").read_text()
    assert "| red | 2 | 1.00 / 1.00 |" in table
    assert "| blue | 0.00 [0.00, 0.00] |" in table
    assert "**1.00 [1.00, 1.00]**" in table


def test_a_second_run_draws_judges_and_writes_nothing() -> None:
    evaluated(Painter())
    before = {path: path.stat().st_mtime_ns for path in Path("build/hues").glob("*.*")}
    HueJudge.judged.clear()
    again = Painter()
    found = events(again)
    assert again.painted == HueJudge.judged == []
    assert all(each.fresh for each in found if isinstance(each, Written))
    untouched = {path for path in before if not path.name.startswith(".")}
    assert {p: p.stat().st_mtime_ns for p in untouched} == {p: before[p] for p in untouched}


def test_adding_a_method_draws_only_it() -> None:
    evaluated(Painter())
    more = Painter()
    evaluated(more, SUITE.replace("metrics:", THIRD))
    assert more.painted == ["green-dee-p1-1", "green-dee-ringo-p1-1"]
    assert len(results()) == 6


def test_another_seed_draws_everything_anew_and_back_again_nothing() -> None:
    evaluated(Painter())
    other = Painter()
    evaluated(other, "seed: 1\n" + SUITE)
    assert len(other.painted) == 4
    back = Painter()
    assert len(evaluated(back).restored) == 4
    assert back.painted == []


def test_a_run_that_was_killed_goes_on_where_it_was() -> None:
    killed, rest = Painter(dies_after=3), Painter()
    with pytest.raises(KeyboardInterrupt):
        events(killed)
    evaluated(rest)
    assert [*killed.painted, *rest.painted] == [row["file"][7:-4] for row in results()]
    whole = Path("build/hues/results.csv").read_bytes()
    assert HueJudge.judged == [*killed.painted, *rest.painted]
    evaluated(Painter(), out=Path("elsewhere"))
    assert Path("elsewhere/results.csv").read_bytes() == whole


def test_only_some_methods_are_drawn_and_the_others_kept() -> None:
    first = Painter()
    found = events(first, only=("blue",))
    assert first.painted == ["blue-dee-p1-1", "blue-dee-ringo-p1-1"]
    assert "2 pictures are left out by --only, and of the tables" in told(found)
    assert {row["method"] for row in results()} == {"blue"}
    evaluated(Painter(), only=("red",))
    assert {row["method"] for row in results()} == {"red", "blue"}
    with pytest.raises(StoryboardError, match='no method "bleu"') as error:
        events(Painter(), only=("bleu",))
    assert error.value.hint == 'did you mean "blue"?'


def test_what_only_leaves_out_is_kept_and_measured_when_it_is_asked_for() -> None:
    evaluated(Painter())
    evaluated(Painter(), "seed: 1\n" + SUITE, only=("red",))
    back = Painter()
    evaluated(back)
    assert back.painted == []
    assert [row["state"] for row in results()] == ["measured"] * 4


def test_what_cannot_be_drawn_is_told_once_and_counted() -> None:
    found = events(Painter(refuses="blue"))
    assert told(found) == ["blue: 2 pictures cannot be drawn: no paint left"]
    assert found[-1].exit_code == 5  # type: ignore[union-attr]
    assert [row["state"] for row in results()] == ["measured", "measured", "failed", "failed"]
    table = Path("build/hues/table.md").read_text()
    assert "blue: 2 of 2 pictures could not be drawn." in table
    assert "| blue | 0 | - / - |" in table


def test_a_picture_that_no_judge_can_read_is_told_and_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(HueJudge, "unreadable", ("red-dee-p1-1",))
    found = events(Painter())
    assert told(found) == [
        "red-dee-p1-1: cannot be judged by hue: too dark to see",
        "no judge can tell anybody in 1 of 4 pictures, such as red-dee-p1-1; they are counted, "
        "and in no mean of a judge",
    ]
    assert results()[0]["state"] == "unread"
    assert results()[0]["found (hue)"] == ""
    assert "red: 1 of 2 pictures hold nobody whom a judge can tell." in (
        Path("build/hues/table.md").read_text()
    )
    monkeypatch.setattr(HueJudge, "unreadable", ())
    HueJudge.judged.clear()
    evaluated(Painter())
    assert HueJudge.judged == ["red-dee-p1-1"]


def test_a_table_changed_by_hand_is_kept_aside() -> None:
    evaluated(Painter())
    table = Path("build/hues/table.md")
    table.write_text("my own notes")
    evaluated(Painter())
    assert Path("build/hues/table.by-hand.md").read_text() == "my own notes"
    assert table.read_text().startswith("# hues")


def test_a_folder_of_somebody_else_s_is_refused() -> None:
    Path("mine").mkdir()
    Path("mine/letter.txt").write_text("dear")
    with pytest.raises(StoryboardError, match="files that no render put there"):
        events(Painter(), out=Path("mine"))
    assert [path.name for path in Path("mine").iterdir()] == ["letter.txt"]


def test_damaged_measures_are_taken_again() -> None:
    evaluated(Painter())
    for path in Path("build/hues/measures").iterdir():
        path.write_text("{" if path.name < "8" else json.dumps({"judge hue": 3}))
    HueJudge.judged.clear()
    again = Painter()
    evaluated(again)
    assert again.painted == []
    assert len(HueJudge.judged) == 4


def test_what_would_be_done_is_said_and_nothing_written() -> None:
    work = foreseen(order())
    assert len(work.survey.draw) == 4
    assert work.to_measure == ()
    assert not Path("build").exists()
    evaluated(Painter())
    for path in Path("build/hues/measures").iterdir():
        path.unlink()
    work = foreseen(order())
    assert work.survey.draw == ()
    assert len(work.to_measure) == 4
