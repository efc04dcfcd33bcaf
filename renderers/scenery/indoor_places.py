"""Recipes of rooms. The wall meets the floor at FLOOR; furniture stands just below it."""

from renderers.scenery import room, sky
from renderers.scenery.canvas import Canvas
from renderers.scenery.colour import darker, lighter
from renderers.scenery.stage import Stage

FLOOR = 0.74


def walls(s: Stage, wall: str, floor: str, *, boards: bool = True, wainscot: str | None = None) -> None:
    """A wall, a skirting board and a floor."""
    c = s.c
    wall = _said(s, "wall") or wall
    sky.band(c, c.top - 0.1, FLOOR, wall, ink=0)
    if wainscot:
        sky.band(c, 0.52, FLOOR, wainscot, ink=0)
        sky.band(c, 0.512, 0.53, lighter(wainscot, 0.25), ink=0.7)
    sky.ground(c, FLOOR, floor, ink=0)
    sky.band(c, FLOOR - 0.03, FLOOR, lighter(wall, 0.55), ink=0.8)
    if boards:
        line = darker(floor, 0.14)
        for y in (FLOOR + 0.05, FLOOR + 0.13):
            c.path([(c.left, y), (c.right, y)], width=0.7, colour=line)
        for index in range(int(c.left / 0.28) - 1, int(c.right / 0.28) + 2):
            for row, (top, low) in enumerate(((0, 0.05), (0.05, 0.13), (0.13, 0.4))):
                x = (index + 0.5 * (row % 2)) * 0.28
                c.path([(x * (1 + top), FLOOR + top), (x * (1 + low), FLOOR + low)], width=0.7,
                       colour=line)  # fmt: skip


def _said(s: Stage, surface: str) -> str | None:
    """Return the colour that the words give to a surface, as in `green walls`."""
    from renderers.scenery.words import said_colour

    return said_colour(s.words.text, surface)


def tiles(s: Stage, top: float, bottom: float, fill: str, size: float) -> None:
    """A tiled strip of wall."""
    c = s.c
    sky.band(c, top, bottom, fill, ink=0)
    line = darker(fill, 0.12)
    y = bottom
    while y > top:
        c.path([(c.left, y), (c.right, y)], width=0.6, colour=line)
        y -= size
    for index in range(int(c.left / size) - 1, int(c.right / size) + 2):
        c.path([(index * size, top), (index * size, bottom)], width=0.6, colour=line)


def window(s: Stage, x: float, y: float = 0.31, width: float = 0.3, height: float = 0.32,
           *, curtain: str | None = None) -> None:  # fmt: skip
    """A window, perhaps with curtains."""
    if "window" in s.words.without:
        return
    s.placed.setdefault("window", []).append(x)
    board = s.c.at(x, y)
    room.pane(board, width, height)
    if s.words.weather in ("rain", "storm"):
        for index in range(10):
            dx = (s.dice.roll("drop x", index) - 0.5) * width * 0.85
            dy = (s.dice.roll("drop y", index) - 0.5) * height * 0.7
            board.shining().path([(dx, dy), (dx - 0.008, dy + 0.032)], width=0.8, colour="#e3f0fa")
    if s.words.weather == "snow":
        for index in range(14):
            dx = (s.dice.roll("flake x", index) - 0.5) * width * 0.85
            dy = (s.dice.roll("flake y", index) - 0.5) * height * 0.8
            board.shining().oval(dx, dy, 0.005, 0.005, "#ffffff", 0)
    if curtain:
        room.curtains(board, width, height, colour=curtain)


def office(s: Stage) -> None:
    """Windows on the town, desks, a shelf, a plant."""
    walls(s, s.tint("#dfe6e4", "#e8e2d6", "#d6e0ea"), s.tint("#b9b3ae", "#a9b0b8", name="floor"), boards=False)
    window(s, -0.25, 0.32, 0.34, 0.34)
    window(s, 0.98, 0.32, 0.34, 0.34)
    s.put("clock", 0.08, 0.22, 0.9)
    s.put("bookcase", 0.42, 0.755, 1.05)
    window(s, -0.98, 0.32, 0.34, 0.34)
    s.put("desk", -0.2, 0.785, 1.1)
    s.put("plant", 0.19, 0.765, 0.95)
    s.put("desk", 0.98, 0.785, 1.1)
    s.put("desk", -0.98, 0.785, 1.1, flip=True)


