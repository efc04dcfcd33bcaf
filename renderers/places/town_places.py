"""Recipes of places in town: streets, roofs, stops, stations."""

# Lists of points read as rows, not as one number a line.
# fmt: off

from renderers.places import buildings, plants, sky, street_things
from renderers.places.canvas import Canvas
from renderers.places.colour import darker, lighter
from renderers.places.dice import Dice
from renderers.places.outdoors import ground_in, leaf_in, open_sky
from renderers.places.stage import Stage

WALLS = ("#e9c9a0", "#d99c82", "#b9c7b0", "#c9b3c9", "#a9c0cf", "#ecd9b4", "#cfa68f")

FAR_WALLS = ("#a3b4cc", "#b0b8d0", "#9db3c4", "#b8b4cc")

AWNINGS = ("#d9655c", "#5f9a8a", "#4f86b8", "#e0a24a")


def _row(s: Stage, y: float, *, scale: float = 1.0, shops: float = 0.6, far: float = 0.25) -> None:
    """Houses wall to wall, over the whole width."""
    x, index = -3.0, 0
    x = x + s.dice.between(0, 0.2, "row start")
    board = s.c.away(far)
    while x < s.c.right:
        width = scale * s.dice.between(0.26, 0.36, "house", index)
        height = scale * s.dice.between(0.36, 0.56, "storeys", index)
        wall = WALLS[(index * 3 + int(s.dice.roll("walls") * 7)) % len(WALLS)]
        shop = s.dice.pick(AWNINGS, "awning", index) if s.dice.roll("shop", index) < shops else None
        if x + width > s.c.left:
            buildings.facade(board.at(x, y), s.dice, width, height, wall, name=f"house {index}",
                             shop=shop)
        x += width
        index += 1


def _road(s: Stage, top: float, bottom: float) -> None:
    """A road across the picture with kerbs and a dashed line."""
    sky.band(s.c.away(0.1), top - 0.028, top, ground_in(s, "#cfcac4"), ink=0.8)
    sky.band(s.c, top, bottom, ground_in(s, "#8b90a0"), ink=0.8)
    middle = (top + bottom) / 2
    for index in range(int(s.c.left / 0.2) - 1, int(s.c.right / 0.2) + 1):
        x = index * 0.2
        s.c.rect(x, middle - 0.006, x + 0.1, middle + 0.006, "#f4efdc", 0)
    sky.band(s.c, bottom, bottom + 0.018, ground_in(s, "#e2ddd4"), ink=0.9)


def _pavement(s: Stage, top: float, fill: str = "#d3cdc6") -> None:
    """Paving slabs down to the front, in perspective."""
    fill = ground_in(s, fill)
    sky.ground(s.c, top, fill, ink=0.9)
    line = darker(fill, 0.16)
    for y in (top + 0.06, top + 0.15):
        s.c.path([(s.c.left, y), (s.c.right, y)], width=0.7, colour=line)
    for index in range(int(s.c.left / 0.22) - 1, int(s.c.right / 0.22) + 2):
        x = index * 0.22
        s.c.path([(x * 0.82, top + 0.006), (x * 1.45, top + 0.5)], width=0.7, colour=line)


def street(s: Stage) -> None:
    """Shops across the road, a lamp at the kerb, room on the pavement."""
    open_sky(s, 0.5, body=(0.3, 0.1))
    sky_back = s.c.away(0.75)
    buildings.skyline(sky_back, s.dice, 0.5, 0.36, FAR_WALLS, name="far")
    _row(s, 0.575)
    _road(s, 0.602, 0.72)
    for name, x in (("car", 0.24), ("bus", -0.3)):
        if s.mentions(name) or (name == "car" and s.dice.roll("car") < 0.5):
            s.put(name, x, 0.695, 1.1)
    _pavement(s, 0.738)
    s.put("lamp post", -0.41, 0.775, 1.0)
    s.put("hydrant", 0.4, 0.785, 0.9)
    s.put("lamp post", 0.75, 0.775, 1.0)
    s.put("tree", -0.85, 0.78, 0.9, leaf=leaf_in(s, "#77ae66"))


