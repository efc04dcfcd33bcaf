"""Houses, shops and towers. Every prop stands on its board's origin and reaches up."""

# Lists of points read as rows, not as one number a line.
# fmt: off

from renderers.places.canvas import Canvas
from renderers.places.colour import darker, lighter
from renderers.places.dice import Dice

GLASS = "#bfe0ea"

LIT = "#ffe08a"


def window(c: Canvas, width: float, height: float, *, lit: bool = False, sill: bool = True) -> None:
    """A window of a facade, its foot at the origin."""
    pane = c.shining() if lit else c
    pane.rect(-width / 2, -height, width / 2, 0, LIT if lit else GLASS, 0.8)
    c.path([(0, -height), (0, 0)], width=0.7)
    if sill:
        c.rect(-width * 0.6, -0.006, width * 0.6, 0.006, "#f3eee4", 0.6)


def facade(
    c: Canvas, dice: Dice, width: float, height: float, wall: str, *, name: str,
    shop: str | None = None,
) -> None:
    """A town house from 0 to `width`; its ground floor is a shop where an awning is named."""
    c.rect(0, -height, width, 0, wall)
    c.rect(-0.008, -height - 0.012, width + 0.008, -height + 0.014, lighter(wall, 0.3))
    floor = 0.17 if shop else 0.145
    rows = max(1, int((height - floor - 0.03) / 0.115))
    columns = max(2, round(width / 0.105))
    for row in range(rows):
        y = -floor - 0.025 - row * 0.115
        for column in range(columns):
            x = width * (column + 0.5) / columns
            lit = c.light.lamps and dice.roll(name, "lit", row, column) < 0.55
            window(c.at(x, y), 0.05, 0.075, lit=lit)
    if shop:
        _shopfront(c, width, floor, shop)
    else:
        _front_door(c, dice, width, name)


def _shopfront(c: Canvas, width: float, floor: float, awning: str) -> None:
    inset = width * 0.08
    pane = c.shining() if c.light.lamps else c
    pane.rect(inset, -floor + 0.05, width * 0.64, -0.025, LIT if c.light.lamps else GLASS)
    c.veil([(inset + 0.02, -0.03), (inset + 0.05, -floor + 0.055), (inset + 0.075, -floor + 0.055),
            (inset + 0.045, -0.03)], "#ffffff", 0.4)
    pane.rect(width * 0.7, -floor + 0.05, width * 0.92, 0, "#a8735a")
    c.rect(width * 0.74, -floor + 0.065, width * 0.88, -0.06, GLASS, 0.7)
    striped_awning(c.at(width / 2, -floor + 0.05), width * 0.94, awning)


def striped_awning(c: Canvas, width: float, colour: str) -> None:
    """A scalloped awning hanging from above the origin, 0.06 high."""
    stripes = max(4, round(width / 0.045))
    step = width / stripes
    for index in range(stripes):
        x = -width / 2 + index * step
        fill = colour if index % 2 == 0 else "#fbf6ea"
        c.oval(x + step / 2, 0.0, step / 2, 0.015, fill, 0.7)
        lean = (x + step / 2) * -0.06
        c.poly([(x + lean, -0.055), (x + step + lean, -0.055), (x + step, 0), (x, 0)], fill, 0.7)


def _front_door(c: Canvas, dice: Dice, width: float, name: str) -> None:
    x = width * (0.3 if dice.roll(name, "door side") < 0.5 else 0.7)
    door = dice.pick(("#a45c4a", "#4f7d8c", "#6f8f5a", "#8a5f86"), name, "door")
    c.rect(x - 0.032, -0.115, x + 0.032, 0, door)
    c.rect(x - 0.018, -0.1, x + 0.018, -0.065, lighter(door, 0.35), 0.6)
    c.oval(x + 0.021, -0.055, 0.004, 0.004, "#f2d27a", 0)
    other = width - x
    window(c.at(other, -0.035), 0.06, 0.075, lit=c.light.lamps)


def tower(c: Canvas, dice: Dice, width: float, height: float, wall: str, *, name: str) -> None:
    """A distant block, from 0 to `width`, with rows of small windows."""
    c.rect(0, -height, width, 0, wall)
    c.rect(width * 0.72, -height + 0.004, width - 0.003, 0, darker(wall, 0.1), 0)
    columns = max(2, int(width / 0.036))
    for row in range(int(height / 0.045)):
        for column in range(columns):
            lit = c.light.lamps and dice.roll(name, "lit", row, column) < 0.4
            if not lit and dice.roll(name, "pane", row, column) < 0.35:
                continue
            x, y = width * (column + 0.5) / columns, -height + 0.025 + row * 0.045
            pane = c.shining() if lit else c
            pane.rect(x - 0.008, y, x + 0.008, y + 0.02, LIT if lit else lighter(wall, 0.35), 0)


