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
from renderers.diffusion.models.locate import files_in
from schemas.base import digest_of
from schemas.errors import StoryboardError
from schemas.plan import PanelPlan
from schemas.quality import JudgedSegment, JudgeSettings, PanelVerdict
from storyboard import files
from storyboard.digests import sign_of
from storyboard.panels.sources import code_digest
from storyboard.panels.store import StoredPanel

if TYPE_CHECKING:
    from renderers.base import Judge
    from renderers.judging.verdict import SegmentFinding, Verdict


_CODE = ("renderers.judging", "renderers.toon.judging")
"""The code that judges; what masks it is asked about has drawn the panel, too."""


@cache
def judge_version(judge: JudgeSettings | str, root: Path = Path()) -> str:
    """Return a judge's name with a digest of its own code and networks: another's verdict is none.

    Networks that the story names are known by their files' signs, and a plug-in's judge by the
    version of its distribution.

    Args:
        judge: as a story asks for it, or its name.
        root: the story file's folder.

    Raises:
        AssetMissing: a network that the story names is not here.
    """
    settings = judge if isinstance(judge, JudgeSettings) else JudgeSettings(name=judge)
    if (packaged := judges.JUDGES.get(settings.name)) is None:
        return f"{settings.name} {_added_version(settings.name)}"
    home = Path(judges.__file__).parent
    own = [path for each in packaged.networks for path in sorted((home / each).iterdir())]
    named = [path for each in judges.networks_of(settings, root) for path in files_in(each)]
    rested = {
        "code": code_digest(*packaged.code, within=_CODE),
        "weights": sorted(sha256(path.read_bytes()).hexdigest() for path in own),
        "named": [[path.name, *sign_of(path)] for path in named],
        "settings": settings.model_dump(mode="json"),
    }
    return f"{settings.name} {digest_of(rested)[:12]}"


def _added_version(name: str) -> str:
    plugin = judges.added().get(name)
    dist = plugin.dist if plugin else None
    return f"{dist.name} {dist.version}" if dist else plugin.value if plugin else ""


class PanelJudge:
    """Judges panels of one story by one judge, which is made when the first panel comes."""

    def __init__(
        self,
        settings: JudgeSettings,
        panels: Sequence[PanelPlan],
        root: Path,
        *,
        online: bool = False,
    ) -> None:
        self._settings, self._panels, self._root = settings, panels, root
        self._online = online

    @cached_property
    def _judge(self) -> "Judge":
        return judges.judge_for(self._settings, self._panels, self._root, online=self._online)

    def verdict(self, panel: PanelPlan, entry: StoredPanel) -> PanelVerdict:
        """Judge a panel's stored picture.

        Raises:
            StoryInvalid: there is no such judge.
            AssetMissing: a network or a character's picture is absent.
            StoryboardError: the picture cannot be read, or the judge fails on it.
        """
        with files.explained(entry.picture), Image.open(entry.picture) as picture:
            shown = picture.convert("RGB")
        judge = self._judge
        try:
            found = judge.judge(panel, shown)
        except StoryboardError:
            raise
        except Exception as problem:  # somebody else's network or code may raise anything
            reason = f"{type(problem).__name__}: {problem}"
            raise StoryboardError(
                f"the judge {self._settings.name} cannot read it: {reason}"
            ) from problem
        return kept(found, by=judge_version(self._settings, self._root))


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
