"""The metrics of an evaluation by name: what each needs, and what it makes of what was seen.

Nothing heavy is imported before a value is asked for, so that a suite is checked for nothing. A
value of a network that comes along bears a name of its own: CLIP-I is of CLIP alone.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from schemas.suite import MetricChoice
from storyboard.evaluation import metric_values as values
from storyboard.evaluation.metric_values import (
    COUNTING,
    FEATURES,
    FIGURES,
    JUDGE,
    NETWORK,
    SEAM,
    Sights,
)


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
    network: str = ""
    """The kind of network that it is named after, which a suite names by its directory."""


class Column(NamedTuple):
    """A column of the tables."""

    metric: Metric
    judge: str = ""
    model: str = ""

    @property
    def name(self) -> str:
        """What the column is called: `found (latents)`."""
        return f"{self.metric.name} ({self.judge})" if self.judge else self.metric.name

    @property
    def instruments(self) -> tuple[str, ...]:
        """What must have looked at a picture."""
        own = (f"{JUDGE}{self.judge}",) if self.judge else ()
        network = (f"{NETWORK}{self.metric.network} {self.model}",) if self.model else ()
        return (*own, *network, *self.metric.instruments)

    @property
    def looks_through(self) -> str:
        """The judge who must not have had a part in drawing, for the value to be believed."""
        return self.judge or self.metric.rests_on

    def value(self, sights: Sights) -> float | None:
        """Return the value of a picture; None where it cannot be told."""
        if any(name not in sights for name in self.instruments):
            return None
        if self.model:
            return self.metric.value(sights[self.instruments[0]], "")
        return self.metric.value(sights, self.judge)


METRICS: dict[str, Metric] = {
    each.name: each
    for each in (
        Metric(
            "found",
            "share of the judged subjects who are themselves in their own places, unmixed",
            values.found,
            by_judge=True,
        ),
        Metric(
            "missing", "planned subjects seen nowhere", values.missing, by_judge=True, higher=False
        ),
        Metric(
            "extra",
            "subjects seen whom nobody asked for",
            values.extra,
            by_judge=True,
            higher=False,
        ),
        Metric(
            "count error",
            "how many figures too many or too few",
            values.miscount,
            by_judge=True,
            higher=False,
        ),
        Metric(
            "OCCM",
            "on-stage count matching, 0 to 100 (arXiv 2505.24862), counted by a judge",
            values.occm,
            by_judge=True,
        ),
        Metric(
            "PCK",
            "share of the joints within a tenth of the figure's height of the plan's",
            values.joints("pck"),
            (JUDGE + COUNTING,),
        ),
        Metric(
            "pose",
            "mean distance of the joints from the plan's, in the figure's height",
            values.joints("pose_off"),
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
            values.likeness,
            (FIGURES,),
            rests_on="likeness",
        ),
        Metric(
            "likeness product",
            "the subjects' likenesses multiplied, as M-DINO does (arXiv 2406.07209)",
            values.likeness_product,
            (FIGURES,),
            rests_on="likeness",
        ),
        Metric(
            "D&C-likeness",
            "MuDI's detect and compare (arXiv 2404.04243) with figures counted by toon's "
            "segmenter and compared by likeness",
            values.compared,
            (FIGURES, JUDGE + COUNTING),
            rests_on=COUNTING,
        ),
        Metric(
            "SAS",
            "cosine of the picture with the subjects' own pictures, by the deepest features of "
            "toon's segmenter (arXiv 2405.12742)",
            values.feature("whole"),
            (FEATURES,),
            rests_on=COUNTING,
        ),
        Metric(
            "SAS in masks",
            "the same of each figure alone",
            values.feature("masked"),
            (FEATURES,),
            rests_on=COUNTING,
        ),
        Metric(
            "CLIP-I",
            "cosine of the whole picture with the subjects' own pictures, by CLIP",
            values.of_subjects,
            network="clip",
        ),
        Metric(
            "CLIP-T",
            "cosine of the picture with its prompt, by CLIP",
            values.text("text"),
            network="clip",
        ),
        Metric(
            "CLIPScore",
            "2.5 times that, with the published prefix (arXiv 2104.08718); MSP-Diffusion's CLIP-T",
            values.text("score"),
            network="clip",
        ),
        Metric(
            "DINO",
            "cosine of the whole picture with the subjects' own pictures, by DINO (ViT-S/16)",
            values.of_subjects,
            network="vit",
        ),
        Metric(
            "M-DINO",
            "DINO to each subject, multiplied (arXiv 2406.07209)",
            values.multiplied,
            network="vit",
        ),
    )
}
"""Every metric; those of a network need its directory."""
USUAL = ("found", "count error", "PCK", "likeness", "D&C-likeness", "SAS")
"""What is measured where a suite names no metrics."""


def columns_of(metrics: Sequence[MetricChoice], judges: Sequence[str]) -> tuple[Column, ...]:
    """Return the columns of some metrics, in their order, a judge's beside another's."""
    return tuple(_columns(metrics, judges))


def _columns(metrics: Sequence[MetricChoice], judges: Sequence[str]) -> Iterator[Column]:
    for choice in metrics:
        metric = METRICS[choice.name]
        if not metric.by_judge:
            yield Column(metric, model=choice.model or "")
            continue
        inside = () if metric.value is values.found else values.INSIDE
        yield from (Column(metric, judge) for judge in judges if judge not in inside)
