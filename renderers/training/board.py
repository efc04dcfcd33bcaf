"""A training's numbers for TensorBoard, through tensorboardX, which is an extra."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from schemas.errors import StoryboardError

FOLDER = "tensorboard"


class Board:
    """Writes numbers by step into a folder; those of steps that are taken again are passed over."""

    def __init__(self, folder: Path, *, step: int) -> None:
        """Go on after a step.

        Raises:
            StoryboardError: tensorboardX is not installed.
        """
        try:
            from tensorboardX import SummaryWriter
        except ImportError as error:
            raise StoryboardError(
                "training: tensorboard needs the package tensorboardX",
                hint="pip install storyboard[tensorboard], or leave it to metrics.jsonl.",
            ) from error
        kind: Any = SummaryWriter
        self._writer = kind(str(folder / FOLDER), purge_step=step + 1)

    def add(self, step: int, numbers: Mapping[str, float]) -> None:
        """Write a step's numbers."""
        for name, number in numbers.items():
            self._writer.add_scalar(name, number, step)

    def close(self) -> None:
        """Write what is left."""
        self._writer.close()
