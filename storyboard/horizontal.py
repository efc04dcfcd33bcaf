"""Staging's widths: how near neighbours may come, how far out, and where each would like to be.

Lengths are in panel heights.
"""

from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise

import numpy as np

from storyboard.bodies import Profile
from storyboard.places import WHOLE_SHOTS, Frame, Stood, Wish

_MARGIN = 0.025
_ROWS = np.linspace(0.0, 1.0, 65)


def _ends(each: Stood, measured: Profile, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return a silhouette's reach left and right at some panel rows; -inf where it is empty."""
    levels = (each.ground - rows) / each.scale
    span = max(measured.top - measured.low, 1e-9)
    index = np.floor((levels - measured.low) / span * len(measured.left)).astype(int)
    inside = (index >= 0) & (index < len(measured.left))
    index = np.clip(index, 0, len(measured.left) - 1)
    left = np.where(inside, measured.left[index] * each.scale, -np.inf)
    right = np.where(inside, measured.right[index] * each.scale, -np.inf)
    return left, right


def gaps(
    row: Sequence[Stood], wishes: Mapping[str, Wish], frame: Frame,
    profiles: Mapping[str, Profile], tight: float,
) -> tuple[list[float], list[float]]:  # fmt: skip
    """Return between neighbours the least distance and the one that looks natural."""
    least, natural = [], []
    for a, b in pairwise(row):
        left_a, right_a = _ends(a, profiles[a.body.id], _ROWS)
        left_b, right_b = _ends(b, profiles[b.body.id], _ROWS)
        touch = float(np.max(right_a + left_b))
        widths = float(np.max(right_a)) + float(np.max(left_b))
        touch = max(touch, 0.35 * widths) if np.isfinite(touch) else 0.5 * max(widths, 0.1)
        need = touch * tight * (0.6 if a.level != b.level else 1.0)
        need = max(need, _face_gap(a, b, right_a, left_b), 0.02)
        scale = min(a.scale, b.scale)
        air = 0.05 if wishes[b.body.id].beside else 0.22 if frame.shot in WHOLE_SHOTS else 0.1
        if wishes[b.body.id].away:
            air = 9.0
        least.append(need)
        natural.append(max(need, touch + air * scale))
    return least, natural


def _face_gap(a: Stood, b: Stood, right_a: np.ndarray, left_b: np.ndarray) -> float:
    """Return the distance at which neither hides the other's face; a nearer one's is safe."""
    need = 0.0
    if a.level <= b.level:
        need = max(need, _head_reach(a, 1) + _largest(left_b[_head_rows(a)]))
    if b.level <= a.level:
        need = max(need, _head_reach(b, -1) + _largest(right_a[_head_rows(b)]))
    return need


def _head_rows(each: Stood) -> np.ndarray:
    return np.asarray((_ROWS >= each.y(each.body.head_top)) & (_ROWS <= each.y(each.body.chin)))


def _head_reach(each: Stood, side: int) -> float:
    edge = each.body.head.right if side > 0 else each.body.head.left
    return side * each.body.across(edge) * each.scale


def bounds(
    row: Sequence[Stood], frame: Frame, profiles: Mapping[str, Profile]
) -> tuple[list[float], list[float]]:
    """Return how far left and right each axis may go: whole bodies, or heads and most of the rest."""
    margin = _MARGIN * max(1.0, frame.aspect)
    part = 1.0 if frame.shot in WHOLE_SHOTS else 0.62
    start, end = frame.span
    lows, highs = [], []
    for each in row:
        left, right = (_largest(side, 0.0) for side in _ends(each, profiles[each.body.id], _ROWS))
        lows.append(start + margin + max(part * left, _head_reach(each, -1)))
        highs.append(end - margin - max(part * right, _head_reach(each, 1)))
    return lows, highs


def wanted(
    row: Sequence[Stood], wishes: Mapping[str, Wish], frame: Frame, natural: Sequence[float]
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


def _lead(row: Sequence[Stood], width: float) -> float:
    """Leave room in front of someone who looks aside."""
    if len(row) != 1:
        return 0.0
    return {"left": 0.07, "right": -0.07}.get(row[0].body.facing, 0.0) * width


def _largest(values: np.ndarray, empty: float = -1e3) -> float:
    """Return the largest finite value, never less than `empty`."""
    return float(max(values.max(initial=empty), empty))
