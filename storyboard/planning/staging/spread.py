"""One-dimensional arithmetic of staging: where things in a row go when each keeps its distance."""

from collections.abc import Sequence
from itertools import accumulate


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

    Minimises the weighted squares of the moves: isotonic regression of the positions less
    their accumulated gaps, by pooling adjacent violators (Ayer et al. 1955), then clipping
    between bounds made monotone.

    Raises:
        NoRoom: no positions keep all gaps within the bounds.
    """
    if not wanted:
        return ()
    offsets = [0.0, *accumulate(gaps)]
    pooled = _pooled([want - offset for want, offset in zip(wanted, offsets, strict=True)], weights)
    lowest = list(accumulate((low - off for low, off in zip(lows, offsets, strict=True)), max))
    highest = list(accumulate(
        (high - off for high, off in zip(reversed(highs), reversed(offsets), strict=True)), min
    ))[::-1]  # fmt: skip
    if any(low > high + 1e-9 for low, high in zip(lowest, highest, strict=True)):
        raise NoRoom
    return tuple(
        min(max(value, low), high) + offset
        for value, low, high, offset in zip(pooled, lowest, highest, offsets, strict=True)
    )


def _pooled(values: Sequence[float], weights: Sequence[float] | None) -> list[float]:
    blocks: list[tuple[float, float, int]] = []  # mean, weight, length
    for index, value in enumerate(values):
        block = value, weights[index] if weights else 1.0, 1
        while blocks and blocks[-1][0] > block[0]:
            mean, weight, length = blocks.pop()
            total = weight + block[1]
            block = (mean * weight + block[0] * block[1]) / total, total, length + block[2]
        blocks.append(block)
    return [mean for mean, _, length in blocks for _ in range(length)]
