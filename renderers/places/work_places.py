"""Recipes of rooms for work, school and shopping."""

# Lists of points read as rows, not as one number a line.
# fmt: off

from renderers.places import furniture, sky
from renderers.places.canvas import Canvas
from renderers.places.colour import lighter
from renderers.places.interior import FLOOR, walls, window
from renderers.places.stage import Stage


def office(s: Stage) -> None:
    """Windows on the town, desks, a shelf, a plant."""
    walls(s, s.tint("#dfe6e4", "#e8e2d6", "#d6e0ea"), s.tint("#b9b3ae", "#a9b0b8", name="floor"),
          boards=False)
    window(s, -0.25, 0.32, 0.34, 0.34, town=True)
    window(s, 0.98, 0.32, 0.34, 0.34, town=True)
    if s.mentions("door"):
        s.put("door", 0.1, FLOOR, 1.05)
    else:
        s.put("clock", 0.08, 0.22, 0.9)
    s.put("bookcase", 0.42, 0.755, 1.05)
    window(s, -0.98, 0.32, 0.34, 0.34, town=True)
    s.put("desk", -0.2, 0.785, 1.1)
    s.put("plant", 0.19, 0.765, 0.95)
    s.put("desk", 0.98, 0.785, 1.1)
    s.put("desk", -0.98, 0.785, 1.1, flip=True)


def meeting_room(s: Stage) -> None:
    """A whiteboard, a long table, chairs."""
    walls(s, s.tint("#dde4e8", "#e6e0d4", "#d9e4dc"), "#a8a9b3", boards=False)
    s.put("board", -0.06, 0.31, 1.0, width=0.56, height=0.3)
    s.put("plant", 0.44, 0.755, 0.9)
    window(s, 0.78, 0.31, 0.34, 0.34, town=True)
    window(s, -0.78, 0.31, 0.34, 0.34, town=True)
    for x in (-0.36, -0.14, 0.1, 0.32):
        furniture.office_chair(s.c.at(x, 0.77, 0.9))
    s.put("table", -0.02, 0.8, 1.1, width=0.84)
    for x in (-0.25, 0.2):
        furniture.cup(s.c.at(x, 0.543))


def classroom(s: Stage) -> None:
    """A chalkboard, the teacher's desk, a map."""
    walls(s, s.tint("#f3e4c0", "#dfe8d4", "#f0dcc4"), "#c99f72",
          wainscot=s.tint("#cfe0c9", "#c9dbe0", name="low"))
    s.put("board", 0.02, 0.31, 1.0, width=0.66, height=0.32, chalk=True)
    s.put("clock", -0.42, 0.18, 0.85)
    s.put("poster", 0.47, 0.3, 1.0)
    s.put("desk", 0.26, 0.785, 1.0, screen=False)
    apple = s.c.at(0.2, 0.55)
    apple.puff([(-0.008, -0.015, 0.015), (0.008, -0.015, 0.015)], "#d9544d", 0.8)
    s.put("bookcase", -0.42, 0.75, 0.7)
    window(s, 0.88, 0.3, 0.34, 0.34)
    window(s, -0.88, 0.3, 0.34, 0.34)


def hospital(s: Stage) -> None:
    """A bed with rails, a drip, a curtain, a monitor."""
    c = s.c
    walls(s, "#dcecea", "#b9c9c8", boards=False, wainscot=s.tint("#a9d0cc", "#b4cfe0", name="low"))
    window(s, -0.28, 0.28, 0.26, 0.28)
    cross = c.at(0.06, 0.22)
    cross.rect(-0.05, -0.05, 0.05, 0.05, "#ffffff", round_=0.012)
    cross.rect(-0.011, -0.034, 0.011, 0.034, "#d9655c", 0)
    cross.rect(-0.034, -0.011, 0.034, 0.011, "#d9655c", 0)
    c.rect(c.left - 0.1, 0.12, -2, 0.14, "#8b93a0") if c.left < -2 else None
    c.path([(0.28, 0.1), (0.72, 0.1)], width=2.4, colour="#9aa5ad")
    c.curve([(0.3, 0.105), (0.4, 0.1), (0.48, 0.105), (0.46, 0.4), (0.5, 0.69), (0.4, 0.7),
             (0.3, 0.69),
             (0.33, 0.4)], "#9fc9d6")
    for x in (0.36, 0.42):
        c.path([(x, 0.12), (x - 0.005, 0.4), (x + 0.008, 0.67)], width=0.7, bent=True)
    s.put("bed", -0.06, 0.79, 0.85, blanket="#8fc0c4", frame="#a9b9c0")
    drip = c.at(0.31, 0.8)
    drip.path([(0, 0), (0, -0.55), (0.05, -0.55)], width=2.2, colour="#8b93a0")
    drip.rect(0.03, -0.54, 0.075, -0.44, "#e3f1f4", round_=0.01)
    drip.path([(-0.05, 0), (0.05, 0)], width=2.4, colour="#8b93a0")
    s.put("door", -0.9, 0.74, 1.0, colour="#9fb8c0")
    s.put("plant", 0.85, 0.76, 0.8)


