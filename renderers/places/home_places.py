"""Recipes of rooms at home. The wall meets the floor at FLOOR."""

# Lists of points read as rows, not as one number a line.
# fmt: off

from renderers.places import furniture, sky
from renderers.places.canvas import Canvas
from renderers.places.colour import darker, lighter
from renderers.places.interior import FLOOR, tiles, walls, window
from renderers.places.stage import Stage


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
        near, beyond = sorted((x, x + side * 0.134))
        c.rect(near, c.top - 0.1, beyond, 0.272, lighter(cabinet, 0.14), 0.7)


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
    c.pipe([(0, 0), (0, -0.09), (0.03, -0.11), (0.06, -0.09), (0.06, -0.07)], 0.012, "#c3cbd2",
           bent=True)
    c.rect(-0.1, -0.006, 0.14, 0.008, "#b9c1c8", 0.8)


def living_room(s: Stage) -> None:
    """A sofa under pictures, a lamp, a window with curtains, a rug."""
    walls(s, s.tint("#f3dfc0", "#cfdfd8", "#e6d3e0", "#d3dfe8"), "#c69a6c")
    curtain = s.tint("#d98a7a", "#7fa6a0", "#9a86b0", name="curtain")
    window(s, -0.27, 0.32, 0.3, 0.34, curtain=curtain)
    s.put("picture", 0.14, 0.27, 1.0)
    s.put("picture", 0.36, 0.31, 0.8, name="second")
    furniture.rug(s.c.at(0.02, 0.87), colour=s.tint(
        "#c9705e", "#6f9aa8", "#8f7fae", name="rug"))
    s.put("lamp", -0.21, 0.765, 1.05)
    s.put("sofa", 0.2, 0.785, 0.98, colour=s.tint("#d98a66", "#6f9fa0", "#8f86b8", "#c9a04f",
                                                  name="sofa"))
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
    furniture.rug(s.c.at(0.05, 0.88, 0.9), colour=s.tint("#e0a890", "#9fb8d0", "#b8a8d0",
                                                         name="rug"))
    s.put("cabinet", -0.4, 0.77, 1.0, width=0.2, height=0.2)
    s.has("lamp", -0.4)
    furniture.table_lamp(s.c.at(-0.4, 0.555))
    s.put("bed", 0.18, 0.785, 1.0, blanket=s.tint("#7f9fc9", "#c98a9a", "#7fae8f", "#d9a866",
                                                  name="blanket"))
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
               (-0.26, -0.05)], "#fbfcfc")
    tub.rect(-0.31, -0.215, 0.31, -0.185, "#ffffff", round_=0.014)
    tub.puff([(-0.12, -0.225, 0.035), (-0.06, -0.235, 0.04), (0.0, -0.225, 0.03)], "#ffffff")
    window(s, 0.3, 0.22, 0.24, 0.2)
    s.put("door", -0.9, 0.74, 1.0)
    s.put("plant", 0.78, 0.76, 0.8)


def hallway(s: Stage) -> None:
    """Doors, a picture, a rug runner."""
    walls(s, s.tint("#f0dcc0", "#d3dfd6", "#dcd6e6"), "#b98a62",
          wainscot=s.tint("#e6cfae", "#bccfc6", "#c6bed6", name="low"))
    colour = s.tint("#b9835a", "#7f9aa8", "#a86f5f", name="door")
    s.put("door", -0.3, 0.742, 1.08, colour=colour)
    s.put("door", 0.78, 0.742, 1.08, colour=colour)
    s.put("door", -1.2, 0.742, 1.08, colour=colour)
    s.put("picture", 0.13, 0.29, 1.1)
    s.put("cabinet", 0.13, 0.765, 0.9, width=0.3, height=0.22)
    s.has("lamp", 0.17)
    furniture.table_lamp(s.c.at(0.17, 0.55))
    s.put("umbrella stand", 0.42, 0.78, 0.85)
    furniture.rug(s.c.at(0.0, 0.89, 1.2), colour=s.tint("#a8564c", "#4f7a88", "#6a5f8f",
                                                        name="rug"))


def plain_room(s: Stage) -> None:
    """A wall, a window, a plant, a picture."""
    walls(s, s.tint("#f3e0c2", "#cfe0dc", "#e0d8ea", "#f0d6cc", "#dbe4ee"),
          s.tint("#c69a6c", "#b9a08c", name="floor"))
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