def meeting_room(s: Stage) -> None:
    """A whiteboard, a long table, chairs."""
    walls(s, s.tint("#dde4e8", "#e6e0d4", "#d9e4dc"), "#a8a9b3", boards=False)
    s.put("board", -0.06, 0.31, 1.0, width=0.56, height=0.3)
    s.put("plant", 0.44, 0.755, 0.9)
    window(s, 0.78, 0.31, 0.34, 0.34)
    window(s, -0.78, 0.31, 0.34, 0.34)
    for x in (-0.36, -0.14, 0.1, 0.32):
        room.office_chair(s.c.at(x, 0.77, 0.9))
    s.put("table", -0.02, 0.8, 1.1, width=0.84)
    for x in (-0.25, 0.2):
        room.cup(s.c.at(x, 0.543))


def classroom(s: Stage) -> None:
    """A chalkboard, the teacher's desk, a map."""
    walls(s, s.tint("#f3e4c0", "#dfe8d4", "#f0dcc4"), "#c99f72", wainscot=s.tint("#cfe0c9", "#c9dbe0", name="low"))
    s.put("board", 0.02, 0.31, 1.0, width=0.66, height=0.32, chalk=True)
    s.put("clock", -0.42, 0.18, 0.85)
    s.put("poster", 0.47, 0.3, 1.0)
    s.put("desk", 0.26, 0.785, 1.0, screen=False)
    apple = s.c.at(0.2, 0.55)
    apple.puff([(-0.008, -0.015, 0.015), (0.008, -0.015, 0.015)], "#d9544d", 0.8)
    s.put("bookcase", -0.42, 0.75, 0.7)
    window(s, 0.88, 0.3, 0.34, 0.34)
    window(s, -0.88, 0.3, 0.34, 0.34)


def kitchen(s: Stage) -> None:
    """Cupboards, tiles, a stove, a fridge, a window over the sink."""
    c = s.c
    cabinet = s.tint("#8fb8b4", "#e0b98c", "#a9bccf", "#d6a58e", name="cabinet")
    walls(s, s.tint("#f6ecd6", "#f3e3d3"), "#d9c3a5")
    tiles(s, 0.36, 0.5, "#f7f4ea", 0.07)
    left, right = c.left - 0.1, c.right + 0.1
    c.rect(left, 0.52, right, FLOOR + 0.012, cabinet)
    c.rect(left, FLOOR + 0.012, right, FLOOR + 0.03, darker(cabinet, 0.35), 0.8)
    step = 0.17
    for index in range(int(left / step) - 1, int(right / step) + 1):
        x = index * step + 0.02
        c.rect(x + 0.014, 0.555, x + step - 0.014, FLOOR - 0.01, lighter(cabinet, 0.14), 0.7)
        c.rect(x + step * 0.42, 0.573, x + step * 0.58, 0.581, darker(cabinet, 0.5), 0)
    c.rect(left, 0.492, right, 0.523, "#f0e6d8")
    window(s, -0.02, 0.24, 0.3, 0.24)
    for low, high in ((left, -0.26), (0.24, right)):
        c.rect(low, c.top - 0.1, high, 0.29, cabinet)
        _doors(c, low, high, cabinet)
    _stove(c.at(0.28, FLOOR + 0.012))
    _tap(c.at(-0.02, 0.492))
    s.put("fridge", -0.42, 0.79, 1.05)
    if s.c.light.lamps:
        c.glow(0, 0.1, 0.2, "#ffe9a8", 0.12)


