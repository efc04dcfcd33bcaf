"""The report of an evaluation: one page that needs nothing beside it, with pictures."""

import base64
import hashlib
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from PIL import Image

from renderers.judging.error_rates import told as told_rates
from schemas.suite import Suite
from storyboard.evaluation.chart import colour_of, success_chart
from storyboard.evaluation.markdown import (
    GUIDED,
    SUCCESS,
    TIED,
    WITH_INTERVALS,
    facts,
    guided,
    interval,
    plain,
    remarks,
    said,
)
from storyboard.evaluation.metrics import Column
from storyboard.evaluation.rows import PictureRow
from storyboard.evaluation.tables import Table
from storyboard.templating import templates

_HERE = Path(__file__).parent
_SIDE = 144
"""Pixels along a shown picture's longer side."""
_EACH = 4
"""Compositions shown of each number of subjects."""


class ReportCell(NamedTuple):
    """A value of a table, and how it is shown."""

    text: str
    best: bool = False
    tied: bool = False
    guided: bool = False


class ShownPicture(NamedTuple):
    """A picture on the page."""

    data: str
    """A data URI; empty where there is no picture."""
    told: tuple[str, ...]
    """What each judge found."""
    state: str
    """`right` by all who judged it, `wrong` by all, `split` or `unread`."""
    title: str


class MethodRow(NamedTuple):
    """What the page says of a method."""

    name: str
    note: str
    drawn: int
    chart: str
    by_count: tuple[tuple[ReportCell, ...], ...]
    """Of each column, by the number of subjects."""
    together: tuple[ReportCell, ...]
    success: tuple[ReportCell, ...]
    pictures: tuple[ShownPicture, ...]


def report_page(suite: Suite, table: Table, columns: Sequence[Column]) -> str:
    """Return the page as HTML; the same pictures and values give the same bytes."""
    style = (_HERE / "report.css").read_text(encoding="utf-8")
    shown = _shown(table)
    return (
        templates(_HERE)
        .get_template("report.html")
        .render(
            suite=suite,
            style=style,
            style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
            facts=facts(suite).replace("`", ""),
            counts=table.counts,
            columns=columns,
            said=[said(column) for column in columns],
            judges=[(judge, colour_of(number)) for number, judge in enumerate(suite.judges)],
            with_intervals=WITH_INTERVALS,
            success=SUCCESS,
            guided=GUIDED,
            tied=TIED,
            shown=[(composition, prompt) for composition, prompt in shown],
            methods=[_method(suite, table, columns, name, shown) for name in table.methods],
            rates=told_rates(suite.judges),
            remarks=list(remarks(suite, table)),
        )
    )


def _shown(table: Table) -> tuple[tuple[str, int], ...]:
    """Choose compositions with their first prompt: the first few of each number of subjects."""
    found: dict[int, dict[str, int]] = {count: {} for count in table.counts}
    for row in table.rows:
        of = found[row.cell.subjects]
        if len(of) < _EACH:
            of.setdefault(row.cell.composition.id, row.cell.prompt)
    return tuple(pair for of in found.values() for pair in of.items())


def _method(
    suite: Suite,
    table: Table,
    columns: Sequence[Column],
    name: str,
    shown: Sequence[tuple[str, int]],
) -> MethodRow:
    lines = [
        {n: rate for n in table.counts if (rate := table.success(name, judge, n)) is not None}
        for judge in suite.judges
    ]
    return MethodRow(
        name,
        _note(suite, name),
        table.pictures(name) - table.pictures(name, "failed"),
        success_chart(table.counts, lines),
        tuple(tuple(_by_count(suite, table, name, each)) for each in columns),
        tuple(_together(suite, table, name, each) for each in columns),
        tuple(
            ReportCell(interval(line.get(count)), guided=guided(suite, name, judge))
            for judge, line in zip(suite.judges, lines, strict=True)
            for count in table.counts
        ),
        tuple(_pictures(suite, table, name, shown)),
    )


def _note(suite: Suite, name: str) -> str:
    (method,) = (each for each in suite.methods if each.name == name)
    settings = method.renderer
    told = [settings.name, getattr(settings, "model", None), method.weights]
    return ", ".join(each for each in told if each)


def _by_count(suite: Suite, table: Table, name: str, column: Column) -> Iterator[ReportCell]:
    for count in table.counts:
        value = table.value(name, column, count)
        all_values = [table.value(each, column, count) for each in table.methods]
        known = [each for each in all_values if each is not None]
        best = (max if column.metric.higher else min)(known) if known else None
        yield ReportCell(
            plain(value),
            best=value is not None and value == best,
            guided=guided(suite, name, column.looks_through),
        )


def _together(suite: Suite, table: Table, name: str, column: Column) -> ReportCell:
    best = table.best(column) == name
    return ReportCell(
        interval(table.mean(name, column)),
        best=best,
        tied=not best and table.tied(name, column),
        guided=guided(suite, name, column.looks_through),
    )


def _pictures(
    suite: Suite, table: Table, name: str, shown: Sequence[tuple[str, int]]
) -> Iterator[ShownPicture]:
    first: dict[tuple[str, int], PictureRow] = {}
    for each in table.rows:
        if each.cell.method.name == name:
            first.setdefault(each.prompt, each)
    for pair in shown:
        row = first.get(pair)
        if row is None or row.picture is None:
            yield ShownPicture("", (), "unread", "not drawn")
            continue
        right = [row.succeeded.get(judge) for judge in suite.judges]
        told = tuple(
            f"{judge}: {'not judged' if one is None else 'all right' if one else 'wrong'}"
            for judge, one in zip(suite.judges, right, strict=True)
        )
        yield ShownPicture(_data(row.picture), told, _state(right), row.cell.panel.prompt)


def _state(right: Sequence[bool | None]) -> str:
    told = {each for each in right if each is not None}
    if not told:
        return "unread"
    return "split" if len(told) == 2 else "right" if told == {True} else "wrong"


def _data(path: Path) -> str:
    """Return a small version of a picture as a data URI; empty where it cannot be read."""
    stream = io.BytesIO()
    try:
        with Image.open(path) as picture:
            small = picture.convert("RGB")
    except OSError:
        return ""
    small.thumbnail((_SIDE, _SIDE), Image.Resampling.LANCZOS)
    small.save(stream, "JPEG", quality=82)
    return f"data:image/jpeg;base64,{base64.b64encode(stream.getvalue()).decode()}"
