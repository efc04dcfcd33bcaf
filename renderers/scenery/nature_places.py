"""Recipes of places under the open sky where things grow. The ground lies below HORIZON."""

from renderers.scenery import nature, sky, town
from renderers.scenery.colour import darker, lighter
from renderers.scenery.stage import Stage

HORIZON = 0.58


def _open(s: Stage, horizon: float = HORIZON, body: tuple[float, float] = (0.3, 0.14)) -> None:
    """Sky, and what moves in it."""
    sky.sky(s.c, horizon)
    sky.heavens(s.c, s.whim, s.words.weather, body=body)


def _ground(s: Stage, fill: str) -> str:
    """Return the ground's colour: snow lies on it where it snows."""
    return "#eef3f8" if s.words.weather == "snow" else fill


def _leaf(s: Stage, fill: str) -> str:
    return lighter(fill, 0.55) if s.words.weather == "snow" else fill


def park(s: Stage) -> None:
    """Lawns, a winding path, round trees, a bench and a lamp."""
    _open(s)
    leaf = _leaf(s, s.tint("#74b163", "#86b85c", "#67a86e", name="leaf"))
    sky.hills(s.c.away(0.75), s.dice, 0.56, 0.12, "#9cc5a4", name="far hills")
    s.repeat("bush", 0.26, 0.6, 1.1, far=0.5, leaf=lighter(leaf, 0.12))
    lawn = _ground(s, s.tint("#a8d178", "#b4d47e", "#9fce80", name="lawn"))
    sky.ground(s.c, HORIZON, lawn, ink=0.8)
    sky.path(s.c, HORIZON, _ground(s, "#ecd9ae"), x=s.dice.pick((-0.14, 0.1), "path"),
             foot=s.dice.pick((0.06, -0.1), "foot"))  # fmt: skip
    s.repeat("tree", 0.5, 0.655, 0.62, far=0.3, clear=0.2, leaf=leaf)
    s.put("lamp post", -0.33, 0.76, 1.0)
    s.put("bench", 0.23, 0.77, 1.1)
    s.repeat("tree", 1.0, 0.77, 0.95, clear=0.44, jitter=0.07, leaf=leaf)
    nature.meadow(s.c, s.dice, 0.7, flowers=s.words.weather != "snow")


def forest(s: Stage) -> None:
    """Trunks behind trunks, a carpet of moss, a path."""
    c = s.c
    _open(s, 0.66)
    greens = ("#b9d8ae", "#9cc797", "#7db07f")
    for depth, (fill, far) in enumerate(zip(greens, (0.8, 0.6, 0.4), strict=True)):
        board = c.away(far)
        y = 0.6 + depth * 0.025
        nature_row = 0.15 + 0.05 * depth
        for index in range(int(c.left / nature_row) - 2, int(c.right / nature_row) + 2):
            x = (index + s.dice.between(-0.35, 0.35, "trunk", depth, index)) * nature_row
            w = 0.012 + 0.008 * depth
            board.rect(x - w, -0.3, x + w, y, ("#a9b396", "#96957a", "#84765f")[depth], 0.9)
        discs = [(i * 0.13, 0.04 + 0.03 * depth + 0.05 * s.dice.roll("leaf", depth, i),
                  0.115 - 0.01 * depth)
                 for i in range(int(c.left / 0.13) - 2, int(c.right / 0.13) + 3)]  # fmt: skip
        if depth != 1:
            board.rect(c.left, c.top - 0.1, c.right, 0.05 + 0.02 * depth, _leaf(s, fill), 0)
            board.puff([(x, y - 0.06 * depth, r) for x, y, r in discs], _leaf(s, fill), 0.9)
            board.rect(c.left, c.top - 0.1, c.right, 0.03 - 0.05 * depth, _leaf(s, fill), 0)
    sky.ground(c, 0.65, _ground(s, "#8fb873"), ink=0.8)
    sky.path(c, 0.65, _ground(s, "#d3bd92"), x=0.04, foot=0.0)
    s.repeat("bush", 0.42, 0.685, 0.8, far=0.15, clear=0.16, leaf=_leaf(s, "#6fa565"))
    for side in (-1, 1):
        x = 0.44 * side
        c.curve([(x - 0.055, -0.4), (x - 0.05, 0.4), (x - 0.1, 0.79), (x, 0.8), (x + 0.1, 0.79),
                 (x + 0.05, 0.4), (x + 0.055, -0.4)], nature.TRUNK)  # fmt: skip
        for y in (0.2, 0.42, 0.58):
            c.path([(x - 0.02, y), (x - 0.015, y + 0.05)], width=0.8)
    s.repeat("tree", 1.5, 0.76, 1.2, clear=0.6, jitter=0.05, leaf=_leaf(s, "#67a05f"))
    s.put("mushroom", -0.27, 0.8, 1.0)
    s.put("mushroom", -0.235, 0.81, 0.7)
    nature.meadow(c, s.dice, 0.72, flowers=False)


