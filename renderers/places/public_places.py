"""The recipe of a stage, whose curtains are where the panel ends."""

# Lists of points read as rows, not as one number a line.
# fmt: off


from renderers.places import sky
from renderers.places.colour import darker
from renderers.places.interior import FLOOR
from renderers.places.stage import Stage


def theatre(s: Stage) -> None:
    """Curtains left and right, boards, two beams of light."""
    c = s.c
    back = s.tint("#6a4a6f", "#4f5a80", "#5f4f5f", name="back")
    red = s.tint("#b9454a", "#a83f5a", "#8f4a8a", name="curtain")
    sky.band(c, c.top - 0.1, FLOOR, back, ink=0)
    for index in range(int(c.left / 0.12) - 1, int(c.right / 0.12) + 1):
        c.path([(index * 0.12, c.top), (index * 0.12 + 0.01, FLOOR)], width=0.8,
               colour=darker(back, 0.2))
    sky.ground(c, FLOOR, "#c68f5e", ink=0.9)
    for index in range(int(c.left / 0.14) - 2, int(c.right / 0.14) + 3):
        c.path([(index * 0.14 * 0.8, FLOOR), (index * 0.14 * 1.5, 1.3)], width=0.8,
               colour="#a06f45")
    for x, foot in ((-0.3, -0.1), (0.3, 0.1)):
        c.veil([(x - 0.02, -0.1), (x + 0.02, -0.1), (foot + 0.24, 0.9), (foot - 0.24, 0.9)],
               "#fff2c0", 0.14)
        c.glaze.ellipse([*c.pixels([(foot - 0.24, 0.86)])[0], *c.pixels([(foot + 0.24, 0.94)])[0]],
                        fill=(255, 242, 192, 60))
    edge = min(0.95, max(0.34, c.right - 0.1))
    for side in (-1, 1):
        for fold in range(14):
            x = side * (edge + fold * 0.06)
            c.curve([(x, -0.4), (x + side * 0.07, -0.4), (x + side * 0.075, 0.4),
                     (x + side * 0.08, 0.79), (x + side * 0.03, 0.8), (x - side * 0.006, 0.785),
                     (x + side * 0.005, 0.4)], red if fold % 2 == 0 else darker(red, 0.14))
    for index in range(int(c.left / 0.2) - 1, int(c.right / 0.2) + 2):
        c.curve([(index * 0.2 - 0.1, c.top - 0.2), (index * 0.2 + 0.1, c.top - 0.2),
                 (index * 0.2 + 0.1, 0.04),
                 (index * 0.2, 0.085), (index * 0.2 - 0.1, 0.04)], red)
        c.path([(index * 0.2 - 0.09, 0.03), (index * 0.2, 0.07), (index * 0.2 + 0.09, 0.03)],
               width=2.2,
               colour="#e8c05a", bent=True)
