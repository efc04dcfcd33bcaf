"""One-dimensional arithmetic of staging: where things in a row go when each keeps its distance."""

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple


class NoRoom(ValueError):
    """The row does not fit between its bounds."""


def spread(
    wanted: Sequence[float],
    gaps: Sequence[float],
    *,
    lows: Sequence[float],
    highs: Sequence[float],
    weights: Sequence[float] | None = None,
) -> tuple[float, ...]:
    """Move things as little as possible so that neighbours keep their gaps and all stay in bounds.

    Minimises the weighted squares of the moves: isotonic regression of the positions less their
    accumulated gaps, by pooling adjacent violators (Ayer et al. 1955). A block of things that
    touch goes where its own bounds leave it nearest to its mean, so that the result is the
    optimum also where bounds differ.

    Raises:
        NoRoom: no positions keep all gaps within the bounds.
    """
    if not wanted:
        return ()
    offsets = [0.0, *accumulate(gaps)]
    rows = zip(wanted, weights or [1.0] * len(wanted), lows, highs, offsets, strict=True)
    places = _pooled(
        [_Block(want - off, weight, low - off, high - off) for want, weight, low, high, off in rows]
    )
    return tuple(place + offset for place, offset in zip(places, offsets, strict=True))


class _Block(NamedTuple):
    """Neighbours that touch and so move as one; where their first would be."""

    mean: float
    weight: float
    low: float
    high: float
    length: int = 1

    @property
    def value(self) -> float:
        """The place within the block's bounds that costs least."""
        return min(max(self.mean, self.low), self.high)

    def with_next(self, other: "_Block") -> "_Block":
        """Return both as one block."""
        weight = self.weight + other.weight
        mean = (self.mean * self.weight + other.mean * other.weight) / weight
        low, high = max(self.low, other.low), min(self.high, other.high)
        return _Block(mean, weight, low, high, self.length + other.length)


def _pooled(singles: Sequence[_Block]) -> list[float]:
    blocks: list[_Block] = []
    for block in singles:
        while blocks and blocks[-1].value > block.value:
            block = blocks.pop().with_next(block)
        if block.low > block.high + 1e-9:
            raise NoRoom
        blocks.append(block)
    return [block.value for block in blocks for _ in range(block.length)]
