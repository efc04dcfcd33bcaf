"""A place as a camera sees it that looks up, down, or askew: what of it rises, leans and tilts."""

from collections.abc import Callable
from math import ceil
from typing import NamedTuple

from PIL import Image

from schemas.angles import Angle, converging
from schemas.geometry import FULL_FRAME, Box, Size
from schemas.projection import Projection

_FEET = 0.9
"""The ground on which figures stand, in heights of the wide shot; no angle moves it."""
_EDGE, _FLOOR = 0.6, 0.74
"""Where the ground ends at eye level, outside and inside."""
_WALL = 0.3
"""So much of a room's wall is always seen, or nobody would know which room it is."""
_PIVOT = 0.92
"""Where in a panel the uprights of a place begin to lean."""
_STEADY = 0.5
"""How far above that nothing becomes wider or narrower, in panel heights."""


class Rise(NamedTuple):
    """How the ground's far edge rises or sinks in the picture, and what stands there with it."""

    edge: float
    """Where the edge is at eye level, in heights of the wide shot."""
    to: float
    """Where it comes to lie."""
    upright: float
    """How tall what stands is drawn."""

    @classmethod
    def of(cls, angle: Angle, *, inside: bool) -> "Rise | None":
        """Return what an angle does to a place, whose floor ends at a wall if it is inside."""
        if angle.edge == _EDGE:
            return None
        if not inside:
            return cls(_EDGE, angle.edge, angle.upright)
        to = max(_WALL, min(angle.edge + _FLOOR - _EDGE, _FEET - 0.02))
        return cls(_FLOOR, to, angle.upright)

    @property
    def ground(self) -> float:
        """How much deeper the ground is drawn."""
        return (_FEET - self.to) / (_FEET - self.edge)

    def y(self, y: float) -> float:
        """Return where a level of the place comes to lie."""
        return self.to + (y - self.edge) * (self.upright if y < self.edge else self.ground)

    def back(self, y: float) -> float:
        """Return which level of the place lies there."""
        return self.edge + (y - self.to) / (self.upright if y < self.to else self.ground)


def leaning(angle: Angle, aspect: float) -> Projection:
    """Return how a place's plane is seen in a panel's unit square: uprights lean, all tilts."""
    rate = converging(angle, aspect)
    steady = 1 + rate * _STEADY
    lean = Projection.converged(rate, about=(0.5, _PIVOT), across=steady, down=steady)
    return lean.then(Projection.turned(angle.roll, about=(0.5, 0.5), aspect=aspect))


def seen_from(
    angle: Angle, size: Size, samples: int, draw: Callable[[Size, Box], Image.Image]
) -> Image.Image:
    """Return a place's picture, `samples` times as large as `size`, as an angle sees it.

    Args:
        draw: draws the part of the place that lies in a box of the panel's unit square, `samples`
            times as large as the size that it is given.
    """
    lean = leaning(angle, size.aspect)
    if not (angle.converge or angle.roll):
        return draw(size, FULL_FRAME)
    bounds = lean.back().box(FULL_FRAME)
    large = Size(width=ceil(bounds.width * size.width), height=ceil(bounds.height * size.height))
    picture = draw(large, bounds)
    out = Projection.scaled(1 / (size.width * samples), 1 / (size.height * samples))
    into = Projection.moved(-bounds.left, -bounds.top).then(
        Projection.scaled(picture.width / bounds.width, picture.height / bounds.height)
    )
    return warped(
        picture, out.then(lean.back()).then(into), (size.width * samples, size.height * samples)
    )


def warped(picture: Image.Image, back: Projection, size: tuple[int, int]) -> Image.Image:
    """Return a picture each of whose pixels comes from where `back` says, in pixels."""
    rows = [value / back.rows[8] for value in back.rows[:8]]
    return picture.transform(size, Image.Transform.PERSPECTIVE, rows, Image.Resampling.BICUBIC)