def city(s: Stage) -> None:
    """Tall blocks behind a small square with planted trees."""
    open_sky(s, 0.55, body=(0.3, 0.1))
    buildings.skyline(s.c.away(0.85), s.dice, 0.6, 0.52, FAR_WALLS, name="far")
    buildings.skyline(s.c.away(0.45), Dice(s.dice.seed + "near"), 0.64, 0.4,
                 ("#c7b29c", "#9fb0bf", "#b3a3b8", "#8fa5a8"), name="near")
    _road(s, 0.66, 0.73)
    _pavement(s, 0.748)
    for x in (-0.4, 0.43, 1.05, -1.05):
        s.put("tree", x, 0.785, 0.6, leaf=leaf_in(s, "#79b06a"))
        s.c.rect(x - 0.07, 0.765, x + 0.07, 0.8, "#b98a6a")


def rooftop(s: Stage) -> None:
    """A flat roof with a parapet above the skyline."""
    c = s.c
    open_sky(s, 0.62, body=(0.28, 0.13))
    buildings.skyline(c.away(0.85), s.dice, 0.66, 0.36, FAR_WALLS, name="far")
    buildings.skyline(c.away(0.5), Dice(s.dice.seed + "near"), 0.68, 0.22,
                 ("#c2ab98", "#9fb0bf", "#b3a3b8"), name="near")
    brick = s.tint("#c98a72", "#bfa58c", "#a9a4ae", name="parapet")
    sky.band(c, 0.63, 0.75, brick)
    for row in range(3):
        y = 0.66 + row * 0.03
        c.path([(c.left, y), (c.right, y)], width=0.5, colour=darker(brick, 0.2))
        for index in range(int(c.left / 0.1) - 1, int(c.right / 0.1) + 1):
            x = index * 0.1 + 0.05 * (row % 2)
            c.path([(x, y), (x, y + 0.03)], width=0.5, colour=darker(brick, 0.2))
    sky.band(c, 0.61, 0.636, lighter(brick, 0.35))
    _pavement(s, 0.75, "#c9c6c4")
    tank = c.at(-0.36, 0.62)
    for x in (-0.07, 0.07):
        tank.rect(x - 0.008, -0.1, x + 0.008, 0, "#5b5260")
    tank.rect(-0.1, -0.26, 0.1, -0.1, "#b98a6a")
    tank.poly([(-0.115, -0.26), (0, -0.34), (0.115, -0.26)], "#8a6146")
    for x in (-0.05, 0.0, 0.05):
        tank.path([(x, -0.255), (x, -0.105)], width=0.6)
    vent = c.at(0.4, 0.77)
    vent.rect(-0.07, -0.12, 0.07, 0, "#aeb6be")
    for y in (-0.09, -0.06, -0.03):
        vent.path([(-0.05, y), (0.05, y)], width=0.8)
    s.put("plant", 0.56, 0.78, 0.7)


def bus_stop(s: Stage) -> None:
    """A glass shelter with a bench, and the sign, before a road."""
    open_sky(s, 0.5, body=(0.3, 0.1))
    c = s.c
    _row(s, 0.565, scale=0.85, shops=0.5, far=0.45)
    _road(s, 0.59, 0.69)
    if s.mentions("bus"):
        s.put("bus", -0.15, 0.675, 0.9)
    _pavement(s, 0.708)
    shelter = c.at(0.14, 0.77)
    shelter.veil([(-0.29, -0.47), (0.29, -0.47), (0.29, -0.04), (-0.29, -0.04)], "#d8eef2", 0.5)
    for x in (-0.3, 0.0, 0.3):
        shelter.rect(x - 0.009, -0.48, x + 0.009, 0, street_things.IRON)
    shelter.veil([(-0.2, -0.06), (-0.1, -0.44), (-0.06, -0.44), (-0.16, -0.06)], "#ffffff", 0.4)
    shelter.veil([(0.08, -0.06), (0.18, -0.44), (0.2, -0.44), (0.1, -0.06)], "#ffffff", 0.4)
    s.put("bench", 0.14, 0.77, 1.1)
    shelter.rect(-0.35, -0.515, 0.35, -0.475, "#5f8fae", round_=0.01)
    s.put("sign", -0.33, 0.775, 1.0)
    s.put("bin", 0.53, 0.775, 0.9)
    s.put("tree", 0.95, 0.775, 0.9, leaf=leaf_in(s, "#77ae66"))


