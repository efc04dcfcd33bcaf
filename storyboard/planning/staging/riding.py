"""Whoever rides has the hands at the handlebar or the reins, the feet where the mount has them.

The first rider holds the mount, and everybody behind holds on to who is in front.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np

from renderers.cast.vectors import Vector
from schemas.geometry import Box, Point
from storyboard.planning.staging.arms import joints_of, with_feet_at, with_hands_at
from storyboard.planning.staging.asked import Asked
from storyboard.planning.staging.holding import at_body
from storyboard.planning.staging.parting import parting, with_arms
from storyboard.planning.staging.sharing import sharers
from storyboard.planning.staging.stage import Frame, PlacedBody
from storyboard.planning.staging.surfaces import sides_at
from storyboard.planning.staging.together import among
from storyboard.planning.staging.underfoot import GRIP

PEDAL, FAR_PEDAL = "pedal", "far pedal"
"""The anchors of a mount at which the near and the far foot are; mostly both at one."""
_ANKLE = 0.045
"""How far an ankle is above what the foot is on, in adults."""
_BESIDE = 0.012
"""How far beside the near hand the far one holds, in adults."""
_WAIST = 0.7
"""Where one holds on to who is in front, from neck to hips."""


def box_of_mount(asked: Asked, owners: Sequence[PlacedBody], frame: Frame) -> tuple[Box, bool]:
    """Return where a mount is, and whether it is mirrored."""
    ordered = sorted(owners, key=lambda each: each.x)
    if len(ordered) > 1:
        return among(asked, ordered, frame)
    return at_body(asked.prop, asked.way, ordered[0], frame)


def riders(
    row: Sequence[PlacedBody], asked: Asked, props: Sequence[Asked], frame: Frame, root: Path
) -> Iterator[PlacedBody]:
    """Yield those on a mount with their hands and feet at it, or about each other."""
    group = [each for each in sharers(row, asked, props) if each.body.facing in ("left", "right")]
    if asked.way != "ridden" or not group:
        return
    ordered = sorted(group, key=lambda each: each.x)
    box, mirror = box_of_mount(asked, group, frame)
    if ordered[0].body.facing == "right":
        ordered.reverse()
    yield _at_mount(ordered[0], asked, box, frame, root, mirror=mirror)
    for ahead, own in pairwise(ordered):
        yield _holding_on(_feet_at(own, asked, box, frame, root, mirror=mirror), ahead, frame, root)


def _sides(own: PlacedBody) -> tuple[str, str]:
    """Return the arm or leg nearer to us, and the other."""
    return ("r", "l") if own.body.facing == "right" else ("l", "r")


def _at_mount(
    own: PlacedBody, asked: Asked, box: Box, frame: Frame, root: Path, *, mirror: bool
) -> PlacedBody:
    """Lead hands to a handlebar, reins or a mane, and feet to the pedals."""
    grip = asked.prop.anchors.get(GRIP)
    own = _feet_at(own, asked, box, frame, root, mirror=mirror)
    if grip is None or not joints_of(own, 1.0).keys() >= {"r_wrist", "l_wrist"}:
        return own
    near, far = _sides(own)
    hand = _place(grip, box, frame, mirror=mirror)
    beside = np.array([_BESIDE * own.scale, -_BESIDE * own.scale])
    return with_hands_at(own, {near: hand, far: hand + beside}, frame.aspect, root)


def _feet_at(
    own: PlacedBody, asked: Asked, box: Box, frame: Frame, root: Path, *, mirror: bool
) -> PlacedBody:
    anchors = asked.prop.anchors
    pedal = anchors.get(PEDAL)
    if pedal is None or not joints_of(own, 1.0).keys() >= {"r_ankle", "l_ankle"}:
        return own
    near, far = _sides(own)
    above = np.array([0.0, _ANKLE * own.scale])
    feet = {
        near: _place(pedal, box, frame, mirror=mirror) - above,
        far: _place(anchors.get(FAR_PEDAL, pedal), box, frame, mirror=mirror) - above,
    }
    return with_feet_at(own, feet, frame.aspect, root)


def _place(anchor: Point, box: Box, frame: Frame, *, mirror: bool) -> Vector:
    x, y = box.place((1 - anchor[0] if mirror else anchor[0], anchor[1]))
    return np.array([x * frame.aspect, y])


def _holding_on(own: PlacedBody, ahead: PlacedBody, frame: Frame, root: Path) -> PlacedBody:
    """Put both arms about the waist of who is in front."""
    joints = joints_of(ahead, frame.aspect)
    wrists = joints_of(own, 1.0).keys() >= {"r_wrist", "l_wrist"}
    if not wrists or not joints.keys() >= {"neck", "r_hip", "l_hip"}:
        return own
    hip = (joints["r_hip"] + joints["l_hip"]) / 2
    y = float((1 - _WAIST) * joints["neck"][1] + _WAIST * hip[1])
    left, right = sides_at(ahead, y, frame.aspect, root)
    near, far = _sides(own)
    waist = np.array([(left + right) / 2, y])
    held = with_hands_at(own, {near: waist, far: waist}, frame.aspect, root)
    return with_arms(held, [parting(held.body, near, ahead.body.id)])
