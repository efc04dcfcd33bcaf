"""Things and animals that stand, hang or fly by themselves: where, how large, turned which way.

Lengths are in panel heights, sizes follow the people's own scale.
"""

from collections.abc import Iterator, Sequence

from renderers.props.library import Prop, prop_of
from schemas.geometry import Box
from schemas.ways import Way
from storyboard.planning.staging.acting import in_attitude
from storyboard.planning.staging.alone import NEAR_TABLE, table_for
from storyboard.planning.staging.asked import Asked
from storyboard.planning.staging.ground import Ground, between, free_places, stood_at
from storyboard.planning.staging.prop_segments import Set
from storyboard.planning.staging.stage import Frame

MOST = 5
"""So many of one kind are drawn; more are a crowd of these."""
_LEAST = 0.05
"""The least length of a prop that stands by itself, in panel heights."""
_COVERED = 0.5
"""From this part on, what is far is hidden by what is before it."""
_HORIZON, _SKY = 0.64, 0.24
"""Where what is far stands, and where what flies is, in an eye-level picture."""
_AT_SEA = 0.52
"""Where what is far at sea is."""
_SEIZED, _SEIZED_AT, _FRONT = 0.42, (0.1, 0.45), (0.5, 0.62)
"""How large what a creature has is at most, against it; where it has it: left, or in front."""
_FACE = 3
"""How much more a face counts than the rest of somebody before a window."""
_PANE = 1.6
"""How large a window is, against what is seen through it."""


def sets_of(
    asked: Asked, scale: float, ground: Ground, taken: list[Box], frame: Frame, *, over: float
) -> Iterator[Set]:
    """Yield a prop that nobody of the cast has, as `free_sets` does, or where a creature has it."""
    if asked.by is not None and taken:
        yield _seized(asked, asked.by, scale, taken[-1], frame)
    else:
        yield from free_sets(asked, scale, ground, taken, frame, over=over)


def free_sets(
    asked: Asked, scale: float, ground: Ground, taken: list[Box], frame: Frame, *, over: float
) -> Iterator[Set]:
    """Yield a prop that nobody has in hand, as often as it is asked for.

    Args:
        taken: what is there already, in the panel's unit square; grows.
        over: the y above which no table may hide what is held.
    """
    prop, way, near, pane_name = asked.prop, asked.way, asked.of, asked.pane
    if asked.attitude is not None:
        prop = in_attitude(prop, asked.attitude)
    count = min(asked.number, MOST)
    size = _size(prop, way, scale, frame) / (1 + 0.12 * (count - 1))
    width, height = size * min(1.0, prop.aspect), size * min(1.0, 1 / prop.aspect)
    table = table_for(scale, frame) if way == "table" else None
    wide = max(width, table.width * scale if table else 0.0)
    y = _level(asked, height + (table.height * scale if table else 0.0), ground, frame)
    if table is not None and frame.kind.faces and not ground.people:
        y = NEAR_TABLE + 0.97 * table.height * scale
    if table is not None:
        y = max(y, over + 0.97 * table.height * scale)
    reach = (y - height, y) if way in ("background", "air", "window") else (0.3, 1.0)
    figures = ground.figures
    around = [*(between(each, *reach) for each in figures), *taken[len(figures) :]]
    if way == "window":
        around += _FACE * ground.faces
    places = free_places(
        around, wide, count, frame, near=near, ground=ground, reach=reach, side=asked.side
    )
    for x in stood_at(asked, ground, scale, wide, frame) or places:
        if table is not None:
            top = Set(table, "table", _box(x, y, table.width * scale, table.height * scale, frame))
            taken.append(top.box)
            yield top
        if way == "background":
            y = _clear(_box(x, y, width, height, frame), taken, frame)
        up = 0.97 * table.height * scale if table is not None else 0.0
        box = _box(x, y - up, width, height, frame)
        taken.append(box)
        if way == "window":
            pane = prop_of(pane_name)
            tall = _PANE * max(height, width / pane.aspect)
            middle = y - height / 2 + tall / 2
            yield Set(pane, way, _box(x, middle, tall * pane.aspect, tall, frame))
        mirror = _looks_out(prop, x, frame)
        yield Set(asked.prop, way, box, mirror=mirror, attitude=asked.attitude)


def _seized(asked: Asked, beast: Prop, scale: float, box: Box, frame: Frame) -> Set:
    """Set what a creature has at its arms or its mouth, before it."""
    x, y = beast.anchors.get("hold", _FRONT if beast.facing == "front" else _SEIZED_AT)
    place = box.place((1 - x if _looks_out(beast, box.centre[0] * frame.aspect, frame) else x, y))
    prop = asked.prop
    most = _SEIZED * max(box.width * frame.aspect, box.height)
    size = max(_LEAST, min(prop.size * scale, most))
    width, height = size * min(1.0, prop.aspect), size * min(1.0, 1 / prop.aspect)
    at = place[0] * frame.aspect
    return Set(prop, asked.way, _box(at, place[1] + height / 2, width, height, frame))


def _clear(box: Box, taken: Sequence[Box], frame: Frame) -> float:
    """Return the y at which what is far is not hidden: it rises above those before it."""
    before = [each for each in taken if each.overlap(box) > 0]
    if sum(each.overlap(box) for each in before) < _COVERED * box.area:
        return box.bottom
    return max(frame.room + box.height, min(each.top for each in before) + 0.2 * box.height)


def _size(prop: Prop, way: Way, scale: float, frame: Frame) -> float:
    """Return a prop's longer side; what is large comes only as large as the picture allows."""
    real = prop.size * scale
    most = {"background": 0.62, "window": 0.26, "air": 0.42}.get(way, 0.95 - 0.7 * frame.room)
    # In hand-sized frames a key is still a key: nothing is smaller than a reader can tell.
    return max(_LEAST, min(real, most * min(1.0, frame.aspect)))


def _level(asked: Asked, height: float, ground: Ground, frame: Frame) -> float:
    """Return the y of a prop's feet."""
    if asked.way == "background":
        return _AT_SEA if asked.afloat else _HORIZON + 0.25 * height
    if asked.way == "window":
        return frame.room + 0.08 + height
    if asked.way == "air":
        return max(frame.room + 0.02, _SKY - height / 2) + height
    # What stands below the picture's edge is lifted until enough of it is seen.
    return min(ground.y, max(0.97, 0.55 + height))


def _box(x: float, feet: float, width: float, height: float, frame: Frame) -> Box:
    """Return a box standing on `feet`, all in panel heights, in the panel's unit square."""
    aspect = frame.aspect
    return Box(
        left=(x - width / 2) / aspect,
        top=feet - height,
        right=(x + width / 2) / aspect,
        bottom=feet,
    )


def _looks_out(prop: Prop, x: float, frame: Frame) -> bool:
    """Tell whether a drawing is mirrored: what stands by itself looks into the picture."""
    wants = "right" if x < frame.aspect / 2 else "left"
    return prop.facing in ("left", "right") and prop.facing != wants
