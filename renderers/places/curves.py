"""Smooth lines through a few points."""

from collections.abc import Sequence

import numpy as np

from schemas.geometry import Point

_T = np.linspace(0, 1, 6, endpoint=False)[:, None]
_BASIS = 0.5 * np.hstack(
    [-_T + 2 * _T**2 - _T**3, 2 - 5 * _T**2 + 3 * _T**3, _T + 4 * _T**2 - 3 * _T**3, _T**3 - _T**2]
)


def smooth(points: Sequence[Point], *, closed: bool) -> list[Point]:
    """Return a finer line through the points: a Catmull-Rom spline, six steps a point."""
    knots = np.asarray(points, float)
    count = len(knots)
    index = np.arange(count if closed else count - 1)[:, None] + np.arange(-1, 3)
    index = index % count if closed else index.clip(0, count - 1)
    fine = np.einsum("tb,nbc->ntc", _BASIS, knots[index]).reshape(-1, 2)
    if not closed:
        fine = np.vstack([fine, knots[-1:]])
    return [(float(x), float(y)) for x, y in fine.tolist()]
