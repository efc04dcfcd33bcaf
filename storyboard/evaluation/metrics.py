"""The metrics of an evaluation by name: what each needs, and what it makes of what was seen.

Nothing heavy is imported before a value is asked for, so that a suite is checked for nothing. A
value of a network that comes along bears a name of its own: CLIP-I is of CLIP alone.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from statistics import fmean
from typing import Any, NamedTuple

from schemas.quality import PanelVerdict
from schemas.suite import MetricChoice

Seen = Mapping[str, Any]
"""What an instrument saw in a picture, as JSON."""
Sights = Mapping[str, Seen]
"""What was seen in a picture, by instrument."""
FIGURES, FEATURES, SEAM, JUDGE = "figures", "features", "seam", "judge "
"""Instruments: likeness of figures, features of the segmenter's encoder, seams, a judge."""
COUNTING = "latents"
"""The judge by whom figures are counted and joints are found."""
_INSIDE = ("likeness", "auto")
"""Judges that look only into the segments: they tell of nobody missing or extra."""


class Metric(NamedTuple):
    """A metric: its name, what it says, and how it follows from what was seen."""

    name: str
    meaning: str
    value: Callable[[Sights, str], float | None]
    """Of what was seen and a judge's name (empty where none is asked); None where nothing is."""
    instruments: tuple[str, ...] = ()
    by_judge: bool = False
    """Whether every judge of the suite gives a column of its own."""
    higher: bool = True
    """Whether more is better."""
    rests_on: str = ""
    """The judge whose network it looks through."""


class Column(NamedTuple):
    """A column of the tables."""

    metric: Metric
    judge: str = ""

    @property
    def name(self) -> str:
        """What the column is called: `found (latents)`."""
        return f"{self.metric.name} ({self.judge})" if self.judge else self.metric.name

    @property
    def instruments(self) -> tuple[str, ...]:
        """What must have looked at a picture."""
        own = (f"{JUDGE}{self.judge}",) if self.judge else ()
        return (*own, *self.metric.instruments)

    @property
    def looks_through(self) -> str:
        """The judge who must not have had a part in drawing, for the value to be believed."""
        return self.judge or self.metric.rests_on

    def value(self, sights: Sights) -> float | None:
        """Return the value of a picture; None where it cannot be told."""
        if any(name not in sights for name in self.instruments):
            return None
        return self.metric.value(sights, self.judge)


def verdict_in(sights: Sights, judge: str) -> PanelVerdict | None:
    """Return a judge's verdict on a picture; None where nobody in it could be judged."""
    verdict = PanelVerdict.model_validate(sights[JUDGE + judge]["verdict"])
    return verdict if verdict.judged else None


def succeeded(sights: Sights, judge: str) -> bool | None:
    """Tell whether all who could be judged are themselves, and nobody is missing or extra."""
    if JUDGE + judge not in sights or (verdict := verdict_in(sights, judge)) is None:
        return None
    return verdict.identity == 1 and not (verdict.missing or verdict.extra)


def _found(sights: Sights, judge: str) -> float | None:
    verdict = verdict_in(sights, judge)
    return None if verdict is None else verdict.identity


def _missing(sights: Sights, judge: str) -> float | None:
    verdict = None if judge in _INSIDE else verdict_in(sights, judge)
    return None if verdict is None else float(len(verdict.missing))


def _extra(sights: Sights, judge: str) -> float | None:
    verdict = None if judge in _INSIDE else verdict_in(sights, judge)
    return None if verdict is None else float(len(verdict.extra))


def _miscount(sights: Sights, judge: str) -> float | None:
    verdict = None if judge in _INSIDE else verdict_in(sights, judge)
    return None if verdict is None else float(abs(len(verdict.extra) - len(verdict.missing)))


def _occm(sights: Sights, judge: str) -> float | None:
    from renderers.judging.metrics.identity import on_stage_count_matching

    verdict = None if judge in _INSIDE else verdict_in(sights, judge)
    if verdict is None:
        return None
    planned = len(verdict.segments)
    found = planned - len(verdict.missing) + len(verdict.extra)
    return on_stage_count_matching(found, planned)


