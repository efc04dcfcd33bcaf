"""What hangs on walls and from ceilings. A prop's middle is at its board's origin."""

# Lists of points read as rows, not as one number a line.
# fmt: off

from renderers.places.buildings import LIT
from renderers.places.canvas import Canvas
from renderers.places.colour import darker, lighter
from renderers.places.dice import Dice


def picture(c: Canvas, dice: Dice, *, name: str = "picture", scale: float = 1.0) -> None:
    """A framed picture, 0.17 wide, 0.13 high."""
    w, h = 0.085 * scale, 0.065 * scale
    frame = dice.pick(("#b98556", "#4d5566", "#d9b45b", "#f3ede0"), name, "frame")
    c.rect(-w, -h, w, h, frame)
    w, h = w - 0.012, h - 0.012
    motif = int(dice.roll(name, "motif") * 5)
    if motif == 0:
        c.rect(-w, -h, w, h, "#bfe0ea", 0.6)
        c.poly([(-w, h), (-w * 0.3, -h * 0.4), (w * 0.2, h * 0.5), (w * 0.5, 0), (w, h)],
               "#7fae86", 0)
        c.oval(w * 0.5, -h * 0.5, h * 0.2, h * 0.2, "#ffdf7e", 0)
    elif motif == 1:
        c.rect(-w, -h, w, h, "#f6ead6", 0.6)
        c.oval(-w * 0.2, 0, h * 0.6, h * 0.6, "#e58a6b", 0)
        c.oval(w * 0.3, h * 0.1, h * 0.4, h * 0.4, "#5f8fa8", 0)
    elif motif == 2:
        c.rect(-w, -h, w, h, "#dfe6d2", 0.6)
        c.rect(-w * 0.2, h * 0.1, w * 0.2, h * 0.85, "#6f9ac0", 0.5)
        for x, y, petals in ((-0.3, -0.3, "#e9806a"), (0.0, -0.55, "#f3ce62"),
                             (0.3, -0.25, "#d98ab0")):
            c.path([(0, h * 0.1), (x * w, y * h)], width=0.6, colour="#5f8f5a")
            c.oval(x * w, y * h, h * 0.2, h * 0.2, petals, 0)
    elif motif == 3:
        c.rect(-w, -h, w, h, "#f3ead8", 0.6)
        for index, fill in enumerate(("#d0574e", "#f3ce62", "#4f86b8", "#2f3440")):
            x = -w + 2 * w * (0.08 + 0.22 * index)
            c.rect(x, -h * (0.7 - 0.2 * (index % 2)), x + w * 0.3, h * 0.7, fill, 0)
    else:
        c.rect(-w, -h, w, h, "#f2d9c0", 0.6)
        c.rect(-w, h * 0.1, w, h, "#6fa3b8", 0)
        c.poly([(-w * 0.1, -h * 0.7), (-w * 0.1, h * 0.05), (w * 0.5, h * 0.05)], "#ffffff", 0)


def poster(c: Canvas, dice: Dice, *, name: str = "poster") -> None:
    """A poster, 0.12 wide, 0.17 high."""
    paper = dice.pick(("#f0b8a0", "#a8cfd0", "#f2d58c", "#c9b6dc"), name, "paper")
    c.rect(-0.06, -0.085, 0.06, 0.085, paper)
    c.oval(0, -0.015, 0.035, 0.035, lighter(paper, 0.5), 0.7)
    for y in (0.045, 0.062):
        c.path([(-0.035, y), (0.035, y)], width=1.2, colour=darker(paper, 0.4))


def clock(c: Canvas) -> None:
    """A wall clock, at ten past ten."""
    c.oval(0, 0, 0.05, 0.05, "#f9f6ee", 1.4)
    for line in ([(0, 0), (-0.02, -0.016)], [(0, 0), (0.026, -0.02)]):
        c.path(line, width=1.1)
    c.oval(0, 0, 0.004, 0.004, "#2a2733", 0)


def mirror(c: Canvas) -> None:
    """An oval mirror."""
    c.oval(0, 0, 0.07, 0.1, "#d9b45b")
    c.oval(0, 0, 0.058, 0.088, "#cfe6ee", 0.8)
    c.veil([(-0.03, 0.03), (0.02, -0.06), (0.035, -0.05), (-0.01, 0.045)], "#ffffff", 0.5)