def _doors(c: Canvas, low: float, high: float, cabinet: str) -> None:
    edge = low if low > 0 else high
    side = 1 if low > 0 else -1
    for index in range(12):
        x = edge + side * (0.014 + index * 0.16)
        l, r = sorted((x, x + side * 0.134))
        c.rect(l, c.top - 0.1, r, 0.272, lighter(cabinet, 0.14), 0.7)


def _stove(c: Canvas) -> None:
    c.rect(-0.115, -0.235, 0.115, 0, "#c9ced4")
    c.rect(-0.09, -0.16, 0.09, -0.03, "#4a4e5c", round_=0.01)
    c.path([(-0.08, -0.18), (0.08, -0.18)], width=1.6)
    for x in (-0.075, -0.03, 0.03, 0.075):
        c.oval(x, -0.21, 0.009, 0.009, "#4a4e5c", 0.6)
    c.rect(-0.12, -0.246, 0.12, -0.233, "#5b6070")
    c.rect(-0.09, -0.315, 0.01, -0.246, "#d9655c", round_=0.012)
    c.rect(-0.098, -0.324, 0.018, -0.312, "#b9503f")
    c.path([(0.018, -0.3), (0.06, -0.31)], width=2.4)


def _tap(c: Canvas) -> None:
    c.pipe([(0, 0), (0, -0.09), (0.03, -0.11), (0.06, -0.09), (0.06, -0.07)], 0.012, "#c3cbd2", bent=True)
    c.rect(-0.1, -0.006, 0.14, 0.008, "#b9c1c8", 0.8)


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
        room.pendant(c.at(x, 0.13))
    counter = c.at(0.34, 0.765)
    counter.rect(-0.24, -0.24, 0.62, 0, "#b9835a")
    for x in (-0.18, -0.03, 0.12, 0.27, 0.42):
        counter.rect(x, -0.2, x + 0.12, -0.03, "#c99468", 0.7)
    counter.rect(-0.26, -0.265, 0.64, -0.235, "#f0e4d0")
    _espresso(counter.at(0.05, -0.265))
    for index in range(3):
        room.cup(counter.at(-0.2 + 0.05 * index, -0.265))
    for x in (-0.32, -0.92):
        room.chair(c.at(x - 0.15, 0.8, 0.95))
        room.round_table(c.at(x, 0.81))
        room.chair(c.at(x + 0.15, 0.8, 0.95, flip=True))


def _espresso(c: Canvas) -> None:
    c.rect(-0.1, -0.17, 0.1, -0.12, "#d9655c", round_=0.012)
    c.rect(-0.085, -0.12, 0.085, -0.02, "#c3cbd2")
    c.rect(-0.1, -0.022, 0.1, 0, "#8b93a0")
    for x in (-0.04, 0.04):
        c.rect(x - 0.014, -0.12, x + 0.014, -0.085, "#4a4e5c")
    room.cup(c.at(-0.04, -0.022, 0.8))


def living_room(s: Stage) -> None:
    """A sofa under pictures, a lamp, a window with curtains, a rug."""
    walls(s, s.tint("#f3dfc0", "#cfdfd8", "#e6d3e0", "#d3dfe8"), "#c69a6c")
    curtain = s.tint("#d98a7a", "#7fa6a0", "#9a86b0", name="curtain")
    window(s, -0.27, 0.32, 0.3, 0.34, curtain=curtain)
    s.put("picture", 0.14, 0.27, 1.0)
    s.put("picture", 0.36, 0.31, 0.8, name="second")
    room.rug(s.c.at(0.02, 0.87), colour=s.tint(
        "#c9705e", "#6f9aa8", "#8f7fae", name="rug"))  # fmt: skip
    s.put("lamp", -0.21, 0.765, 1.05)
    s.put("sofa", 0.2, 0.785, 0.98, colour=s.tint("#d98a66", "#6f9fa0", "#8f86b8", "#c9a04f", name="sofa"))
    s.put("plant", -0.42, 0.78, 1.1)
    s.put("bookcase", 0.78, 0.755, 1.0)
    s.put("television", -0.85, 0.77, 1.1)
    s.put("armchair", 1.15, 0.775, 0.9)
    s.put("door", -1.3, 0.74, 1.0)


