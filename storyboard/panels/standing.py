"""How a judged panel stands: which attempts the store holds, what was found in each, what is next.

Nothing but the store is asked, so that a run that was killed goes on where it was.
"""

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from schemas.plan import PanelPlan
from schemas.quality import PanelVerdict, Quality
from storyboard.panels.attempts import attempt_of
from storyboard.panels.jobs import Job
from storyboard.panels.store import Store, StoredPanel

JobOf: TypeAlias = Callable[[PanelPlan], Job]
"""Fingerprints what a panel is drawn from."""


class JudgedAttempt(NamedTuple):
    """One attempt at a panel, drawn and judged."""

    number: int
    job: Job
    entry: StoredPanel
    verdict: PanelVerdict


class NextAttempt(NamedTuple):
    """The attempt that is to be drawn, or only judged where the store has its picture."""

    number: int
    job: Job
    entry: StoredPanel | None


class Standing(NamedTuple):
    """What is known of a panel's attempts."""

    quality: Quality
    attempts: tuple[JudgedAttempt, ...]
    """Those that are judged, from the first on."""
    next: NextAttempt | None
    """None once one passes or none is left."""

    @property
    def best(self) -> JudgedAttempt | None:
        """The best of the judged; of equals the first."""
        return max(self.attempts, key=lambda each: each.verdict.rank, default=None)

    @property
    def passes(self) -> bool:
        """Whether one of the judged is good enough."""
        return self.best is not None and self.best.verdict.identity >= self.quality.identity

    @property
    def kept(self) -> tuple[str, ...]:
        """The digests of all candidates, by which the store has them."""
        upcoming = () if self.next is None else (self.next.job.inputs.digest(),)
        return (*(each.entry.record.key for each in self.attempts), *upcoming)


def standing(
    panel: PanelPlan, quality: Quality, *, store: Store, job_of: JobOf, judge: str
) -> Standing:
    """Look up a panel's attempts in the store; `judge` is the version whose verdicts count.

    Raises:
        AssetMissing: a picture or a model that the panel names is not there.
    """
    attempts: list[JudgedAttempt] = []
    for number in range(quality.attempts):
        job = job_of(attempt_of(panel, number, stronger=quality.stronger))
        entry = store.find(job.inputs.digest())
        verdict = entry.record.verdict if entry else None
        if entry is None or verdict is None or verdict.judge != judge:
            return Standing(quality, tuple(attempts), NextAttempt(number, job, entry))
        attempts.append(JudgedAttempt(number, job, entry, verdict))
        if verdict.identity >= quality.identity:
            break
    return Standing(quality, tuple(attempts), None)