def station(s: Stage) -> None:
    """A platform under a roof, a train standing behind it."""
    c = s.c
    open_sky(s, 0.4)
    buildings.skyline(c.away(0.8), s.dice, 0.5, 0.25, FAR_WALLS, name="far")
    sky.ground(c, 0.48, "#a7a29e", ink=0.7)
    body = s.tint("#d9655c", "#4f86b8", "#5f9a8a", "#e0a24a", name="train")
    train = c.at(0, 0.71)
    train.rect(c.left - 0.2, -0.4, c.right + 0.2, -0.03, body)
    train.rect(c.left - 0.2, -0.13, c.right + 0.2, -0.1, "#fbf6ea", 0.6)
    train.rect(c.left - 0.2, -0.42, c.right + 0.2, -0.385, "#8b93a0")
    for index in range(int(c.left / 0.3) - 1, int(c.right / 0.3) + 2):
        x = index * 0.3 + 0.04
        if index % 3 == 1:
            train.rect(x - 0.07, -0.35, x + 0.07, -0.03, darker(body, 0.12))
            for dx in (-0.035, 0.035):
                _pane(train, x + dx, -0.33, 0.05, 0.17)
            train.path([(x, -0.35), (x, -0.03)], width=0.8)
        else:
            _pane(train, x, -0.34, 0.2, 0.16)
    sky.band(c, 0.7, 0.725, "#efe9dc")
    sky.band(c, 0.725, 0.75, "#f3ce62", ink=0.7)
    _pavement(s, 0.75, "#cbc6c2")
    for x in (-0.44, 0.46, 1.3, -1.3):
        c.rect(x - 0.018, -0.4, x + 0.018, 0.78, "#6f7f8f")
        c.rect(x - 0.03, 0.74, x + 0.03, 0.79, "#5b6878")
    sky.band(c, -0.4, 0.035, "#8fa0ae")
    sky.band(c, 0.035, 0.06, "#6f7f8f")
    c.path([(0.22, 0.06), (0.22, 0.1)], width=1.6)
    s.put("clock", 0.22, 0.15, 1.0)


def _pane(c: Canvas, x: float, top: float, width: float, height: float) -> None:
    lit = c.light.lamps
    board = c.shining() if lit else c
    board.rect(x - width / 2, top, x + width / 2, top + height,
               buildings.LIT if lit else buildings.GLASS, 0.8,
               round_=0.02)


def bridge(s: Stage) -> None:
    """On a bridge: a balustrade, lamps, the river and the far bank."""
    open_sky(s, 0.5)
    c = s.c
    buildings.skyline(c.away(0.8), s.dice, 0.53, 0.24, FAR_WALLS, name="far")
    s.repeat("tree", 0.24, 0.545, 0.26, far=0.55, leaf=leaf_in(s, "#7fb070"))
    sky.water(c.away(0.2), s.dice, 0.54, 0.76, "#5fa3c4")
    s.put("boat", 0.12, 0.6, 0.5, far=0.2)
    stone = s.tint("#d9cdb8", "#c9c6c4", "#d6bfa8", name="stone")
    sky.band(c, 0.725, 0.76, darker(stone, 0.12))
    for index in range(int(c.left / 0.075) - 1, int(c.right / 0.075) + 2):
        x = index * 0.075
        c.curve([(x - 0.012, 0.73), (x - 0.02, 0.69), (x - 0.01, 0.63), (x + 0.01, 0.63),
                 (x + 0.02, 0.69), (x + 0.012, 0.73)], stone)
    sky.band(c, 0.6, 0.632, stone)
    for x in (-0.42, 0.42, 1.26, -1.26):
        c.rect(x - 0.05, 0.585, x + 0.05, 0.765, stone)
        c.rect(x - 0.06, 0.57, x + 0.06, 0.595, lighter(stone, 0.3))
        s.put("lamp post", x, 0.572, 0.7)
    _pavement(s, 0.76, lighter(stone, 0.1))