def garden(s: Stage) -> None:
    """A lawn before a picket fence, beds of flowers, an apple tree."""
    _open(s)
    c = s.c
    leaf = _leaf(s, "#7ab567")
    sky.hills(c.away(0.75), s.dice, 0.56, 0.14, "#a5c9a6", name="far hills")
    s.put("house", -0.36, 0.6, 0.85, far=0.35)
    s.repeat("tree", 0.62, 0.61, 0.58, far=0.35, clear=0.1, leaf=leaf)
    sky.ground(c, 0.62, _ground(s, "#a9d47f"), ink=0.8)
    town.fence(c.away(0.08).at(0, 0.66), c.left - 0.1, c.right + 0.1)
    for index in range(-6, 7):
        petals = s.dice.pick(("#f2728c", "#c58be0", "#f6c04f", "#f0937a"), "bed", index)
        s.put("flowers", index * 0.36 + 0.12, 0.7, 0.85, petals=petals)
    s.put("tree", 0.42, 0.73, 0.95, leaf=leaf)
    for x, y in ((0.33, 0.36), (0.47, 0.31), (0.5, 0.4), (0.39, 0.27)):
        c.oval(x, y, 0.014, 0.014, "#e0574c", 0.8)
    nature.meadow(c, s.dice, 0.74, flowers=False)


def playground(s: Stage) -> None:
    """A slide, swings and a sandpit before trees."""
    _open(s)
    leaf = _leaf(s, "#7ab567")
    s.repeat("tree", 0.36, 0.61, 0.5, far=0.5, leaf=leaf)
    sky.ground(s.c, HORIZON + 0.01, _ground(s, "#abd480"), ink=0.8)
    town.fence(s.c.away(0.2).at(0, 0.625, 0.8), s.c.left * 1.3, s.c.right * 1.3)
    s.c.oval(0.05, 0.82, 0.75, 0.1, _ground(s, "#efdcae"), 0.8)
    s.put("slide", -0.3, 0.755, 0.95)
    s.put("swing", 0.3, 0.75, 0.95)
    s.put("tree", 0.95, 0.74, 0.9, leaf=leaf)
    s.put("bench", -0.9, 0.75, 0.8)
    nature.meadow(s.c, s.dice, 0.7)


def field(s: Stage) -> None:
    """Wide meadows, hills, and one tree far off."""
    _open(s)
    wheat = "wheat" in s.words.text or "corn" in s.words.text
    first, second, third = (
        ("#d9cf86", "#e8cf73", "#efd477") if wheat else ("#a9cf96", "#a4d07c", "#b4d881")
    )
    sky.hills(s.c.away(0.8), s.dice, 0.55, 0.13, "#a7c6b4", name="far hills")
    sky.hills(s.c.away(0.5), s.dice, 0.6, 0.1, _ground(s, first), name="hills")
    s.put("tree", 0.31, 0.6, 0.5, far=0.3, leaf=_leaf(s, "#74ad61"))
    s.put("house", -0.42, 0.6, 0.3, far=0.45)
    sky.hills(s.c, s.dice, 0.68, 0.07, _ground(s, second), name="near hills", length=0.8)
    sky.ground(s.c, 0.72, _ground(s, third), ink=0.7)
    nature.meadow(s.c, s.dice, 0.66, flowers=not wheat)


def hill(s: Stage) -> None:
    """A round hill under a great sky."""
    _open(s, 0.72, body=(0.28, 0.16))
    sky.hills(s.c.away(0.7), s.dice, 0.68, 0.14, "#9bbcae", name="far hills")
    s.repeat("pine", 0.17, 0.69, 0.22, far=0.5, leaf=_leaf(s, "#6f9f85"))
    s.c.curve([(-2.2, 1.5), (-1.6, 0.86), (-0.8, 0.73), (0, 0.69), (0.8, 0.72), (1.6, 0.84),
               (2.2, 1.5)], _ground(s, "#93c27c"))  # fmt: skip
    s.put("tree", -0.36, 0.725, 0.62, leaf=_leaf(s, "#6fa565"))
    nature.meadow(s.c, s.dice, 0.74)


