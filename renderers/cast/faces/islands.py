"""Islands in a stretch of skin, and which of them are eyes, a mouth, brows."""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from renderers.cast.masks import Flags
from renderers.cast.outlines import Vertex, area_of, loops_of

Place = NDArray[np.float64]


class Island(NamedTuple):
    """A part of a face that is no skin: an eye, a brow, a mouth, a nose."""

    loop: tuple[Vertex, ...]
    low: Place
    """The left top corner of its box."""
    high: Place
    area: float

    @property
    def centre(self) -> Place:
        """The middle of its box."""
        return np.asarray((self.low + self.high) / 2)

    @property
    def size(self) -> Place:
        """Width and height of its box."""
        return np.asarray(self.high - self.low)


def islands_of(mask: Flags) -> Iterator[Island]:
    """Yield what is not skin, specks left out."""
    for loop in loops_of(mask):
        array = np.array(loop, float)
        if area_of(loop) >= 6:
            yield Island(tuple(loop), array.min(axis=0), array.max(axis=0), area_of(loop))


def eyes_among(
    islands: Sequence[Island], expected: Place, unit: float
) -> tuple[Island, Island] | None:
    """Return the two islands that are most like eyes: as large, level, where eyes are."""
    fit = [each for each in islands if max(each.size) < 0.95 * unit and each.size[1] > 0.08 * unit]
    best: tuple[float, tuple[Island, Island]] | None = None
    for pair in combinations(fit, 2):
        one, other = sorted(pair, key=lambda each: float(each.centre[0]))
        across = other.centre - one.centre
        ratio = max(one.area, other.area) / max(min(one.area, other.area), 1)
        apart = float(np.hypot(*across)) / unit
        off = np.abs((one.centre + other.centre) / 2 - expected) / unit
        if ratio > 2.5 or not 0.6 < apart < 1.5 or abs(across[1]) > 0.3 * abs(across[0]):
            continue
        flat = one.size[0] > 2.4 * one.size[1] or other.size[0] > 2.4 * other.size[1]
        if off[0] > 0.45 or off[1] > 0.6 or flat:
            continue
        cost = (
            abs(apart - 1)
            + off[0]
            + 0.6 * off[1]
            + 0.2 * (ratio - 1)
            + 0.1 / max(one.area / unit**2, 0.01) * 0.1
        )
        if best is None or cost < best[0]:
            best = float(cost), (one, other)
    return best and best[1]


def mouth_among(
    islands: Sequence[Island],
    eyes: tuple[Place, Place],
    unit: float,
    told: Place | None,
    pair: tuple[Island, Island] | None,
) -> Island | None:
    """Return the island that is most like a mouth: in the middle, below the eyes, wide."""
    middle = (eyes[0] + eyes[1]) / 2
    best: tuple[float, Island] | None = None
    for each in islands:
        if pair is not None and each in pair:
            continue
        x, y = (each.centre - middle) / unit
        if abs(x) > 0.5 or not 0.5 < y < 2.2 or each.size[0] < 0.16 * unit:
            continue
        if each.size[0] > 1.6 * unit or each.size[1] > 0.95 * unit:
            continue
        cost = abs(x) - 0.5 * float(each.size[0]) / unit - 0.25 * y
        if told is not None:
            cost += 2 * float(np.hypot(*(each.centre - told))) / unit
        if best is None or cost < best[0]:
            best = float(cost), each
    return best and best[1]


def brows_among(
    islands: Sequence[Island],
    eyes: tuple[Place, Place],
    unit: float,
    pair: tuple[Island, Island] | None,
) -> tuple[Island, ...]:
    """Return above each eye the largest island that is wider than high; both brows or none."""
    found: list[Island] = []
    for at, eye in enumerate(eyes):
        top = eye[1] if pair is None else pair[at].low[1]
        fit = [each for each in islands if _is_brow(each, eye, top, unit)]
        found += [max(fit, key=lambda each: each.area)] if fit else []
    return tuple(found) if len(found) == 2 and found[0] is not found[1] else ()


def _is_brow(island: Island, eye: Place, top: float, unit: float) -> bool:
    """Tell whether an island may be the brow of an eye whose upper edge is known."""
    x, y = (island.centre - eye) / unit
    wide = island.size[0] > 1.3 * island.size[1] and 0.2 * unit < island.size[0] < 1.1 * unit
    return bool(abs(x) < 0.4 and -0.95 < y < -0.14 and wide and island.high[1] < top + 0.06 * unit)


def perimeter(island: Island) -> float:
    """Return the length of an island's border, its stairs smoothed."""
    points = np.array(island.loop, float)
    steps = np.roll(points, -3, axis=0)[::3] - points[::3]
    return max(float(np.hypot(*steps.T).sum()), 1.0)
