"""Of two judges, whoever refuses a figure is believed."""

from typing import NamedTuple

import pytest
from PIL import Image

from renderers.judging.opinions import TwoOpinions
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
