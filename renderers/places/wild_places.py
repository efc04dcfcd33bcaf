"""Recipes of shores, mountains, deserts and other worlds."""

# Lists of points read as rows, not as one number a line.
# fmt: off

from renderers.places import buildings, plants, sky
from renderers.places.colour import darker
from renderers.places.outdoors import ground_in, leaf_in, open_sky
from renderers.places.stage import Stage


def beach(s: Stage) -> None:
    """Sea to the horizon, a sail, sand, a parasol and a palm."""
    c = s.c
    open_sky(s, 0.5)
    island = c.away(0.7)
    island.curve([(-0.8, 0.52), (-0.6, 0.475), (-0.45, 0.455), (-0.28, 0.49), (-0.15, 0.52)],
                 "#8fb59b")
    sky.water(c.away(0.25), s.dice, 0.5, 0.66, "#4fa3cf")
    s.put("boat", 0.2, 0.545, 0.55, far=0.3)
    foam = [(x / 10, 0.672 + 0.012 * ((x * 7) % 3 - 1)) for x in range(-24, 25)]
    c.curve([*foam, (2.4, c.bottom + 0.2), (-2.4, c.bottom + 0.2)], "#f7fbfa", 0.7)
    sand = ground_in(s, s.tint("#f3dda6", "#f0d8a0", "#f5e1b2", name="sand"))
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
              (-0.225, 0.9)], "#f0a07a", 0.8)


def lake(s: Stage) -> None:
    """Mountains over a lake, firs, a pier."""
    open_sky(s, 0.5)
    c = s.c
    sky.mountains(c.away(0.7), s.dice, 0.52, 0.26, "#9fb2c8", name="peaks")
    sky.hills(c.away(0.5), s.dice, 0.54, 0.07, ground_in(s, "#8fb58d"), name="hills")
    s.repeat("pine", 0.13, 0.545, 0.22, far=0.45, leaf=leaf_in(s, "#5f9678"))
    sky.water(c.away(0.2), s.dice, 0.54, 0.74, "#5fa8c9")
    s.put("boat", -0.2, 0.6, 0.5, far=0.2)
    for x in (0.3, 0.46):
        c.rect(x - 0.01, 0.62, x + 0.01, 0.76, "#8a6146")
    c.poly([(0.31, 0.64), (0.46, 0.64), (0.62, 0.8), (0.3, 0.8)], "#c99a6a")
    for share in (0.25, 0.5, 0.75):
        y = 0.64 + 0.16 * share
        c.path([(0.31 - 0.01 * share, y), (0.46 + 0.16 * share, y)], width=0.7)
    shore = [(x / 8, 0.755 + 0.014 * ((x * 5) % 3 - 1)) for x in range(-20, 21)]
    c.curve([*shore, (2.5, 1.6), (-2.5, 1.6)], ground_in(s, "#a9cf7e"), 0.9)
    for x in (-0.44, -0.36, 0.78):
        plants.reeds(c.at(x, 0.785))
    plants.meadow(c, s.dice, 0.78)


def river(s: Stage) -> None:
    """A river winding out of the hills past willows and reeds."""
    open_sky(s)
    c = s.c
    sky.hills(c.away(0.75), s.dice, 0.57, 0.15, "#9fc0ad", name="far hills")
    sky.hills(c.away(0.45), s.dice, 0.6, 0.06, ground_in(s, "#96c284"), name="hills")
    s.repeat("tree", 0.33, 0.61, 0.4, far=0.4, leaf=leaf_in(s, "#76ae68"))
    sky.ground(c, 0.6, ground_in(s, "#a6d07c"), ink=0.7)
    c.curve([(0.1, 0.6), (0.24, 0.63), (0.08, 0.67), (-0.5, 0.71), (-2.6, 0.74), (-2.6, 0.82),
             (-0.4, 0.79), (0.3, 0.72), (0.34, 0.64), (0.16, 0.6)], "#63aed0")
    for x, y in ((-0.3, 0.75), (0.1, 0.705), (-0.75, 0.765), (0.25, 0.655)):
        c.path([(x - 0.05, y), (x + 0.05, y)], colour="#b7e0ee", width=1.0)
    s.put("tree", 0.46, 0.75, 0.85, leaf=leaf_in(s, "#6fa863"))
    plants.reeds(c.at(-0.4, 0.83))
    s.put("rock", 0.2, 0.78, 0.6)
    plants.meadow(c, s.dice, 0.8)


def mountain_place(s: Stage) -> None:
    """Ranges behind ranges, firs, an alpine meadow."""
    open_sky(s, 0.6)
    c = s.c
    sky.mountains(c.away(0.85), s.dice, 0.6, 0.42, "#a9b8d0", name="far", length=0.42)
    sky.mountains(c.away(0.5), s.dice, 0.64, 0.34, "#8c9fb8", name="near", length=0.7)
    sky.hills(c.away(0.3), s.dice, 0.66, 0.06, ground_in(s, "#8dbb82"), name="hills")
    s.repeat("pine", 0.15, 0.67, 0.32, far=0.3, leaf=leaf_in(s, "#56906f"))
    sky.hills(c, s.dice, 0.73, 0.05, ground_in(s, "#a3cd7c"), name="meadow", length=0.9)
    s.put("pine", -0.4, 0.76, 0.8, leaf=leaf_in(s, "#4f8a68"))
    s.put("pine", 0.62, 0.75, 0.85, leaf=leaf_in(s, "#4f8a68"))
    s.put("rock", 0.36, 0.78, 1.0)
    plants.meadow(c, s.dice, 0.76)


