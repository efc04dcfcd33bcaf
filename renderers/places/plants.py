"""Plants. Every prop stands on its board's origin and reaches up."""

# Lists of points read as rows, not as one number a line.
# fmt: off

import math

from renderers.places.canvas import Canvas
from renderers.places.colour import darker
from renderers.places.dice import Dice

LEAF = "#6fae5c"

TRUNK = "#8a6146"


def tree(c: Canvas, *, leaf: str = LEAF, lean: float = 0.0) -> None:
    """A round tree, about 0.62 high."""
    c.curve(
        [(-0.03, -0.28), (-0.024, -0.1), (-0.05, 0.0), (0.0, 0.012), (0.05, 0.0), (0.024, -0.1),
         (0.032, -0.28)], TRUNK,
    )
    c.path([(0.0, -0.2), (0.055, -0.3)], width=3, colour=darker(TRUNK))
    c.puff(
        [(-0.11 + lean, -0.34, 0.09), (0.12 + lean, -0.35, 0.085), (-0.06 + lean, -0.44, 0.105),
         (0.07 + lean, -0.46, 0.1), (0.0 + lean, -0.54, 0.085), (0.0, -0.37, 0.11)],
        leaf, shade=darker(leaf, 0.2),
    )
    _leaf_strokes(c, lean)


def _leaf_strokes(c: Canvas, lean: float) -> None:
    for x, y in ((-0.08, -0.45), (0.03, -0.39), (0.05, -0.52)):
        arc = [(x + lean - 0.024, y), (x + lean, y + 0.014), (x + lean + 0.024, y)]
        c.path(arc, width=0.8, bent=True)


def poplar(c: Canvas, *, leaf: str = LEAF) -> None:
    """A slender tree, about 0.6 high."""
    c.rect(-0.016, -0.14, 0.016, 0.0, TRUNK)
    c.curve(
        [(0, -0.62), (-0.07, -0.45), (-0.095, -0.26), (-0.05, -0.11), (0.05, -0.11),
         (0.095, -0.26), (0.07, -0.45)], leaf,
    )
    c.curve([(0.03, -0.53), (0.05, -0.3), (0.02, -0.13), (0.06, -0.16), (0.08, -0.28)],
            darker(leaf, 0.2), 0)


def pine(c: Canvas, *, leaf: str = "#4f8f6a", snow: bool = False) -> None:
    """A fir, about 0.6 high."""
    c.rect(-0.02, -0.1, 0.02, 0.0, TRUNK)
    for width, low, high in ((0.17, -0.07, -0.3), (0.135, -0.22, -0.45), (0.095, -0.37, -0.62)):
        skirt = [(0, high), (-width, low), (-width * 0.5, low + 0.022), (0, low),
                 (width * 0.5, low + 0.022), (width, low)]
        c.poly(skirt, leaf)
        c.poly([(0, high + 0.02), (width * 0.25, low), (width * 0.5, low + 0.014),
                (width * 0.9, low - 0.004)], darker(leaf, 0.18), 0)
        if snow:
            c.curve([(0, high), (-width * 0.42, (low + high) / 2), (-width * 0.2, low - 0.09),
                     (width * 0.1, low - 0.11), (width * 0.4, (low + high) / 2)],
                    "#ffffff", 0.7)


def palm(c: Canvas) -> None:
    """A leaning palm, about 0.75 high."""
    c.curve([(-0.03, 0), (0.0, -0.3), (0.07, -0.6), (0.1, -0.59), (0.045, -0.3), (0.03, 0)],
            "#b08a5e")
    for share in (0.15, 0.3, 0.45, 0.6, 0.75, 0.9):
        x, y = 0.085 * share**1.6, -0.6 * share
        c.path([(x - 0.012, y), (x + 0.02, y - 0.012)], width=0.8)
    for angle, length in ((200, 0.2), (160, 0.22), (120, 0.17), (60, 0.17), (20, 0.22), (-20, 0.2)):
        _frond(c, 0.085, -0.6, math.radians(angle), length)
    c.oval(0.075, -0.58, 0.018, 0.018, "#7a5236")
    c.oval(0.105, -0.575, 0.018, 0.018, "#7a5236")


def _frond(c: Canvas, x: float, y: float, angle: float, length: float) -> None:
    dx, dy = math.cos(angle) * length, -math.sin(angle) * length
    droop = 0.05
    c.curve(
        [(x, y), (x + dx * 0.5, y + dy * 0.55 - 0.035), (x + dx, y + dy + droop),
         (x + dx * 0.5, y + dy * 0.5 + 0.012)], "#62a85a",
    )


def bush(c: Canvas, *, leaf: str = "#7cb665", flowers: str | None = None) -> None:
    """A low bush, about 0.16 high and 0.3 wide."""
    c.puff([(-0.1, -0.05, 0.06), (0.1, -0.05, 0.06), (-0.03, -0.085, 0.075), (0.05, -0.075, 0.065),
            (0, -0.04, 0.06)], leaf, shade=darker(leaf, 0.17))
    if flowers:
        for x, y in ((-0.1, -0.07), (-0.04, -0.12), (0.02, -0.06), (0.07, -0.11), (0.11, -0.05)):
            c.oval(x, y, 0.014, 0.014, flowers, 0.7)


