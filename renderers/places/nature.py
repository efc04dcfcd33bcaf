"""Rocks, fires, birds and what the weather leaves behind."""

# Lists of points read as rows, not as one number a line.
# fmt: off

from renderers.places.canvas import Canvas
from renderers.places.colour import darker, lighter
from renderers.places.dice import Dice
from renderers.places.plants import TRUNK


def rock(c: Canvas, *, colour: str = "#a3a6ad") -> None:
    """A boulder, about 0.1 high."""
    c.poly([(-0.1, 0), (-0.085, -0.05), (-0.035, -0.1), (0.04, -0.095), (0.09, -0.045),
            (0.105, 0)], colour)
    c.poly([(0.0, 0), (0.02, -0.045), (0.085, -0.045), (0.1, 0)], darker(colour, 0.2), 0)
    c.path([(-0.085, -0.05), (-0.03, -0.045), (0.0, 0.0)], width=0.7)


def log(c: Canvas) -> None:
    """A felled trunk, 0.28 long."""
    c.rect(-0.14, -0.07, 0.14, 0.0, TRUNK, round_=0.03)
    c.oval(0.125, -0.035, 0.022, 0.035, lighter(TRUNK, 0.45))
    c.oval(0.125, -0.035, 0.01, 0.017, lighter(TRUNK, 0.3), 0.6)
    for y, x in ((-0.05, -0.1), (-0.025, -0.03)):
        c.path([(x, y), (x + 0.1, y)], width=0.7)


def snowman(c: Canvas) -> None:
    """A snowman, about 0.34 high."""
    c.oval(0, -0.09, 0.1, 0.09, "#fbfdff")
    c.oval(0, -0.225, 0.068, 0.065, "#fbfdff")
    for side in (-1, 1):
        c.path([(0.07 * side, -0.14), (0.15 * side, -0.2)], width=1.2, colour="#6b4a35")
        c.oval(0.022 * side, -0.24, 0.006, 0.007, "#2a2733", 0)
    c.poly([(0.0, -0.225), (0.045, -0.215), (0.0, -0.21)], "#f08a3c", 0.7)
    c.rect(-0.05, -0.29, 0.05, -0.278, "#3b3f54")
    c.rect(-0.035, -0.345, 0.035, -0.285, "#3b3f54")
    c.rect(-0.06, -0.18, 0.06, -0.16, "#d9544d", round_=0.01)


def birds(c: Canvas) -> None:
    """Three birds far up, around the origin."""
    for x, y, s in ((-0.06, 0.0, 1.0), (0.0, -0.025, 0.8), (0.05, 0.005, 0.7)):
        wing = 0.022 * s
        c.path([(x - wing, y - wing * 0.5), (x - wing * 0.4, y - wing * 0.6), (x, y),
                (x + wing * 0.4, y - wing * 0.6), (x + wing, y - wing * 0.5)],
               width=0.8, bent=True)


def balloons(c: Canvas) -> None:
    """Three balloons in the air."""
    for x, y, fill in ((-0.05, 0.02, "#e9806a"), (0.05, 0.0, "#6ea3d3"), (0.0, -0.06, "#f3ce62")):
        c.path([(x, y + 0.05), (x * 0.6, y + 0.1), (0.01, 0.19)], width=0.6, bent=True)
        c.oval(x, y, 0.042, 0.052, fill)
        c.veil([(x - 0.022, y - 0.01), (x - 0.012, y - 0.034), (x - 0.002, y - 0.03),
                (x - 0.014, y)], "#ffffff", 0.55)


def campfire(c: Canvas) -> None:
    """A campfire, 0.16 high."""
    c.glow(0, -0.06, 0.2, "#ffb45e", 0.15)
    lit = c.shining()
    lit.curve([(-0.06, -0.015), (-0.045, -0.08), (-0.015, -0.065), (0.005, -0.15), (0.035, -0.075),
               (0.055, -0.09), (0.06, -0.015)], "#f58a3c")
    lit.curve([(-0.025, -0.012), (-0.01, -0.06), (0.008, -0.09), (0.03, -0.012)], "#ffd76a", 0)
    for line in ([(-0.08, 0), (0.07, -0.025)], [(0.08, 0), (-0.07, -0.025)]):
        c.pipe(line, 0.02, TRUNK)


def puddles(c: Canvas, dice: Dice, top: float) -> None:
    """Lay a few puddles that mirror the sky on the ground below `top`."""
    sky = "#" + bytes(c.light.sky[-1]).hex()
    for index in range(-6, 7):
        x = index * 0.3 + dice.between(-0.1, 0.1, "puddle x", index)
        y = dice.between(top + 0.06, 0.97, "puddle y", index)
        wide = dice.between(0.05, 0.1, "puddle", index) * (0.5 + y)
        if c.left - wide < x < c.right + wide and dice.roll("dry", index) < 0.6:
            c.shining().oval(x, y, wide, wide * 0.16, sky, 0.7)
            c.path([(x - wide * 0.4, y - 0.002), (x + wide * 0.1, y - 0.002)], width=0.8,
                   colour="#f4f8fa")