def skyline(
    c: Canvas, dice: Dice, y: float, height: float, walls: tuple[str, ...], *, name: str
) -> None:
    """A row of towers of different heights standing on `y`."""
    step = 0.155
    for index in range(int(c.left / step) - 2, int(c.right / step) + 2):
        high = height * dice.between(0.4, 1.0, name, "high", index)
        wide = step * dice.between(0.72, 1.06, name, "wide", index)
        tower(c.at(index * step, y), dice, wide, high, dice.pick(walls, name, "wall", index),
              name=f"{name}{index}")


def house(c: Canvas, *, wall: str = "#f3dcb5", roof: str = "#c0604f") -> None:
    """A small house with a gable, 0.5 wide, 0.5 high."""
    c.rect(0.1, -0.5, 0.155, -0.36, "#b5786a")
    c.rect(-0.22, -0.27, 0.22, 0, wall)
    c.poly([(-0.27, -0.25), (0, -0.47), (0.27, -0.25)], roof)
    c.oval(0, -0.33, 0.032, 0.032, GLASS, 0.8)
    c.rect(-0.035, -0.15, 0.045, 0, "#8c5a44")
    c.oval(0.03, -0.075, 0.006, 0.006, "#f2d27a", 0)
    for x in (-0.135, 0.14):
        window(c.at(x, -0.08), 0.075, 0.095, lit=c.light.lamps)


def barn(c: Canvas, *, wall: str = "#b9503f") -> None:
    """A barn with a bent roof, 0.5 wide, 0.42 high."""
    c.poly([(-0.22, 0), (-0.22, -0.22), (-0.15, -0.34), (0, -0.4), (0.15, -0.34), (0.22, -0.22),
            (0.22, 0)], wall)
    c.pipe([(-0.25, -0.2), (-0.165, -0.345), (0, -0.415), (0.165, -0.345), (0.25, -0.2)], 0.016,
           "#efe6d8")
    c.rect(-0.08, -0.16, 0.08, 0, darker(wall, 0.2))
    for line in ([(-0.08, -0.16), (0.08, 0)], [(0.08, -0.16), (-0.08, 0)]):
        c.path(line, colour="#efe6d8", width=2)
    c.rect(-0.035, -0.3, 0.035, -0.235, "#6b3b38")


def castle(c: Canvas, *, wall: str = "#d3cfc9", roof: str = "#7f86b8") -> None:
    """A castle with four towers and flags, 0.6 wide, 0.5 high."""
    for x, wide, high in ((-0.12, 0.1, 0.34), (0.13, 0.09, 0.38)):
        _castle_tower(c, x, wide, high, wall, roof)
    _battlement(c, -0.22, 0.22, 0.2, wall)
    for x, wide, high in ((-0.25, 0.12, 0.27), (0.25, 0.12, 0.3)):
        _castle_tower(c, x, wide, high, wall, roof)
    c.curve([(-0.055, 0.0), (-0.055, -0.08), (0, -0.125), (0.055, -0.08), (0.055, 0.0), (0, 0.002)],
            "#7a5a44")
    for x in (-0.025, 0.0, 0.025):
        c.path([(x, -0.1), (x, -0.005)], width=0.7)


def _battlement(c: Canvas, left: float, right: float, height: float, wall: str) -> None:
    count = 11
    step = (right - left) / count
    points = [(left, 0.0)]
    for index in range(count):
        y = -height if index % 2 == 0 else -height + 0.022
        points += [(left + index * step, y), (left + (index + 1) * step, y)]
    c.poly([*points, (right, 0.0)], wall)
    for x, y in ((-0.12, -0.12), (0.1, -0.14), (-0.15, -0.05), (0.13, -0.06)):
        c.path([(x, y), (x + 0.03, y)], width=0.7)


def _castle_tower(c: Canvas, x: float, wide: float, high: float, wall: str, roof: str) -> None:
    half = wide / 2
    c.rect(x - half, -high, x + half, 0, wall)
    c.rect(x + half * 0.35, -high + 0.004, x + half - 0.004, -0.004, darker(wall, 0.1), 0)
    c.poly([(x - half * 1.3, -high), (x, -high - wide * 1.35), (x + half * 1.3, -high)], roof)
    top = -high - wide * 1.35
    c.path([(x, top), (x, top - 0.045)], width=0.9)
    c.poly([(x, top - 0.045), (x + 0.04, top - 0.034), (x, top - 0.022)], "#e0645a", 0.8)
    pane = c.shining() if c.light.lamps else c
    pane.rect(x - 0.012, -high + 0.04, x + 0.012, -high + 0.085,
              LIT if c.light.lamps else "#6b7488",
              0.8, round_=0.011)
