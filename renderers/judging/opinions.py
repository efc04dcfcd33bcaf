"""Several judges asked about one picture, so that whoever guided drawing is never the only one.

Of two networks, one of which may have guided (SAL), whoever refuses a figure is believed; the
collage, where it is clear, before both.
"""

from typing import NamedTuple

from PIL import Image

from renderers.base import Judge
from renderers.judging.collage import CollageJudge, Opinion
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


class AdvisedJudge(NamedTuple):
    """Asks the collage first, and others where it is in doubt."""

    collage: CollageJudge
    others: Judge
    """Their joints, and whom they find too many, are kept, and who can be judged."""

    def judge(self, panel: PanelPlan, picture: Image.Image) -> Verdict:
        """Tell who is drawn where; nobody is missing whom the collage finds in his place."""
        verdict, opinions = self.others.judge(panel, picture), self.collage.opinions(panel, picture)
        pairs = zip(verdict.findings, opinions, strict=True)
        findings = tuple(_advised(finding, said) for finding, said in pairs)
        found = {each.found for each in findings if each.right}
        missing = tuple(each for each in verdict.missing if each not in found)
        return verdict._replace(findings=findings, missing=missing)


def _advised(finding: SegmentFinding, said: Opinion | None) -> SegmentFinding:
    """Return what the collage says, where it is clear; of who is in doubt, how like he is."""
    if said is None or not finding.judged:
        return finding
    told = finding
    if said.found is not None:
        told = finding._replace(found=said.found, mixed=said.mixed, confidence=said.likeness)
    if told.unmixed:
        return told._replace(confidence=min(told.confidence, said.likeness))
    return told._replace(confidence=said.unlikeness)
