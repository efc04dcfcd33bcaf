"""What an evaluation has to do: what is to be drawn, what is there, what cannot be drawn."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from schemas.errors import StoryboardError
from schemas.geometry import Box
from schemas.plan import PagePlan, PanelFrame, PanelPlan, Plan
from schemas.story import PageFormat
from schemas.suite import Suite
from storyboard.diagnostics import did_you_mean, listed
from storyboard.digests import Digests
from storyboard.evaluation.cells import Cell, cells_of, reference_panels
from storyboard.evaluation.measuring import Measures
from storyboard.evaluation.metrics import Column, columns_of
from storyboard.evaluation.order import EvaluationOrder
from storyboard.evaluation.reading import read_suite
from storyboard.evaluation.trainings import MethodTraining, trainings_of
from storyboard.events import PanelFailed
from storyboard.panels.folder import Folder
from storyboard.panels.store import StoredPanel
from storyboard.panels.survey import Survey, survey


class EvaluationWork(NamedTuple):
    """An evaluation ready to be drawn."""

    suite: Suite
    cells: tuple[Cell, ...]
    columns: tuple[Column, ...]
    root: Path
    folder: Folder
    digests: Digests
    measures: Measures
    notes: tuple[str, ...]
    trainings: Mapping[str, MethodTraining]
    """By method, where it is taught something."""

    def entry(self, name: str) -> StoredPanel | None:
        """Return a picture that is published and whole in the store; None where it is not."""
        record = self.folder.record(name)
        return None if record is None else self.folder.store.find(record.key)


class Foreseen(NamedTuple):
    """What an evaluation would do."""

    suite: Suite
    cells: tuple[Cell, ...]
    survey: Survey
    to_measure: tuple[str, ...]
    """Pictures that are drawn and not measured."""


def foreseen(order: EvaluationOrder) -> Foreseen:
    """Say what an evaluation would draw and measure; nothing is written.

    Raises:
        StoryboardError: as `evaluation_events` does.
    """
    work = prepared(order)
    found = surveyed(work, order)
    fresh = set(found.fresh)
    entries = {name: work.entry(name) for name in fresh}
    return Foreseen(
        work.suite,
        work.cells,
        found,
        tuple(name for name, at in entries.items() if at is None or work.measures.lacking(at)),
    )


def trainings_asked(order: EvaluationOrder) -> tuple[MethodTraining, ...]:
    """Return what the methods that are asked for are to be taught and are not yet.

    Raises:
        StoryboardError: as `evaluation_events` does, or there is nobody to train.
    """
    work = prepared(order)
    asked = _asked(work.suite, order.only)
    found = (each for name, each in work.trainings.items() if name in asked)
    return tuple(each for each in found if each.stale)


def prepared(order: EvaluationOrder) -> EvaluationWork:
    suite, notes = read_suite(order.file, size=order.size)
    root, folder = order.root, Folder(order.folder)
    digests = Digests(folder.path / ".digests.json")
    columns = columns_of(suite.metrics, suite.judges)
    measures = Measures(
        columns,
        suite.judges,
        panels=reference_panels(suite, root=root),
        root=root,
        folder=folder.path,
        digests=digests,
    )
    learned = trainings_of(
        suite, root=root, folder=folder.path, digests=digests, online=order.online
    )
    stories = {name: each.learned for name, each in learned.items()}
    cells = cells_of(suite, root=root, learned=stories)
    return EvaluationWork(suite, cells, columns, root, folder, digests, measures, notes, learned)


def _asked(suite: Suite, only: Sequence[str]) -> frozenset[str]:
    """Return the ids of the methods that are asked for; all, where none is named.

    Raises:
        StoryboardError: the suite has no method of a name.
    """
    ids = {each.id: each.id for each in suite.methods}
    known = ids | {each.name: each.id for each in suite.methods}
    for name in only:
        if name not in known:
            hint = did_you_mean(name, known) or f"Its methods are {listed(known, limit=40)}."
            raise StoryboardError(f'the suite has no method "{name}"', hint=hint)
    return frozenset(known[name] for name in only) or frozenset(ids)


def surveyed(work: EvaluationWork, order: EvaluationOrder) -> Survey:
    """Find what is to be drawn of the methods that are asked for, and what is there of all."""
    found = survey(
        _as_plan(work.suite, [cell.panel for cell in work.cells]),
        root=work.root,
        folder=work.folder,
        digests=work.digests,
        online=order.online,
        keep=order.keep,
    )
    asked = _asked(work.suite, order.only)
    found = _without_untrained(found, work)
    mine = {cell.panel.id for cell in work.cells if cell.method.id in asked}
    stale = [*(each.panel for each in found.reasons), *(each.panel for each in found.failed)]
    left_out = tuple(name for name in stale if name not in mine)
    return _of(found, mine)._replace(left_out=left_out)


def _without_untrained(found: Survey, work: EvaluationWork) -> Survey:
    """Let pictures of methods that are not trained fail: they would show something else."""
    stale = {name for name, training in work.trainings.items() if training.stale}
    untrained = {cell.panel.id for cell in work.cells if cell.method.id in stale}
    if not untrained:
        return found
    hint = "add --train to this command, which trains what is not trained"
    failed = (PanelFailed(name, "it is not trained yet", hint, 4) for name in sorted(untrained))
    others = {cell.panel.id for cell in work.cells} - untrained
    return _of(found, others)._replace(
        fresh=tuple(each for each in found.fresh if each in others),
        failed=(*(each for each in found.failed if each.panel in others), *failed),
    )


def _of(found: Survey, names: Collection[str]) -> Survey:
    """Return what is to be done about some of the pictures."""
    return found._replace(
        reasons=tuple(each for each in found.reasons if each.panel in names),
        draw=tuple(each for each in found.draw if each.panel.id in names),
        restore=tuple(each for each in found.restore if each.record.panel in names),
        adopt=tuple(each for each in found.adopt if each[0].panel.id in names),
        failed=tuple(each for each in found.failed if each.panel in names),
        by_hand=tuple(each for each in found.by_hand if each.name.partition(".")[0] in names),
    )


def _as_plan(suite: Suite, panels: Sequence[PanelPlan]) -> Plan:
    """Return pictures as the plan of a book that is never bound."""
    box = Box(left=0, top=0, right=1, bottom=1)
    return Plan(
        title=suite.title,
        language="en",
        page=PageFormat(),
        speakers={},
        panels=tuple(panels),
        pages=(PagePlan(frames=(PanelFrame(panel=panels[0].id, box=box),)),),
    )
