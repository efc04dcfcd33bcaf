"""Evaluates a suite: draws what is not drawn yet, measures what is not measured, and tabulates."""

from collections.abc import Generator, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from schemas.errors import StoryboardError
from schemas.geometry import Box
from schemas.plan import PagePlan, PanelFrame, PanelPlan, Plan
from schemas.story import PageFormat
from schemas.suite import Suite
from storyboard import files
from storyboard.building.manifest import check_ours, claimed
from storyboard.building.preparing import write_changed
from storyboard.diagnostics import did_you_mean, listed
from storyboard.digests import Digests
from storyboard.evaluation.cells import Cell, cells_of, reference_panels
from storyboard.evaluation.markdown import as_markdown
from storyboard.evaluation.measuring import Measures
from storyboard.evaluation.metrics import Column, columns_of, succeeded
from storyboard.evaluation.order import EvaluationOrder
from storyboard.evaluation.reading import read_suite
from storyboard.evaluation.rows import PictureRow, State, as_csv
from storyboard.evaluation.tables import Table
from storyboard.events import (
    Event,
    Notice,
    PanelDone,
    PanelFailed,
    Planned,
    RenderResult,
    Written,
)
from storyboard.panels.collecting import brought, set_aside
from storyboard.panels.executors import executor_for
from storyboard.panels.folder import Folder
from storyboard.panels.store import StoredPanel
from storyboard.panels.survey import Survey, survey
from storyboard.request import Order

_SPARE = 1
"""Earlier versions kept in the store, for every picture."""


class _Work(NamedTuple):
    """An evaluation ready to be drawn."""

    suite: Suite
    cells: tuple[Cell, ...]
    columns: tuple[Column, ...]
    root: Path
    folder: Folder
    digests: Digests
    measures: Measures
    notes: tuple[str, ...]


def evaluation_events(order: EvaluationOrder) -> Iterator[Event]:
    """Evaluate a suite, yielding what happens; the last event is the `RenderResult`.

    Raises:
        StoryErrors: the suite's file has problems.
        StoryboardError: a composition cannot be planned, the disk refuses, or another run holds
            the build directory.
        AssetMissing: a judge's network is absent or damaged.
    """
    work = _prepared(order)
    check_ours(work.folder.path, order.file)
    with files.locked(work.folder.path):
        claimed(work.folder.path, order.file)
        work.folder.sweep()
        yield from map(Notice, work.notes)
        survey_ = _survey(work, order)
        yield Planned(survey_.reasons, len(survey_.fresh))
        yield from set_aside(survey_)
        result = yield from _evaluated(work, survey_, order)
        work.digests.save()
        yield result


def foreseen(order: EvaluationOrder) -> "Foreseen":
    """Say what an evaluation would draw and measure; nothing is written.

    Raises:
        StoryboardError: as `evaluation_events` does.
    """
    work = _prepared(order)
    found = _survey(work, order)
    fresh = set(found.fresh)
    entries = {name: _entry(work, name) for name in fresh}
    return Foreseen(
        work.suite,
        work.cells,
        found,
        tuple(name for name, at in entries.items() if at is None or work.measures.lacking(at)),
    )


class Foreseen(NamedTuple):
    """What an evaluation would do."""

    suite: Suite
    cells: tuple[Cell, ...]
    survey: Survey
    to_measure: tuple[str, ...]
    """Pictures that are drawn and not measured."""


def _prepared(order: EvaluationOrder) -> _Work:
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
    return _Work(suite, cells_of(suite, root=root), columns, root, folder, digests, measures, notes)


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


