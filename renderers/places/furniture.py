"""Furniture. Every prop stands on its board's origin and reaches up."""

# Lists of points read as rows, not as one number a line.
# fmt: off

from renderers.places.canvas import Canvas
from renderers.places.colour import darker, lighter
from renderers.places.dice import Dice
from renderers.places.street_things import WOOD

_SPINES = ("#c8574f", "#4f7fa8", "#e0ae4b", "#6a9a68", "#8d6a9f", "#e7d9be", "#3f6670", "#d98660")


def table(c: Canvas, *, wood: str = WOOD, width: float = 0.42) -> None:
    """A table, 0.23 high."""
    half = width / 2
    for x in (-half * 0.84, half * 0.84):
        c.rect(x - 0.011, -0.21, x + 0.011, 0, darker(wood, 0.15))
    c.rect(-half, -0.235, half, -0.205, wood, round_=0.006)


def cup(c: Canvas, *, colour: str = "#f6f4ee") -> None:
    """A cup, 0.04 high."""
    c.oval(0.026, -0.02, 0.012, 0.012, colour, 0.8)
    c.rect(-0.022, -0.04, 0.022, 0, colour, 0.8, round_=0.006)


def chair(c: Canvas, *, colour: str = "#c98a56") -> None:
    """A wooden chair seen from the side, facing right, 0.34 high."""
    for x in (-0.07, 0.07):
        c.rect(x - 0.008, -0.165, x + 0.008, 0, darker(colour, 0.15))
    c.rect(-0.08, -0.34, -0.06, -0.165, colour, round_=0.006)
    c.rect(-0.085, -0.175, 0.085, -0.15, colour, round_=0.008)


def desk(c: Canvas, *, wood: str = "#c79a6b", screen: bool = True) -> None:
    """A desk with drawers and a computer, 0.5 wide, 0.4 high."""
    if screen:
        c.rect(-0.03, -0.27, 0.0, -0.23, "#6b7280")
        c.rect(-0.11, -0.4, 0.08, -0.265, "#3f4658", round_=0.008)
        c.rect(-0.098, -0.39, 0.068, -0.277, "#8fc3d8", 0)
        c.veil([(-0.06, -0.277), (-0.02, -0.39), (0.01, -0.39), (-0.03, -0.277)], "#ffffff", 0.3)
        cup(c.at(0.16, -0.232), colour="#e9806a")
    c.rect(-0.23, -0.21, -0.21, 0, darker(wood, 0.15))
    c.rect(0.06, -0.21, 0.23, -0.012, lighter(wood, 0.1))
    for y in (-0.15, -0.085):
        c.path([(0.06, y), (0.23, y)], width=0.7)
    for y in (-0.18, -0.118, -0.05):
        c.rect(0.13, y - 0.005, 0.16, y + 0.005, darker(wood, 0.35), 0)
    c.rect(-0.25, -0.235, 0.25, -0.205, wood, round_=0.004)


def sofa(c: Canvas, *, colour: str = "#d98a66") -> None:
    """A sofa, 0.74 wide, 0.28 high."""
    for x in (-0.31, 0.31):
        c.rect(x - 0.012, -0.04, x + 0.012, 0, "#7a5240")
    c.rect(-0.31, -0.285, 0.31, -0.1, colour, round_=0.04)
    for left in (-0.3, 0.004):
        c.rect(left, -0.155, left + 0.296, -0.075, lighter(colour, 0.15), round_=0.02)
    c.rect(-0.31, -0.085, 0.31, -0.035, darker(colour, 0.08), round_=0.01)
    for x in (-0.34, 0.34):
        c.rect(x - 0.04, -0.195, x + 0.04, -0.03, colour, round_=0.03)
    c.poly([(0.12, -0.16), (0.15, -0.25), (0.24, -0.22), (0.21, -0.135)], "#f6e3b8")


def armchair(c: Canvas, *, colour: str = "#6f9aa8") -> None:
    """An armchair, 0.34 wide."""
    c.at(0, 0).rect(-0.12, -0.29, 0.12, -0.1, colour, round_=0.04)
    c.rect(-0.11, -0.155, 0.11, -0.08, lighter(colour, 0.15), round_=0.02)
    c.rect(-0.12, -0.085, 0.12, -0.03, darker(colour, 0.08), round_=0.01)
    for x in (-0.135, 0.135):
        c.rect(x - 0.034, -0.19, x + 0.034, -0.02, colour, round_=0.028)


