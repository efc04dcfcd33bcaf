"""What stands about out of doors: lamps, benches, fences, vehicles, toys."""

# Lists of points read as rows, not as one number a line.
# fmt: off

from renderers.places.buildings import GLASS, LIT
from renderers.places.canvas import Canvas
from renderers.places.colour import darker, lighter

WOOD = "#b98556"

IRON = "#4d5566"


def bench(c: Canvas, *, wood: str = WOOD) -> None:
    """A park bench, 0.42 wide, 0.2 high."""
    for x in (-0.16, 0.16):
        c.pipe([(x, -0.2), (x, 0.0)], 0.012, IRON)
    for y in (-0.2, -0.165):
        c.rect(-0.21, y, 0.21, y + 0.024, wood, round_=0.006)
    c.rect(-0.22, -0.108, 0.22, -0.08, lighter(wood, 0.15), round_=0.006)


def streetlamp(c: Canvas) -> None:
    """A lamp post, about 0.6 high; it shines when lamps do."""
    c.rect(-0.009, -0.5, 0.009, 0.0, IRON)
    c.rect(-0.024, -0.05, 0.024, 0.0, IRON, round_=0.006)
    c.rect(-0.03, -0.51, 0.03, -0.497, IRON)
    if c.light.lamps:
        c.glow(0, -0.55, 0.16, LIT, 0.13)
    glass = c.shining() if c.light.lamps else c
    glass.poly([(-0.024, -0.51), (-0.036, -0.585), (0.036, -0.585), (0.024, -0.51)],
               LIT if c.light.lamps else "#f4f1de")
    c.poly([(-0.044, -0.583), (0.0, -0.625), (0.044, -0.583)], IRON)


def fence(c: Canvas, left: float, right: float, *, colour: str = "#f4efe6") -> None:
    """A picket fence between two x, 0.15 high."""
    for y in (-0.11, -0.05):
        c.rect(left, y, right, y + 0.016, colour)
    index = int(left / 0.055) - 1
    while index * 0.055 < right:
        x = index * 0.055
        c.poly([(x, 0), (x, -0.135), (x + 0.016, -0.155), (x + 0.032, -0.135), (x + 0.032, 0)],
               colour)
        index += 1


def rails(c: Canvas, left: float, right: float, *, colour: str = "#c79a68") -> None:
    """A farm fence of posts and two rails, 0.14 high."""
    for y in (-0.115, -0.06):
        c.rect(left, y, right, y + 0.02, colour)
    index = int(left / 0.24) - 1
    while index * 0.24 < right:
        c.rect(index * 0.24, -0.145, index * 0.24 + 0.026, 0.0, colour, round_=0.006)
        index += 1


def car(c: Canvas, *, body: str = "#d9655c") -> None:
    """A small car from the side, 0.52 long, 0.2 high."""
    c.curve([(-0.26, -0.05), (-0.25, -0.1), (-0.17, -0.12), (-0.1, -0.19), (0.06, -0.195),
             (0.15, -0.125), (0.24, -0.105), (0.265, -0.05), (0.2, -0.035), (-0.2, -0.035)],
            body)
    c.poly([(-0.14, -0.12), (-0.085, -0.175), (-0.02, -0.178), (-0.02, -0.12)], GLASS, 0.8)
    c.poly([(0.0, -0.12), (0.0, -0.178), (0.055, -0.178), (0.11, -0.12)], GLASS, 0.8)
    c.path([(-0.01, -0.12), (-0.01, -0.05)], width=0.8)
    lamp = c.shining() if c.light.lamps else c
    lamp.oval(0.243, -0.082, 0.013, 0.013, "#fff2b8", 0.8)
    for x in (-0.145, 0.15):
        c.oval(x, -0.042, 0.045, 0.045, "#3a3d49")
        c.oval(x, -0.042, 0.02, 0.02, "#c9ced6", 0.8)


