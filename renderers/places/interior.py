"""What rooms have in common: walls, a floor, windows."""

# Lists of points read as rows, not as one number a line.
# fmt: off

from renderers.places import sky, wall_things
from renderers.places.colour import darker, lighter
from renderers.places.stage import Stage
from renderers.places.words import said_colour

FLOOR = 0.74
CEILING = 0.07


def walls(s: Stage, wall: str, floor: str, *, boards: bool = True,
          wainscot: str | None = None) -> None:
    """A wall, a skirting board and a floor."""
    c = s.c
    wall = said_colour(s.words.text, "wall") or wall
    sky.band(c, c.top - 0.1, FLOOR, wall, ink=0)
    if c.rise is not None and c.rise.upright > 1:
        _ceiling(s, lighter(wall, 0.45))
    if wainscot:
        sky.band(c, 0.52, FLOOR, wainscot, ink=0)
        sky.band(c, 0.512, 0.53, lighter(wainscot, 0.25), ink=0.7)
    sky.ground(c, FLOOR, floor, ink=0)
    sky.band(c, FLOOR - 0.03, FLOOR, lighter(wall, 0.55), ink=0.8)
    if not boards:
        _slabs(s, darker(floor, 0.07))
    else:
        line = darker(floor, 0.14)
        for y in (FLOOR + 0.05, FLOOR + 0.13):
            c.path([(c.left, y), (c.right, y)], width=0.7, colour=line)
        for index in range(int(c.left / 0.28) - 1, int(c.right / 0.28) + 2):
            for row, (top, low) in enumerate(((0, 0.05), (0.05, 0.13), (0.13, 0.4))):
                x = (index + 0.5 * (row % 2)) * 0.28
                c.path([(x * (1 + top), FLOOR + top), (x * (1 + low), FLOOR + low)], width=0.7,
                       colour=line)


def _ceiling(s: Stage, fill: str) -> None:
    """A ceiling of boards, which only a camera that looks up sees."""
    c = s.c
    sky.band(c, c.top - 0.1, CEILING, fill, ink=0)
    for index in range(int(c.left / 0.28) - 2, int(c.right / 0.28) + 3):
        x = index * 0.28
        c.path([(x, CEILING), (x * 1.9, CEILING - 0.55)], width=0.7, colour=darker(fill, 0.14))
    for y in (CEILING - 0.07, CEILING - 0.2):
        c.path([(c.left, y), (c.right, y)], width=0.6, colour=darker(fill, 0.1))
    sky.band(c, CEILING - 0.012, CEILING + 0.02, lighter(fill, 0.5), ink=0.8)


def _slabs(s: Stage, line: str) -> None:
    """Large tiles in perspective."""
    for y in (FLOOR + 0.055, FLOOR + 0.15):
        s.c.path([(s.c.left, y), (s.c.right, y)], width=0.6, colour=line)
    for index in range(int(s.c.left / 0.26) - 1, int(s.c.right / 0.26) + 2):
        x = index * 0.26
        s.c.path([(x * 0.85, FLOOR + 0.004), (x * 1.4, FLOOR + 0.45)], width=0.6, colour=line)


def window(s: Stage, x: float, y: float = 0.31, width: float = 0.3, height: float = 0.32,
           *, curtain: str | None = None, town: bool = False) -> None:
    """A window, perhaps with curtains, over hills or roofs."""
    if "window" in s.words.without:
        return
    s.placed.setdefault("window", []).append(x)
    board = s.c.at(x, y)
    urban = any(word in s.words.text for word in ("city", "town", "skyline", "street"))
    wall_things.pane(board, width, height, town=town or urban)
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
    if s.c.light.body in ("sun", "low sun"):
        _sunlight(s, x, width)
    if curtain:
        wall_things.curtains(board, width, height, colour=curtain)


def _sunlight(s: Stage, x: float, width: float) -> None:
    """Let the sun through a window fall onto the floor."""
    for left, right in ((-0.5, -0.04), (0.04, 0.5)):
        a, b = x + left * width, x + right * width
        s.c.veil([(a + 0.1, FLOOR + 0.03), (b + 0.1, FLOOR + 0.03), (b + 0.3, 0.9),
                  (a + 0.28, 0.9)],
                 "#fff6d8", 0.2)
