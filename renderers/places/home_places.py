"""The recipe of a place that no words name."""

# Lists of points read as rows, not as one number a line.
# fmt: off

from renderers.places import sky
from renderers.places.colour import darker, lighter
from renderers.places.stage import Stage


def plain(s: Stage) -> None:
    """Two tones of one colour, with a soft disc: for words that name no place."""
    c = s.c
    tones = ("#f2cf8d", "#a9d0c9", "#f0b7a4", "#b9c6e6", "#cdd9a4", "#d7bfe2", "#9cc8e0")
    fill = s.words.colour or s.tint(*tones, name="plain")
    sky.band(c, c.top - 0.1, c.bottom + 0.1, fill, ink=0)
    c.oval(0, 0.46, 0.4, 0.4, lighter(fill, 0.22), 0)
    sky.ground(c, 0.8, darker(fill, 0.12), ink=0)
