"""A cart that one pushes or a door that one pulls: before whoever does, hands at its handle."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from schemas.geometry import Box
from storyboard.planning.staging.arms import joints_of, with_hands_at
from storyboard.planning.staging.asked import Asked
from storyboard.planning.staging.stage import Frame, PlacedBody

HANDLE = "handle"
"""The anchor at which a thing is pushed, on the right of its drawing."""
_SHOVING = ("pushing", "pulling")
_STANDS = ("ground", "before", "carried")
"""Ways of being there of what can be pushed along the ground."""
_LEAST = 0.2
"""From this size on, in adults, a thing stands on the ground and is pushed; others are held."""
_TALLEST = 1.5
"""How large such a thing is drawn at most, in adults."""
_REACH = {"pushing": 0.22, "pulling": 0.27}
"""How far before the neck the handle is, in the height of who is at it."""
_LEVEL = 0.4
"""Where hands are on what has no handle, from neck to hips."""
_BELOW = 0.08
"""How far below its top a hand is at least, in a thing's height."""
_APART = 0.03
"""How far the far hand is from the near one, in adults."""


def is_shoved(asked: Asked, owners: Sequence[PlacedBody]) -> bool:
    """Tell whether one alone pushes or pulls a thing that stands on the ground."""
    if len(owners) != 1 or asked.prop.size < _LEAST or asked.way not in _STANDS:
        return False
    body = owners[0].body
    upright = body.pose is not None and body.facing in ("left", "right")
    return body.pose_word in _SHOVING and upright and asked.number == 1


def shoved(asked: Asked, own: PlacedBody, frame: Frame) -> tuple[Box, bool]:
    """Return where a thing lies that somebody pushes or pulls, and whether it is mirrored."""
    prop = asked.prop
    size = min(prop.size, _TALLEST) * own.scale
    width, height = size * min(1.0, prop.aspect), size * min(1.0, 1 / prop.aspect)
    rightwards = own.body.facing == "right"
    neck = joints_of(own, frame.aspect).get("neck", np.array([own.x, 0.0]))
    ahead = _REACH[own.body.pose_word or "pushing"] * own.body.height * own.scale
    x = float(neck[0]) + (ahead if rightwards else -ahead)
    # Handles are on the right of drawings, so that to push to the right is to mirror them.
    across = 1 - prop.anchors.get(HANDLE, (1.0, 0.0))[0]
    left = x - across * width if rightwards else x - (1 - across) * width
    box = Box(
        left=left / frame.aspect,
        top=own.ground - height,
        right=(left + width) / frame.aspect,
        bottom=own.ground,
    )
    return box, rightwards


def with_hands_on_handle(own: PlacedBody, asked: Asked, frame: Frame, root: Path) -> PlacedBody:
    """Lead the hands of who pushes or pulls a thing to its handle, or to its edge."""
    joints = joints_of(own, frame.aspect)
    if not joints.keys() >= {"neck", "r_hip", "l_hip", "r_wrist", "l_wrist"}:
        return own
    box, mirror = shoved(asked, own, frame)
    handle = asked.prop.anchors.get(HANDLE)
    if handle is None:
        hips = (joints["r_hip"] + joints["l_hip"])[1] / 2
        chest = (1 - _LEVEL) * joints["neck"][1] + _LEVEL * hips
        y = max(float(chest), box.top + _BELOW * box.height)
        place = (box.left if mirror else box.right) * frame.aspect, y
    else:
        point = box.place((1 - handle[0] if mirror else handle[0], handle[1]))
        place = point[0] * frame.aspect, point[1]
    near, far = ("r", "l") if own.body.facing == "right" else ("l", "r")
    hand = np.array(place)
    beside = np.array([0.0, -_APART * own.scale])
    return with_hands_at(own, {near: hand, far: hand + beside}, frame.aspect, root)
