"""`storyboard train --rounds`: draws with what was trained, and learns from what a judge passes."""

import json
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
from PIL import Image

from renderers import judges
from renderers.judging.verdict import SegmentFinding, Verdict
from schemas.geometry import Box
from schemas.plan import PanelPlan
from storyboard.panels.attempts import attempt_of
from tests.storyboard.commands.test_train import SMALL, Studio, models, storyboard

__all__ = ["models"]
WHOLE = Box(left=0, top=0, right=1, bottom=1)
LORA = f"{{recipe: lora, rank: 2, {SMALL}}}\nquality: {{judge: some, attempts: 1}}"


class PassesSome:
    """A plug-in's judge, which finds everybody where a panel has one of some seeds."""

    good: tuple[int, ...] = ()

    def __init__(self, panels: object, root: Path) -> None:
        """Look at nothing."""

    def judge(self, panel: PanelPlan, picture: Image.Image) -> Verdict:
        right = panel.seed in PassesSome.good
        return Verdict(
            tuple(
                SegmentFinding(part.subject, part.subject if right else None, 0.9, WHOLE)
                for part in panel.segments
            )
        )


@pytest.fixture
def studio(tmp_path: Path, models: Path, monkeypatch: pytest.MonkeyPatch) -> Studio:
    added = EntryPoint("some", f"{__name__}:PassesSome", judges.GROUP)
    monkeypatch.setattr(judges, "entry_points", lambda group: (added,))
    monkeypatch.setattr(PassesSome, "good", ())
    monkeypatch.chdir(tmp_path)
    return Studio(tmp_path, models)


def passing(story: Path, *numbers: int) -> tuple[int, ...]:
    """Return the seeds of some attempts at the story's one panel."""
    assert storyboard("plan", story, "--out", "plans").exit_code == 0
    plan = json.loads(Path("plans/plan.json").read_text())
    panel = PanelPlan.model_validate(plan["panels"][0])
    return tuple(attempt_of(panel, number).seed for number in numbers)


def rounds() -> Path:
    (folder,) = Path("build/two/training/rounds").iterdir()
    return folder


def test_a_round_keeps_what_passes_and_trains_on_it_once(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = studio.write(LORA)
    monkeypatch.setattr(PassesSome, "good", passing(story, 1, 2))
    done = storyboard("train", story, "--rounds", 1, "--draws", 3)
    assert done.exit_code == 0, done.output
    assert "round-1: 2 of 3 pictures pass the judge" in done.output
    assert len(studio.results()) == 2
    kept = sorted((rounds() / "round-1").glob("*.png"))
    assert [path.stem.rsplit("-", 1)[1] for path in kept] == ["2", "3"]
    assert "hta woman" in json.loads(kept[0].with_suffix(".json").read_text())
    with Image.open(rounds() / "round-1.sheet.png") as sheet:
        assert sheet.width > 2 * sheet.height
    again = storyboard("train", story, "--rounds", 1, "--draws", 3)
    assert "step" not in again.output
    assert len(studio.results()) == 2
    drawn = storyboard("render", story, "--format", "png")
    assert "trained before" not in drawn.output
    (newest,) = {Path(str(name)).parent.name for name in studio.weights().values()}
    assert newest == max(studio.results(), key=lambda path: path.stat().st_mtime).name


def test_what_the_author_deletes_is_not_learned_from(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = studio.write(LORA)
    monkeypatch.setattr(PassesSome, "good", passing(story, 0, 1))
    assert storyboard("train", story, "--rounds", 1, "--draws", 2).exit_code == 0
    next((rounds() / "round-1").glob("*.png")).unlink()
    told = storyboard("train", story, "--dry-run")
    assert "would be trained" in told.output
    assert storyboard("train", story).exit_code == 0
    assert len(studio.results()) == 3


def test_nothing_kept_ends_the_rounds(studio: Studio) -> None:
    done = storyboard("train", studio.write(LORA), "--rounds", 2, "--draws", 2)
    assert done.exit_code == 0, done.output
    assert "nothing was kept" in done.output
    assert "round-2" not in done.output
    assert len(studio.results()) == 1


def test_what_cannot_be_repeated_is_refused(studio: Studio) -> None:
    story = studio.write(LORA)
    refused = storyboard("train", story, "--rounds", 1, "--set", "steps=3")
    assert refused.exit_code != 0
    assert "Write recipe and settings under training:" in refused.output
    apart = studio.write(f"{{recipe: lora, joint: false, rank: 2, {SMALL}}}")
    refused = storyboard("train", apart, "--rounds", 1)
    assert "each is trained apart" in refused.output.replace("\n", " ")
