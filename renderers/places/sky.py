"""What is above and behind: sky, sun, moon, clouds, hills, mountains, water."""

import math

from renderers.places.canvas import Canvas
from renderers.places.colour import darker, lighter, mix, rgb
from renderers.places.curves import smooth
from renderers.places.dice import Dice
from renderers.places.light import WEATHER_SKIES

_EDGES = (0.36, 0.64, 0.84)


def sky(c: Canvas, horizon: float) -> None:
    """Fill the sky with the hour's flat bands, whose edges bow gently."""
    c.draw.rectangle((0, 0, *c.image.size), fill=c.light.sky[0])
    middle, reach = (c.left + c.right) / 2, max(2.0, c.right - c.left) * 2.2
    for edge, band in zip(_EDGES, c.light.sky[1:], strict=True):
        top = -0.12 + (horizon + 0.12) * edge
        (low, high) = c.pixels([(middle - reach, top), (middle + reach, top + reach * 0.9)])
        c.draw.ellipse((*low, *high), fill=band)


def heavens(c: Canvas, dice: Dice, weather: str | None, *, body: tuple[float, float]) -> None:
    """Put sun or moon, stars and clouds into the sky; `body` is where sun or moon may be."""
    if c.light.stars:
        stars(c, dice)
    x, y = body
    if c.light.body == "moon":
        moon(c, x, y)
    elif c.light.body == "sun":
        sun(c, x, y, 0.06)
    elif c.light.body == "low sun":
        sun(c, x, y + 0.2, 0.085)
    clouds(c, dice, WEATHER_SKIES[weather].clouds if weather else 1.0)


def sun(c: Canvas, x: float, y: float, radius: float) -> None:
    """Draw the sun with a flat halo."""
    c.glow(x, y, radius * 2.1, "#fff4c4", 0.25, sky=True)
    c.shining().oval(x, y, radius, radius, "#ffdf7e", 0.7)


def moon(c: Canvas, x: float, y: float) -> None:
    """Draw the full moon with its seas."""
    c.glow(x, y, 0.13, "#dfe6ff", 0.1, sky=True)
    lit = c.shining()
    lit.oval(x, y, 0.062, 0.062, "#f4efd2", 0.7)
    for dx, dy, r in ((-0.02, -0.018, 0.014), (0.018, 0.012, 0.018), (-0.014, 0.026, 0.009)):
        lit.oval(x + dx, y + dy, r, r * 0.9, "#e2dab6", 0)


def stars(c: Canvas, dice: Dice, *, low: float = 0.5, count: int = 60) -> None:
    """Scatter stars over the sky down to `low`; a few have rays."""
    for index in range(count):
        x = dice.between(-1.6, 1.6, "star x", index)
        y = dice.between(-0.25, low, "star y", index) ** 1.0
        if not (c.left < x < c.right):
            continue
        r = dice.between(0.0014, 0.0034, "star r", index)
        lit = c.shining()
        if index % 9 == 0:
            s = r * 3.4
            lit.poly(
                [
                    (x, y - s),
                    (x + r * 0.8, y - r * 0.8),
                    (x + s, y),
                    (x + r * 0.8, y + r * 0.8),
                    (x, y + s),
                    (x - r * 0.8, y + r * 0.8),
                    (x - s, y),
                    (x - r * 0.8, y - r * 0.8),
                ],
                "#fff6d8",
                0,
            )
        else:
            lit.oval(x, y, r, r, "#fdf8e6", 0)


def clouds(c: Canvas, dice: Dice, amount: float = 1.0) -> None:
    """Spread flat-bottomed clouds over the upper sky."""
    for index in range(-4, 5):
        if dice.roll("cloud", index) > 0.5 * amount:
            continue
        x = index * 0.42 + dice.between(-0.12, 0.12, "cloud x", index)
        y = dice.between(0.07, 0.34, "cloud y", index)
        cloud(c.at(x, y, dice.between(0.7, 1.25, "cloud s", index) * (1.25 - y)))


def cloud(c: Canvas) -> None:
    """One cloud, 0.26 wide, its flat base at the origin."""
    if not (c.left < 0.2 and c.right > -0.2):
        return
    tone = "#" + bytes(c.light.cloud).hex()
    body = c.shining().away(0.55)
    discs = [
        (-0.085, -0.024, 0.03),
        (-0.03, -0.042, 0.046),
        (0.035, -0.052, 0.054),
        (0.09, -0.028, 0.034),
    ]
    under = mix(c.light.cloud, c.light.sky[1], 0.4)
    ink = mix(c.light.cloud, mix(c.light.sky[1], rgb("#3a4a70"), 0.35), 0.8)
    half = c.pen(0.6)
    for grow, colour in ((half, ink), (0.0, under)):
        for x, y, r in discs:
            _flat_disc(body, x, y, r, grow, colour)
        (left, right) = c.pixels([(-0.085, -0.03), (0.09, 0.005)])
        box = (left[0] - grow, left[1], right[0] + grow, right[1] + grow)
        c.draw.rounded_rectangle(box, max(1.0, (right[1] - left[1]) / 2.2), fill=colour)
    for x, y, r in discs:
        _flat_disc(body, x - 0.006, y - 0.009, r * 0.9, 0.0, rgb(tone))