def desert(s: Stage) -> None:
    """Dunes, a mesa, cacti."""
    open_sky(s)
    c = s.c
    mesa = c.away(0.6)
    for x, w, h in ((-0.36, 0.17, 0.16), (0.55, 0.22, 0.2), (-1.2, 0.25, 0.18), (1.3, 0.2, 0.14)):
        mesa.poly([(x - w, 0.6), (x - w * 0.75, 0.59 - h), (x + w * 0.7, 0.59 - h), (x + w, 0.6)],
                  "#cf8f6a")
        mesa.path([(x - w * 0.8, 0.6 - h * 0.55), (x + w * 0.78, 0.6 - h * 0.55)], width=0.8)
    sky.hills(c.away(0.4), s.dice, 0.62, 0.06, ground_in(s, "#e8bf83"), name="far dunes",
              length=0.7)
    s.put("cactus", 0.28, 0.66, 0.55, far=0.25)
    sky.hills(c, s.dice, 0.7, 0.07, ground_in(s, "#efcb8c"), name="dunes", length=0.95)
    sky.hills(c, s.dice, 0.83, 0.06, ground_in(s, "#f4d69c"), name="near dunes", length=1.4)
    s.put("cactus", -0.38, 0.76, 0.95)
    s.put("rock", 0.4, 0.8, 0.7, colour="#c99a78")
    s.put("cactus", 0.9, 0.75, 0.8)
    for index in range(-8, 9):
        x, y = index * 0.23, s.dice.between(0.84, 0.97, "ripple", index)
        c.path([(x, y), (x + 0.03, y - 0.006), (x + 0.06, y)], colour="#d9b175", width=0.9,
               bent=True)


def snow(s: Stage) -> None:
    """White hills, firs under snow, a snowman."""
    open_sky(s)
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
        c.path([(x, y), (x + 0.04, y - 0.01), (x + 0.09, y)], colour="#c9d8e6", width=1.0,
               bent=True)


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
    lit.path([(0.1, 0.245), (0.2, 0.265), (0.33, 0.225), (0.44, 0.155)], colour="#f4d9b0",
             width=2.6,
             bent=True)
    lit.oval(-0.36, 0.13, 0.035, 0.035, "#86c5d8")
    ground = lit.away(0.0)
    dust = s.tint("#b9b6cc", "#c4a3a0", "#a9b8b4", name="dust")
    sky.hills(ground, s.dice, 0.66, 0.07, darker(dust, 0.25), name="ridge", length=0.4)
    sky.hills(ground, s.dice, 0.73, 0.05, dust, name="plain", length=0.9)
    for x, y, r in ((-0.33, 0.78, 0.09), (0.38, 0.8, 0.12), (0.02, 0.94, 0.1), (0.85, 0.82, 0.1),
                    (-0.85, 0.86, 0.13), (-0.1, 0.745, 0.04)):
        ground.oval(x, y, r, r * 0.2, darker(dust, 0.16), 0.8)
        ground.oval(x, y + r * 0.05, r * 0.78, r * 0.13, darker(dust, 0.3), 0)


def castle_place(s: Stage) -> None:
    """A castle on its hill, a road up to the gate."""
    c = s.c
    open_sky(s, body=(-0.3, 0.14))
    sky.mountains(c.away(0.8), s.dice, 0.58, 0.22, "#a9b8d0", name="peaks")
    sky.hills(c.away(0.5), s.dice, 0.62, 0.08, ground_in(s, "#9cc592"), name="hills")
    s.repeat("pine", 0.21, 0.625, 0.24, far=0.45, leaf=leaf_in(s, "#63977a"))
    c.away(0.1).curve([(-0.6, 0.9), (-0.35, 0.7), (-0.05, 0.625), (0.2, 0.6), (0.45, 0.62),
                       (0.75, 0.69), (1.1, 0.9)], ground_in(s, "#a3cc7e"))
    buildings.castle(c.away(0.15).at(0.19, 0.63, 0.82),
                     wall=s.tint("#d3cfc9", "#d9c7b0", "#c9c9d6", name="wall"),
                     roof=s.tint("#7f86b8", "#b8655c", "#5f8f94", name="roof"))
    sky.ground(c, 0.72, ground_in(s, "#add583"), ink=0.8)
    c.curve([(0.19, 0.6), (0.22, 0.6), (0.26, 0.66), (0.16, 0.72), (0.2, 0.8), (0.5, 1.2),
             (-0.4, 1.2),
             (-0.08, 0.82), (0.02, 0.72), (0.17, 0.66)], ground_in(s, "#e6d5ae"), 0.8)
    s.put("pine", -0.42, 0.77, 0.85, leaf=leaf_in(s, "#4f8a68"))
    s.put("tree", 0.8, 0.77, 0.85, leaf=leaf_in(s, "#6fa863"))
    s.put("bush", 0.42, 0.78, 0.8, leaf=leaf_in(s, "#79b065"))
    plants.meadow(c, s.dice, 0.76)