def farm(s: Stage) -> None:
    """A red barn, a silo, a rail fence and hay."""
    _open(s)
    c = s.c
    sky.hills(c.away(0.75), s.dice, 0.57, 0.12, "#a8c9a5", name="far hills")
    sky.ground(c, HORIZON, _ground(s, "#b2d481"), ink=0.8)
    silo = c.away(0.15).at(-0.07, 0.645, 0.8)
    silo.rect(-0.06, -0.42, 0.06, 0, "#cdd3d8")
    silo.curve([(-0.066, -0.415), (-0.04, -0.47), (0, -0.49), (0.04, -0.47), (0.066, -0.415)], "#a9b2ba")
    for y in (-0.3, -0.2, -0.1):
        silo.path([(-0.06, y), (0.06, y)], width=0.7)
    s.put("barn", -0.33, 0.65, 0.85, far=0.12)
    s.repeat("tree", 0.7, 0.63, 0.5, far=0.3, clear=0.45, leaf=_leaf(s, "#79b065"))
    sky.ground(c, 0.72, _ground(s, "#c5d889"), ink=0.6)
    town.rails(c.at(0, 0.74), c.left - 0.2, c.right + 0.2)
    for x, r in ((0.34, 0.062), (0.47, 0.05), (1.0, 0.06)):
        c.rect(x - r * 1.5, 0.755 - 2 * r, x + r * 0.2, 0.755, "#e3c063", round_=r * 0.7)
        c.oval(x, 0.755 - r, r * 0.8, r, "#efd27e")
        c.oval(x, 0.755 - r, r * 0.4, r * 0.5, "#e3c063", 0.6)
    nature.meadow(c, s.dice, 0.74)


def beach(s: Stage) -> None:
    """Sea to the horizon, a sail, sand, a parasol and a palm."""
    c = s.c
    _open(s, 0.5)
    island = c.away(0.7)
    island.curve([(-0.8, 0.52), (-0.6, 0.475), (-0.45, 0.455), (-0.28, 0.49), (-0.15, 0.52)], "#8fb59b")
    sky.water(c.away(0.25), s.dice, 0.5, 0.66, "#4fa3cf")
    s.put("boat", 0.2, 0.545, 0.55, far=0.3)
    foam = [(x / 10, 0.672 + 0.012 * ((x * 7) % 3 - 1)) for x in range(-24, 25)]
    c.curve([*foam, (2.4, c.bottom + 0.2), (-2.4, c.bottom + 0.2)], "#f7fbfa", 0.7)
    sand = _ground(s, s.tint("#f3dda6", "#f0d8a0", "#f5e1b2", name="sand"))
    wet = [(x, y + 0.018) for x, y in foam]
    c.curve([*wet, (2.4, c.bottom + 0.2), (-2.4, c.bottom + 0.2)], darker(sand, 0.08), 0)
    dry = [(x, y + 0.05) for x, y in foam]
    c.curve([*dry, (2.4, c.bottom + 0.2), (-2.4, c.bottom + 0.2)], sand, 0)
    s.put("palm", -0.4, 0.76, 0.85)
    s.put("parasol", 0.36, 0.79, 0.85)
    c.poly([(0.22, 0.815), (0.4, 0.815), (0.43, 0.85), (0.2, 0.85)], "#7fc0c4")
    for x in (0.26, 0.32, 0.38):
        c.poly([(x, 0.815), (x + 0.015, 0.815), (x + 0.012, 0.85), (x - 0.005, 0.85)], "#fbf6ea", 0)
    for index in range(-10, 11):
        x, y = index * 0.19 + 0.07, s.dice.between(0.76, 0.98, "dot", index)
        c.path([(x, y), (x + 0.02, y + 0.003)], width=0.8, colour=darker(sand, 0.22))
    _shells(s)


def _shells(s: Stage) -> None:
    s.c.poly([(-0.2, 0.9), (-0.185, 0.875), (-0.17, 0.9), (-0.145, 0.9), (-0.163, 0.917),
              (-0.155, 0.942), (-0.185, 0.925), (-0.21, 0.942), (-0.205, 0.917),
              (-0.225, 0.9)], "#f0a07a", 0.8)  # fmt: skip


