"""What follows from what was seen in a picture: the values of metrics, each a function.

Nothing heavy is imported before a value is asked for.
"""

from collections.abc import Callable, Mapping, Sequence
from statistics import fmean
from typing import Any

from schemas.quality import PanelVerdict

Seen = Mapping[str, Any]
"""What an instrument saw in a picture, as JSON."""
Sights = Mapping[str, Seen]
"""What was seen in a picture, by instrument."""
FIGURES, FEATURES, SEAM, JUDGE, NETWORK = "figures", "features", "seam", "judge ", "network "
"""Instruments: likeness of figures, features of the segmenter's encoder, seams, a judge, a network
(with its kind and its directory)."""
COUNTING = "latents"
"""The judge by whom figures are counted and joints are found."""
INSIDE = ("likeness", "auto")
"""Judges that look only into the segments: they tell of nobody missing or extra."""


def verdict_in(sights: Sights, judge: str) -> PanelVerdict | None:
    """Return a judge's verdict on a picture; None where nobody in it could be judged."""
    verdict = PanelVerdict.model_validate(sights[JUDGE + judge]["verdict"])
    return verdict if verdict.judged else None


def _of_whole(sights: Sights, judge: str) -> PanelVerdict | None:
    """Return the verdict of a judge who looks at the whole picture; None of another."""
    return None if judge in INSIDE else verdict_in(sights, judge)


def succeeded(sights: Sights, judge: str) -> bool | None:
    """Tell whether all who could be judged are themselves, and nobody is missing or extra."""
    if JUDGE + judge not in sights or (verdict := verdict_in(sights, judge)) is None:
        return None
    return verdict.clean


def found(sights: Sights, judge: str) -> float | None:
    """Return the share of the judged subjects who are right."""
    verdict = verdict_in(sights, judge)
    return None if verdict is None else verdict.identity


def missing(sights: Sights, judge: str) -> float | None:
    """Return how many planned subjects are seen nowhere."""
    verdict = _of_whole(sights, judge)
    return None if verdict is None else float(len(verdict.missing))


def extra(sights: Sights, judge: str) -> float | None:
    """Return how many subjects are seen unasked."""
    verdict = _of_whole(sights, judge)
    return None if verdict is None else float(len(verdict.extra))


def miscount(sights: Sights, judge: str) -> float | None:
    """Return by how many the figures are too many or too few."""
    verdict = _of_whole(sights, judge)
    return None if verdict is None else float(abs(len(verdict.extra) - len(verdict.missing)))


def occm(sights: Sights, judge: str) -> float | None:
    """Return ViStoryBench's OCCM of a judge's count."""
    from renderers.judging.metrics.identity import on_stage_count_matching

    verdict = _of_whole(sights, judge)
    if verdict is None:
        return None
    planned = len(verdict.segments)
    found = planned - len(verdict.missing) + len(verdict.extra)
    return on_stage_count_matching(found, planned)


def joints(key: str) -> Callable[[Sights, str], float | None]:
    """Return what reads the joints' distance or PCK."""
    return lambda sights, _: sights[JUDGE + COUNTING][key]


def likeness(sights: Sights, _: str) -> float | None:
    """Return the figures' mean likeness to their own pictures."""
    return _mean(sights[FIGURES]["likeness"])


def likeness_product(sights: Sights, _: str) -> float | None:
    """Return the figures' likenesses, multiplied."""
    return _product(sights[FIGURES]["likeness"])


def compared(sights: Sights, _: str) -> float | None:
    """Return D&C by likeness: 0 where the figures that are counted are not as many as planned."""
    verdict, compared = verdict_in(sights, COUNTING), sights[FIGURES]["compared"]
    if verdict is None or compared is None:
        return None
    return 0.0 if len(verdict.extra) != len(verdict.missing) else float(compared)


def feature(key: str) -> Callable[[Sights, str], float | None]:
    """Return what reads a cosine of the segmenter's features."""
    return lambda sights, _: sights[FEATURES][key]


def of_subjects(seen: Seen, _: str) -> float | None:
    """Return the mean cosine with the subjects' own pictures."""
    return _mean(seen["subjects"])


def multiplied(seen: Seen, _: str) -> float | None:
    """Return the cosines with the subjects' own pictures, multiplied."""
    return _product(seen["subjects"])


def text(key: str) -> Callable[[Sights, str], float | None]:
    """Return what reads a cosine, or a score, of picture and prompt."""

    def value(seen: Seen, _: str) -> float | None:
        found = seen.get(key)
        return None if found is None else float(found)

    return value


def _mean(alike: Sequence[float]) -> float | None:
    return fmean(alike) if alike else None


def _product(alike: Sequence[float]) -> float | None:
    from renderers.judging.metrics.similarity import m_similarity

    return m_similarity(alike) if alike else None
