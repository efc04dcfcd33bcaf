"""Judges drawn panels, and keeps what was found with them."""

import math
from collections.abc import Sequence
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from renderers import judges
from renderers.cast.references import packaged_card, packaged_ids
from schemas.base import digest_of
from schemas.plan import PanelPlan
from schemas.quality import JudgedSegment, PanelVerdict
from storyboard import files
from storyboard.panels.sources import code_digest
from storyboard.panels.store import StoredPanel

if TYPE_CHECKING:
    from renderers.base import Judge
    from renderers.judging.verdict import SegmentFinding, Verdict


_CODE = ("renderers.judging", "renderers.toon.judging")
"""The code that judges; what masks it is asked about has drawn the panel, too."""


@cache
def judge_version(name: str) -> str:
    """Return a judge's name with a digest of its own code and networks: another's verdict is none.

    A plug-in's judge changes with the version of its distribution.
    """
    if (packaged := judges.JUDGES.get(name)) is None:
        return f"{name} {_added_version(name)}"
    home = Path(judges.__file__).parent
    read = [path for each in packaged.networks for path in sorted((home / each).iterdir())]
    weights = {path.as_posix(): sha256(path.read_bytes()).hexdigest() for path in read}
    code = code_digest(*packaged.code, within=_CODE)
    return f"{name} {digest_of({'code': code, 'weights': sorted(weights.values())})[:12]}"


def _added_version(name: str) -> str:
    plugin = judges.added().get(name)
    dist = plugin.dist if plugin else None
    return f"{dist.name} {dist.version}" if dist else plugin.value if plugin else ""


class PanelJudge:
    """Judges panels of one story by one judge, which is made when the first panel comes."""

    def __init__(self, name: str, panels: Sequence[PanelPlan], root: Path) -> None:
        self._name, self._panels, self._root = name, panels, root

    @cached_property
    def _judge(self) -> "Judge":
        return judges.judge_for(self._name, self._panels, self._root)

    def verdict(self, panel: PanelPlan, entry: StoredPanel) -> PanelVerdict:
        """Judge a panel's stored picture.

        Raises:
            StoryInvalid: there is no such judge.
            AssetMissing: a network or a character's picture is absent.
            StoryboardError: the picture cannot be read.
        """
        with files.explained(entry.picture), Image.open(entry.picture) as picture:
            found = self._judge.judge(panel, picture.convert("RGB"))
        return kept(found, by=judge_version(self._name))


def kept(verdict: "Verdict", *, by: str) -> PanelVerdict:
    """Return a verdict as it is kept in a panel's provenance."""
    return PanelVerdict(
        judge=by,
        segments=tuple(map(_segment, verdict.findings)),
        missing=verdict.missing,
        extra=tuple(map(_named, verdict.extra)),
    )


@cache
def _cast() -> dict[str, str]:
    """Return the packaged characters' ids by token, as which judges know those outside the plan."""
    return {packaged_card(each).token: each for each in packaged_ids()}


def _named(who: str) -> str:
    return _cast().get(who, who)


def _segment(finding: "SegmentFinding") -> JudgedSegment:
    joints = [far for far in finding.joints if math.isfinite(far)]
    return JudgedSegment(
        subject=finding.subject,
        found=None if finding.found is None else _named(finding.found),
        mixed=None if finding.mixed is None else _named(finding.mixed),
        confidence=round(min(1.0, max(0.0, finding.confidence)), 4),
        box=finding.box,
        judged=finding.judged,
        pose_off=round(sum(joints) / len(joints), 4) if joints else None,
    )