def hedge(c: Canvas, left: float, right: float, height: float, leaf: str = "#6ea65b") -> None:
    """A scalloped hedge between two x."""
    step = height * 0.9
    first = math.floor(left / step)
    discs = [
        (index * step, -height * (0.62 + 0.12 * (index % 3 == 0)), height * 0.62)
        for index in range(first, math.ceil(right / step) + 1)
    ]
    c.puff(discs, leaf)
    c.rect(left, -height * 0.6, right, 0, leaf, 0)
    for x, y, _ in discs:
        c.path([(x - step * 0.2, y + 0.01), (x, y + 0.02), (x + step * 0.2, y + 0.01)], width=0.6,
               colour=darker(leaf, 0.3), bent=True)


def tuft(c: Canvas, *, colour: str = "#4f8a4a") -> None:
    """A few blades of grass."""
    for x in (-0.014, 0.0, 0.014):
        c.path([(x * 0.4, 0), (x * 1.3, -0.03 + abs(x) * 0.5)], width=0.8, colour=colour)


def flower(c: Canvas, *, petals: str = "#f2728c") -> None:
    """One flower, about 0.07 high."""
    c.path([(0, 0), (0.004, -0.03), (0, -0.055)], width=0.9, colour="#3f7a42")
    c.puff([(-0.011, -0.055, 0.009), (0.011, -0.055, 0.009), (0, -0.066, 0.009),
            (0, -0.045, 0.009)], petals, 0.7)
    c.oval(0, -0.055, 0.006, 0.006, "#ffd75e", 0)


def flower_bed(c: Canvas, *, petals: str = "#f2728c") -> None:
    """A bed of flowers, 0.3 wide."""
    c.oval(0, -0.008, 0.17, 0.022, "#8a6a50", 0.8)
    for index in range(9):
        x = -0.14 + index * 0.035
        bloom = petals if index % 3 else "#ffe08a"
        flower(c.at(x, -0.004 - 0.008 * (index % 2), 1.05 + 0.2 * (index % 2)), petals=bloom)


def meadow(c: Canvas, dice: Dice, top: float, *, flowers: bool = True) -> None:
    """Scatter grass, and a few flowers, over the ground below `top`, larger towards the front."""
    for index in range(-14, 15):
        y = dice.between(top + 0.02, 0.99, "tuft y", index)
        x = index * 0.13 + dice.between(-0.06, 0.06, "tuft x", index)
        if not c.left - 0.05 < x < c.right + 0.05:
            continue
        size = 0.45 + (y - top) * 1.6
        if flowers and dice.roll("bloom", index) < 0.28:
            petals = dice.pick(("#f7f3e8", "#f5a3b5", "#ffd966", "#c9a7e8"), "petals", index)
            flower(c.at(x, y, size), petals=petals)
        else:
            tuft(c.at(x, y, size))


def cactus(c: Canvas, *, colour: str = "#5f9e6e") -> None:
    """A saguaro, about 0.36 high."""
    for arm in (
        [(-0.11, -0.25), (-0.11, -0.15), (0.0, -0.13)], [(0.1, -0.29), (0.1, -0.2), (0.0, -0.18)]
    ):
        c.pipe(arm, 0.042, colour)
        c.oval(arm[0][0], arm[0][1], 0.021, 0.021, colour)
        c.pipe(arm, 0.038, colour)
    c.rect(-0.034, -0.36, 0.034, 0.0, colour, round_=0.034)
    for x in (-0.012, 0.012):
        c.path([(x, -0.33), (x, -0.02)], width=0.7, colour=darker(colour, 0.35))
    c.puff([(-0.008, -0.37, 0.012), (0.01, -0.372, 0.012)], "#f2728c", 0.7)


def reeds(c: Canvas) -> None:
    """Bulrushes at the water's edge, about 0.2 high."""
    for x, lean, high in ((-0.05, -0.02, 0.15), (-0.02, 0.0, 0.2), (0.015, 0.015, 0.17),
                          (0.05, 0.03, 0.13)):
        c.path([(x, 0), (x + lean * 0.4, -high * 0.5), (x + lean, -high)], width=1.1,
               colour="#4d7f4f", bent=True)
        c.rect(x + lean - 0.007, -high - 0.02, x + lean + 0.007, -high + 0.025, "#84563a", 0.7,
               round_=0.006)


def mushroom(c: Canvas) -> None:
    """A toadstool, about 0.07 high."""
    c.rect(-0.012, -0.035, 0.012, 0.0, "#f3e9d6", round_=0.006)
    c.curve([(-0.04, -0.032), (-0.03, -0.06), (0, -0.072), (0.03, -0.06), (0.04, -0.032),
             (0, -0.028)], "#d9544d")
    for x, y in ((-0.017, -0.05), (0.006, -0.058), (0.02, -0.043)):
        c.oval(x, y, 0.006, 0.005, "#ffffff", 0)