def _flat_disc(
    c: Canvas, x: float, y: float, r: float, grow: float, colour: tuple[int, int, int]
) -> None:
    ((px, py),) = c.pixels([(x, y)])
    pr = r * c.ky + grow
    c.draw.ellipse((px - pr, py - pr, px + pr, py + pr), fill=colour)


def hills(
    c: Canvas, dice: Dice, y: float, height: float, fill: str, *, name: str, length: float = 0.55
) -> None:
    """Draw a range of soft hills whose feet are at `y`."""
    first, last = math.floor(c.left / length) - 1, math.ceil(c.right / length) + 1
    crest = []
    for index in range(first, last + 1):
        crest.append((index * length, y - height * dice.between(0.25, 1.0, name, index)))
    points = [
        *smooth(crest, closed=False),
        (crest[-1][0], c.bottom + 0.1),
        (crest[0][0], c.bottom + 0.1),
    ]
    c.poly(points, fill)


def mountains(
    c: Canvas,
    dice: Dice,
    y: float,
    height: float,
    fill: str,
    *,
    name: str,
    snow: str | None = "#f8fbff",
    length: float = 0.5,
) -> None:
    """Draw a range of peaks standing on `y`, lit from the left."""
    for index in range(math.floor(c.left / length) - 1, math.ceil(c.right / length) + 2):
        x = index * length + dice.between(-0.12, 0.12, name, "x", index)
        high = height * dice.between(0.55, 1.0, name, "h", index)
        peak(c.at(x, y), length * dice.between(0.75, 0.95, name, "w", index), high, fill, snow)


def peak(c: Canvas, width: float, height: float, fill: str, snow: str | None) -> None:
    """One mountain: lit left face, shaded right face, a jagged cap."""
    c.poly(
        [
            (-width, 0.02),
            (-width * 0.42, -height * 0.55),
            (0, -height),
            (width * 0.36, -height * 0.6),
            (width, 0.02),
        ],
        fill,
    )
    c.poly(
        [
            (0, -height),
            (width * 0.36, -height * 0.6),
            (width, 0.02),
            (width * 0.12, 0.02),
            (width * 0.2, -height * 0.4),
            (width * 0.05, -height * 0.62),
        ],
        darker(fill, 0.16),
        0,
    )
    if snow:
        c.poly(
            [
                (-width * 0.25, -height * 0.74),
                (0, -height),
                (width * 0.2, -height * 0.78),
                (width * 0.11, -height * 0.72),
                (width * 0.04, -height * 0.8),
                (-width * 0.06, -height * 0.7),
                (-width * 0.14, -height * 0.79),
            ],
            snow,
            0.7,
        )


def ground(c: Canvas, y: float, fill: str, *, ink: float = 1.0) -> None:
    """Fill everything below `y`."""
    c.rect(c.left - 0.1, y, c.right + 0.1, c.bottom + 0.1, fill, ink)


def band(c: Canvas, top: float, bottom: float, fill: str, *, ink: float = 1.0) -> None:
    """Fill a horizontal strip."""
    c.rect(c.left - 0.1, top, c.right + 0.1, bottom, fill, ink)


def water(c: Canvas, dice: Dice, top: float, bottom: float, fill: str) -> None:
    """Fill a strip with water: darker far off, with a few flat glints."""
    band(c, top, bottom, fill, ink=0.8)
    step = (bottom - top) / 3
    band(c, top + step, bottom, lighter(fill, 0.12), ink=0)
    band(c, top + 2 * step, bottom, lighter(fill, 0.24), ink=0)
    for index in range(-12, 13):
        y = dice.between(top + 0.012, bottom - 0.012, "glint y", index)
        x = index * 0.16 + dice.between(-0.06, 0.06, "glint x", index)
        wide = 0.02 + (y - top) * 0.25
        if c.left - wide < x < c.right + wide:
            c.path([(x - wide, y), (x + wide, y)], width=0.8, colour=lighter(fill, 0.5))


def path(c: Canvas, top: float, fill: str, *, x: float = 0.1, foot: float = -0.05) -> None:
    """Draw a path that winds from the distance, at (x, top), to the front."""
    low = c.bottom + 0.15
    left = smooth(
        [(x - 0.015, top), (x + 0.05, top + 0.08), (foot - 0.08, top + 0.22), (foot - 0.4, low)],
        closed=False,
    )
    right = smooth(
        [(foot + 0.42, low), (foot + 0.2, top + 0.22), (x + 0.14, top + 0.09), (x + 0.02, top)],
        closed=False,
    )
    c.poly([*left, *right], fill, 0.8)


def rainbow(c: Canvas) -> None:
    """A rainbow rising behind everything, its feet far apart."""
    colours = ("#e58a86", "#f2b880", "#f6e08e", "#a9d49a", "#93bfe3", "#b5a2d8")
    ((px, py),) = c.pixels([(0.0, 0.42)])
    for index, colour in enumerate(colours):
        r = (0.62 - index * 0.02) * c.ky
        width = max(1, round(0.021 * c.ky))
        c.glaze.arc(
            (px - r, py - r, px + r, py + r), 180, 360, fill=(*rgb(colour), 190), width=width
        )