def lake(s: Stage) -> None:
    """Mountains over a lake, firs, a pier."""
    _open(s, 0.5)
    c = s.c
    sky.mountains(c.away(0.7), s.dice, 0.52, 0.26, "#9fb2c8", name="peaks")
    sky.hills(c.away(0.5), s.dice, 0.54, 0.07, _ground(s, "#8fb58d"), name="hills")
    s.repeat("pine", 0.13, 0.545, 0.22, far=0.45, leaf=_leaf(s, "#5f9678"))
    sky.water(c.away(0.2), s.dice, 0.54, 0.74, "#5fa8c9")
    s.put("boat", -0.2, 0.6, 0.5, far=0.2)
    for x in (0.3, 0.46):
        c.rect(x - 0.01, 0.62, x + 0.01, 0.76, "#8a6146")
    c.poly([(0.31, 0.64), (0.46, 0.64), (0.62, 0.8), (0.3, 0.8)], "#c99a6a")
    for share in (0.25, 0.5, 0.75):
        y = 0.64 + 0.16 * share
        c.path([(0.31 - 0.01 * share, y), (0.46 + 0.16 * share, y)], width=0.7)
    shore = [(x / 8, 0.755 + 0.014 * ((x * 5) % 3 - 1)) for x in range(-20, 21)]
    c.curve([*shore, (2.5, 1.6), (-2.5, 1.6)], _ground(s, "#a9cf7e"), 0.9)
    for x in (-0.44, -0.36, 0.78):
        nature.reeds(c.at(x, 0.785))
    nature.meadow(c, s.dice, 0.78)


def river(s: Stage) -> None:
    """A river winding out of the hills past willows and reeds."""
    _open(s)
    c = s.c
    sky.hills(c.away(0.75), s.dice, 0.57, 0.15, "#9fc0ad", name="far hills")
    sky.hills(c.away(0.45), s.dice, 0.6, 0.06, _ground(s, "#96c284"), name="hills")
    s.repeat("tree", 0.33, 0.61, 0.4, far=0.4, leaf=_leaf(s, "#76ae68"))
    sky.ground(c, 0.6, _ground(s, "#a6d07c"), ink=0.7)
    c.curve([(0.1, 0.6), (0.24, 0.63), (0.08, 0.67), (-0.5, 0.71), (-2.6, 0.74), (-2.6, 0.82),
             (-0.4, 0.79), (0.3, 0.72), (0.34, 0.64), (0.16, 0.6)], "#63aed0")  # fmt: skip
    for x, y in ((-0.3, 0.75), (0.1, 0.705), (-0.75, 0.765), (0.25, 0.655)):
        c.path([(x - 0.05, y), (x + 0.05, y)], colour="#b7e0ee", width=1.0)
    s.put("tree", 0.46, 0.75, 0.85, leaf=_leaf(s, "#6fa863"))
    nature.reeds(c.at(-0.4, 0.83))
    s.put("rock", 0.2, 0.78, 0.6)
    nature.meadow(c, s.dice, 0.8)


def mountain_place(s: Stage) -> None:
    """Ranges behind ranges, firs, an alpine meadow."""
    _open(s, 0.6)
    c = s.c
    sky.mountains(c.away(0.85), s.dice, 0.6, 0.42, "#a9b8d0", name="far", length=0.42)
    sky.mountains(c.away(0.5), s.dice, 0.64, 0.34, "#8c9fb8", name="near", length=0.7)
    sky.hills(c.away(0.3), s.dice, 0.66, 0.06, _ground(s, "#8dbb82"), name="hills")
    s.repeat("pine", 0.15, 0.67, 0.32, far=0.3, leaf=_leaf(s, "#56906f"))
    sky.hills(c, s.dice, 0.73, 0.05, _ground(s, "#a3cd7c"), name="meadow", length=0.9)
    s.put("pine", -0.4, 0.76, 0.8, leaf=_leaf(s, "#4f8a68"))
    s.put("pine", 0.62, 0.75, 0.85, leaf=_leaf(s, "#4f8a68"))
    s.put("rock", 0.36, 0.78, 1.0)
    nature.meadow(c, s.dice, 0.76)


