"""The results of trainings on disk: found by their key, whole or absent.

A result is a folder with the files that diffusers loads, a model card, the metrics, the contact
sheet and `trained.json`, which says what is what.
"""

import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from renderers.training.jobs import TrainingJob
from schemas.base import Value
from schemas.errors import StoryboardError
from schemas.training import (
    CustomDiffusionTraining,
    DreamboothTraining,
    LoraTraining,
    SegmenterTraining,
    TextualInversionTraining,
)

ResultKind = Literal["model", "weights", "segmenter"]
_RECORD = "trained.json"
_PARTIAL = ".partial"


class TrainedResult(Value):
    """What one training left."""

    format: Literal["storyboard-training/1"] = "storyboard-training/1"
    key: str
    recipe: str
    base: str
    characters: tuple[str, ...]
    kind: ResultKind
    """A whole model, a file that every character is heard with, or who tells them apart."""
    file: str
    """In its folder; empty where the folder itself is meant."""
    steps: int
    loss: float | None = None
    overlap: Mapping[str, float] = {}
    """Of a segmenter: each subject's intersection over union on held-out pictures, by token."""


def partial_folder(home: Path, job: TrainingJob) -> Path:
    """Return where a training works."""
    return home / f"{job.folder}{_PARTIAL}"


def found(home: Path, job: TrainingJob) -> TrainedResult | None:
    """Return the result of this very training, if it is there."""
    record = _record(home / job.folder)
    return record if record is not None and record.key == job.key else None


def earlier(home: Path, job: TrainingJob) -> tuple[Path, TrainedResult] | None:
    """Return the newest result that knows the same characters by the same recipe, now stale."""
    wanted, recipe = {each.id for each in job.characters}, job.settings.recipe
    known = [
        (path.parent.stat().st_mtime, path.parent, record)
        for path in home.glob(f"*/{_RECORD}")
        if (record := _record(path.parent)) is not None
    ]
    fits = [
        (time_, folder, record)
        for time_, folder, record in known
        if set(record.characters) == wanted and record.recipe == recipe
    ]
    if not fits:
        return None
    _, folder, record = max(fits, key=lambda each: each[0])
    return folder, record


def _record(folder: Path) -> TrainedResult | None:
    try:
        return TrainedResult.model_validate_json((folder / _RECORD).read_bytes())
    except (OSError, ValidationError):
        return None


def finish(home: Path, job: TrainingJob, result: TrainedResult) -> Path:
    """Let a training's working folder become its result, at once.

    Raises:
        OSError: the disk refuses.
    """
    work, final = partial_folder(home, job), home / job.folder
    (work / _RECORD).write_text(result.model_dump_json(indent=1) + "\n", encoding="utf-8")
    if final.exists():  # of an older format, or made with --fresh
        shutil.rmtree(final)
    os.replace(work, final)
    return final


def result_of(
    job: TrainingJob, loss: float | None, overlap: Mapping[str, float] | None = None
) -> TrainedResult:
    """Return the record of a training that is done."""
    kind: ResultKind
    match job.settings:
        case DreamboothTraining() | CustomDiffusionTraining():
            kind, file = "model", ""
        case TextualInversionTraining():
            kind, file = "weights", "learned_embeds.safetensors"
        case LoraTraining():
            kind, file = "weights", "pytorch_lora_weights.safetensors"
        case SegmenterTraining():
            kind, file = "segmenter", "segmenter"
        case other:
            raise StoryboardError(f"what the recipe {other.recipe} writes is not known")
    return TrainedResult(
        key=job.key,
        recipe=job.settings.recipe,
        base=job.model,
        characters=tuple(each.id for each in job.characters),
        kind=kind,
        file=file,
        steps=job.settings.steps,
        loss=loss,
        overlap=overlap or {},
    )


def card(job: TrainingJob, pictures: Sequence[str], licence: str) -> str:
    """Return a model card: what it is, what it was learned from, and whose licence holds."""
    words = [f"- `{c.token} {c.class_noun}`: {c.name}" for c in job.characters]
    shown = [f"- {name}" for name in pictures]
    settings = job.settings.model_dump_json(indent=1, exclude_defaults=True)
    made = f"Learned by `storyboard train` with the recipe {job.settings.recipe}"
    parts = [
        f"# {job.name}",
        f"{made}, on the base `{job.model}`.",
        "## Words",
        "\n".join(words),
        "## Learned from",
        "\n".join(shown),
        "## Settings that differ from the recipe's own",
        f"```json\n{settings}\n```",
        "## Licence",
        f"The base's licence holds for what was made from it: {licence}. Whether the pictures may "
        "be learned from, and what was learned passed on, is for their owner to say.",
    ]
    return "\n\n".join(parts) + "\n"
