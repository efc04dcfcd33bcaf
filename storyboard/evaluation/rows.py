"""What is known of each picture of an evaluation: a row of `results.csv`."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from storyboard.evaluation.cells import Cell
from storyboard.evaluation.metrics import Column

State = Literal["measured", "failed", "unread"]
"""`failed`: there is no picture; `unread`: no judge can tell anybody in it."""


_FACTS = (
    "method",
    "composition",
    "subjects",
    "who",
    "prompt",
    "picture",
    "seed",
    "state",
    "file",
)


class PictureRow(NamedTuple):
    """A picture, and what was measured of it."""

    cell: Cell
    state: State
    picture: Path | None
    """Where it lies."""
    values: dict[str, float | None] = {}
    """By column; None where it cannot be told."""
    succeeded: dict[str, bool | None] = {}
    """By judge: whether everybody is themselves, and nobody is missing or extra."""

    @property
    def prompt(self) -> tuple[str, int]:
        """The composition and the prompt that it is of."""
        return self.cell.composition.id, self.cell.prompt


def as_csv(
    rows: Sequence[PictureRow], columns: Sequence[Column], judges: Sequence[str], *, folder: Path
) -> str:
    """Return the rows as CSV, pictures relative to the build directory."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    measured = [column.name for column in columns]
    succeeded = [f"success ({judge})" for judge in judges]
    writer.writerow([*_FACTS, *measured, *succeeded])
    for row in rows:
        cell = row.cell
        shown = row.picture.relative_to(folder).as_posix() if row.picture else ""
        writer.writerow(
            [
                cell.method.name,
                cell.composition.id,
                cell.subjects,
                " ".join(cell.composition.subjects),
                cell.prompt,
                cell.picture,
                cell.panel.seed,
                row.state,
                shown,
                *(_number(row.values.get(name)) for name in measured),
                *(_number(row.succeeded.get(judge)) for judge in judges),
            ]
        )
    return stream.getvalue()


def _number(value: float | bool | None) -> str:
    return "" if value is None else f"{float(value):.4g}"