def bus(c: Canvas, *, body: str = "#f0b43c") -> None:
    """A city bus from the side, 0.9 long, 0.34 high."""
    c.rect(-0.45, -0.34, 0.45, -0.04, body, round_=0.03)
    c.rect(-0.45, -0.12, 0.45, -0.09, darker(body, 0.25), 0)
    pane = c.shining() if c.light.lamps else c
    for index in range(5):
        x = -0.4 + index * 0.15
        pane.rect(x, -0.29, x + 0.125, -0.17, LIT if c.light.lamps else GLASS, 0.8, round_=0.012)
    c.rect(0.35, -0.29, 0.43, -0.05, GLASS, 0.8, round_=0.012)
    for x in (-0.26, 0.22):
        c.oval(x, -0.045, 0.055, 0.055, "#3a3d49")
        c.oval(x, -0.045, 0.024, 0.024, "#c9ced6", 0.8)


def bicycle(c: Canvas, *, colour: str = "#d9655c") -> None:
    """A bicycle from the side, 0.34 long, 0.2 high."""
    ring = 0.062
    for x in (-0.1, 0.1):
        c.oval(x, -ring, ring, ring, "#3a3d49", 0)
        c.oval(x, -ring, ring * 0.8, ring * 0.8, "#dfe3e0", 0)
        for dx, dy in ((0.05, 0), (0, 0.05), (0.035, 0.035), (-0.035, 0.035)):
            c.path([(x - dx, -ring - dy), (x + dx, -ring + dy)], width=0.5)
    for line in ([(-0.1, -0.062), (-0.035, -0.14), (0.07, -0.14), (0.1, -0.062)],
                 [(-0.035, -0.14), (-0.005, -0.062), (0.07, -0.14)],
                 [(-0.1, -0.062), (-0.005, -0.062)]):
        c.path(line, colour=colour, width=2.4)
    c.path([(0.07, -0.14), (0.062, -0.185), (0.09, -0.19)], width=1.8)
    c.path([(-0.06, -0.165), (-0.015, -0.165)], width=3)
    c.path([(-0.035, -0.14), (-0.038, -0.165)], width=1.6)


def sailboat(c: Canvas, *, sail: str = "#fbf3e2") -> None:
    """A small sailing boat, 0.22 high."""
    c.rect(-0.003, -0.22, 0.003, -0.03, "#7a5a44", 0.6)
    c.poly([(0.008, -0.21), (0.008, -0.045), (0.095, -0.045)], sail)
    c.poly([(-0.008, -0.18), (-0.008, -0.045), (-0.07, -0.045)], "#e9806a")
    c.poly([(-0.1, -0.035), (0.105, -0.035), (0.07, 0.0), (-0.07, 0.0)], "#8e5a44")


def tent(c: Canvas, *, colour: str = "#e89a4c") -> None:
    """A ridge tent from the front, 0.4 wide, 0.26 high."""
    c.poly([(-0.2, 0), (0, -0.26), (0.2, 0)], colour)
    c.poly([(0, -0.26), (0.2, 0), (0.09, 0)], darker(colour, 0.18), 0.7)
    c.poly([(-0.06, 0), (0, -0.17), (0.06, 0)], darker(colour, 0.5), 0.8)


def fountain(c: Canvas) -> None:
    """A fountain with two basins, 0.5 wide, 0.36 high."""
    stone = "#c9ccd2"
    for side in (-1, 1):
        c.path([(0, -0.35), (0.05 * side, -0.37), (0.1 * side, -0.31), (0.12 * side, -0.2)],
               colour="#8fd0ee", width=2.6, bent=True)
        c.path([(0, -0.35), (0.03 * side, -0.36), (0.05 * side, -0.31), (0.055 * side, -0.21)],
               colour="#c4e8f8", width=2, bent=True)
    c.rect(-0.02, -0.32, 0.02, -0.08, stone)
    c.curve([(-0.13, -0.21), (0.13, -0.21), (0.06, -0.16), (-0.06, -0.16)], stone)
    c.oval(0, -0.085, 0.24, 0.03, "#8fd0ee")
    c.curve([(-0.25, -0.08), (-0.22, -0.01), (0.22, -0.01), (0.25, -0.08), (0.15, -0.055),
             (0, -0.048), (-0.15, -0.055)], stone)


