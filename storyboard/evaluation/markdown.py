"""The tables of an evaluation as Markdown."""

from collections.abc import Iterator, Sequence

from renderers.judging.error_rates import told as told_rates
from renderers.judging.metrics.tables import Interval
from schemas.suite import Suite
from storyboard.evaluation.metrics import Column
from storyboard.evaluation.tables import Table

GUIDED = "†"
"""Marks what was measured by a judge that had a part in drawing."""
TIED = "≈"
"""Marks what is not told apart from the best."""


def as_markdown(suite: Suite, table: Table, columns: Sequence[Column]) -> str:
    """Return all tables: by the number of subjects, with intervals, and success rates."""
    judges = suite.judges
    parts = [
        f"# {suite.title}\n",
        f"{facts(suite)}\n",
        f"## By the number of subjects\n\n{_by_count(suite, table, columns)}",
        f"## All together\n\n{WITH_INTERVALS}\n\n{_together(suite, table, columns)}",
        f"## Success\n\n{SUCCESS}\n\n{_successes(suite, table, judges)}",
        "## What is measured\n",
        "\n".join(f"- **{column.name}**: {said(column)}" for column in columns) + "\n",
        f"## How far the judges may be believed\n\n{told_rates(judges)}\n",
        *(f"{remark}\n" for remark in remarks(suite, table)),
    ]
    return "\n".join(parts)


WITH_INTERVALS = (
    "Means with 95 % intervals, by bootstrap over compositions. The best of each column is bold; "
    f"{TIED} is not told apart from it: the same interval of the differences holds 0."
)
SUCCESS = (
    "Share of the pictures in which everybody who can be judged is themselves, unmixed, and "
    "nobody is missing or extra; with 95 % intervals, by bootstrap over compositions."
)


def facts(suite: Suite) -> str:
    """Say in a sentence how much was drawn."""
    counts = [len(each.subjects) for each in suite.compositions]
    told = ", ".join(f"{counts.count(n)} of {n}" for n in sorted(set(counts)))
    best = "; a prompt counts by the best of its pictures" if suite.average == "best" else ""
    return (
        f"Size `{suite.size}`: {len(suite.compositions)} compositions by the number of their "
        f"subjects ({told}), {_many(len(suite.prompts), 'prompt')} each, "
        f"{_many(suite.pictures, 'picture')} a prompt, "
        f"{_many(len(suite.methods), 'method')}{best}."
    )


def said(column: Column) -> str:
    """Say what a column tells, by whom, and whether more is better."""
    by = f", by the judge `{column.judge}`" if column.judge else ""
    return f"{column.metric.meaning}{by} ({'more' if column.metric.higher else 'less'} is better)"


def guided(suite: Suite, method: str, judge: str) -> bool:
    """Whether a judge had a part in drawing a method's pictures."""
    return any(judge in each.judged_by for each in suite.methods if each.name == method)


def _by_count(suite: Suite, table: Table, columns: Sequence[Column]) -> str:
    counts = " / ".join(map(str, table.counts))
    heads = [
        f"{column.name}, n = {counts}" if at == 0 else column.name
        for at, column in enumerate(columns)
    ]
    rows = (
        [name, _drawn(table, name)]
        + [
            " / ".join(plain(table.value(name, column, count)) for count in table.counts)
            + _mark(suite, name, column.looks_through)
            for column in columns
        ]
        for name in table.methods
    )
    return _table(["method", "pictures", *heads], rows)


def _together(suite: Suite, table: Table, columns: Sequence[Column]) -> str:
    rows = (
        [name, *(_cell(suite, table, name, column) for column in columns)] for name in table.methods
    )
    return _table(["method", *(column.name for column in columns)], rows)


def _cell(suite: Suite, table: Table, name: str, column: Column) -> str:
    found = interval(table.mean(name, column))
    mark = _mark(suite, name, column.looks_through)
    if table.best(column) == name:
        return f"**{found}**{mark}"
    return f"{found}{mark}{f' {TIED}' if table.tied(name, column) else ''}"


def _successes(suite: Suite, table: Table, judges: Sequence[str]) -> str:
    heads = [f"{judge}, n = {count}" for judge in judges for count in table.counts]
    rows = (
        [name]
        + [
            interval(table.success(name, judge, count)) + _mark(suite, name, judge)
            for judge in judges
            for count in table.counts
        ]
        for name in table.methods
    )
    return _table(["method", *heads], rows)


def remarks(suite: Suite, table: Table) -> Iterator[str]:
    """Yield what must be known beside the tables."""
    if any(each.judged_by for each in suite.methods):
        yield f"{GUIDED} measured through a network that had a part in drawing: read the others."
    for name in table.methods:
        for state, told in (
            ("failed", "could not be drawn"),
            ("unread", "hold nobody whom a judge can tell"),
        ):
            if count := table.pictures(name, state):
                yield f"{name}: {count} of {table.pictures(name)} pictures {told}."


def plain(value: float | None) -> str:
    """Return a value as tables have it."""
    return "-" if value is None else f"{value:.2f}"


def interval(found: Interval | None) -> str:
    """Return a mean with its interval as tables have it."""
    return "-" if found is None else f"{found.mean:.2f} [{found.low:.2f}, {found.high:.2f}]"


def _drawn(table: Table, name: str) -> str:
    failed = table.pictures(name, "failed")
    return str(table.pictures(name) - failed)


def _mark(suite: Suite, method: str, judge: str) -> str:
    return f" {GUIDED}" if guided(suite, method, judge) else ""


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'s' * (count != 1)}"


def _table(heads: Sequence[str], rows: "Iterator[list[str]]") -> str:
    lines = [f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
    lines += [f"| {' | '.join(each.replace('|', chr(92) + '|') for each in row)} |" for row in rows]
    return "\n".join(lines) + "\n"
