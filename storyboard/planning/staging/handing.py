"""A thing on its way from one to another: where it is, and where the hands of both are at it."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from renderers.cast.vectors import Vector
from schemas.directions import Role
from schemas.geometry import Box, Point
from storyboard.planning.staging.arms import joints_of, with_hands_at
from storyboard.planning.staging.asked import Asked
from storyboard.planning.staging.pairs import pairs_of
from storyboard.planning.staging.stage import Frame, PlacedBody

GIVING, TAKING = "handing over", "reaching"
"""What the one and the other do."""
_WRESTING = "pulling"
_RECEIVING = "receiving"
"""What who takes does while the other still holds the thing: the hands are open before it."""
_LEVEL = 0.45
"""How far down between necks and hips the thing is."""
_LARGE = 0.05
"""From this width on, in adults, a thing is given and taken in both hands."""
_ROOM = 0.17
"""How wide and high what hands are at is at least, in adults, lest they hide a cup."""
_GRIPS: dict[str, tuple[Point, Point]] = {
    GIVING: ((0.03, 0.4), (0.2, 0.96)),
    TAKING: ((0.06, 0.82), (0.32, 1.0)),
    _WRESTING: ((0.02, 0.5), (0.14, 0.8)),
    _RECEIVING: ((-0.3, 0.76), (-0.16, 1.0)),
}
"""Where the near and the far hand are at a large thing: from its own side, and from its top."""
_BELOW: tuple[Point, Point] = ((0.03, 0.026), (0.055, 0.04))
"""Where the hands are of who takes a small thing: together, so far on its own side of the thing's
middle and below its edge, in adults."""
_ABOVE: Point = (0.015, 0.03)
"""Where the near hand is of who gives a small thing, above it; the other one hangs."""
_HANGS = 0.15
"""How far before its hip a hand hangs that gives nothing, in the trunk's length."""


def in_all_hands(
    props: Sequence[Asked], roles: Mapping[str, Role], order: Sequence[str]
) -> tuple[Asked, ...]:
    """Let both have the thing that one hands over, or pulls away from the other.

    Args:
        order: ids from left to right.
    """
    others = {
        who: other
        for pair in pairs_of(roles, order)
        if roles[pair.one].pose in (GIVING, _WRESTING) and roles[pair.other].pose == TAKING
        for who, other in ((pair.one, pair.other), (pair.other, pair.one))
    }
    return tuple(
        each._replace(also=(others[each.of],))
        if each.of in others and not each.also and each.way in ("hand", "carried")
        else each
        for each in props
    )


def is_handed(owners: Sequence[PlacedBody]) -> bool:
    """Tell whether one of two hands something over to the other, or takes it away."""
    words = {each.body.pose_word for each in owners}
    return len(owners) == 2 and words in ({GIVING, TAKING}, {_WRESTING, TAKING}, {GIVING})


def place_between(owners: Sequence[PlacedBody], frame: Frame) -> Point:
    """Return where the middle of what is handed over lies, in the panel's unit square."""
    x, y = np.mean([_down(each, _LEVEL, frame) for each in owners], axis=0)
    return float(x) / frame.aspect, float(y)


def _down(stood: PlacedBody, level: float, frame: Frame) -> Vector:
    joints = joints_of(stood, frame.aspect)
    if not joints.keys() >= {"neck", "r_hip", "l_hip"}:
        return np.array([stood.x, stood.y(0.7 * stood.body.chin)])
    hip = (joints["r_hip"] + joints["l_hip"]) / 2
    return np.asarray(joints["neck"] + level * (hip - joints["neck"]))


def _at_least(box: Box, side: float, frame: Frame) -> Box:
    """Grow a box to a least width and height, in panel heights, about its middle."""
    x, y = box.centre
    long = box.width * frame.aspect > side  # Of what is long the middle is free anyway.
    across, down = max(box.width, side / frame.aspect) / 2, max(box.height, side / (2 + long)) / 2
    return Box(left=x - across, top=y - down, right=x + across, bottom=y + down)


def with_hands_on(
    own: PlacedBody, owners: Sequence[PlacedBody], box: Box, frame: Frame, root: Path
) -> PlacedBody:
    """Lead the hands of who gives or takes to the thing between both.

    Args:
        owners: both, from left to right.
        box: where the thing is.
    """
    joints = joints_of(own, frame.aspect)
    word = own.body.pose_word or ""
    if word not in _GRIPS or not joints.keys() >= {"neck", "r_hip", "l_hip", "l_wrist", "r_wrist"}:
        return own
    leftmost = own.body.id == owners[0].body.id
    near, far = ("r", "l") if leftmost else ("l", "r")
    held = _at_least(box, _ROOM * own.scale, frame)

    def at(place: Point) -> Vector:
        across = place[0] if leftmost else 1 - place[0]
        x, y = held.place((across, place[1]))
        return np.array([x * frame.aspect, y])

    if box.width * frame.aspect > _LARGE * own.scale:
        given = any(each.body.pose_word == GIVING for each in owners)
        grips = _GRIPS[_RECEIVING if given and word == TAKING else word]
        targets = {near: at(grips[0]), far: at(grips[1])}
        return with_hands_at(own, targets, frame.aspect, root)
    side = -own.scale if leftmost else own.scale
    middle = box.centre[0] * frame.aspect
    if word == TAKING:
        cupped = [
            np.array([middle + side * aside, box.bottom + below * own.scale])
            for aside, below in _BELOW
        ]
        targets = {near: cupped[0], far: cupped[1]}
    else:
        hip = joints[f"{far}_hip"]
        ahead = _HANGS * float(hip[1] - joints["neck"][1]) * (1 if leftmost else -1)
        above = np.array([middle + side * _ABOVE[0], box.top - own.scale * _ABOVE[1]])
        targets = {near: above, far: hip + np.array([ahead, 0.0])}
    return with_hands_at(own, targets, frame.aspect, root)
