"""What places under the open sky have in common."""

# Lists of points read as rows, not as one number a line.
# fmt: off

from renderers.places import sky
from renderers.places.colour import lighter
from renderers.places.stage import Stage

HORIZON = 0.58


def open_sky(s: Stage, horizon: float = HORIZON, body: tuple[float, float] = (0.3, 0.14)) -> None:
    """Sky, and what moves in it."""
    sky.sky(s.c, horizon)
    sky.heavens(s.c, s.whim, s.words.weather, body=body)
    if s.mentions("rainbow"):
        sky.rainbow(s.c)


def ground_in(s: Stage, fill: str) -> str:
    """Return the ground's colour: snow lies on it where it snows."""
    return "#eef3f8" if s.words.weather == "snow" else fill


def leaf_in(s: Stage, fill: str) -> str:
    """Return the leaves' colour: pale under snow."""
    return lighter(fill, 0.55) if s.words.weather == "snow" else fill
