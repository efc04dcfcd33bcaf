"""The lines of a face: lips, open mouths, and smooth curves."""

from collections.abc import Iterator, Sequence

import numpy as np

from renderers.cast.faces.islands import Place
from renderers.cast.faces.moods import MouthShape


class MouthParts:
    """The upper and the lower part of an open mouth."""

    def __init__(self, outline: np.ndarray) -> None:
        self.outline = outline
        self._low, self._high = outline.min(axis=0), outline.max(axis=0)

    def top(self, share: float) -> np.ndarray:
        """Return the box of the upper part."""
        end = self._low[1] + share * (self._high[1] - self._low[1])
        return _box(self._low[0], self._low[1], self._high[0], end)

    def bottom(self, share: float) -> np.ndarray:
        """Return the round of the lower part."""
        centre = np.array([(self._low[0] + self._high[0]) / 2, self._high[1]])
        width, height = 0.62 * (self._high - self._low)
        angles = np.linspace(0, 2 * np.pi, 36)
        reach = np.array([0.5 * width, share * height / 0.62])
        return np.asarray(centre + np.stack([np.cos(angles), np.sin(angles)], axis=1) * reach)


def _box(left: float, top: float, right: float, bottom: float) -> np.ndarray:
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]], float)


def lips(shape: MouthShape, wide: float) -> Iterator[list[tuple[float, float]]]:
    """Yield the lines of a closed mouth."""
    match shape:
        case "smile":
            yield [
                (-wide, -0.06),
                (-0.5 * wide, 0.05),
                (0, 0.09),
                (0.5 * wide, 0.05),
                (wide, -0.06),
            ]
        case "frown":
            yield [
                (-wide, 0.09),
                (-0.5 * wide, -0.02),
                (0, -0.06),
                (0.5 * wide, -0.02),
                (wide, 0.09),
            ]
        case "wave":
            yield [
                (wide * x, 0.045 * sign)
                for x, sign in ((-1, 1), (-0.6, -1), (-0.2, 1), (0.2, -1), (0.6, 1), (1, -1))
            ]
        case "crooked":
            yield [(-0.8 * wide, 0.04), (0, 0.06), (0.7 * wide, -0.02), (1.1 * wide, -0.13)]
        case "small":
            yield [(-0.45 * wide, 0.0), (0, 0.03), (0.45 * wide, 0.0)]
        case _:
            yield [(-0.85 * wide, 0.0), (0.85 * wide, 0.0)]


def opening(shape: MouthShape, wide: float) -> list[tuple[float, float]]:
    """Return the border of an open mouth."""
    angles = np.linspace(0, np.pi, 19)
    match shape:
        case "round":
            return _ellipse(0.5 * wide, 0.68 * wide)
        case "shout":
            return _ellipse(0.78 * wide, 0.92 * wide)
        case "teeth":
            return _ellipse(wide, 0.34 * wide, power=0.5)
    depth = 0.75 * wide if shape == "grin" else 1.05 * wide
    lower = [(1.08 * wide * float(np.cos(a)), depth * float(np.sin(a)) - 0.08) for a in angles]
    upper = [(x * 1.08 * wide, -0.08 + 0.05 * (1 - x * x)) for x in np.linspace(-0.9, 0.9, 9)]
    return [*lower, *((float(x), float(y)) for x, y in upper)]


def _ellipse(width: float, height: float, *, power: float = 1.0) -> list[tuple[float, float]]:
    """Return an ellipse, or with a lower power a box with round corners."""
    angles = np.linspace(0, 2 * np.pi, 37)[:-1]
    c, s = np.cos(angles), np.sin(angles)
    xs, ys = np.sign(c) * np.abs(c) ** power, np.sign(s) * np.abs(s) ** power
    return [(width * float(x), height * float(y)) for x, y in zip(xs, ys, strict=True)]


def curve(start: Place, control: Place, end: Place) -> list[Place]:
    """Return points of a quadratic Bézier curve that passes near its control point."""
    pulled = 2 * control - (start + end) / 2
    t = np.linspace(0, 1, 17)[:, None]
    return list((1 - t) ** 2 * start + 2 * t * (1 - t) * pulled + t * t * end)


def smooth(points: Sequence[Place]) -> list[Place]:
    """Return points of a smooth line through some points (Catmull and Rom 1974)."""
    if len(points) < 3:
        return list(points)
    padded = [2 * points[0] - points[1], *points, 2 * points[-1] - points[-2]]
    made = []
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        for t in np.linspace(0, 1, 7)[:-1]:
            made.append(
                0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2)
                + 0.5 * (3 * b - a - 3 * c + d) * t**3
            )
    return [*made, points[-1]]
