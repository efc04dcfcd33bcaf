"""Room for what somebody rides, pushes or pulls: nobody stands before it, all of it is seen."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from storyboard.planning.staging.asked import Asked
from storyboard.planning.staging.holding import shows_already
from storyboard.planning.staging.riding import box_of_mount
from storyboard.planning.staging.sharing import sharers
from storyboard.planning.staging.shoving import is_shoved, shoved
from storyboard.planning.staging.stage import Frame, PlacedBody

_EDGE = 0.02
"""How near a mount comes to the panel's edge, in panel heights."""


class _Unit(NamedTuple):
    """Those who keep together, and how far they and their mount reach, in panel heights."""

    people: frozenset[str]
    left: float
    right: float
    top: float


def with_room(
    row: Sequence[PlacedBody], props: Sequence[Asked], frame: Frame
) -> tuple[PlacedBody, ...]:
    """Move people apart who would stand before a mount or a cart, and step back for all of it."""
    mounts = list(_mounts(row, props, frame))
    if not mounts:
        return tuple(row)
    aboard = {who for each in mounts for who in each.people}
    alone = [
        _Unit(frozenset({each.body.id}), *_reach(each, frame), each.y(each.body.top))
        for each in row
        if each.body.id not in aboard
    ]
    units = sorted([*mounts, *alone], key=lambda unit: unit.left + unit.right)
    shifts, end = dict[str, float](), units[0].left
    for unit in units:
        by = max(0.0, end - unit.left)
        shifts |= dict.fromkeys(unit.people, by)
        end = unit.right + by
    top = min(unit.top for unit in mounts)
    return _fitted(row, shifts, (units[0].left, end), top, frame)


def _mounts(row: Sequence[PlacedBody], props: Sequence[Asked], frame: Frame) -> Iterator[_Unit]:
    for asked in props:
        group = sharers(row, asked, props)
        if not group or any(shows_already(each.body, asked.prop) for each in group):
            continue
        if asked.way == "ridden":
            box, _ = box_of_mount(asked, group, frame)
        elif is_shoved(asked, group):
            box, _ = shoved(asked, group[0], frame)
        else:
            continue
        ends = [(box.left * frame.aspect, box.right * frame.aspect)]
        ends += [_reach(each, frame) for each in group]
        lefts, rights = zip(*ends, strict=True)
        top = min(box.top, *(each.y(each.body.top) for each in group))
        yield _Unit(frozenset(each.body.id for each in group), min(lefts), max(rights), top)


def _reach(stood: PlacedBody, frame: Frame) -> tuple[float, float]:
    bounds = stood.body.outline.placed(stood.box(frame.aspect)).bounds
    return bounds.left * frame.aspect, bounds.right * frame.aspect


def _fitted(
    row: Sequence[PlacedBody],
    shifts: Mapping[str, float],
    ends: tuple[float, float],
    top: float,
    frame: Frame,
) -> tuple[PlacedBody, ...]:
    """Move everybody to the right by some shifts, and step back until all are in the picture."""
    start, end = frame.span
    floor = frame.kind.ground if frame.kind.whole else max(each.ground for each in row)
    tall = (floor - frame.room - _EDGE) / max(floor - top, 1e-6) if frame.kind.whole else 1.0
    shrink = min(1.0, (end - start - 2 * _EDGE) / (ends[1] - ends[0]), tall)
    middle, half = (ends[0] + ends[1]) / 2, (ends[1] - ends[0]) / 2 * shrink
    to = min(max(middle, start + _EDGE + half), end - _EDGE - half)
    return tuple(
        each._replace(
            x=to + (each.x + shifts.get(each.body.id, 0.0) - middle) * shrink,
            ground=floor - (floor - each.ground) * shrink,
            scale=each.scale * shrink,
        )
        for each in row
    )
