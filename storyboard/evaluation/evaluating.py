"""Evaluates a suite: draws what is not drawn yet, measures what is not measured, and tabulates."""

from collections.abc import Generator, Iterator, Sequence
from pathlib import Path

from storyboard import files
from storyboard.building.manifest import check_ours, claimed
from storyboard.building.preparing import write_changed
from storyboard.evaluation.cells import Cell
from storyboard.evaluation.markdown import as_markdown
from storyboard.evaluation.metric_values import succeeded
from storyboard.evaluation.order import EvaluationOrder
from storyboard.evaluation.report import report_page
from storyboard.evaluation.rows import PictureRow, State, as_csv
from storyboard.evaluation.tables import Table
from storyboard.evaluation.work import EvaluationWork, prepared, surveyed
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
from storyboard.panels.survey import Survey
from storyboard.request import Order

_SPARE = 1
"""Earlier versions kept in the store, for every picture."""


def evaluation_events(order: EvaluationOrder) -> Iterator[Event]:
    """Evaluate a suite, yielding what happens; the last event is the `RenderResult`.

    Raises:
        StoryErrors: the suite's file has problems.
        StoryboardError: a composition cannot be planned, the disk refuses, or another run holds
            the build directory.
        AssetMissing: a judge's network is absent or damaged.
    """
    work = prepared(order)
    check_ours(work.folder.path, order.file)
    with files.locked(work.folder.path):
        claimed(work.folder.path, order.file)
        work.folder.sweep()
        yield from map(Notice, work.notes)
        found = surveyed(work, order)
        yield Planned(found.reasons, len(found.fresh))
        yield from set_aside(found)
        result = yield from _evaluated(work, found, order)
        work.digests.save()
        yield result


def _evaluated(
    work: EvaluationWork, found: Survey, order: EvaluationOrder
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
    _forget(work)
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


def _looked(work: EvaluationWork, cell: Cell) -> Iterator[Notice]:
    entry = work.entry(cell.panel.id)
    if entry is not None:
        for trouble in work.measures.look(cell.panel, entry):
            yield Notice(f"{cell.panel.id}: cannot be judged by {trouble}")


def _failures(cells: dict[str, Cell], failed: Sequence[PanelFailed]) -> Iterator[Notice]:
    """Tell once of each kind of failure, and how many pictures it cost."""
    kinds: dict[tuple[str, str, str | None], int] = {}
    for each in failed:
        key = cells[each.panel].method.name, each.message, each.hint
        kinds[key] = kinds.get(key, 0) + 1
    for (method, message, hint), count in kinds.items():
        told = f"{method}: {count} picture{'s' * (count != 1)} cannot be drawn: {message}"
        yield Notice(told + (f" ({hint})" if hint else ""))


def _row(work: EvaluationWork, cell: Cell, *, drawn: bool) -> PictureRow:
    entry = work.entry(cell.panel.id) if drawn else None
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


def _written(
    work: EvaluationWork, rows: Sequence[PictureRow]
) -> Generator[Event, None, tuple[Path, ...]]:
    """Write the tables where they are others than last time.

    Raises:
        StoryboardError: the disk refuses.
    """
    folder, table = work.folder.path, Table(rows, average=work.suite.average)
    texts = {
        "results.csv": as_csv(rows, work.columns, work.suite.judges, folder=folder),
        "table.md": as_markdown(work.suite, table, work.columns),
        "report.html": report_page(work.suite, table, work.columns),
    }
    for name, text in texts.items():
        path = folder / name
        before = path.read_bytes() if path.is_file() else None
        yield from write_changed(path, text)
        yield Written(path, before == text.encode())
    return tuple(folder / name for name in texts)


def _forget(work: EvaluationWork) -> None:
    """Let the store forget what is older, and with it what was seen of that.

    Methods that are left out by --only keep their pictures.
    """
    records = (work.folder.record(cell.panel.id) for cell in work.cells)
    wanted = {record.key for record in records if record}
    store = work.folder.store
    store.forget(wanted=wanted, spare=_SPARE * len(work.cells))
    work.measures.forget({entry.record.key for entry in store.entries()})
