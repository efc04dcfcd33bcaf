"""Recipes of parks, woods and farmland. The ground lies below HORIZON."""

# Lists of points read as rows, not as one number a line.
# fmt: off

from renderers.places import plants, sky, street_things
from renderers.places.colour import lighter
from renderers.places.outdoors import HORIZON, ground_in, leaf_in, open_sky
from renderers.places.stage import Stage


def park(s: Stage) -> None:
    """Lawns, a winding path, round trees, a bench and a lamp."""
    open_sky(s)
    leaf = leaf_in(s, s.tint("#74b163", "#86b85c", "#67a86e", name="leaf"))
    sky.hills(s.c.away(0.75), s.dice, 0.56, 0.12, "#9cc5a4", name="far hills")
    s.repeat("bush", 0.26, 0.6, 1.1, far=0.5, leaf=lighter(leaf, 0.12))
    lawn = ground_in(s, s.tint("#a8d178", "#b4d47e", "#9fce80", name="lawn"))
    sky.ground(s.c, HORIZON, lawn, ink=0.8)
    sky.path(s.c, HORIZON, ground_in(s, "#ecd9ae"), x=s.dice.pick((-0.14, 0.1), "path"),
             foot=s.dice.pick((0.06, -0.1), "foot"))
    s.repeat("tree", 0.5, 0.655, 0.62, far=0.3, clear=0.2, leaf=leaf)
    s.put("lamp post", -0.33, 0.76, 1.0)
    s.put("bench", 0.23, 0.77, 1.1)
    s.repeat("tree", 1.0, 0.77, 0.95, clear=0.44, jitter=0.07, leaf=leaf)
    plants.meadow(s.c, s.dice, 0.7, flowers=s.words.weather != "snow")


def forest(s: Stage) -> None:
    """Trunks behind trunks, a carpet of moss, a path."""
    c = s.c
    open_sky(s, 0.66)
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
                 for i in range(int(c.left / 0.13) - 2, int(c.right / 0.13) + 3)]
        if depth != 1:
            board.rect(c.left, c.top - 0.1, c.right, 0.05 + 0.02 * depth, leaf_in(s, fill), 0)
            board.puff([(x, y - 0.06 * depth, r) for x, y, r in discs], leaf_in(s, fill), 0.9)
            board.rect(c.left, c.top - 0.1, c.right, 0.03 - 0.05 * depth, leaf_in(s, fill), 0)
    sky.ground(c, 0.65, ground_in(s, "#8fb873"), ink=0.8)
    sky.path(c, 0.65, ground_in(s, "#d3bd92"), x=0.04, foot=0.0)
    if c.light.body in ("sun", "low sun"):
        for x in (-0.9, -0.32, 0.12, 0.7):
            c.veil([(x, -0.2), (x + 0.09, -0.2), (x + 0.3, 0.78), (x + 0.12, 0.78)], "#fffbe0",
                   0.16)
    s.repeat("bush", 0.42, 0.685, 0.8, far=0.15, clear=0.16, leaf=leaf_in(s, "#6fa565"))
    for side in (-1, 1):
        x = 0.44 * side
        c.curve([(x - 0.055, -0.4), (x - 0.05, 0.4), (x - 0.1, 0.79), (x, 0.8), (x + 0.1, 0.79),
                 (x + 0.05, 0.4), (x + 0.055, -0.4)], plants.TRUNK)
        for y in (0.2, 0.42, 0.58):
            c.path([(x - 0.02, y), (x - 0.015, y + 0.05)], width=0.8)
    s.repeat("tree", 1.5, 0.76, 1.2, clear=0.6, jitter=0.05, leaf=leaf_in(s, "#67a05f"))
    if s.words.weather != "snow":
        s.put("mushroom", -0.27, 0.8, 1.0)
        s.put("mushroom", -0.235, 0.81, 0.7)
    plants.meadow(c, s.dice, 0.72, flowers=False)


def garden(s: Stage) -> None:
    """A lawn before a picket fence, beds of flowers, an apple tree."""
    open_sky(s)
    c = s.c
    leaf = leaf_in(s, "#7ab567")
    sky.hills(c.away(0.75), s.dice, 0.56, 0.14, "#a5c9a6", name="far hills")
    s.put("house", -0.36, 0.6, 0.85, far=0.35)
    s.repeat("tree", 0.62, 0.61, 0.58, far=0.35, clear=0.1, leaf=leaf)
    sky.ground(c, 0.62, ground_in(s, "#a9d47f"), ink=0.8)
    street_things.fence(c.away(0.08).at(0, 0.66), c.left - 0.1, c.right + 0.1)
    for index in range(-6, 7):
        petals = s.dice.pick(("#f2728c", "#c58be0", "#f6c04f", "#f0937a"), "bed", index)
        s.put("flowers", index * 0.36 + 0.12, 0.7, 0.85, petals=petals)
    s.put("tree", 0.42, 0.73, 0.95, leaf=leaf)
    for x, y in ((0.33, 0.36), (0.47, 0.31), (0.5, 0.4), (0.39, 0.27)):
        c.oval(x, y, 0.014, 0.014, "#e0574c", 0.8)
    plants.meadow(c, s.dice, 0.74, flowers=False)