def bedroom(s: Stage) -> None:
    """A bed, a bedside lamp, a window with curtains."""
    walls(s, s.tint("#d9dff0", "#f0dcd3", "#dce8d6", "#efe3c4"), "#cda678")
    window(s, 0.2, 0.3, 0.28, 0.3, curtain=s.tint("#8f9fd0", "#d99a8a", "#8fb59a", name="curtain"))
    s.put("picture", -0.2, 0.27, 0.95)
    room.rug(s.c.at(0.05, 0.88, 0.9), colour=s.tint("#e0a890", "#9fb8d0", "#b8a8d0", name="rug"))
    s.put("cabinet", -0.4, 0.77, 1.0, width=0.2, height=0.2)
    room.table_lamp(s.c.at(-0.4, 0.555))
    s.put("bed", 0.18, 0.785, 1.0, blanket=s.tint("#7f9fc9", "#c98a9a", "#7fae8f", "#d9a866", name="blanket"))
    s.put("cabinet", 0.86, 0.76, 1.0, width=0.34, height=0.5)
    s.put("door", -0.92, 0.74, 1.0)
    s.put("poster", 1.2, 0.3)


def bathroom(s: Stage) -> None:
    """Tiles, a mirror over the basin, a bath."""
    c = s.c
    walls(s, "#e6f0f0", "#b9cdd0", boards=False)
    tiles(s, 0.34, FLOOR, s.tint("#bfe0e0", "#d6e4f0", "#e8d6d6", name="tile"), 0.08)
    sky.band(c, 0.325, 0.345, "#8fb8bc", ink=0.7)
    s.put("mirror", -0.24, 0.24, 1.1)
    basin = c.at(-0.24, 0.755)
    basin.rect(-0.03, -0.2, 0.03, 0, "#f4f6f6")
    basin.curve([(-0.13, -0.25), (0.13, -0.25), (0.1, -0.19), (0, -0.17), (-0.1, -0.19)], "#fbfcfc")
    basin.pipe([(0, -0.25), (0, -0.31), (0.03, -0.31)], 0.01, "#b9c1c8")
    tub = c.at(0.3, 0.775)
    for x in (-0.2, 0.2):
        tub.oval(x, -0.015, 0.025, 0.02, "#b9c1c8")
    tub.curve([(-0.29, -0.2), (0.29, -0.2), (0.26, -0.05), (0.18, -0.02), (-0.18, -0.02),
               (-0.26, -0.05)], "#fbfcfc")  # fmt: skip
    tub.rect(-0.31, -0.215, 0.31, -0.185, "#ffffff", round_=0.014)
    tub.puff([(-0.12, -0.225, 0.035), (-0.06, -0.235, 0.04), (0.0, -0.225, 0.03)], "#ffffff")
    window(s, 0.3, 0.22, 0.24, 0.2)
    s.put("door", -0.9, 0.74, 1.0)
    s.put("plant", 0.78, 0.76, 0.8)


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
            dice = s.dice.__class__(f"{s.dice.seed} case {index}")
            room.bookcase(board, dice, width=0.36, height=0.69)
    for side, index in ((-1, "left"), (1, "right")):
        dice = s.dice.__class__(f"{s.dice.seed} {index}")
        if abs(side * 0.33) < 9:
            room.bookcase(c.away(0.06).at(side * 0.335, 0.752), dice, width=0.32, height=0.69)
    window(s, 0.0, 0.31, 0.2, 0.38)
    room.rug(c.at(0, 0.86, 1.0), colour=s.tint("#a8564c", "#4f7a78", "#6a5f8f", name="rug"))
    ladder = c.at(0.2, 0.77)
    for dx in (0, 0.07):
        ladder.pipe([(0.06 + dx, 0), (0.16 + dx, -0.6)], 0.01, "#c79a6b")
    for step in range(6):
        y, x = -0.08 - step * 0.09, 0.073 + step * 0.015
        ladder.path([(x, y), (x + 0.07, y)], width=2.0, colour="#a8754f")
    s.put("table", -0.04, 0.775, 0.7)
    room.table_lamp(c.at(-0.06, 0.612), shade="#7fae8f")


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
    c.curve([(0.3, 0.105), (0.4, 0.1), (0.48, 0.105), (0.46, 0.4), (0.5, 0.69), (0.4, 0.7), (0.3, 0.69),
             (0.33, 0.4)], "#9fc9d6")  # fmt: skip
    for x in (0.36, 0.42):
        c.path([(x, 0.12), (x - 0.005, 0.4), (x + 0.008, 0.67)], width=0.7, bent=True)
    s.put("bed", -0.06, 0.79, 0.85, blanket="#8fc0c4")
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
    c.poly([(-0.013, -0.12), (0.013, -0.12), (0.013, -0.08), (0.05, 0), (-0.05, 0), (-0.013, -0.08)],
           "#e3f1f4")  # fmt: skip
    c.poly([(-0.027, -0.045), (0.027, -0.045), (0.043, -0.005), (-0.043, -0.005)], liquid, 0)
    for x, y in ((-0.006, -0.1), (0.006, -0.135), (0.0, -0.165)):
        c.oval(x, y, 0.006, 0.006, lighter(liquid, 0.3), 0.6)


