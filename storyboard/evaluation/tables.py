"""What many pictures say of a method: means by the number of subjects, and how sure they are."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from renderers.judging.metrics.tables import Interval, bootstrapped
from schemas.suite import Average
from storyboard.evaluation.metrics import Column
from storyboard.evaluation.rows import PictureRow

Groups = dict[str, list[float]]
"""Values by composition."""


class Table:
    """The rows of an evaluation, asked for means.

    Intervals are of 95 %, from whole compositions drawn with replacement.
    """

    def __init__(self, rows: Sequence[PictureRow], *, average: Average) -> None:
        self.rows, self._average = rows, average
        self.methods = tuple(dict.fromkeys(row.cell.method.name for row in rows))
        self.counts = tuple(sorted({row.cell.subjects for row in rows}))
        self._known: dict[tuple[object, ...], Interval | None] = {}
        self._by_method = {
            name: [row for row in rows if row.cell.method.name == name] for name in self.methods
        }

    def mean(self, method: str, column: Column) -> Interval | None:
        """Return a column's mean of a method over all its pictures; None where it has no value."""
        make = partial(self._mean, method, column)
        return self._remembered(("mean", method, column.name), make)

    def value(self, method: str, column: Column, count: int) -> float | None:
        """Return a column's mean of a method with so many subjects; None where none is."""
        values = self._values(method, column, count).values()
        return sum(values) / len(values) if values else None

    def success(self, method: str, judge: str, count: int | None = None) -> Interval | None:
        """Return the share of the pictures in which everybody is right, of all that are judged."""
        make = partial(self._success, method, judge, count)
        return self._remembered(("success", method, judge, count), make)

    def best(self, column: Column) -> str | None:
        """Return the method of the best mean; of equals the first. None where none has one."""
        found = {name: each.mean for name in self.methods if (each := self.mean(name, column))}
        if not found:
            return None
        return (max if column.metric.higher else min)(found, key=lambda name: found[name])

    def tied(self, method: str, column: Column) -> bool:
        """Whether a method is the best, or not told apart from it: the difference may be none.

        Differences are of the same prompts of the same compositions, so that what is hard for all
        methods does not count.
        """
        if self.mean(method, column) is None:
            return False
        apart = self._remembered(
            ("apart", method, column.name), partial(self._apart, method, column)
        )
        return apart is None or apart.low <= 0 <= apart.high

    def _apart(self, method: str, column: Column) -> Interval | None:
        """Return how far a method is from the best; None where it is the best, or none is."""
        best = self.best(column)
        if best is None or best == method:
            return None
        mine, theirs = (self._values(name, column) for name in (method, best))
        return _interval(
            _grouped((prompt, mine[prompt] - theirs[prompt]) for prompt in mine if prompt in theirs)
        )

    def _mean(self, method: str, column: Column) -> Interval | None:
        return _interval(_grouped(self._values(method, column).items()))

    def _success(self, method: str, judge: str, count: int | None) -> Interval | None:
        groups: Groups = {}
        for row in self._of(method, count):
            if (right := row.succeeded.get(judge)) is not None:
                groups.setdefault(row.prompt[0], []).append(float(right))
        return _interval(groups)

    def _remembered(
        self, key: tuple[object, ...], make: Callable[[], Interval | None]
    ) -> Interval | None:
        """Resample once what several tables show."""
        if key not in self._known:
            self._known[key] = make()
        return self._known[key]

    def pictures(self, method: str, state: str | None = None) -> int:
        """Return how many pictures of a method are in a state, or were to be drawn."""
        return sum(state in (None, row.state) for row in self._by_method[method])

    def _of(self, method: str, count: int | None) -> list[PictureRow]:
        rows = self._by_method[method]
        return [row for row in rows if count in (None, row.cell.subjects)]

    def _values(
        self, method: str, column: Column, count: int | None = None
    ) -> dict[tuple[str, int], float]:
        """Return each prompt's value: the mean of its pictures, or the best."""
        found: dict[tuple[str, int], list[float]] = {}
        for row in self._of(method, count):
            value = row.values.get(column.name)
            if value is not None:
                found.setdefault(row.prompt, []).append(value)
        return {prompt: self._one(values, column) for prompt, values in found.items()}

    def _one(self, values: Sequence[float], column: Column) -> float:
        if self._average == "best":
            return max(values) if column.metric.higher else min(values)
        return sum(values) / len(values)


def _grouped(values: Iterable[tuple[tuple[str, int], float]]) -> Groups:
    groups: Groups = {}
    for (composition, _), value in values:
        groups.setdefault(composition, []).append(value)
    return groups


def _interval(groups: Groups) -> Interval | None:
    return bootstrapped(groups) if groups else None
