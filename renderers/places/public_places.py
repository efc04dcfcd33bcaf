"""Recipes of rooms for going out."""

# Lists of points read as rows, not as one number a line.
# fmt: off

import itertools

from renderers.places import furniture, sky, wall_things
from renderers.places.canvas import Canvas
from renderers.places.colour import darker
from renderers.places.dice import Dice
from renderers.places.interior import FLOOR, walls, window
from renderers.places.stage import Stage


def cafe(s: Stage) -> None:
    """A counter with a machine, a menu, hanging lamps, small tables."""
    c = s.c
    wall = s.tint("#e8c9a8", "#cfd8c0", "#e6b9a0")
    walls(s, wall, "#b98a62", wainscot=s.tint("#9c6b52", "#6f8f86", "#8a5f55", name="wood"))
    board = c.at(0.16, 0.27)
    board.rect(-0.16, -0.12, 0.16, 0.12, "#b98556")
    board.rect(-0.145, -0.105, 0.145, 0.105, "#4a5358", 0.6)
    for row, long in enumerate((0.16, 0.2, 0.13, 0.18)):
        y = -0.065 + row * 0.044
        board.path([(-0.115, y), (-0.115 + long, y)], width=1.0, colour="#e9e6da")
        board.path([(0.095, y), (0.12, y)], width=1.0, colour="#f2d27a")
    window(s, -0.32, 0.33, 0.3, 0.36)
    window(s, -1.0, 0.33, 0.3, 0.36)
    for x in (-0.05, 0.37, 0.8):
        wall_things.pendant(c.at(x, 0.13))
    counter = c.at(0.34, 0.765)
    counter.rect(-0.24, -0.24, 0.62, 0, "#b9835a")
    for x in (-0.18, -0.03, 0.12, 0.27, 0.42):
        counter.rect(x, -0.2, x + 0.12, -0.03, "#c99468", 0.7)
    counter.rect(-0.26, -0.265, 0.64, -0.235, "#f0e4d0")
    _espresso(counter.at(0.05, -0.265))
    for index in range(3):
        furniture.cup(counter.at(-0.2 + 0.05 * index, -0.265))
    s.has("lamp", 0.37)
    s.has("table", -0.32)
    s.has("chair", -0.47, -0.17)
    for x in (-0.32, -0.92):
        furniture.chair(c.at(x - 0.15, 0.8, 0.95))
        furniture.round_table(c.at(x, 0.81))
        furniture.chair(c.at(x + 0.15, 0.8, 0.95, flip=True))


def _espresso(c: Canvas) -> None:
    c.rect(-0.1, -0.17, 0.1, -0.12, "#d9655c", round_=0.012)
    c.rect(-0.085, -0.12, 0.085, -0.02, "#c3cbd2")
    c.rect(-0.1, -0.022, 0.1, 0, "#8b93a0")
    for x in (-0.04, 0.04):
        c.rect(x - 0.014, -0.12, x + 0.014, -0.085, "#4a4e5c")
    furniture.cup(c.at(-0.04, -0.022, 0.8))


def library(s: Stage) -> None:
    """Shelves up to the ceiling, an arched window, a reading lamp."""
    c = s.c
    walls(s, s.tint("#e0cfae", "#cdd3c0", "#dcc3b0"), "#a8754f")
    s.placed["bookcase"] = [-0.36, 0.36]
    for index in range(int(c.left / 0.37) - 2, int(c.right / 0.37) + 2):
        if index in (-1, 0):
            continue
        x = (index + 0.5) * 0.37
        board = c.away(0.06).at(x + (0.05 if index < 0 else -0.05), 0.752)
        if board.left < 0.25 and board.right > -0.25:
            dice = Dice(f"{s.dice.seed} case {index}")
            furniture.bookcase(board, dice, width=0.36, height=0.69)
    for side in (-1, 1):
        dice = Dice(f"{s.dice.seed} side {side}")
        furniture.bookcase(c.away(0.06).at(side * 0.335, 0.752), dice, width=0.32, height=0.69)
    window(s, 0.0, 0.31, 0.2, 0.38)
    furniture.rug(c.at(0, 0.86, 1.0), colour=s.tint("#a8564c", "#4f7a78", "#6a5f8f", name="rug"))
    ladder = c.at(0.2, 0.77)
    for dx in (0, 0.07):
        ladder.pipe([(0.06 + dx, 0), (0.16 + dx, -0.6)], 0.01, "#c79a6b")
    for step in range(6):
        y, x = -0.08 - step * 0.09, 0.073 + step * 0.015
        ladder.path([(x, y), (x + 0.07, y)], width=2.0, colour="#a8754f")
    s.put("table", -0.04, 0.775, 0.7)
    s.has("lamp", -0.06)
    furniture.table_lamp(c.at(-0.06, 0.612), shade="#7fae8f")