def desert(s: Stage) -> None:
    """Dunes, a mesa, cacti."""
    _open(s)
    c = s.c
    mesa = c.away(0.6)
    for x, w, h in ((-0.36, 0.17, 0.16), (0.55, 0.22, 0.2), (-1.2, 0.25, 0.18), (1.3, 0.2, 0.14)):
        mesa.poly([(x - w, 0.6), (x - w * 0.75, 0.59 - h), (x + w * 0.7, 0.59 - h), (x + w, 0.6)],
                  "#cf8f6a")  # fmt: skip
        mesa.path([(x - w * 0.8, 0.6 - h * 0.55), (x + w * 0.78, 0.6 - h * 0.55)], width=0.8)
    sky.hills(c.away(0.4), s.dice, 0.62, 0.06, _ground(s, "#e8bf83"), name="far dunes", length=0.7)
    s.put("cactus", 0.28, 0.66, 0.55, far=0.25)
    sky.hills(c, s.dice, 0.7, 0.07, _ground(s, "#efcb8c"), name="dunes", length=0.95)
    sky.hills(c, s.dice, 0.83, 0.06, _ground(s, "#f4d69c"), name="near dunes", length=1.4)
    s.put("cactus", -0.38, 0.76, 0.95)
    s.put("rock", 0.4, 0.8, 0.7, colour="#c99a78")
    s.put("cactus", 0.9, 0.75, 0.8)
    for index in range(-8, 9):
        x, y = index * 0.23, s.dice.between(0.84, 0.97, "ripple", index)
        c.path([(x, y), (x + 0.03, y - 0.006), (x + 0.06, y)], colour="#d9b175", width=0.9, bent=True)


def snow(s: Stage) -> None:
    """White hills, firs under snow, a snowman."""
    _open(s)
    c = s.c
    sky.mountains(c.away(0.8), s.dice, 0.58, 0.24, "#b9c8dc", name="peaks")
    sky.hills(c.away(0.5), s.dice, 0.6, 0.08, "#e3ecf4", name="far hills")
    s.repeat("pine", 0.19, 0.61, 0.3, far=0.4, snow=True)
    sky.hills(c.away(0.1), s.dice, 0.68, 0.07, "#eef4f9", name="hills", length=0.8)
    s.put("pine", -0.4, 0.72, 0.75, snow=True)
    s.put("pine", -0.62, 0.74, 0.95, snow=True)
    s.put("pine", 0.66, 0.73, 0.9, snow=True)
    sky.hills(c, s.dice, 0.79, 0.04, "#f8fbfd", name="front", length=1.2)
    if s.words.place == "snow":
        s.put("snowman", 0.34, 0.8, 0.75)
    for index in range(-7, 8):
        x, y = index * 0.27, s.dice.between(0.82, 0.97, "drift", index)
        c.path([(x, y), (x + 0.04, y - 0.01), (x + 0.09, y)], colour="#c9d8e6", width=1.0, bent=True)


def moon_place(s: Stage) -> None:
    """The ground of another world: craters, rings and far planets."""
    c = s.c
    for edge, fill in ((-9.0, "#1d2048"), (0.3, "#262a5c"), (0.5, "#323870")):
        c.shining().rect(c.left - 0.1, max(edge, c.top - 0.1), c.right + 0.1, 2, fill, 0)
    sky.stars(c, s.dice, low=0.6, count=110)
    lit = c.shining()
    lit.oval(0.27, 0.2, 0.1, 0.1, "#e9a56c")
    lit.path([(0.185, 0.17), (0.27, 0.185), (0.362, 0.165)], colour="#c97f52", width=2.4, bent=True)
    lit.path([(0.175, 0.22), (0.27, 0.24), (0.365, 0.215)], colour="#c97f52", width=2.4, bent=True)
    lit.path([(0.1, 0.245), (0.2, 0.265), (0.33, 0.225), (0.44, 0.155)], colour="#f4d9b0", width=2.6,
             bent=True)  # fmt: skip
    lit.oval(-0.36, 0.13, 0.035, 0.035, "#86c5d8")
    ground = lit.away(0.0)
    dust = s.tint("#b9b6cc", "#c4a3a0", "#a9b8b4", name="dust")
    sky.hills(ground, s.dice, 0.66, 0.07, darker(dust, 0.25), name="ridge", length=0.4)
    sky.hills(ground, s.dice, 0.73, 0.05, dust, name="plain", length=0.9)
    for x, y, r in ((-0.33, 0.78, 0.09), (0.38, 0.8, 0.12), (0.02, 0.94, 0.1), (0.85, 0.82, 0.1),
                    (-0.85, 0.86, 0.13), (-0.1, 0.745, 0.04)):  # fmt: skip
        ground.oval(x, y, r, r * 0.2, darker(dust, 0.16), 0.8)
        ground.oval(x, y + r * 0.05, r * 0.78, r * 0.13, darker(dust, 0.3), 0)


RECIPES = {
    "park": park, "forest": forest, "garden": garden, "playground": playground, "field": field,
    "hill": hill, "farm": farm, "beach": beach, "lake": lake, "river": river,
    "mountains": mountain_place, "desert": desert, "snow": snow, "moon": moon_place,
}  # fmt: skip