def house(s: Stage) -> None:
    """A house behind its front yard, a path to the door, a letter box."""
    open_sky(s, body=(-0.3, 0.14))
    c = s.c
    sky.hills(c.away(0.75), s.dice, 0.57, 0.13, "#a5c9a6", name="far hills")
    s.repeat("tree", 0.55, 0.62, 0.55, far=0.4, clear=0.3, leaf=leaf_in(s, "#7ab067"))
    sky.ground(c, 0.62, ground_in(s, "#a9d47f"), ink=0.8)
    wall = s.tint("#f3dcb5", "#cfe0e4", "#f0c9b4", "#e4e0d0", name="wall")
    roof = s.tint("#b9604f", "#5f7a94", "#8a6a5a", name="roof")
    s.put("house", 0.12, 0.66, 1.2, wall=wall, roof=roof)
    for x in (-0.95, 0.98):
        s.put("house", x, 0.64, 0.95, far=0.2, wall=lighter(wall, 0.2), roof=darker(roof, 0.15))
    c.poly([(0.09, 0.66), (0.17, 0.66), (0.34, c.bottom + 0.1), (-0.14, c.bottom + 0.1)],
           ground_in(s, "#e6d8bc"), 0.8)
    for x in (-0.1, 0.36):
        s.put("bush", x, 0.68, 0.75, leaf=leaf_in(s, "#6fab60"), flowers="#f2a0b0")
    street_things.fence(c.at(0, 0.735, 0.8), c.left * 1.3 - 0.1, -0.06)
    street_things.fence(c.at(0, 0.735, 0.8), 0.36, c.right * 1.3 + 0.1)
    c.rect(-0.385, 0.66, -0.375, 0.8, "#7a5a44")
    c.rect(-0.43, 0.62, -0.335, 0.67, "#d9655c", round_=0.016)
    plants.meadow(c, s.dice, 0.76)


def market(s: Stage) -> None:
    """Stalls of fruit under striped awnings."""
    open_sky(s, 0.5, body=(0.3, 0.1))
    c = s.c
    _row(s, 0.63, shops=0.1, far=0.55)
    _pavement(s, 0.63, "#d9cbb4")
    fruits = ("#e0574c", "#f2a24c", "#f3ce62", "#8fbf5c", "#9a6ab0")
    for index in range(int(c.left / 0.56) - 1, int(c.right / 0.56) + 2):
        stall = c.at(index * 0.56 + 0.28, 0.765)
        if stall.left > 0.3 or stall.right < -0.3:
            continue
        for x in (-0.21, 0.21):
            stall.rect(x - 0.009, -0.46, x + 0.009, 0, "#a8754f")
        stall.rect(-0.225, -0.19, 0.225, 0, "#c79a6b")
        stall.path([(-0.225, -0.1), (0.225, -0.1)], width=0.7)
        for box in range(4):
            _crate(stall.at(-0.165 + box * 0.11, -0.19), fruits[(index + box * 2) % 5])
        buildings.striped_awning(stall.at(0, -0.4), 0.5, AWNINGS[index % 4])


def _crate(c: Canvas, fruit: str) -> None:
    c.puff([(-0.03, -0.045, 0.017), (0.0, -0.048, 0.018), (0.03, -0.045, 0.017),
            (-0.015, -0.062, 0.017), (0.016, -0.063, 0.017)], fruit, 0.8)
    c.rect(-0.05, -0.04, 0.05, 0, "#b98556", 0.8)
