"""One round of iterative training (MuDI, arXiv 2404.04243): draw, judge, and keep what passes.

The trained model draws several attempts at every panel with two or more of those who were trained.
Pictures are stored, and verdicts of a round written, one by one, so that a killed round goes on.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from PIL import Image

from schemas.base import Value
from schemas.errors import StoryboardError
from schemas.plan import PanelPlan
from schemas.quality import PanelVerdict, Quality
from storyboard import files
from storyboard.building.candidates import Candidate, sheet, stronger
from storyboard.building.gate import Gate
from storyboard.building.manifest import claimed
from storyboard.building.preparing import Prepared, prepare
from storyboard.events import Event, Notice
from storyboard.panels.attempts import attempt_of
from storyboard.panels.judging import PanelJudge
from storyboard.panels.store import png
from storyboard.request import Order

_RECORD = "round.json"


class RoundRecord(Value):
    """What one round drew and kept; written when it is done."""

    judge: str
    drawn: int
    kept: tuple[str, ...]
    """The names of the pictures, as they were kept."""


class RoundFolder(NamedTuple):
    """Where a round's pictures, sheet and record lie."""

    path: Path

    @property
    def sheet(self) -> Path:
        """All that was drawn, a row a panel; what was kept is framed."""
        return self.path.with_suffix(".sheet.png")

    def record(self) -> RoundRecord | None:
        """Return what the round drew and kept; None where it is not done."""
        try:
            return RoundRecord.model_validate_json((self.path / _RECORD).read_bytes())
        except (OSError, ValueError):
            return None


def draw_round(order: Order, subjects: Collection[str], folder: RoundFolder) -> Iterator[Event]:
    """Draw `order.candidates` attempts at each panel of several subjects, and keep what passes.

    Raises:
        StoryInvalid: the story is not valid, or there is no such judge.
        StoryboardError: no panel shows two of the subjects, or the disk refuses.
    """
    prepared = prepare(order)
    crowded = [each for each in prepared.plan.panels if len(_of(subjects, each)) > 1]
    if not crowded:
        raise StoryboardError(
            "no panel shows two of those who are trained, so that a round has nothing to draw",
            hint="Train without --rounds, or add a panel in which two of them are.",
        )
    with files.locked(prepared.folder.path):
        claimed(prepared.folder.path, order.story)
        gate = Gate(prepared, order)
        yield from gate.more([each.id for each in crowded], first=0)
        found = {each.id: gate.candidates_of(each) for each in crowded}
        found = {name: row[: order.candidates] for name, row in found.items() if row}
        yield from _kept(prepared, order, crowded, found, folder)


def _of(subjects: Collection[str], panel: PanelPlan) -> set[str]:
    return {part.subject for part in panel.segments} & set(subjects)


def _kept(
    prepared: Prepared,
    order: Order,
    panels: Sequence[PanelPlan],
    found: Mapping[str, Sequence[Candidate]],
    folder: RoundFolder,
) -> Iterator[Event]:
    """Judge what was drawn, copy what passes, draw the sheet, and last write the record."""
    from renderers.training.rounds import keep_picture

    settings = (prepared.story.quality or Quality()).judge
    judge = PanelJudge(settings, prepared.plan.panels, prepared.root, online=order.online)
    shown: dict[str, list[Candidate]] = {}
    kept: list[str] = []
    for panel in panels:
        for each in found.get(panel.id, ()):
            drawn = attempt_of(panel, each.attempt - 1, stronger=stronger(panel))
            good = passes(judge.verdict(drawn, each.entry))
            shown.setdefault(panel.id, []).append(each._replace(chosen=good))
            if good:
                kept.append(f"{panel.id}-{each.attempt}")
                with files.explained(folder.path), Image.open(each.entry.picture) as picture:
                    keep_picture(folder.path, kept[-1], picture.convert("RGB"), panel.prompt)
    total = sum(map(len, shown.values()))
    yield Notice(f"{folder.path.name}: {len(kept)} of {total} pictures pass the judge")
    if shown:
        files.write(folder.sheet, png(sheet(shown)))
    with files.explained(folder.path):
        folder.path.mkdir(parents=True, exist_ok=True)
    record = RoundRecord(judge=settings.name, drawn=total, kept=tuple(kept))
    files.write(folder.path / _RECORD, record.model_dump_json(indent=1) + "\n")


def passes(verdict: PanelVerdict) -> bool:
    """Whether a picture may be learned from: all are judged and right, nobody is missing or extra.

    MuDI keeps those of the highest D&C, which is zero where figures are too many or too few.
    """
    return len(verdict.judged) == len(verdict.segments) > 0 and verdict.clean
