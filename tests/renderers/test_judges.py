"""Judges are chosen by name: the cast's for the cast, likeness for others, or a plug-in's."""

from importlib.metadata import EntryPoint
from pathlib import Path
from typing import NamedTuple

import pytest
from PIL import Image

from renderers import judges
from renderers.judging.opinions import AdvisedJudge, TwoOpinions
from renderers.judging.pixels import PixelJudge
from renderers.judging.verdict import SegmentFinding, Verdict
from renderers.toon.judging import LatentJudge
from schemas.errors import AssetMissing, StoryInvalid
from schemas.geometry import Box
from schemas.plan import Figure, PanelPlan
from tests.renderers.panels import box, panel, segment

WHOLE = Box(left=0, top=0, right=1, bottom=1)


class Says(NamedTuple):
    """A judge that finds one and the same everywhere."""

    who: str

    def judge(self, panel: PanelPlan, picture: Image.Image) -> Verdict:
        findings = (SegmentFinding(part.subject, self.who, 1, WHOLE) for part in panel.segments)
        return Verdict(tuple(findings), missing=("somebody",))


def shown(*layers: str) -> Figure:
    return Figure(layers=layers, placement=WHOLE)


def test_each_is_judged_by_who_knows_them() -> None:
    own = segment(box(0, 0, 0.5, 1), "mira", shown("mira.png"))
    dee = segment(box(0.5, 0, 1, 1), "dee", shown("cast:dee/a.png"))
    judge = judges.CastAndOthersJudge(Says("cast's"), Says("others'"))
    picture = Image.new("RGB", (8, 8))
    found = judge.judge(panel(own, dee), picture)
    assert [each.found for each in found.findings] == ["others'", "cast's"]
    assert found.missing == ()
    assert judge.judge(panel(dee), picture).missing == ("somebody",)


def test_the_judges_that_come_along_are_made_by_name() -> None:
    chosen = judges.judge_for("auto", [panel()], Path())
    assert isinstance(chosen, AdvisedJudge)
    assert isinstance(chosen.others, judges.CastAndOthersJudge)
    assert isinstance(chosen.others.cast, TwoOpinions)
    assert [type(each) for each in chosen.others.cast] == [LatentJudge, PixelJudge]


def test_a_judge_is_taken_from_an_entry_point_and_what_is_wrong_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    added = [
        EntryPoint("kind", f"{__name__}:kind", judges.GROUP),
        EntryPoint("broken", "no.such:thing", judges.GROUP),
    ]
    monkeypatch.setattr(judges, "entry_points", lambda group: added)
    assert judges.judge_for("kind", [], Path()) == Says("dee")
    with pytest.raises(AssetMissing, match="broken"):
        judges.judge_for("broken", [], Path())
    with pytest.raises(StoryInvalid) as refused:
        judges.judge_for("strict", [], Path())
    assert (
        refused.value.hint
        == "The judges are: auto, latents, pixels, likeness, collage, detector, kind, broken."
    )


def kind(panels: object, root: Path) -> Says:
    return Says("dee")