def playground(s: Stage) -> None:
    """A slide, swings and a sandpit before trees."""
    open_sky(s)
    leaf = leaf_in(s, "#7ab567")
    s.repeat("tree", 0.36, 0.61, 0.5, far=0.5, leaf=leaf)
    sky.ground(s.c, HORIZON + 0.01, ground_in(s, "#abd480"), ink=0.8)
    street_things.fence(s.c.away(0.2).at(0, 0.625, 0.8), s.c.left * 1.3, s.c.right * 1.3)
    s.c.oval(0.05, 0.82, 0.75, 0.1, ground_in(s, "#efdcae"), 0.8)
    s.put("slide", -0.25, 0.755, 0.95)
    s.put("swing", 0.29, 0.75, 0.95)
    s.put("tree", 0.95, 0.74, 0.9, leaf=leaf)
    s.put("bench", -0.9, 0.75, 0.8)
    plants.meadow(s.c, s.dice, 0.7)


def field(s: Stage) -> None:
    """Wide meadows, hills, and one tree far off."""
    open_sky(s)
    wheat = "wheat" in s.words.text or "corn" in s.words.text
    first, second, third = (
        ("#d9cf86", "#e8cf73", "#efd477") if wheat else ("#a9cf96", "#a4d07c", "#b4d881")
    )
    sky.hills(s.c.away(0.8), s.dice, 0.55, 0.13, "#a7c6b4", name="far hills")
    sky.hills(s.c.away(0.5), s.dice, 0.6, 0.1, ground_in(s, first), name="hills")
    s.put("tree", 0.31, 0.6, 0.5, far=0.3, leaf=leaf_in(s, "#74ad61"))
    s.put("house", -0.42, 0.6, 0.3, far=0.45)
    sky.hills(s.c, s.dice, 0.68, 0.07, ground_in(s, second), name="near hills", length=0.8)
    sky.ground(s.c, 0.72, ground_in(s, third), ink=0.7)
    plants.meadow(s.c, s.dice, 0.66, flowers=not wheat)


def hill(s: Stage) -> None:
    """A round hill under a great sky."""
    open_sky(s, 0.72, body=(0.28, 0.16))
    sky.hills(s.c.away(0.7), s.dice, 0.68, 0.14, "#9bbcae", name="far hills")
    s.repeat("pine", 0.17, 0.69, 0.22, far=0.5, leaf=leaf_in(s, "#6f9f85"))
    s.c.curve([(-2.2, 1.5), (-1.6, 0.86), (-0.8, 0.73), (0, 0.69), (0.8, 0.72), (1.6, 0.84),
               (2.2, 1.5)], ground_in(s, "#93c27c"))
    s.put("tree", -0.36, 0.725, 0.62, leaf=leaf_in(s, "#6fa565"))
    plants.meadow(s.c, s.dice, 0.74)


def farm(s: Stage) -> None:
    """A red barn, a silo, a rail fence and hay."""
    open_sky(s)
    c = s.c
    sky.hills(c.away(0.75), s.dice, 0.57, 0.12, "#a8c9a5", name="far hills")
    sky.ground(c, HORIZON, ground_in(s, "#b2d481"), ink=0.8)
    silo = c.away(0.15).at(-0.07, 0.645, 0.8)
    silo.rect(-0.06, -0.42, 0.06, 0, "#cdd3d8")
    silo.curve([(-0.066, -0.415), (-0.04, -0.47), (0, -0.49), (0.04, -0.47), (0.066, -0.415)],
               "#a9b2ba")
    for y in (-0.3, -0.2, -0.1):
        silo.path([(-0.06, y), (0.06, y)], width=0.7)
    s.put("barn", -0.33, 0.65, 0.85, far=0.12)
    s.repeat("tree", 0.7, 0.63, 0.5, far=0.3, clear=0.45, leaf=leaf_in(s, "#79b065"))
    sky.ground(c, 0.72, ground_in(s, "#c5d889"), ink=0.6)
    street_things.rails(c.at(0, 0.74), c.left - 0.2, c.right + 0.2)
    for x, r in ((0.34, 0.062), (0.47, 0.05), (1.0, 0.06)):
        c.rect(x - r * 1.5, 0.755 - 2 * r, x + r * 0.2, 0.755, "#e3c063", round_=r * 0.7)
        c.oval(x, 0.755 - r, r * 0.8, r, "#efd27e")
        c.oval(x, 0.755 - r, r * 0.4, r * 0.5, "#e3c063", 0.6)
    plants.meadow(c, s.dice, 0.74)
