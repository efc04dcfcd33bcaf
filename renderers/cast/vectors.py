"""Points, angles, smooth paths and hulls."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]
"""x and y."""
Points = NDArray[np.float64]
"""Rows of x and y."""
Matrix = NDArray[np.float64]
"""`[2, 3]`: a linear map and a shift."""

SAMPLES = 20
"""Points on each half of a limb's path."""


def angle_of(start: Vector, end: Vector) -> float:
    """Return the direction from one point to another, in degrees from straight down."""
    return float(np.degrees(np.arctan2(end[0] - start[0], end[1] - start[1])))


def stepped(start: Vector, angle: float, length: float) -> Vector:
    """Go so far into a direction."""
    return np.asarray(start + length * towards(angle))


def towards(angle: float) -> Vector:
    """Return the unit vector of a direction."""
    turn = np.radians(angle)
    return np.array([np.sin(turn), np.cos(turn)])


def turning(angle: float) -> NDArray[np.float64]:
    """Return the matrix that turns "down" towards the right by an angle."""
    c, s = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    return np.array([[c, s], [-s, c]])


def about(source: Vector, target: Vector, linear: NDArray[np.float64]) -> Matrix:
    """Return the map that is `linear` and takes `source` to `target`."""
    return np.column_stack([linear, target - linear @ source])


def moved(points: Points, matrix: Matrix) -> Points:
    """Apply a map to points."""
    return np.asarray(points @ matrix[:, :2].T + matrix[:, 2])


def normals(path: Points) -> Points:
    """Return the unit normals along a path, to the left of its direction in the picture."""
    ahead = np.gradient(path, axis=0)
    ahead /= np.maximum(np.hypot(*ahead.T), 1e-6)[:, None]
    return np.stack([ahead[:, 1], -ahead[:, 0]], axis=1)


def limb_path(root: Vector, middle: Vector, end: Vector, *, bend: float = 0.28) -> Points:
    """Return `2 · SAMPLES + 1` points along a limb, its joint rounded over `bend` of each half."""
    steps = np.linspace(0, 1, SAMPLES + 1)[:, None]
    path = np.concatenate([root + (middle - root) * steps, (middle + (end - middle) * steps)[1:]])
    reach = max(2, int(bend * SAMPLES))
    first, last = path[SAMPLES - reach].copy(), path[SAMPLES + reach].copy()
    t = np.linspace(0, 1, 2 * reach + 1)[:, None]
    path[SAMPLES - reach : SAMPLES + reach + 1] = (
        (1 - t) ** 2 * first + 2 * t * (1 - t) * middle + t * t * last
    )
    return path


def tapered(widths: Sequence[float]) -> NDArray[np.float64]:
    """Spread a limb's half-widths at root, middle and end over the points of its path."""
    at = np.linspace(0, len(widths) - 1, 2 * SAMPLES + 1)
    return np.interp(at, np.arange(len(widths)), widths)


def hull_of(points: Points) -> Points:
    """Return the convex hull, in order around it (Andrew's monotone chain, 1979)."""
    ordered = sorted({(float(x), float(y)) for x, y in points})
    halves = []
    for chain in (ordered, ordered[::-1]):
        half: list[tuple[float, float]] = []
        for point in chain:
            while len(half) > 1 and _cross(half[-2], half[-1], point) <= 0:
                half.pop()
            half.append(point)
        halves += half[:-1]
    return np.array(halves)


def _cross(o: tuple[float, float], a: tuple[float, float], b: tuple[float, float]) -> float:
    return (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0])


def rounded(polygon: Points, *, times: int = 3) -> Points:
    """Cut the corners of a closed polygon (Chaikin, 1974)."""
    for _ in range(times):
        after = np.roll(polygon, -1, axis=0)
        both = np.stack([0.75 * polygon + 0.25 * after, 0.25 * polygon + 0.75 * after], axis=1)
        polygon = both.reshape(-1, 2)
    return polygon


def elbow_between(
    root: Vector, target: Vector, lengths: tuple[float, float], *, outwards: float
) -> Vector:
    """Return where a limb bends whose end is to be at a target (two-bone inverse kinematics).

    Out of reach, the limb stretches towards it.

    Args:
        lengths: of the upper and the lower half.
        outwards: of the two bends the one to this side, and by a little the lower: 1 right or
            -1 left.
    """
    along = target - root
    far = float(np.hypot(*along))
    near = abs(lengths[0] - lengths[1]) + 0.01 * sum(lengths)
    reach = min(max(far, near), 0.998 * sum(lengths))
    cosine = (lengths[0] ** 2 + reach**2 - lengths[1] ** 2) / (2 * lengths[0] * reach)
    spread = float(np.degrees(np.arccos(np.clip(cosine, -1, 1))))
    angle = angle_of(root, target)
    bends = [stepped(root, angle + sign * spread, lengths[0]) for sign in (-1, 1)]
    return max(bends, key=lambda bend: float(outwards * bend[0] + 0.5 * bend[1]))


def dense(polygon: Points, step: float) -> Points:
    """Put points along a closed polygon's edges, so that rounding stays near its corners."""
    pieces = []
    for start, end in zip(polygon, np.roll(polygon, -1, axis=0), strict=True):
        count = max(1, int(np.hypot(*(end - start)) / step))
        pieces.append(start + (end - start) * np.linspace(0, 1, count, endpoint=False)[:, None])
    return np.concatenate(pieces)


def inset(polygon: Points, depth: float) -> Points:
    """Move a smooth closed polygon's edge inwards."""
    area = float(
        np.sum(
            polygon[:, 0] * np.roll(polygon[:, 1], -1) - np.roll(polygon[:, 0], -1) * polygon[:, 1]
        )
    )
    around = np.concatenate([polygon[-1:], polygon, polygon[:1]])
    outwards = normals(around)[1:-1] * (1 if area > 0 else -1)
    return np.asarray(polygon - outwards * depth)


def to_segment(points: Points, start: Vector, end: Vector) -> NDArray[np.float64]:
    """Return the points' distances from a segment; any leading shape."""
    along = end - start
    length = max(float(along @ along), 1e-9)
    t = np.clip(((points - start) @ along) / length, 0, 1)[..., None]
    return np.asarray(np.hypot(*np.moveaxis(points - start - t * along, -1, 0)))
