"""Metrics of what was seen, worked out by hand; a value bears no name of another's network."""

import pytest

from schemas.suite import MetricChoice
from storyboard.evaluation.metric_values import succeeded
from storyboard.evaluation.metrics import METRICS, USUAL, Column, columns_of

BOX = {"left": 0, "top": 0, "right": 1, "bottom": 1}


def segment(subject: str, found: str | None, **more: object) -> dict[str, object]:
    return {"subject": subject, "found": found, "confidence": 1, "box": BOX, **more}


def seen(
    *segments: dict[str, object], missing: tuple[str, ...] = (), extra: tuple[str, ...] = ()
) -> dict[str, object]:
    verdict = {"judge": "x", "segments": segments, "missing": missing, "extra": extra}
    return {"verdict": verdict, "pck": 0.75, "pose_off": 0.125}


PAIR = (segment("dee", "dee"), segment("ringo", "dee"))
WRONG = {
    "judge latents": seen(*PAIR, missing=("ringo",), extra=("dee", "cat")),
    "figures": {"likeness": [0.8, 0.5], "compared": 0.6},
    "features": {"whole": 0.4, "masked": 0.9},
    "seam": {"seam": 1.2},
}
RIGHT = {
    **WRONG,
    "judge latents": seen(segment("dee", "dee"), segment("ringo", "ringo")),
}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("found", 0.5),
        ("missing", 1),
        ("extra", 2),
        ("count error", 1),
        ("OCCM", 60.65307),
        ("PCK", 0.75),
        ("pose", 0.125),
        ("seam", 1.2),
        ("likeness", 0.65),
        ("likeness product", 0.4),
        ("D&C-likeness", 0),
        ("SAS", 0.4),
        ("SAS in masks", 0.9),
    ],
)
def test_values_follow_from_what_was_seen(name: str, value: float) -> None:
    metric = METRICS[name]
    column = Column(metric, "latents" if metric.by_judge else "")
    assert column.value(WRONG) == pytest.approx(value)


def test_detect_and_compare_counts_first() -> None:
    column = Column(METRICS["D&C-likeness"])
    assert column.value(RIGHT) == 0.6
    unknown = seen(segment("mira", None, judged=False))
    assert column.value({**RIGHT, "judge latents": unknown}) is None


def test_success_is_everybody_right_and_nobody_else() -> None:
    assert succeeded(RIGHT, "latents") is True
    assert succeeded(WRONG, "latents") is False
    stranger = seen(segment("dee", "dee"), extra=("cat",))
    assert succeeded({"judge latents": stranger}, "latents") is False
    mixed = seen(segment("dee", "dee", mixed="ringo"))
    assert succeeded({"judge latents": mixed}, "latents") is False


def test_what_nobody_could_judge_is_neither_right_nor_wrong() -> None:
    nobody = {"judge pixels": seen(segment("mira", None, judged=False))}
    assert succeeded(nobody, "pixels") is None
    assert succeeded({}, "pixels") is None
    assert Column(METRICS["found"], "pixels").value(nobody) is None
    assert Column(METRICS["found"], "pixels").value({}) is None


def test_every_judge_has_a_column_of_its_own() -> None:
    choices = [MetricChoice(name=name) for name in ("found", "count error", "SAS")]
    names = [each.name for each in columns_of(choices, ("latents", "likeness"))]
    # Likeness looks into the segments alone: of counts it says nothing.
    assert names == ["found (latents)", "found (likeness)", "count error (latents)", "SAS"]


def test_no_metric_of_a_network_that_is_not_here_is_measured_without_it() -> None:
    assert not {"CLIP-I", "CLIP-T", "DINO", "M-DINO"} & set(USUAL)
