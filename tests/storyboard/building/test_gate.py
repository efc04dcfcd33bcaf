"""The gate draws again what a judge refuses, within bounds, and the same way every time."""

from collections.abc import Collection
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
from PIL import Image

from renderers import judges
from renderers.judging.verdict import SegmentFinding, Verdict
from schemas.errors import AssetMissing, StoryInvalid
from schemas.geometry import Box
from schemas.plan import PanelPlan
from schemas.quality import JudgeSettings, Quality
from storyboard.building import build
from storyboard.events import Notice
from storyboard.panels.attempts import attempt_of
from tests.renderers.panels import box, segment
from tests.storyboard.building.test_build import HOME, ONE, TWO, Studio

WHOLE = Box(left=0, top=0, right=1, bottom=1)


class SeedJudge:
    """A plug-in's judge, which finds the right subject where a panel has one of some seeds."""

    good: Collection[int] = ()
    blind: Collection[int] = ()
    strange: bool = False

    def __init__(self, panels: object, root: Path) -> None:
        """Look at nothing."""

    def judge(self, panel: PanelPlan, picture: Image.Image) -> Verdict:
        if panel.seed in SeedJudge.blind:
            raise ValueError("too dark")
        found = "dee" if panel.seed in SeedJudge.good else "ringo"
        return Verdict((SegmentFinding("dee", found, 0.9, WHOLE, not SeedJudge.strange),))


@pytest.fixture
def studio(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Studio:
    added = EntryPoint("seeds", f"{__name__}:SeedJudge", judges.GROUP)
    monkeypatch.setattr(judges, "entry_points", lambda group: (added,))
    monkeypatch.setattr(SeedJudge, "good", ())
    monkeypatch.setattr(SeedJudge, "blind", ())
    monkeypatch.setattr(SeedJudge, "strange", False)
    made = Studio(monkeypatch, tmp_path)
    made.change(ONE, quality=Quality(judge="seeds", attempts=3))
    return made


def seed_of(studio: Studio, number: int) -> int:
    return attempt_of(studio.panels[ONE], number).seed


def notices(studio: Studio, **options: object) -> list[str]:
    return [each.message for each in studio.events(**options) if isinstance(each, Notice)]


def test_what_passes_is_drawn_once_and_its_verdict_kept(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SeedJudge, "good", (7,))
    result = studio.render()
    assert studio.painter.painted == [ONE, TWO, HOME]
    assert result.fell_short == ()
    record = studio_record(studio)
    assert record.verdict is not None
    assert record.verdict.segments[0].found == "dee"


def studio_record(studio: Studio):
    from storyboard.panels.folder import Folder

    record = Folder(studio.folder).record(ONE)
    assert record is not None
    return record


def test_what_fails_is_drawn_again_until_it_passes_and_then_left_alone(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SeedJudge, "good", (seed_of(studio, 1),))
    told = notices(studio)
    assert studio.painter.painted == [ONE, TWO, HOME, ONE]
    assert told == [
        "rain-one: dee looks like ringo (identity 0.00 of 0.80 asked); attempt 2 of 3 follows",
        "rain-one: attempt 2 of 3 is in the book: identity 1.00 of 0.80 asked",
    ]
    assert studio_record(studio).plan["seed"] == seed_of(studio, 1)
    assert notices(studio) == []
    assert studio.painter.painted == []
    assert len([*(studio.folder / "store").iterdir()]) == 4


def test_what_never_passes_is_told_every_time_and_fails_a_strict_run(studio: Studio) -> None:
    assert studio.render().exit_code == 0
    assert len(studio.painter.painted) == 5
    assert studio_record(studio).plan["seed"] == 7
    again = studio.render(strict=True)
    assert (again.fell_short, again.exit_code) == ((ONE,), 6)
    assert studio.painter.painted == []
    page = (studio.folder / "quality.html").read_text()
    assert page.count("<figure") == 3
    assert "0 of 1 judged panels" in page


def test_a_killed_run_goes_on_where_it_was(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SeedJudge, "good", (seed_of(studio, 2),))
    events = build.render_events(studio.order())
    while not (isinstance(event := next(events), Notice) and "attempt 3 of 3" in event.message):
        pass
    events.close()
    studio.painter.painted.clear()
    result = studio.render()
    assert studio.painter.painted == [ONE]
    assert result.fell_short == ()
    assert studio_record(studio).plan["seed"] == seed_of(studio, 2)


def test_one_attempt_judges_and_draws_nothing_again(studio: Studio) -> None:
    studio.change(ONE, quality=Quality(judge="seeds", attempts=1))
    assert studio.render().fell_short == (ONE,)
    assert studio.painter.painted == [ONE, TWO, HOME]


def test_asking_for_quality_later_judges_what_is_drawn(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SeedJudge, "good", (7,))
    asked = studio.panels[ONE].quality
    studio.change(ONE, quality=None)
    studio.render()
    studio.change(ONE, quality=asked)
    assert studio.render().fell_short == ()
    assert studio.painter.painted == []
    assert studio_record(studio).verdict is not None


def test_a_judge_that_nobody_has_is_refused_before_anything_is_drawn(studio: Studio) -> None:
    studio.change(ONE, quality=Quality(judge="nobody"))
    with pytest.raises(StoryInvalid, match='no judge is called "nobody"'):
        studio.render()
    assert studio.painter.painted == []


def test_a_picture_that_its_judge_cannot_read_is_told_and_no_panel_lost(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SeedJudge, "blind", (7,))
    told = notices(studio)
    assert told == [
        f"{ONE}: its picture is not judged: the judge seeds cannot read it: ValueError: too dark"
    ]
    assert studio.painter.painted == [ONE, TWO, HOME]
    again = studio.render(strict=True)
    assert (again.fell_short, again.exit_code) == ((ONE,), 6)


def test_a_judge_that_knows_other_subjects_is_told_and_refuses_nobody(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SeedJudge, "strange", True)
    studio.change(ONE, segments=(segment(box(0, 0, 1, 1), "dee"),))
    told = notices(studio)
    assert told == [
        f"{ONE}: the judge seeds knows nobody of those in it, or sees too little of them; "
        "auto knows everybody with pictures"
    ]
    assert studio.render(strict=True).exit_code == 0


def test_a_judge_whose_networks_are_not_here_is_refused_before_anything_is_drawn(
    studio: Studio,
) -> None:
    asked = JudgeSettings(name="detector", detector="no/such", embedding="dino")
    studio.change(ONE, quality=Quality(judge=asked))
    with pytest.raises(AssetMissing, match="no directory no/such"):
        studio.render()
    assert studio.painter.painted == []