def laboratory(s: Stage) -> None:
    """Benches with flasks, shelves of bottles, a board of formulas."""
    c = s.c
    walls(s, "#dfe8ec", "#aab4c0", boards=False)
    liquids = ("#7fc98f", "#6eb5e0", "#e88ab0", "#f2c14f", "#a58ae0")
    s.put("board", -0.22, 0.28, 0.9, width=0.46, height=0.28)
    c.rect(0.16, 0.3, 0.62, 0.318, "#8b98a8")
    for index in range(6):
        bottle = c.at(0.2 + index * 0.072, 0.3)
        bottle.rect(-0.01, -0.1, 0.01, -0.05, "#dfeef2", 0.8)
        bottle.rect(-0.022, -0.065, 0.022, 0, liquids[index % 5], 0.8, round_=0.008)
    left, right = c.left - 0.1, c.right + 0.1
    c.rect(left, 0.58, right, 0.765, "#e9eef0")
    for index in range(int(left / 0.22) - 1, int(right / 0.22) + 1):
        x = index * 0.22
        c.rect(x + 0.014, 0.605, x + 0.206, 0.66, "#cbd6dc", 0.7)
        c.rect(x + 0.014, 0.675, x + 0.206, 0.75, "#cbd6dc", 0.7)
        c.rect(x + 0.09, 0.628, x + 0.13, 0.636, "#6b7888", 0)
    c.rect(left, 0.556, right, 0.584, "#6b7888")
    for index, x in enumerate((-0.4, -0.2, 0.08, 0.3, 0.8, -0.8)):
        _flask(c.at(x, 0.556), liquids[index % 5], tall=index % 2 == 1)
    _microscope(c.at(0.44, 0.556))


def _flask(c: Canvas, liquid: str, *, tall: bool) -> None:
    if tall:
        c.rect(-0.018, -0.12, 0.018, 0, "#e3f1f4", round_=0.01)
        c.rect(-0.014, -0.07, 0.014, -0.005, liquid, 0)
        return
    c.poly([(-0.013, -0.12), (0.013, -0.12), (0.013, -0.08), (0.05, 0), (-0.05, 0),
            (-0.013, -0.08)],
           "#e3f1f4")
    c.poly([(-0.027, -0.045), (0.027, -0.045), (0.043, -0.005), (-0.043, -0.005)], liquid, 0)
    for x, y in ((-0.006, -0.1), (0.006, -0.135), (0.0, -0.165)):
        c.oval(x, y, 0.006, 0.006, lighter(liquid, 0.3), 0.6)


def _microscope(c: Canvas) -> None:
    c.rect(-0.05, -0.016, 0.05, 0, "#4a4e5c", round_=0.006)
    c.pipe([(0.035, -0.016), (0.045, -0.07), (0.015, -0.11)], 0.014, "#5b6878", bent=True)
    c.pipe([(-0.02, -0.045), (0.02, -0.14)], 0.022, "#8b98a8")
    c.rect(-0.04, -0.042, 0.02, -0.034, "#4a4e5c", 0.8)


def shop(s: Stage) -> None:
    """Shelves of goods and a counter with a till."""
    c = s.c
    walls(s, s.tint("#f0e3c8", "#d9e6e0", "#f0d9cc"), "#cfc3b4", boards=False)
    wares = ("#e0574c", "#f2a24c", "#f3ce62", "#7fb870", "#6ea3d3", "#b08ac8", "#f0ece0")
    for row in range(3):
        y = 0.28 + row * 0.14
        for index in range(int(c.left / 0.055) - 1, int(c.right / 0.055) + 1):
            if s.dice.roll("gap", row, index) < 0.12:
                continue
            x, kind = index * 0.055, s.dice.pick((0, 1, 2), "kind", row, index // 3)
            fill = wares[int(s.dice.roll("ware", row, index // 3) * 7)]
            _ware(c.away(0.1).at(x + 0.027, y), fill, kind)
        c.rect(c.left - 0.1, y, c.right + 0.1, y + 0.02, "#c79a6b")
    sky.band(c, 0.6, FLOOR - 0.03, "#b98a62")
    counter = c.at(0.38, 0.785)
    counter.rect(-0.26, -0.24, 0.5, 0, "#8fb0a0")
    counter.rect(-0.28, -0.262, 0.52, -0.235, "#f0e6d8")
    counter.rect(-0.08, -0.32, 0.06, -0.262, "#5b6878", round_=0.008)
    counter.poly([(-0.07, -0.32), (0.05, -0.32), (0.04, -0.385), (-0.06, -0.385)], "#8b98a8")
    counter.rect(-0.045, -0.375, 0.025, -0.345, "#cfe6c8", 0.6)


def _ware(c: Canvas, fill: str, kind: int) -> None:
    if kind == 0:
        c.rect(-0.02, -0.075, 0.02, 0, fill, 0.7)
        c.rect(-0.02, -0.05, 0.02, -0.03, lighter(fill, 0.55), 0)
    elif kind == 1:
        c.rect(-0.007, -0.095, 0.007, -0.05, fill, 0.7)
        c.rect(-0.015, -0.066, 0.015, 0, fill, 0.7, round_=0.006)
    else:
        c.oval(0, -0.03, 0.021, 0.03, fill, 0.7)
