"""Who is who among found figures: pairing rows of likeness, one to one."""

from functools import cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Likeness: TypeAlias = NDArray[np.float64]
"""How like every found figure, a row, is to every subject, a column."""
Pairs: TypeAlias = tuple[tuple[int, int], ...]
"""Row and column of each pair, by column."""


def greedy_pairs(likeness: Likeness) -> Pairs:
    """Give each subject in turn the likest figure that is left, as MuDI's program does."""
    free = list(range(len(likeness)))
    pairs: list[tuple[int, int]] = []
    for column in range(likeness.shape[1]):
        if free:
            row = max(free, key=lambda each: likeness[each, column])
            free.remove(row)
            pairs.append((row, column))
    return tuple(pairs)


def best_pairs(likeness: Likeness) -> Pairs:
    """Return the pairs whose likeness is the greatest in sum: the assignment problem, exactly.

    Found by trying who is left for each figure in turn, each set of the subjects once: the panels
    of a book have few of either.

    Raises:
        ValueError: both are more than sixteen.
    """
    rows, columns = likeness.shape
    if rows < columns:
        turned = best_pairs(likeness.T)
        return tuple(sorted(((row, column) for column, row in turned), key=lambda each: each[1]))
    if columns > 16:
        raise ValueError(f"{rows} figures and {columns} subjects are too many to pair exactly")

    @cache
    def rest(row: int, taken: int) -> tuple[float, Pairs]:
        """Return the best sum, and its pairs, of this row and those after it."""
        left = columns - taken.bit_count()
        if not left:
            return 0.0, ()
        found = [rest(row + 1, taken)] if rows - row > left else []
        for column in range(columns):
            if not taken >> column & 1:
                total, pairs = rest(row + 1, taken | 1 << column)
                found.append((total + float(likeness[row, column]), ((row, column), *pairs)))
        return max(found, key=lambda each: each[0])

    return tuple(sorted(rest(0, 0)[1], key=lambda each: each[1]))
