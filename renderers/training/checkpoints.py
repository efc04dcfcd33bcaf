"""The state of a training on disk: whole or absent; the last two are kept, damaged ones passed."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import torch

_KEPT = 2


class TrainingState(NamedTuple):
    """Where a training is."""

    step: int
    weights: dict[str, torch.Tensor]
    average: dict[str, torch.Tensor]
    """The weights' moving mean; empty where none is kept."""
    optimiser: dict[str, Any]


def write_checkpoint(folder: Path, state: TrainingState) -> Path:
    """Write a state, and delete all but the last two.

    Raises:
        OSError: the disk refuses; what was there before is kept.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"checkpoint-{state.step:08d}.pt"
    draft = path.with_name(f".new-{os.getpid()}-{path.name}")
    try:
        with draft.open("wb") as stream:
            torch.save(state._asdict(), stream)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    for old in _checkpoints(folder)[:-_KEPT]:
        old.unlink(missing_ok=True)
    return path


def read_checkpoint(folder: Path) -> tuple[TrainingState | None, tuple[str, ...]]:
    """Return the newest state that can be read, and what is to be said of those that cannot."""
    notes: list[str] = []
    for path in reversed(_checkpoints(folder)):
        try:
            kept = torch.load(path, map_location="cpu", weights_only=True)
            return TrainingState(**kept), tuple(notes)
        except Exception as problem:  # Whatever a damaged file does to the unpickler.
            reason = next(iter(str(problem).splitlines()), type(problem).__name__)[:120]
            notes.append(f"{path.name} is damaged ({reason}) and is passed over")
    return None, tuple(notes)


def forget_checkpoints(folder: Path) -> None:
    """Delete every state, so that training begins anew or a finished one takes no room."""
    for path in _checkpoints(folder):
        path.unlink(missing_ok=True)


def _checkpoints(folder: Path) -> list[Path]:
    return sorted(_found(folder))


def _found(folder: Path) -> Iterator[Path]:
    yield from folder.glob("checkpoint-*.pt")
