"""Things in panels without people: how near they come."""

from collections.abc import Sequence

from renderers.props.library import Prop, prop_of
from storyboard.planning.staging.asked import Asked
from storyboard.planning.staging.stage import Frame, PlacedBody

NEAR_TABLE = 0.86
"""Where the top of a table is whose thing fills the panel."""
_WIDEST_TABLE = 1.3
"""How wide a table is at most, in widths of the panel."""
_SHARES = {
    "medium": 0.5,
    "point-of-view": 0.5,
    "close": 0.66,
    "extreme-close": 0.82,
    "insert": 0.82,
}
"""How large a thing is where nobody is with it, in panel heights; more where it is so large."""
_FAR = ("background", "window", "air")
_TABLES = ("table", "desk", "counter", "dining table")


def adult_scale(row: Sequence[PlacedBody], asked: Sequence[Asked], frame: Frame) -> float:
    """Return the panel heights of an adult: the people's, or what the shot shows.

    Where nobody is, the nearer shots come as near as the first thing wants.
    """
    if row:
        return sorted(each.scale for each in row)[len(row) // 2]
    usual = frame.kind.stature or 1.1
    share = _SHARES.get(frame.shot, 0.0) * min(1.0, frame.aspect)
    return max([usual, *(share / each.prop.size for each in asked[:1] if each.way not in _FAR)])


def table_for(scale: float, frame: Frame) -> Prop:
    """Return a table, smaller where it would be much wider than the panel."""
    table = prop_of("table")
    widest = _WIDEST_TABLE * frame.aspect
    return table.but(size=table.size * min(1.0, widest / (table.width * scale)))


def alone(asked: Sequence[Asked], frame: Frame) -> tuple[Asked, ...]:
    """Return of the things of a panel without people what a near shot is about.

    The first thing, what is of about its size, and the table on which it lies.
    """
    if not asked or frame.shot not in ("close", "extreme-close", "insert"):
        return tuple(asked)
    first = asked[0]._replace(of=None)
    if any(each.prop.name in _TABLES for each in asked[1:]) and first.way not in _FAR:
        first = first._replace(way="table")
    return first, *(each for each in asked[1:] if each.prop.size < 2 * first.prop.size)