def _microscope(c: Canvas) -> None:
    c.rect(-0.05, -0.016, 0.05, 0, "#4a4e5c", round_=0.006)
    c.pipe([(0.035, -0.016), (0.045, -0.07), (0.015, -0.11)], 0.014, "#5b6878", bent=True)
    c.pipe([(-0.02, -0.045), (0.02, -0.14)], 0.022, "#8b98a8")
    c.rect(-0.04, -0.042, 0.02, -0.034, "#4a4e5c", 0.8)


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
    plinth.curve([(-0.02, -0.215), (-0.055, -0.29), (-0.02, -0.345), (-0.03, -0.375), (0.03, -0.375),
                  (0.02, -0.345), (0.055, -0.29), (0.02, -0.215)], "#6f9ac0")  # fmt: skip
    plinth.path([(-0.047, -0.295), (0.047, -0.295)], width=2, colour="#f0ece4")
    posts = [-1.3, -0.9, -0.45, -0.05, 0.35]
    for x in posts:
        c.rect(x - 0.007, 0.64, x + 0.007, 0.79, "#d9b45b", 0.9)
        c.oval(x, 0.635, 0.012, 0.012, "#d9b45b", 0.9)
        c.rect(x - 0.03, 0.782, x + 0.03, 0.795, "#d9b45b", 0.9)
    for left, right in zip(posts, posts[1:], strict=False):
        c.path([(left, 0.65), ((left + right) / 2, 0.7), (right, 0.65)], width=3.2, colour="#a8564c", bent=True)


