"""Staging's widths: how near neighbours may come, how far out, and where each would like to be.

Lengths are in panel heights.
"""

from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np

from storyboard.planning.staging.stage import Frame, PlacedBody, Wish, nearness

FLAT = 1.5
"""From this width over height on, figures stand further apart."""
_MARGIN = 0.025
_SIGNALS = ("waving", "saluting", "thumbs up", "ok sign", "pointing", "pointing up")
"""Poses of which the hand says all, so that no frame cuts it off."""
_ROWS = np.linspace(0.0, 1.0, 65)


class _Ends(NamedTuple):
    """A silhouette's reach left and right of the axis at every row; -inf where it is empty."""

    left: np.ndarray
    right: np.ndarray

    def below(self, rows: np.ndarray) -> "_Ends":
        """Return only the given rows, the others empty."""
        return _Ends(np.where(rows, self.left, -np.inf), np.where(rows, self.right, -np.inf))


def gaps(
    row: Sequence[PlacedBody],
    wishes: Mapping[str, Wish],
    frame: Frame,
    tight: float,
) -> tuple[list[float], list[float]]:
    """Return between neighbours the least distance and the one that looks natural."""
    least, natural = [], []
    for a, b in pairwise(row):
        wish = wishes[b.body.id]
        if wish.embraced:
            least.append(max(_face_gap(a, b, wishes), 0.02))
            natural.append(least[-1])
            continue
        touch = _touch(a, b, frame)
        need = touch * tight * (0.6 if a.level != b.level else 1.0)
        least.append(max(need, _face_gap(a, b, wishes), 0.02))
        natural.append(max(least[-1], touch + _air(wish, frame) * min(a.scale, b.scale)))
    return least, natural


def _air(wish: Wish, frame: Frame) -> float:
    """Return the space between two neighbours, in adults: flat panels give words room there."""
    if wish.away:
        return 9.0
    if wish.beside:
        return 0.05
    flat = max(0.0, frame.aspect - FLAT)
    return 0.22 + 0.14 * flat if frame.kind.whole else 0.1 + 0.07 * flat


def _touch(a: PlacedBody, b: PlacedBody, frame: Frame) -> float:
    """Return the distance at which two silhouettes just touch, never quite none."""
    right, left = _core(a, frame).right, _core(b, frame).left
    widths = _largest(right, 0.05) + _largest(left, 0.05)
    return max(_largest(right + left), 0.35 * widths)


def _face_gap(
    a: PlacedBody,
    b: PlacedBody,
    wishes: Mapping[str, Wish],
) -> float:
    """Return the distance at which the nearer hides nothing of the other's face."""
    order = nearness(a, wishes[a.body.id]), nearness(b, wishes[b.body.id])
    need = 0.0
    if order[0] <= order[1]:
        need = max(need, _head_reach(a, 1) + _largest(_ends(b).left[_head_rows(a)]))
    if order[1] <= order[0]:
        need = max(need, _head_reach(b, -1) + _largest(_ends(a).right[_head_rows(b)]))
    return need


def _ends(each: PlacedBody) -> _Ends:
    measured = each.body.profile
    levels = (each.ground - _ROWS) / each.scale
    span = max(measured.top - measured.low, 1e-9)
    index = np.floor((levels - measured.low) / span * len(measured.left)).astype(int)
    inside = (index >= 0) & (index < len(measured.left))
    index = np.clip(index, 0, len(measured.left) - 1)
    reach = _Ends(measured.left[index] * each.scale, measured.right[index] * each.scale)
    return reach.below(inside)


def _core(each: PlacedBody, frame: Frame) -> _Ends:
    """Return the ends that want room: close shots may cut or cover a prop above the head."""
    ends = _ends(each)
    return ends if frame.kind.whole else ends.below(each.y(each.body.head_top) <= _ROWS)


def _head_rows(each: PlacedBody) -> np.ndarray:
    return np.asarray((each.y(each.body.head_top) <= _ROWS) & (each.y(each.body.chin) >= _ROWS))


def _head_reach(each: PlacedBody, side: int) -> float:
    edge = each.body.head.right if side > 0 else each.body.head.left
    return side * each.body.across(edge) * each.scale


def bounds(
    row: Sequence[PlacedBody],
    frame: Frame,
) -> tuple[list[float], list[float]]:
    """Return how far each axis may go: whole bodies stay inside, or heads and part of the rest."""
    margin = _MARGIN * max(1.0, frame.aspect)
    part = 1.0 if frame.kind.whole else 0.35 if frame.kind.faces else 0.62
    start, end = frame.span
    lows, highs = [], []
    for each in row:
        left, right = (_largest(side, 0.0) for side in _core(each, frame))
        seen = 1.0 if each.body.pose_word in _SIGNALS else part
        lows.append(start + margin + max(seen * left, _head_reach(each, -1)))
        highs.append(end - margin - max(seen * right, _head_reach(each, 1)))
    return lows, highs


def wanted(
    row: Sequence[PlacedBody], wishes: Mapping[str, Wish], frame: Frame, natural: Sequence[float]
) -> list[float]:
    """Return where each would like to be: at its side, or in a loose group round the middle."""
    start, end = frame.span
    asked = [wishes[each.body.id].x for each in row]
    offsets = list(accumulate((min(gap, end - start) for gap in natural), initial=0.0))
    fixed = [(index, x) for index, x in enumerate(asked) if x is not None]
    if not fixed:
        first = (start + end - offsets[-1]) / 2 + _lead(row, end - start)
        return [first + offset for offset in offsets]
    places = []
    for index in range(len(row)):
        near, x = min(fixed, key=lambda other: abs(other[0] - index))
        places.append(start + x * (end - start) + offsets[index] - offsets[near])
    return places


def _lead(row: Sequence[PlacedBody], width: float) -> float:
    """Leave room in front of someone who looks aside."""
    if len(row) != 1:
        return 0.0
    return {"left": 0.07, "right": -0.07}.get(row[0].body.facing, 0.0) * width


def _largest(values: np.ndarray, empty: float = -1e3) -> float:
    """Return the largest finite value, never less than `empty`."""
    return float(max(values.max(initial=empty), empty))
