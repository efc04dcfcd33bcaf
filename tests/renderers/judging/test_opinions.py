"""Of two judges whoever refuses a figure is believed, and the collage before both."""

from typing import NamedTuple

import pytest
from PIL import Image

from renderers.judging.collage import Opinion
from renderers.judging.opinions import AdvisedJudge, TwoOpinions
from renderers.judging.verdict import SegmentFinding, Verdict
from schemas.geometry import Box
from schemas.plan import PanelPlan
from tests.renderers.panels import box, panel, segment

WHOLE = Box(left=0, top=0, right=1, bottom=1)
RIGHT = SegmentFinding("mira", "mira", 0.9, WHOLE, joints=(0.1,))
MIXED = RIGHT._replace(mixed="dee", joints=())
OTHER = RIGHT._replace(found="ringo", joints=())
UNSEEN = RIGHT._replace(judged=False, found=None, joints=())


class Finds(NamedTuple):
    """A judge that has made up its mind."""

    finding: SegmentFinding
    missing: tuple[str, ...] = ()

    def judge(self, panel: PanelPlan, picture: Image.Image) -> Verdict:
        return Verdict((self.finding,), self.missing)


@pytest.mark.parametrize(
    ("first", "second", "found", "mixed"),
    [
        (RIGHT, RIGHT, "mira", None),
        (RIGHT, MIXED, "mira", "dee"),
        (MIXED, RIGHT, "mira", "dee"),
        (MIXED, OTHER, "ringo", None),
        (OTHER, UNSEEN, "ringo", None),
        (UNSEEN, MIXED, "mira", "dee"),
    ],
)
def test_whoever_refuses_is_believed(first, second, found: str, mixed: str | None) -> None:
    judge = TwoOpinions(Finds(first, missing=("sven",)), Finds(second))
    verdict = judge.judge(panel(segment(box(0, 0, 1, 1))), Image.new("RGB", (8, 8)))
    (finding,) = verdict.findings
    assert (finding.found, finding.mixed) == (found, mixed)
    assert finding.joints == first.joints
    assert verdict.missing == ("sven",)


class Compares(NamedTuple):
    """A collage that has made up its mind."""

    opinion: Opinion | None

    def opinions(self, panel: PanelPlan, picture: Image.Image) -> tuple[Opinion | None, ...]:
        return (self.opinion,)


@pytest.mark.parametrize(
    ("said", "finding", "found", "mixed", "confidence"),
    [
        (Opinion("mira", None, 0.97), OTHER, "mira", None, 0.97),
        (Opinion("mira", "dee", 0.6), RIGHT, "mira", "dee", 0.4 / 0.45),
        (Opinion("dee", None, 0.5), RIGHT, "dee", None, 0.5 / 0.55),
        (Opinion(None, None, 0.8), RIGHT, "mira", None, 0.8),
        (Opinion(None, None, 0.95), OTHER, "ringo", None, 0.5),
        (None, MIXED, "mira", "dee", 0.9),
        (Opinion("mira", None, 0.97), UNSEEN, None, None, 0.9),
    ],
)
def test_the_collage_decides_where_it_is_clear(
    said, finding, found: str | None, mixed: str | None, confidence: float
) -> None:
    judge = AdvisedJudge(Compares(said), Finds(finding, missing=("mira", "sven")))
    verdict = judge.judge(panel(segment(box(0, 0, 1, 1))), Image.new("RGB", (8, 8)))
    (told,) = verdict.findings
    assert (told.found, told.mixed) == (found, mixed)
    assert told.confidence == pytest.approx(confidence)
    assert verdict.missing == (("sven",) if found == "mira" else ("mira", "sven"))