def theatre(s: Stage) -> None:
    """Curtains left and right, boards, two beams of light."""
    c = s.c
    back = s.tint("#6a4a6f", "#4f5a80", "#5f4f5f", name="back")
    red = s.tint("#b9454a", "#a83f5a", "#8f4a8a", name="curtain")
    sky.band(c, c.top - 0.1, FLOOR, back, ink=0)
    for index in range(int(c.left / 0.12) - 1, int(c.right / 0.12) + 1):
        c.path([(index * 0.12, c.top), (index * 0.12 + 0.01, FLOOR)], width=0.8, colour=darker(back, 0.2))
    sky.ground(c, FLOOR, "#c68f5e", ink=0.9)
    for index in range(int(c.left / 0.14) - 2, int(c.right / 0.14) + 3):
        c.path([(index * 0.14 * 0.8, FLOOR), (index * 0.14 * 1.5, 1.3)], width=0.8, colour="#a06f45")
    for x, foot in ((-0.3, -0.1), (0.3, 0.1)):
        c.veil([(x - 0.02, -0.1), (x + 0.02, -0.1), (foot + 0.24, 0.9), (foot - 0.24, 0.9)], "#fff2c0", 0.14)
        c.glaze.ellipse([*c.pixels([(foot - 0.24, 0.86)])[0], *c.pixels([(foot + 0.24, 0.94)])[0]],
                        fill=(255, 242, 192, 60))  # fmt: skip
    edge = min(0.95, max(0.34, c.right - 0.1))
    for side in (-1, 1):
        for fold in range(14):
            x = side * (edge + fold * 0.06)
            c.curve([(x, -0.4), (x + side * 0.07, -0.4), (x + side * 0.075, 0.4),
                     (x + side * 0.08, 0.79), (x + side * 0.03, 0.8), (x - side * 0.006, 0.785),
                     (x + side * 0.005, 0.4)], red if fold % 2 == 0 else darker(red, 0.14))  # fmt: skip
    for index in range(int(c.left / 0.2) - 1, int(c.right / 0.2) + 2):
        c.curve([(index * 0.2 - 0.1, c.top - 0.2), (index * 0.2 + 0.1, c.top - 0.2), (index * 0.2 + 0.1, 0.04),
                 (index * 0.2, 0.085), (index * 0.2 - 0.1, 0.04)], red)  # fmt: skip
        c.path([(index * 0.2 - 0.09, 0.03), (index * 0.2, 0.07), (index * 0.2 + 0.09, 0.03)], width=2.2,
               colour="#e8c05a", bent=True)  # fmt: skip


def hallway(s: Stage) -> None:
    """Doors, a picture, a rug runner."""
    walls(s, s.tint("#f0dcc0", "#d3dfd6", "#dcd6e6"), "#b98a62", wainscot=s.tint("#e6cfae", "#bccfc6", "#c6bed6", name="low"))
    colour = s.tint("#b9835a", "#7f9aa8", "#a86f5f", name="door")
    s.put("door", -0.3, 0.742, 1.08, colour=colour)
    s.put("door", 0.78, 0.742, 1.08, colour=colour)
    s.put("door", -1.2, 0.742, 1.08, colour=colour)
    s.put("picture", 0.13, 0.29, 1.1)
    s.put("cabinet", 0.13, 0.765, 0.9, width=0.3, height=0.22)
    room.table_lamp(s.c.at(0.17, 0.55))
    s.put("umbrella stand", 0.42, 0.78, 0.85)
    room.rug(s.c.at(0.0, 0.89, 1.2), colour=s.tint("#a8564c", "#4f7a88", "#6a5f8f", name="rug"))


def plain_room(s: Stage) -> None:
    """A wall, a window, a plant, a picture."""
    walls(s, s.tint("#f3e0c2", "#cfe0dc", "#e0d8ea", "#f0d6cc", "#dbe4ee"), s.tint("#c69a6c", "#b9a08c", name="floor"))
    window(s, -0.24, 0.31, 0.3, 0.34)
    s.put("picture", 0.2, 0.29, 1.0)
    s.put("plant", 0.4, 0.765, 0.95)
    s.put("door", 0.85, 0.742, 1.0)
    s.put("cabinet", -0.85, 0.765, 1.0)


def plain(s: Stage) -> None:
    """Two tones of one colour, with a soft disc: for words that name no place."""
    c = s.c
    tones = ("#f2cf8d", "#a9d0c9", "#f0b7a4", "#b9c6e6", "#cdd9a4", "#d7bfe2", "#9cc8e0")
    fill = s.words.colour or s.tint(*tones, name="plain")
    sky.band(c, c.top - 0.1, c.bottom + 0.1, fill, ink=0)
    c.oval(0, 0.46, 0.4, 0.4, lighter(fill, 0.22), 0)
    sky.ground(c, 0.8, darker(fill, 0.12), ink=0)


RECIPES = {
    "office": office, "meeting room": meeting_room, "classroom": classroom, "kitchen": kitchen,
    "café": cafe, "living room": living_room, "bedroom": bedroom, "bathroom": bathroom,
    "library": library, "shop": shop, "hospital": hospital, "laboratory": laboratory,
    "museum": museum, "stage": theatre, "hallway": hallway, "room": plain_room, "plain": plain,
}  # fmt: skip