def museum(s: Stage) -> None:
    """Framed paintings, a vase on a plinth, a rope."""
    c = s.c
    walls(s, s.tint("#c9d6d0", "#d9c0b4", "#c4c9dc"), "#c69a6c", wainscot=None)
    sky.band(c, 0.6, FLOOR, s.tint("#b4c4bc", "#c4a89a", "#aeb4cc"), ink=0.7)
    for index, x in enumerate((-0.25, 0.25, 0.8, -0.8, 1.35, -1.35)):
        s.put("picture", x, 0.33, 1.0, name=f"painting {index}", scale=1.7 if index % 2 else 1.5)
    plinth = c.at(0.0 if c.right < 0.3 else 0.51, 0.77)
    plinth.rect(-0.065, -0.2, 0.065, 0, "#f0ece4")
    plinth.rect(-0.08, -0.215, 0.08, -0.19, "#ffffff")
    plinth.curve([(-0.02, -0.215), (-0.055, -0.29), (-0.02, -0.345), (-0.03, -0.375),
                  (0.03, -0.375),
                  (0.02, -0.345), (0.055, -0.29), (0.02, -0.215)], "#6f9ac0")
    plinth.path([(-0.047, -0.295), (0.047, -0.295)], width=2, colour="#f0ece4")
    posts = [-1.3, -0.9, -0.45, -0.05, 0.35]
    for x in posts:
        c.rect(x - 0.007, 0.64, x + 0.007, 0.79, "#d9b45b", 0.9)
        c.oval(x, 0.635, 0.012, 0.012, "#d9b45b", 0.9)
        c.rect(x - 0.03, 0.782, x + 0.03, 0.795, "#d9b45b", 0.9)
    for left, right in itertools.pairwise(posts):
        c.path([(left, 0.65), ((left + right) / 2, 0.7), (right, 0.65)], width=3.2,
               colour="#a8564c", bent=True)


def theatre(s: Stage) -> None:
    """Curtains left and right, boards, two beams of light."""
    c = s.c
    back = s.tint("#6a4a6f", "#4f5a80", "#5f4f5f", name="back")
    red = s.tint("#b9454a", "#a83f5a", "#8f4a8a", name="curtain")
    sky.band(c, c.top - 0.1, FLOOR, back, ink=0)
    for index in range(int(c.left / 0.12) - 1, int(c.right / 0.12) + 1):
        c.path([(index * 0.12, c.top), (index * 0.12 + 0.01, FLOOR)], width=0.8,
               colour=darker(back, 0.2))
    sky.ground(c, FLOOR, "#c68f5e", ink=0.9)
    for index in range(int(c.left / 0.14) - 2, int(c.right / 0.14) + 3):
        c.path([(index * 0.14 * 0.8, FLOOR), (index * 0.14 * 1.5, 1.3)], width=0.8,
               colour="#a06f45")
    for x, foot in ((-0.3, -0.1), (0.3, 0.1)):
        c.veil([(x - 0.02, -0.1), (x + 0.02, -0.1), (foot + 0.24, 0.9), (foot - 0.24, 0.9)],
               "#fff2c0", 0.14)
        c.glaze.ellipse([*c.pixels([(foot - 0.24, 0.86)])[0], *c.pixels([(foot + 0.24, 0.94)])[0]],
                        fill=(255, 242, 192, 60))
    edge = min(0.95, max(0.34, c.right - 0.1))
    for side in (-1, 1):
        for fold in range(14):
            x = side * (edge + fold * 0.06)
            c.curve([(x, -0.4), (x + side * 0.07, -0.4), (x + side * 0.075, 0.4),
                     (x + side * 0.08, 0.79), (x + side * 0.03, 0.8), (x - side * 0.006, 0.785),
                     (x + side * 0.005, 0.4)], red if fold % 2 == 0 else darker(red, 0.14))
    for index in range(int(c.left / 0.2) - 1, int(c.right / 0.2) + 2):
        c.curve([(index * 0.2 - 0.1, c.top - 0.2), (index * 0.2 + 0.1, c.top - 0.2),
                 (index * 0.2 + 0.1, 0.04),
                 (index * 0.2, 0.085), (index * 0.2 - 0.1, 0.04)], red)
        c.path([(index * 0.2 - 0.09, 0.03), (index * 0.2, 0.07), (index * 0.2 + 0.09, 0.03)],
               width=2.2,
               colour="#e8c05a", bent=True)
