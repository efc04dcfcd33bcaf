"""Several candidates are drawn once, shown on a sheet, and the chosen one stays chosen."""

from pathlib import Path

import pytest

from schemas.errors import StoryboardError
from storyboard.building.build import render_events
from storyboard.commands import picking as command
from storyboard.events import Notice
from storyboard.panels.attempts import attempt_of
from storyboard.panels.choices import choices_file, read_choices
from storyboard.panels.folder import Folder
from tests.storyboard.building.test_build import HOME, ONE, TWO, Studio


@pytest.fixture
def studio(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Studio:
    made = Studio(monkeypatch, tmp_path)
    monkeypatch.setattr(command, "prepare", made._prepare)
    return made


def seed_shown(studio: Studio, panel: str = TWO) -> int:
    record = Folder(studio.folder).record(panel)
    assert record is not None
    return int(record.plan["seed"])


def test_candidates_are_drawn_once_and_the_first_is_in_the_book(studio: Studio) -> None:
    studio.render(candidates=3, only=(TWO,))
    assert studio.painter.painted.count(TWO) == 3  # the others are sketched
    assert seed_shown(studio) == 7
    studio.render(candidates=3, only=(TWO,))
    assert studio.painter.painted == []
    studio.render()
    assert studio.painter.painted == [ONE, HOME]
    assert len(list((studio.folder / "store").iterdir())) >= 5


def test_a_choice_is_kept_beside_the_story_and_render_keeps_to_it(studio: Studio) -> None:
    studio.render(candidates=3)
    command.choose(studio.order(), [f"{TWO}=3"])
    assert read_choices(studio.story)[TWO].attempt == 3
    studio.render()
    assert studio.painter.painted == []
    assert seed_shown(studio) == attempt_of(studio.panels[TWO], 2).seed
    assert seed_shown(studio, ONE) == 7


def test_a_choice_is_drawn_where_the_store_has_lost_it(studio: Studio) -> None:
    studio.render(candidates=2)
    command.choose(studio.order(), [f"{TWO}=2"])
    for path in sorted((studio.folder / "store").rglob("*.json")):
        path.unlink()
    studio.render()
    assert studio.painter.painted == [TWO]
    assert seed_shown(studio) == attempt_of(studio.panels[TWO], 1).seed


def test_a_choice_of_another_plan_is_told_and_passed_over(studio: Studio) -> None:
    studio.render(candidates=2)
    command.choose(studio.order(), [f"{TWO}=2"])
    studio.change(TWO, prompt="something else")
    told = [e.message for e in render_events(studio.order()) if isinstance(e, Notice)]
    assert any(
        "rain-two: attempt 2 was chosen when it was planned otherwise" in each for each in told
    )
    assert seed_shown(studio) == 7


def test_the_sheet_shows_every_candidate_and_how_to_take_it(
    studio: Studio, capsys: pytest.CaptureFixture[str]
) -> None:
    studio.render(candidates=2, only=(TWO,))
    command.choose(studio.order(), [])
    assert "candidates.png" in capsys.readouterr().out
    text = (studio.folder / "candidates.html").read_text()
    assert text.count("<figure") == 2
    assert "storyboard pick fake.yaml rain-two=2" in text


@pytest.mark.parametrize(
    ("picked", "message"),
    [("rain-tow=1", "no panel"), ("rain-two=9", "no candidate"), ("rain-two", "no candidate")],
)
def test_what_is_no_candidate_is_refused(studio: Studio, picked: str, message: str) -> None:
    studio.render(candidates=2)
    with pytest.raises(StoryboardError, match=message):
        command.choose(studio.order(), [picked])
    assert not choices_file(studio.story).exists()


def test_no_candidates_and_a_damaged_file_are_told(studio: Studio) -> None:
    studio.render()
    with pytest.raises(StoryboardError, match="nothing to choose"):
        command.choose(studio.order(), [])
    choices_file(studio.story).write_text("panels: [1")
    with pytest.raises(StoryboardError, match="does not hold choices"):
        studio.render()
