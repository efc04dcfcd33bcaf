"""Hands, drawn from a few rounded strokes."""

from typing import NamedTuple

import numpy as np

from renderers.cast.puppets.stance import HANDS
from renderers.cast.shapes import Disc, Piece
from renderers.cast.vectors import Vector, towards

Stroke = tuple[tuple[float, float], tuple[float, float], float]
"""From, to and half-width, in hands' lengths: along the hand, and towards its little finger."""

_SHAPES: dict[str, tuple[Stroke, ...]] = {
    "open": (
        ((0.3, -0.07), (0.32, 0.08), 0.25),
        ((0.44, -0.12), (0.44, 0.13), 0.15),
        ((0.46, -0.2), (0.8, -0.32), 0.088),
        ((0.5, -0.07), (0.94, -0.1), 0.092),
        ((0.5, 0.07), (0.93, 0.12), 0.09),
        ((0.46, 0.2), (0.8, 0.34), 0.084),
        ((0.24, -0.18), (0.42, -0.5), 0.1),
    ),
    "fist": (((0.3, -0.08), (0.32, 0.09), 0.28), ((0.42, -0.06), (0.42, 0.08), 0.24)),
    "flat": (
        ((0.28, 0), (0.45, 0), 0.23),
        ((0.4, 0), (0.76, 0.03), 0.17),
        ((0.2, -0.1), (0.5, -0.32), 0.095),
    ),
    "relaxed": (
        ((0.28, 0), (0.42, 0), 0.23),
        ((0.4, 0.01), (0.58, 0.05), 0.19),
        ((0.2, -0.1), (0.48, -0.27), 0.095),
    ),
    "pointing": (
        ((0.3, -0.06), (0.32, 0.08), 0.26),
        ((0.4, -0.14), (0.98, -0.16), 0.095),
        ((0.26, 0.0), (0.46, 0.12), 0.18),
    ),
    "thumb": (((0.3, -0.08), (0.32, 0.09), 0.28), ((0.3, -0.2), (0.34, -0.68), 0.11)),
}
_CREASES: dict[str, tuple[Stroke, ...]] = {
    "fist": (((0.28, -0.24), (0.4, 0.02), 0.1),),
    "thumb": (((0.44, -0.06), (0.46, 0.16), 0.09),),
}
"""Thumbs and fingers that lie upon the hand."""


class Hand(NamedTuple):
    """A hand's shape on the canvas."""

    outer: list[Piece]
    inner: list[Piece]
    """The same without the ink."""
    creases: tuple[tuple[list[Piece], list[Piece]], ...]
    """What lies upon it, with and without ink."""


def hand_at(
    wrist: Vector, angle: float, letter: str, *, length: float, arm: float, pen: float, flip: bool
) -> Hand:
    """Shape a hand that goes on from a wrist.

    Args:
        angle: the forearm's direction.
        letter: of `HANDS`.
        arm: half-width of the arm at the wrist.
        pen: the ink's width.
        flip: whether the thumb is on the other side, as a left hand's is.
    """
    kind = HANDS[letter]
    thin = min(pen, 0.05 * length)
    along, across = towards(angle), towards(angle + 90) * (-1 if flip else 1)

    def place(at: tuple[float, float]) -> Vector:
        return np.asarray(wrist + (along * at[0] + across * at[1]) * length)

    def pieces(strokes: tuple[Stroke, ...], less: float) -> list[Piece]:
        return [
            piece
            for start, end, half in strokes
            for piece in _swept(place(start), place(end), half * length - less)
        ]

    root = wrist + along * 0.14 * length
    outer = [*pieces(_SHAPES[kind], 0), *_swept(wrist, root, arm * 0.97)]
    inner = [*pieces(_SHAPES[kind], thin), *_swept(wrist, root, arm * 0.97 - thin)]
    creases = tuple((pieces((one,), 0), pieces((one,), thin)) for one in _CREASES.get(kind, ()))
    return Hand(outer, inner, creases)


def _swept(start: Vector, end: Vector, radius: float) -> list[Piece]:
    """Return a thick line with round ends."""
    along = end - start
    length = float(np.hypot(*along))
    ends: list[Piece] = [Disc(start, radius), Disc(end, radius)]
    if length < 1e-6 or radius <= 0:
        return ends
    side = np.array([along[1], -along[0]]) / length * radius
    return [*ends, np.array([start + side, end + side, end - side, start - side])]