def _survey(work: _Work, order: EvaluationOrder) -> Survey:
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
    mine = {cell.panel.id for cell in work.cells if cell.method.id in asked}
    stale = [reason.panel for reason in found.reasons if reason.panel not in mine]
    return found._replace(
        reasons=tuple(each for each in found.reasons if each.panel in mine),
        draw=tuple(each for each in found.draw if each.panel.id in mine),
        restore=tuple(each for each in found.restore if each.record.panel in mine),
        adopt=tuple(each for each in found.adopt if each[0].panel.id in mine),
        failed=tuple(each for each in found.failed if each.panel in mine),
        left_out=(*stale, *(each.panel for each in found.failed if each.panel not in mine)),
        by_hand=tuple(path for path in found.by_hand if path.name.split(".")[0] in mine),
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


def _evaluated(
    work: _Work, found: Survey, order: EvaluationOrder
) -> Generator[Event, None, RenderResult]:
    cells = {cell.panel.id: cell for cell in work.cells}
    done: list[PanelDone] = []
    failed: list[PanelFailed] = []
    executor = executor_for(Order(order.file, jobs=order.jobs, executor=order.executor))
    for event in brought(found, executor=executor, folder=work.folder, root=work.root):
        if isinstance(event, PanelFailed):
            failed.append(event)
            continue
        yield event
        if isinstance(event, PanelDone):
            done.append(event)
            yield from _looked(work, cells[event.panel])
    yield from _failures(cells, failed)
    for name in found.fresh:
        yield from _looked(work, cells[name])
    lost = {each.panel for each in failed}
    shown = [cell for cell in work.cells if cell.panel.id not in found.left_out]
    rows = tuple(_row(work, cell, drawn=cell.panel.id not in lost) for cell in shown)
    if found.left_out:
        yield Notice(f"{len(found.left_out)} pictures are left out by --only, and of the tables")
    yield from _unread(rows)
    written = yield from _written(work, rows)
    _forget(work, rows)
    return RenderResult(
        folder=work.folder.path,
        books=written,
        drawn=tuple(each.panel for each in done if each.how == "drawn"),
        restored=tuple(each.panel for each in done if each.how == "restored"),
        fresh=found.fresh,
        failed=tuple(failed),
        left_out=found.left_out,
        notes=work.notes,
    )


def _looked(work: _Work, cell: Cell) -> Iterator[Notice]:
    entry = _entry(work, cell.panel.id)
    if entry is not None:
        for trouble in work.measures.look(cell.panel, entry):
            yield Notice(f"{cell.panel.id}: cannot be judged by {trouble}")


def _entry(work: _Work, name: str) -> StoredPanel | None:
    record = work.folder.record(name)
    return None if record is None else work.folder.store.find(record.key)


def _failures(cells: dict[str, Cell], failed: Sequence[PanelFailed]) -> Iterator[Notice]:
    """Tell once of each kind of failure, and how many pictures it cost."""
    kinds: dict[tuple[str, str, str | None], int] = {}
    for each in failed:
        key = cells[each.panel].method.name, each.message, each.hint
        kinds[key] = kinds.get(key, 0) + 1
    for (method, message, hint), count in kinds.items():
        told = f"{method}: {count} picture{'s' * (count != 1)} cannot be drawn: {message}"
        yield Notice(told + (f" ({hint})" if hint else ""))


def _row(work: _Work, cell: Cell, *, drawn: bool) -> PictureRow:
    entry = _entry(work, cell.panel.id) if drawn else None
    if entry is None:
        return PictureRow(cell, "failed", None)
    sights = work.measures.known(entry)
    right = {judge: succeeded(sights, judge) for judge in work.suite.judges}
    state: State = "measured" if any(each is not None for each in right.values()) else "unread"
    return PictureRow(
        cell,
        state,
        work.folder.picture(cell.panel.id),
        {column.name: column.value(sights) for column in work.columns},
        right,
    )


def _unread(rows: Sequence[PictureRow]) -> Iterator[Notice]:
    if unread := [row.cell.panel.id for row in rows if row.state == "unread"]:
        yield Notice(
            f"no judge can tell anybody in {len(unread)} of {len(rows)} pictures, such as "
            f"{unread[0]}; they are counted, and in no mean of a judge"
        )


def _written(work: _Work, rows: Sequence[PictureRow]) -> Generator[Event, None, tuple[Path, ...]]:
    """Write the tables where they are others than last time.

    Raises:
        StoryboardError: the disk refuses.
    """
    folder, table = work.folder.path, Table(rows, average=work.suite.average)
    texts = {
        "results.csv": as_csv(rows, work.columns, work.suite.judges, folder=folder),
        "table.md": as_markdown(work.suite, table, work.columns),
    }
    for name, text in texts.items():
        path = folder / name
        before = path.read_bytes() if path.is_file() else None
        yield from write_changed(path, text)
        yield Written(path, before == text.encode())
    return tuple(folder / name for name in texts)


def _forget(work: _Work, rows: Sequence[PictureRow]) -> None:
    """Let the store forget what is older, and with it what was seen of that."""
    records = (work.folder.record(row.cell.panel.id) for row in rows)
    wanted = {record.key for record in records if record}
    store = work.folder.store
    store.forget(wanted=wanted, spare=_SPARE * len(rows))
    work.measures.forget({entry.record.key for entry in store.entries()})
