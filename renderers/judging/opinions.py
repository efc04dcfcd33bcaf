"""Two judges asked about one picture: whoever refuses a figure is believed.

A judge that looks through the network that guided drawing (SAL) is so never the only one.
"""

from typing import NamedTuple

from PIL import Image

from renderers.base import Judge
from renderers.judging.verdict import SegmentFinding, Verdict
from schemas.plan import PanelPlan


class TwoOpinions(NamedTuple):
    """Asks a first judge, and a second about the same."""

    first: Judge
    """Its joints, and whom it misses or finds too many, are kept."""
    second: Judge
    """What it refuses is refused, and it is believed who is drawn there instead."""

    def judge(self, panel: PanelPlan, picture: Image.Image) -> Verdict:
        """Tell who is drawn where: right is who both find right."""
        first, second = (judge.judge(panel, picture) for judge in self)
        pairs = zip(first.findings, second.findings, strict=True)
        return first._replace(findings=tuple(_either(one, other) for one, other in pairs))


def _either(one: SegmentFinding, other: SegmentFinding) -> SegmentFinding:
    """Return the finding that refuses, the other's before one's, with the joints of one."""
    if not other.judged or (other.unmixed and one.judged):
        return one
    return other._replace(joints=one.joints)
