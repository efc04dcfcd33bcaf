"""Whoever rides, sits or stands on something is raised onto it."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from renderers.props.library import Prop
from schemas.directions import Role
from schemas.ways import Way
from storyboard.planning.casting.bodies import Body
from storyboard.planning.staging.asked import Asked
from storyboard.planning.staging.holding import shows_already
from storyboard.planning.staging.pairs import pairs_of
from storyboard.planning.staging.stage import Frame, PlacedBody
from storyboard.planning.staging.touching import led_to
from storyboard.planning.staging.underfoot import standing_level

_ALOFT = 0.35
"""How high above the ground something flies that is ridden, in adults."""
_LARGEST = 1.9
"""How large a mount or a seat is drawn at most, in adults."""


def lifted(
    row: Sequence[PlacedBody], asked: Sequence[Asked], frame: Frame
) -> tuple[PlacedBody, ...]:
    """Raise whoever rides, sits or stands onto the mount, the seat, or what it stands on.

    In shots that show whole figures everybody is drawn so much smaller that the highest head
    stays below the words.
    """
    lifts = {each.body.id: lift_of(each.body, asked) for each in row}
    if not any(lifts.values()):
        return tuple(row)
    shrink = 1.0
    if frame.kind.whole:
        roof = min(frame.room, *(each.y(each.body.top) for each in row))
        rooms = [
            (each.ground - roof, (each.body.top + lifts[each.body.id]) * each.scale) for each in row
        ]
        shrink = min(1.0, *(room / height for room, height in rooms))
    return tuple(
        each._replace(
            scale=each.scale * shrink,
            ground=each.ground - lifts[each.body.id] * each.scale * shrink,
        )
        for each in row
    )


def regripped(
    row: Sequence[PlacedBody],
    before: Sequence[PlacedBody],
    roles: Mapping[str, Role],
    order: Sequence[str],
    frame: Frame,
    *,
    root: Path,
) -> tuple[PlacedBody, ...]:
    """Lead hands anew to those whom a seat raised away from them.

    Args:
        row: those of `before`, as they are lifted.
        order: ids from left to right.
    """
    if all(now is was for now, was in zip(row, before, strict=True)):
        return tuple(row)
    by_id = {stood.body.id: stood for stood in row}
    for pair in pairs_of(roles, [who for who in order if who in by_id]):
        one, other = by_id[pair.one], by_id[pair.other]
        if pair.touch.lying and one.body.pose and other.body.pose:
            by_id[pair.one] = led_to(one, other, pair, frame.aspect, root)[0]
    return tuple(by_id[stood.body.id] for stood in row)


def lift_of(body: Body, asked: Sequence[Asked]) -> float:
    """Return how far above the ground a body's feet come, in adults."""
    for each in asked:
        prop, way = each.prop, each.way
        if each.of != body.id or shows_already(body, prop):
            continue
        if way == "stand":
            return standing_level(prop, body)
        if way == "ridden" or (way == "seat" and body.posture not in ("standing", "jumping")):
            hips = body.joint_level("r_hip", "l_hip")
            hips = 0.5 * body.height if hips is None else hips
            aloft = _ALOFT if each.state == "flying" else 0.0
            return aloft + max(0.0, seat_level(prop, way) - hips)
    return 0.0


def seat_level(prop: Prop, way: Way) -> float:
    """Return how high one sits on a prop, in adults; huge mounts are drawn smaller."""
    return min(prop.size, _LARGEST) / prop.size * prop.height * (1 - prop.anchor(way)[1])