def bed(c: Canvas, *, blanket: str = "#7f9fc9", frame: str = WOOD) -> None:
    """A bed from the side, headboard left, 0.86 long, 0.34 high."""
    c.rect(-0.44, -0.34, -0.4, 0, frame, round_=0.008)
    c.rect(0.4, -0.2, 0.44, 0, frame, round_=0.008)
    c.rect(-0.4, -0.11, 0.4, -0.05, darker(frame, 0.1))
    c.rect(-0.4, -0.17, 0.4, -0.1, "#f4efe6", round_=0.016)
    c.curve([(-0.16, -0.195), (0.1, -0.2), (0.4, -0.19), (0.41, -0.08), (0.1, -0.07),
             (-0.17, -0.08)], blanket)
    c.path([(-0.165, -0.16), (0.1, -0.168), (0.4, -0.158)], width=0.8, bent=True)
    c.curve([(-0.38, -0.18), (-0.33, -0.235), (-0.24, -0.225), (-0.2, -0.18), (-0.28, -0.165)],
            "#ffffff")


def cabinet(c: Canvas, *, wood: str = "#c79a6b", width: float = 0.4, height: float = 0.2) -> None:
    """A low cabinet with two doors."""
    half = width / 2
    c.rect(-half, -height, half, -0.014, wood)
    c.rect(-half - 0.012, -height - 0.016, half + 0.012, -height + 0.004, lighter(wood, 0.15))
    c.path([(0, -height), (0, -0.016)], width=0.8)
    for x in (-0.02, 0.02):
        c.oval(x, -height * 0.55, 0.006, 0.006, darker(wood, 0.5), 0)


def bookcase(
    c: Canvas, dice: Dice, *, width: float = 0.34, height: float = 0.56, wood: str = "#a8754f"
) -> None:
    """A bookcase full of books."""
    half = width / 2
    c.rect(-half, -height, half, 0, wood)
    shelves = max(2, round(height / 0.135))
    pitch = (height - 0.03) / shelves
    for row in range(shelves):
        low = -0.02 - row * pitch
        c.rect(-half + 0.014, low - pitch + 0.016, half - 0.014, low, darker(wood, 0.42), 0.7)
        _books(c, dice, -half + 0.018, half - 0.018, low, pitch - 0.03, row)


def _books(
    c: Canvas, dice: Dice, left: float, right: float, y: float, height: float, row: int
) -> None:
    x, index = left, 0
    while x < right - 0.016:
        wide = dice.between(0.013, 0.024, "book", row, index)
        if dice.roll("gap", row, index) < 0.1:
            x += wide * 1.6
        elif x + wide <= right:
            high = height * dice.between(0.72, 1.0, "tall", row, index)
            spine = dice.pick(_SPINES, "spine", row, index)
            c.rect(x, y - high, x + wide, y, spine, 0.5)
        x += wide
        index += 1


def plant(c: Canvas, *, pot: str = "#cf7a57", leaf: str = "#5f9e63") -> None:
    """A pot plant with big leaves, 0.36 high."""
    for tip_x, tip_y, wide in (
        (-0.12, -0.24, 0.03), (0.12, -0.25, 0.03), (-0.065, -0.33, 0.03), (0.07, -0.34, 0.03),
        (0.0, -0.37, 0.032),
    ):
        middle_x, middle_y = tip_x * 0.55, -0.1 + (tip_y + 0.1) * 0.55
        c.curve([(0, -0.1), (middle_x - wide, middle_y), (tip_x, tip_y),
                 (middle_x + wide, middle_y)],
                leaf)
        c.path([(0, -0.11), (middle_x, middle_y), (tip_x * 0.9, tip_y * 0.95)], width=0.6,
               bent=True)
    c.poly([(-0.065, -0.12), (0.065, -0.12), (0.05, 0), (-0.05, 0)], pot)
    c.rect(-0.072, -0.135, 0.072, -0.108, pot, round_=0.004)


def floor_lamp(c: Canvas, *, shade: str = "#f2d9a0") -> None:
    """A standing lamp, 0.56 high."""
    c.rect(-0.006, -0.44, 0.006, -0.01, "#5b5260", 0.8)
    c.rect(-0.055, -0.014, 0.055, 0, "#5b5260", round_=0.006)
    _shade(c.at(0, -0.44), shade)