def signpost(c: Canvas, *, colour: str = "#4f86b8") -> None:
    """A round bus-stop sign on a pole, 0.5 high."""
    c.rect(-0.008, -0.5, 0.008, 0, "#8b93a0")
    c.oval(0, -0.46, 0.06, 0.06, colour)
    c.rect(-0.034, -0.486, 0.034, -0.446, "#ffffff", 0, round_=0.008)
    c.rect(-0.026, -0.478, 0.026, -0.462, colour, 0)
    for x in (-0.02, 0.02):
        c.oval(x, -0.443, 0.008, 0.008, "#ffffff", 0)
    c.rect(-0.036, -0.38, 0.036, -0.29, "#f4f1e6", 0.8)
    for y in (-0.365, -0.345, -0.325):
        c.path([(-0.024, y), (0.02, y)], width=0.6, colour="#8b93a0")


def bin_(c: Canvas) -> None:
    """A litter bin, 0.15 high."""
    c.poly([(-0.045, -0.13), (0.045, -0.13), (0.036, 0), (-0.036, 0)], "#6f9a7a")
    c.rect(-0.052, -0.15, 0.052, -0.128, "#58806a", round_=0.006)
    for x in (-0.018, 0.018):
        c.path([(x * 1.1, -0.11), (x, -0.02)], width=0.7)


def hydrant(c: Canvas) -> None:
    """A fire hydrant, 0.14 high."""
    c.rect(-0.042, -0.085, 0.042, -0.06, "#d9544d", round_=0.008)
    c.rect(-0.026, -0.11, 0.026, 0, "#e0645a", round_=0.012)
    c.rect(-0.036, -0.014, 0.036, 0, "#d9544d")
    c.oval(0, -0.112, 0.028, 0.02, "#e0645a")


def parasol(c: Canvas, *, colour: str = "#e9806a") -> None:
    """A beach parasol, 0.36 high."""
    c.rect(-0.006, -0.33, 0.006, 0, "#c9a27a", 0.8)
    panels = 6
    for index in range(panels):
        left, right = (-0.17 + 0.34 * (index + side) / panels for side in (0, 1))
        c.poly([(left * 0.15, -0.37), (left * 0.8, -0.32), (left, -0.25), (right, -0.25),
                (right * 0.8, -0.32), (right * 0.15, -0.37)],
               colour if index % 2 else "#fbf6ea", 0.8)


def swing(c: Canvas) -> None:
    """A swing with two seats, 0.5 wide, 0.44 high."""
    for side in (-1, 1):
        for foot in (0.27, 0.19):
            c.pipe([(0.22 * side, -0.43), (foot * side, 0)], 0.014, "#d9655c")
    c.pipe([(-0.24, -0.43), (0.24, -0.43)], 0.016, "#e8b24c")
    for x in (-0.1, 0.1):
        for dx in (-0.035, 0.035):
            c.path([(x + dx, -0.42), (x + dx, -0.12)], width=0.8)
        c.rect(x - 0.045, -0.125, x + 0.045, -0.107, "#4f7fa8", round_=0.004)


def slide(c: Canvas, *, colour: str = "#f0b43c") -> None:
    """A playground slide with its ladder, 0.6 wide, 0.42 high."""
    for x in (-0.23, -0.15):
        c.pipe([(x, -0.42), (x - 0.01, 0)], 0.014, "#4f7fa8")
    for y in (-0.07, -0.14, -0.21):
        c.pipe([(-0.235, y), (-0.155, y)], 0.01, "#4f7fa8")
    c.rect(-0.25, -0.3, -0.1, -0.275, "#4f7fa8")
    c.pipe([(-0.12, -0.3), (0.0, -0.22), (0.14, -0.08), (0.2, -0.04), (0.29, -0.035)], 0.04, colour,
           bent=True)
    c.path([(-0.12, -0.3), (0.0, -0.22), (0.14, -0.08), (0.2, -0.04), (0.29, -0.035)], width=0.8,
           bent=True)
