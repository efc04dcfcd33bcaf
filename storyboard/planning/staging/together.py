"""Where things lie that several have, or that are before somebody: a sofa, a table, a rope."""

from collections.abc import Sequence

from renderers.props.library import Prop
from schemas.geometry import Box, Point
from schemas.ways import Way
from storyboard.planning.staging.arms import joints_of
from storyboard.planning.staging.asked import Asked
from storyboard.planning.staging.handing import is_handed, place_between
from storyboard.planning.staging.holding import at_body
from storyboard.planning.staging.stage import Frame, PlacedBody, placed_box
from storyboard.planning.staging.underfoot import GRIP

IN_BOTH_HANDS = frozenset({"pulling", "fighting over", "handing over", "reaching"})
"""Poses in which several have one thing in all their hands."""
_ELBOW = 0.34
"""How much of a seat everybody takes up, in adults."""
_ARMS = 1.3
"""How much of a seat is beside those who sit on it, in what one takes up."""
_LONGER = 1.5
"""So much longer than it is a seat or a table is drawn, for several to have room."""
_LOWEST = 0.8
"""The lowest y at which the top of something that is before somebody is still seen."""
_EDGE_OF_TABLE, _BELOW_HANDS = 0.93, 0.06
"""How low a table is at most for what is held to be seen, and how far below hands, in adults."""
_TALLEST = 1.5
"""How tall what one hides behind is drawn at most, in adults."""
_PEEKS = 0.3
"""How much of its width lies beside who hides behind something tall."""


def among(asked: Asked, owners: Sequence[PlacedBody], frame: Frame) -> tuple[Box, bool]:
    """Return where what several have lies in the panel, and whether it is mirrored.

    Args:
        owners: one or more, from left to right.
    """
    prop, way = asked.prop, asked.way
    if way == "before":
        return _before(prop, owners, frame), False
    if way in ("seat", "ridden"):
        return _beneath_all(prop, way, owners, frame)
    box, mirror = at_body(prop, "carried", owners[0], frame, alone=False)
    if is_handed(owners):
        x, y = place_between(owners, frame)
        return _shifted(box, x - box.centre[0], y - box.centre[1]), mirror
    others = [
        _hands(each, frame) or at_body(prop, "carried", each, frame, alone=False)[0].centre
        for each in owners
    ]
    x, y = (sum(point[side] for point in others) / len(others) for side in (0, 1))
    held = box.place(prop.anchors["carried"]) if "carried" in prop.anchors else box.centre
    return _shifted(box, x - held[0], y - held[1]), mirror


def _hands(stood: PlacedBody, frame: Frame) -> Point | None:
    """Return the middle of both hands, if they are seen before the body."""
    joints = joints_of(stood, frame.aspect)
    if stood.body.pose_word not in IN_BOTH_HANDS or not joints.keys() >= {"r_wrist", "l_wrist"}:
        return None
    x, y = (joints["r_wrist"] + joints["l_wrist"]) / 2
    return float(x) / frame.aspect, float(y)


def _beneath_all(
    prop: Prop, way: Way, owners: Sequence[PlacedBody], frame: Frame
) -> tuple[Box, bool]:
    """Set a seat or a boat beneath everybody, long enough for all."""
    middle = owners[len(owners) // 2]
    box, mirror = at_body(prop, way, middle, frame)
    room = (len(owners) + _ARMS) * _ELBOW * middle.scale / frame.aspect
    longer = min(_LONGER, max(1.0, room / box.width)) if way == "seat" else 1.0
    x = sum(each.x for each in owners) / len(owners) / frame.aspect
    half = box.width * longer / 2
    if way == "ridden":  # Both are about where one alone would be.
        across = prop.anchor(way)[0]
        x += (0.5 - (1 - across if mirror else across)) * box.width
    return box.but(left=x - half, right=x + half), mirror


def _before(prop: Prop, owners: Sequence[PlacedBody], frame: Frame) -> Box:
    """Set a table before people, or a tree of which somebody peeks out behind."""
    scale = sum(each.scale for each in owners) / len(owners)
    span = owners[-1].x - owners[0].x + 0.5 * scale
    scale *= min(1.0, _TALLEST / prop.height)
    width, height = prop.width * scale, prop.height * scale
    if len(owners) > 1 and width < span and GRIP not in prop.anchors:
        longer = min(_LONGER, span / width)
        width, height = width * longer, height * min(longer, 1.15)
    x = sum(each.x for each in owners) / len(owners)
    chin = min(each.y(each.body.chin) for each in owners)
    feet = max(each.ground for each in owners) + 0.05 * scale
    top = max(min(feet - height, _LOWEST), *(below_hands(each) for each in owners))
    if len(owners) > 1 and GRIP in prop.anchors:  # Between those who hold it, below their faces.
        top = max(top, chin + 0.02)
    elif top < chin + 0.02:  # What is taller than people hides a half of who is behind it.
        head = placed_box(owners[0].body.head, owners[0].box(frame.aspect))
        side = 1 if owners[0].x < frame.aspect / 2 else -1
        x += side * (width / 2 + _PEEKS * head.width * frame.aspect)
    return Box(
        left=(x - width / 2) / frame.aspect,
        top=top,
        right=(x + width / 2) / frame.aspect,
        bottom=top + height,
    )


def below_hands(stood: PlacedBody) -> float:
    """Return the y below which a table is, lest it hide what somebody holds as it is drawn."""
    body = stood.body
    levels = [body.joint_level("r_wrist"), body.joint_level("l_wrist")]
    seen = [level for level in levels if level is not None]
    if body.holds in (None, "desk") or not seen:
        return 0.0
    return min(_EDGE_OF_TABLE, stood.y(max(seen)) + _BELOW_HANDS * stood.scale)


def _shifted(box: Box, across: float, down: float) -> Box:
    return Box(
        left=box.left + across,
        top=box.top + down,
        right=box.right + across,
        bottom=box.bottom + down,
    )