def _shade(c: Canvas, shade: str) -> None:
    if c.light.lamps:
        c.glow(0, -0.05, 0.2, "#ffe9a8", 0.14)
    lamp = c.shining() if c.light.lamps else c
    lamp.poly([(-0.08, 0.0), (-0.05, -0.115), (0.05, -0.115), (0.08, 0.0)],
              "#ffe9a8" if c.light.lamps else shade)


def door(c: Canvas, *, colour: str = "#b9835a") -> None:
    """A room's door in its frame, 0.3 wide, 0.6 high."""
    c.rect(-0.155, -0.615, 0.155, 0, lighter(colour, 0.5))
    c.rect(-0.13, -0.59, 0.13, 0, colour)
    for top, low in ((-0.55, -0.33), (-0.27, -0.05)):
        c.rect(-0.095, top, 0.095, low, lighter(colour, 0.12), 0.7)
    c.oval(0.105, -0.295, 0.012, 0.012, "#f2d27a", 0.8)


def umbrella_stand(c: Canvas) -> None:
    """A stand with two umbrellas, 0.3 high."""
    for x, lean, colour in ((-0.015, -0.02, "#4f7fa8"), (0.015, 0.025, "#d9655c")):
        c.poly([(x - 0.014, -0.1), (x + lean - 0.004, -0.25), (x + lean + 0.004, -0.25),
                (x + 0.014, -0.1)], colour, 0.9)
        c.path([(x + lean, -0.25), (x + lean * 1.3, -0.29), (x + lean * 1.3 + 0.02, -0.29)],
               width=1.6)
    c.poly([(-0.05, -0.14), (0.05, -0.14), (0.042, 0), (-0.042, 0)], "#8d7a68")
    c.path([(-0.048, -0.11), (0.048, -0.11)], width=0.7)


def fridge(c: Canvas, *, colour: str = "#e6ecee") -> None:
    """A fridge, 0.24 wide, 0.54 high."""
    c.rect(-0.12, -0.54, 0.12, -0.012, colour, round_=0.02)
    c.path([(-0.12, -0.37), (0.12, -0.37)], width=0.9)
    for top, low in ((-0.48, -0.41), (-0.33, -0.2)):
        c.rect(-0.098, top, -0.086, low, "#9aa5ad", 0.6)
    c.rect(0.02, -0.48, 0.06, -0.44, "#ffe08a", 0.6)
    c.oval(0.05, -0.27, 0.014, 0.014, "#e9806a", 0.6)


def television(c: Canvas) -> None:
    """A television on a low board, 0.4 high."""
    cabinet(c, width=0.46, height=0.12)
    c.rect(-0.02, -0.16, 0.02, -0.13, "#3a3d49")
    c.rect(-0.18, -0.38, 0.18, -0.155, "#3a3d49", round_=0.01)
    c.rect(-0.165, -0.365, 0.165, -0.17, "#5f7a92", 0)
    c.veil([(-0.09, -0.17), (-0.02, -0.365), (0.03, -0.365), (-0.04, -0.17)], "#ffffff", 0.22)


def rug(c: Canvas, *, colour: str = "#c9705e") -> None:
    """An oval rug on the floor, 0.8 wide."""
    c.oval(0, 0, 0.42, 0.05, colour, 0.8)
    c.oval(0, 0, 0.34, 0.036, lighter(colour, 0.3), 0.6)


def fireplace(c: Canvas) -> None:
    """A fireplace with a fire, 0.5 wide, 0.36 high."""
    c.rect(-0.22, -0.33, 0.22, 0, "#b7735d")
    c.rect(-0.26, -0.365, 0.26, -0.325, "#e6d6bd", round_=0.006)
    c.rect(-0.13, -0.22, 0.13, 0, "#3a2f38")
    c.glow(0, -0.08, 0.16, "#ffb45e", 0.2)
    lit = c.shining()
    lit.curve([(-0.07, -0.01), (-0.055, -0.09), (-0.02, -0.07), (0.005, -0.16), (0.04, -0.08),
               (0.065, -0.1), (0.075, -0.01)], "#f58a3c", 0.8)
    lit.curve([(-0.03, -0.01), (-0.01, -0.07), (0.01, -0.1), (0.035, -0.01)], "#ffd76a", 0)
    c.rect(-0.09, -0.025, 0.09, 0.0, "#6b4a35", round_=0.01)
