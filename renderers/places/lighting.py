"""One light for a place and who is in it: the hour's tint, and lamps and fires that shine there.

Everything is multiplied: what is inked stays ink, and skin and clothes keep their hues.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from renderers.places.colour import RGB
from renderers.places.light import Glow, Tint
from schemas.geometry import Point

SHARE = 0.3
"""How much of a place's tint its figures take: colourists leave who acts brighter than the place,
so that nobody drowns in the night and everybody's own colours are known."""

_WARM = 0.25
"""How much of a lamp's colour is seen on whom it shines."""
_POOL, _WALL = 0.75, 0.6
"""How much brighter the place is right beside a lamp, and how far, in its reach."""
_CARRY = 3.6
"""How far a lamp shines, in radii of what glows about it."""
_DAY, _DARK = 0.95, 0.6
"""A place as bright as this needs no lamps; one as dark as that shows all of their light."""
_LOW = 0.3
"""A sun below this throws long shadows."""
_LUMA = (0.299, 0.587, 0.114)

Levels = NDArray[np.float32]
"""By what colours are multiplied: `[height, width, 3]`."""


class Lamp(NamedTuple):
    """A lamp, a fire, the sun or the moon, that shines in a picture."""

    at: Point
    """In the picture's unit square."""
    reach: float
    """How far it is seen on others, in heights of the picture."""
    tint: Tint
    """Its colour, the brightest part of it 1."""
    sky: bool = False
    """Whether it is the sun or the moon, which shine on everything alike."""

    @classmethod
    def of(cls, glow: Glow, at: Point, height: float) -> "Lamp":
        """Return what shines at a point of a picture so many pixels high."""
        return cls(at, _CARRY * glow.radius / height, shade_of(glow.colour), glow.sky)


def shade_of(colour: RGB) -> Tint:
    """Return what a light of a colour multiplies red, green and blue by."""
    red, green, blue = (part / max(colour) for part in colour)
    return red, green, blue


class Lighting(NamedTuple):
    """What light there is in a picture."""

    tint: Tint = (1.0, 1.0, 1.0)
    """By what the hour and the weather multiply the place's own colours."""
    share: float = 0.0
    """How much of that figures take."""
    lamps: tuple[Lamp, ...] = ()

    def on(self, figure: Image.Image, share: float | None = None) -> Image.Image:
        """Return a figure of a transparent picture as it looks in this light; RGBA.

        `share` is its own, where it takes more of the place's tint or less than figures do.
        """
        share = self.share if share is None else share
        bounds = figure.getchannel("A").getbbox()
        if share == 0 or bounds is None or (self.tint == (1.0, 1.0, 1.0) and not self.shining):
            return figure
        levels = self._levels(figure.size, bounds, share)
        lit = figure.copy()
        lit.paste(_multiplied(figure.crop(bounds), levels), bounds)
        return lit

    def about_lamps(self, place: Image.Image) -> Image.Image:
        """Return a place whose walls and ground are brighter and warmer about its lamps; RGB."""
        for lamp in self.shining:
            pool = lamp._replace(reach=_WALL * lamp.reach)
            box = _around(pool, place.size)
            if box is not None:
                near = _nearness(pool, place.size, box)[..., None] * _POOL * self._darkness
                levels = 1 + near * np.square(np.array(lamp.tint, np.float32))
                place.paste(_multiplied(place.crop(box), levels), box)
        return place

    def falls_aside(self, x: float, aspect: float) -> float:
        """Return to which side a shadow falls at an x of the unit square, and how far.

        That is from -1, far to the left, to 1: away from the nearest lamp that reaches there,
        else from sun or moon, the lower they stand the farther; 0 where nothing is seen to shine.
        """
        lamps = [lamp for lamp in self.shining if abs(x - lamp.at[0]) * aspect < 1.5 * lamp.reach]
        nearest = min(lamps, key=lambda lamp: abs(x - lamp.at[0]), default=None)
        if nearest is not None:
            return _side((x - nearest.at[0]) * aspect / nearest.reach * 2)
        for body in (lamp for lamp in self.lamps if lamp.sky):
            return _side((x - body.at[0]) * aspect * (1.6 if body.at[1] > _LOW else 1.0))
        return 0.0

    @property
    def shining(self) -> tuple[Lamp, ...]:
        """The lamps and fires that make a difference nearby: by day there are none."""
        near = tuple(lamp for lamp in self.lamps if not lamp.sky)
        return near if self.share and self._darkness else ()

    @property
    def _darkness(self) -> float:
        bright = sum(part * weight for part, weight in zip(self.tint, _LUMA, strict=True))
        return min(1.0, max(0.0, (_DAY - bright) / (_DAY - _DARK)))

    def _levels(
        self, size: tuple[int, int], box: tuple[int, int, int, int], share: float
    ) -> Levels:
        levels = np.full((1, 1, 3), _eased(self.tint, share), np.float32)
        for lamp in self.shining:
            near = _nearness(lamp, size, box)[..., None] * self._darkness
            levels = levels + (np.array(_eased(lamp.tint, _WARM), np.float32) - levels) * near
        return levels


def _side(offset: float) -> float:
    return max(-1.0, min(1.0, offset))


def _eased(tint: Tint, share: float) -> Tint:
    red, green, blue = (1 - share * (1 - part) for part in tint)
    return red, green, blue


def _nearness(lamp: Lamp, size: tuple[int, int], box: tuple[int, int, int, int]) -> Levels:
    """Return how near a lamp is to the pixels of a box: 1 beside it, 0 beyond its reach."""
    x, y = lamp.at[0] * size[0], lamp.at[1] * size[1]
    across, down = np.arange(box[0], box[2]) + 0.5 - x, np.arange(box[1], box[3]) + 0.5 - y
    far = (across[None] ** 2 + down[:, None] ** 2) / (lamp.reach * size[1]) ** 2
    return np.square(np.maximum(1 - far, 0)).astype(np.float32)


def _around(lamp: Lamp, size: tuple[int, int]) -> tuple[int, int, int, int] | None:
    """Return the pixels that a lamp reaches, None where it shines outside the picture."""
    x, y, reach = lamp.at[0] * size[0], lamp.at[1] * size[1], lamp.reach * size[1]
    left, top = max(0, int(x - reach)), max(0, int(y - reach))
    right, bottom = min(size[0], int(x + reach) + 1), min(size[1], int(y + reach) + 1)
    return (left, top, right, bottom) if left < right and top < bottom else None


def _multiplied(picture: Image.Image, levels: Levels) -> Image.Image:
    """Multiply a picture's colours; its alpha stays."""
    pixels = np.asarray(picture).astype(np.float32)
    pixels[..., :3] *= levels
    return Image.fromarray(pixels.clip(0, 255).round().astype(np.uint8), picture.mode)