def _joints(key: str) -> Callable[[Sights, str], float | None]:
    return lambda sights, _: sights[JUDGE + COUNTING][key]


def _likeness(sights: Sights, _: str) -> float | None:
    alike = sights[FIGURES]["likeness"]
    return fmean(alike) if alike else None


def _likeness_product(sights: Sights, _: str) -> float | None:
    from renderers.judging.metrics.similarity import m_similarity

    alike = sights[FIGURES]["likeness"]
    return m_similarity(alike) if alike else None


def _compared(sights: Sights, _: str) -> float | None:
    """Return D&C by likeness: 0 where the figures that are counted are not as many as planned."""
    verdict, compared = verdict_in(sights, COUNTING), sights[FIGURES]["compared"]
    if verdict is None or compared is None:
        return None
    return 0.0 if len(verdict.extra) != len(verdict.missing) else float(compared)


def _feature(key: str) -> Callable[[Sights, str], float | None]:
    return lambda sights, _: sights[FEATURES][key]


METRICS: dict[str, Metric] = {
    each.name: each
    for each in (
        Metric(
            "found",
            "share of the judged subjects who are themselves in their own places, unmixed",
            _found,
            by_judge=True,
        ),
        Metric("missing", "planned subjects seen nowhere", _missing, by_judge=True, higher=False),
        Metric("extra", "subjects seen whom nobody asked for", _extra, by_judge=True, higher=False),
        Metric(
            "count error",
            "how many figures too many or too few",
            _miscount,
            by_judge=True,
            higher=False,
        ),
        Metric(
            "OCCM",
            "on-stage count matching, 0 to 100 (arXiv 2505.24862), counted by a judge",
            _occm,
            by_judge=True,
        ),
        Metric(
            "PCK",
            "share of the joints within a tenth of the figure's height of the plan's",
            _joints("pck"),
            (JUDGE + COUNTING,),
        ),
        Metric(
            "pose",
            "mean distance of the joints from the plan's, in the figure's height",
            _joints("pose_off"),
            (JUDGE + COUNTING,),
            higher=False,
        ),
        Metric(
            "seam",
            "unevenness just outside the subjects' outlines against the collage's, which is 1",
            lambda sights, _: sights[SEAM]["seam"],
            (SEAM,),
            higher=False,
        ),
        Metric(
            "likeness",
            "cosine of each figure with its character's own pictures, by the embedding that was "
            "trained on strangers",
            _likeness,
            (FIGURES,),
            rests_on="likeness",
        ),
        Metric(
            "likeness product",
            "the subjects' likenesses multiplied, as M-DINO does (arXiv 2406.07209)",
            _likeness_product,
            (FIGURES,),
            rests_on="likeness",
        ),
        Metric(
            "D&C-likeness",
            "MuDI's detect and compare (arXiv 2404.04243) with figures counted by toon's "
            "segmenter and compared by likeness",
            _compared,
            (FIGURES, JUDGE + COUNTING),
            rests_on=COUNTING,
        ),
        Metric(
            "SAS",
            "cosine of the picture with the subjects' own pictures, by the deepest features of "
            "toon's segmenter (arXiv 2405.12742)",
            _feature("whole"),
            (FEATURES,),
            rests_on=COUNTING,
        ),
        Metric(
            "SAS in masks",
            "the same of each figure alone",
            _feature("masked"),
            (FEATURES,),
            rests_on=COUNTING,
        ),
    )
}
"""Every metric that needs no network but those that come along."""
USUAL = ("found", "count error", "PCK", "likeness", "D&C-likeness", "SAS")
"""What is measured where a suite names no metrics."""


def columns_of(metrics: Sequence[MetricChoice], judges: Sequence[str]) -> tuple[Column, ...]:
    """Return the columns of some metrics, in their order, a judge's beside another's."""
    return tuple(_columns(metrics, judges))


def _columns(metrics: Sequence[MetricChoice], judges: Sequence[str]) -> Iterator[Column]:
    for choice in metrics:
        metric = METRICS[choice.name]
        if not metric.by_judge:
            yield Column(metric)
            continue
        inside = () if metric.value is _found else _INSIDE
        yield from (Column(metric, judge) for judge in judges if judge not in inside)