def pane(
    c: Canvas, width: float, height: float, *, frame: str = "#f7f3ea", town: bool = False
) -> None:
    """A window of a room from inside, the hour's sky and a view in it; middle at the origin."""
    w, h = width / 2, height / 2
    outside = c._replace(tint=c.light.tint)
    _sky_in(outside, w, h)
    if town:
        _roofs_in(outside, w, h)
    else:
        outside.curve([(-w + 0.004, h * 0.55), (-w * 0.4, h * 0.38), (w * 0.1, h * 0.5),
                       (w * 0.6, h * 0.3), (w - 0.004, h * 0.42), (w - 0.004, h - 0.003),
                       (0, h - 0.003), (-w + 0.004, h - 0.003)], "#8dbb84", 0)
    for x in (-w, 0.0, w):
        c.rect(x - 0.009, -h, x + 0.009, h, frame, 0.7)
    for y in (-h, -h * 0.1, h):
        c.rect(-w - 0.009, y - 0.008, w + 0.009, y + 0.008, frame, 0.7)
    c.rect(-w - 0.025, h, w + 0.025, h + 0.02, frame, 0.9)


def _sky_in(c: Canvas, w: float, h: float) -> None:
    out = c.shining()
    out.rect(-w, -h, w, h, "#" + bytes(c.light.sky[1]).hex())
    out.rect(-w + 0.004, 0, w - 0.004, h - 0.004, "#" + bytes(c.light.sky[-1]).hex(), 0)
    if c.light.body == "moon":
        out.oval(w * 0.45, -h * 0.5, 0.026, 0.026, "#f4efd2", 0)
    for x, y in ((-0.6, -0.7), (-0.3, -0.35), (0.1, -0.75), (-0.75, -0.1), (0.75, -0.1)):
        if c.light.stars:
            out.oval(x * w, y * h, 0.003, 0.003, "#fdf8e6", 0)


def _roofs_in(c: Canvas, w: float, h: float) -> None:
    """Towers beyond the glass, their windows lit when lamps are."""
    walls = ("#a9b8cc", "#b9b4cc", "#9db3c4", "#b4bccc")
    for index, (x, high) in enumerate(((-0.97, 0.9), (-0.55, 1.3), (-0.1, 0.75), (0.42, 1.15))):
        left, right = x * w, min(x + 0.52, 0.97) * w
        top = h - high * h
        c.rect(left, top, right, h - 0.003, walls[index], 0)
        for row in range(5):
            y = top + 0.022 + row * 0.03
            for share in (0.25, 0.6):
                px, lit = left + (right - left) * share, c.light.lamps and (row + index) % 2 == 0
                light = c.shining() if lit else c
                if y + 0.014 < h:
                    light.rect(px, y, px + 0.012, y + 0.014, LIT if lit else lighter(walls[index]),
                               0)


def curtains(c: Canvas, width: float, height: float, *, colour: str = "#e8b8a0") -> None:
    """Curtains drawn aside from a window of that size."""
    w, h = width / 2, height / 2
    for side in (-1, 1):
        c.poly([(side * (w + 0.055), -h - 0.03), (side * w * 0.45, -h - 0.03),
                (side * w * 0.62, 0), (side * (w - 0.005), h * 0.6), (side * (w + 0.01), h + 0.06),
                (side * (w + 0.06), h + 0.06)], colour)
        for share in (0.35, 0.7):
            x = side * (w * 0.45 + (w * 0.6) * share)
            c.path([(x, -h - 0.025), (side * (w + 0.03 * share), h * 0.8)], width=0.7)
    c.rect(-w - 0.09, -h - 0.048, w + 0.09, -h - 0.03, "#9c6b4a", round_=0.006)


def board(c: Canvas, *, width: float = 0.6, height: float = 0.28, chalk: bool = False) -> None:
    """A whiteboard with a chart, or a chalkboard; middle at the origin."""
    w, h = width / 2, height / 2
    c.rect(-w, -h, w, h, "#b98556" if chalk else "#c3c9d0")
    c.rect(-w + 0.012, -h + 0.012, w - 0.012, h - 0.012, "#4f7a68" if chalk else "#fbfcfa", 0.7)
    if chalk:
        white = "#dfeae2"
        c.path([(-w * 0.75, -h * 0.4), (-w * 0.4, -h * 0.4)], colour=white, width=1.0)
        c.path([(-w * 0.75, -h * 0.05), (-w * 0.5, -h * 0.05)], colour=white, width=1.0)
        c.path([(w * 0.35, h * 0.45), (w * 0.55, -h * 0.45), (w * 0.75, h * 0.45),
                (w * 0.35, h * 0.45)], colour=white, width=1.0)
    else:
        for index, high in enumerate((0.25, 0.45, 0.35, 0.7)):
            x = w * (0.3 + 0.15 * index)
            c.rect(x, h * 0.55 - h * high, x + w * 0.1, h * 0.55,
                   ("#e58a6b", "#6fa3b8")[index % 2], 0.5)
        for row, long in enumerate((0.5, 0.35, 0.42)):
            y = h * (-0.45 + 0.32 * row)
            c.path([(-w * 0.78, y), (-w * (0.78 - long), y)], colour="#8fa3b4", width=1.3)
    c.rect(-w * 0.5, h, w * 0.5, h + 0.014, "#a97a52" if chalk else "#aeb6be", 0.7)
