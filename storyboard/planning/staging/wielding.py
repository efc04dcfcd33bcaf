"""Things in one hand that are used: a tool points at its target, food is at the mouth.

The hand goes where the thing is of use, and the thing is turned about the hand. Lengths are in
panel heights.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from renderers.cast.vectors import Vector
from renderers.props.library import Prop
from schemas.geometry import Box
from schemas.projection import Projection
from storyboard.planning.staging.anchoring import anchored
from storyboard.planning.staging.arms import joints_of
from storyboard.planning.staging.asked import Asked
from storyboard.planning.staging.holding import SHADE, at_body, shades, shows_already
from storyboard.planning.staging.resting import LYING
from storyboard.planning.staging.stage import Frame, PlacedBody, placed_box

TIP = "tip"
"""The anchor at which a tool ends that points at what it is used on."""
HOLD = "hold"
"""The anchor at which one hand holds what one looks through."""
_AT_WORK = ("painting", "cooking", "writing", "writing on board")
"""Poses in which a tool is used on no person, but ahead."""
_USING = (*_AT_WORK, "punching", "fencing", "aiming", "swinging bat", "reaching", "pointing")
"""Poses in which a tool points ahead, or at whoever is there."""
_BITTEN = (0.5, 0.12)
"""Where what is eaten is bitten that says no better."""
_LONGEST = 1.0
"""How long a tool in hand is at most, in adults."""
_REACH, _NEAREST = 0.82, 0.16
"""How far from the shoulder a hand is that points, in arms: mostly, and at least."""
_WORKING = 0.5
"""How far a hand is from the shoulder that works at something, in arms."""
_FROM_ABOVE = (0.3, -0.95)
"""From the mouth of who lies to the hand that treats it, to its own side and up."""
_GAP = 0.07
"""How far from its target a tool ends, in adults."""
_AHEAD = (1.0, -0.18)
"""Where a tool points that has no target: before whoever holds it, and a little up."""
_AT_MOUTH = (0.8, 0.6)
"""From the mouth to the hand that eats, outwards and down."""
_MOUTHFUL = 0.66
"""How long what is eaten from the hand is at most, in heads."""
_HAND_OFF = 0.42
"""How far from the mouth that hand is at least, in heads: it hides no mouth."""
_BESIDE_MOUTH = 0.1
"""How far from the middle of the mouth what is eaten ends, in heads."""
_TILTED = 50.0
"""By how many degrees what is at the mouth is turned at most, lest it spill."""
_STICK_ASIDE, _STICK_DOWN = 0.66, 0.16
"""Where an umbrella is held: beside the middle of the head, and below the chin, in heads."""
_CANOPY = (0.5, 1.0)
"""The length of an umbrella over a head, in adults, at least and at most."""


_ARMS = {f"{side}_{part}" for side in "rl" for part in ("shoulder", "elbow", "wrist")}
"""The joints of who can be led; an author's drawing that is used as it is may lack some."""


class Wielded(NamedTuple):
    """A thing in the hand that uses it."""

    box: Box
    """Of its drawing before it is turned, in the panel's unit square."""
    mirror: bool
    turn: float
    """By how many degrees it is turned clockwise about the hand."""
    hand: Vector
    side: int
    """Which hand has it: 0 the left one in the picture, 1 the right one."""

    def spin(self, aspect: float) -> Projection | None:
        """Return what turns the drawing in the panel's unit square; None where nothing does."""
        if not self.turn:
            return None
        about = (float(self.hand[0]) / aspect, float(self.hand[1]))
        return Projection.turned(self.turn, about=about, aspect=aspect)


def wielded(
    asked: Asked, owner: PlacedBody, row: Sequence[PlacedBody], frame: Frame
) -> Wielded | None:
    """Return how somebody uses what it has in one hand; None where it merely holds it.

    Only shoulders, head and mouth count, so that it is the same before and after the arms follow.
    """
    joints = joints_of(owner, frame.aspect)
    if asked.way == "eyes" and HOLD in asked.prop.anchors and joints.keys() >= _ARMS:
        return _at_eye(asked.prop, owner, frame)
    used = asked.way == "hand" and not asked.also and owner.body.kind == "person"
    if not used or not joints.keys() >= _ARMS or shows_already(owner.body, asked.prop):
        return None
    if owner.body.pose_word == "eating":
        return _at_mouth(asked.prop, owner, frame)
    if shades(asked.prop, asked.way):
        return _overhead(asked.prop, owner, frame)
    target = _target(owner, row, frame)
    lies = target is not None and _lies(owner, row)
    if TIP in asked.prop.anchors and (lies or owner.body.pose_word in _USING):
        at_work = owner.body.pose_word in _AT_WORK
        if lies and target is not None and not at_work:
            return _treating(asked.prop, owner, target, frame, joints)
        return _pointed(asked.prop, owner, None if at_work else target, frame, joints)
    return None


def _lies(owner: PlacedBody, row: Sequence[PlacedBody]) -> bool:
    """Tell whether who is next to somebody lies, as a patient does."""
    near = _nearest(owner, row)
    return near is not None and near.body.pose_word in LYING


def _nearest(owner: PlacedBody, row: Sequence[PlacedBody]) -> PlacedBody | None:
    """Return who is next to somebody; None who is alone."""
    others = (each for each in row if each.body.id != owner.body.id)
    return min(others, key=lambda each: abs(each.x - owner.x), default=None)


def _treating(
    prop: Prop,
    owner: PlacedBody,
    mouth: Vector,
    frame: Frame,
    joints: dict[str, Vector],
) -> Wielded:
    """Hold a tool above the mouth of who lies, as near as the arm reaches."""
    right = bool(mouth[0] > owner.x)
    shoulder, length = _arm(joints, right=right)
    size = min(prop.size, _LONGEST) * owner.scale
    away = np.array(_FROM_ABOVE) * (-1 if right else 1, 1)
    apart = mouth + away * (_long(prop, size) + _GAP * owner.scale) - shoulder
    far = float(np.hypot(*apart))
    hand = shoulder + apart * min(1.0, length / max(far, 1e-6))
    return _turned(prop, size, hand, mouth - hand, int(right), frame)


def _arm(joints: dict[str, Vector], *, right: bool) -> tuple[Vector, float]:
    """Return the shoulder on a side of the picture, and how far its hand reaches."""
    arm = max(("r", "l"), key=lambda side: (1 if right else -1) * joints[f"{side}_shoulder"][0])
    shoulder, elbow, wrist = (joints[f"{arm}_{part}"] for part in ("shoulder", "elbow", "wrist"))
    return shoulder, float(np.hypot(*(elbow - shoulder)) + 1.22 * np.hypot(*(wrist - elbow)))


def _pointed(
    prop: Prop,
    owner: PlacedBody,
    target: Vector | None,
    frame: Frame,
    joints: dict[str, Vector],
) -> Wielded:
    """Stretch an arm out towards the target, and let the tool go on from the hand."""
    right = _looks_right(owner, frame) if target is None else bool(target[0] > owner.x)
    shoulder, length = _arm(joints, right=right)
    size = min(prop.size, _LONGEST) * owner.scale
    ahead = np.array(_AHEAD) * (1 if right else -1, 1)
    at_work = owner.body.pose_word in _AT_WORK
    way, reach = ahead / np.hypot(*ahead), (_WORKING if at_work else _REACH) * length
    if target is not None:
        apart = target - shoulder
        far = max(float(np.hypot(*apart)), 1e-6)
        room = far - _long(prop, size) - _GAP * owner.scale
        way, reach = apart / far, max(_NEAREST * length, min(reach, room))
    hand = shoulder + way * reach
    return _turned(prop, size, hand, way, int(right), frame)


def _target(owner: PlacedBody, row: Sequence[PlacedBody], frame: Frame) -> Vector | None:
    """Return where a tool is used: at the mouth of who lies, at the chest of who stands near."""
    near = _nearest(owner, row)
    if near is None:
        return None
    if near.body.pose_word in LYING:
        x, y = near.box(frame.aspect).place(near.body.mouth)
        return np.array([x * frame.aspect, y])
    facing = {"right": 1, "left": -1}.get(owner.body.facing, 0)
    if facing * (near.x - owner.x) < 0:
        return None  # One turns one's back on it.
    return np.array([near.x, near.y(0.85 * near.body.chin)])


def _looks_right(owner: PlacedBody, frame: Frame) -> bool:
    """Tell to which side somebody acts: where it turns, else where there is more room."""
    if owner.body.facing in ("left", "right"):
        return owner.body.facing == "right"
    return owner.x < frame.aspect / 2


def _at_mouth(prop: Prop, owner: PlacedBody, frame: Frame) -> Wielded:
    """Bring what is eaten to the corner of the mouth, the hand beside and below it."""
    box = owner.box(frame.aspect)
    head = placed_box(owner.body.head, box)
    mouth = np.array(box.place(owner.body.mouth)) * (frame.aspect, 1)
    side = 1 if _looks_right(owner, frame) else -1
    size = min(prop.size * owner.scale, _MOUTHFUL * head.height)
    bitten = prop.but(anchors={TIP: _BITTEN} | prop.anchors)
    away = np.array(_AT_MOUTH) * (side, 1)
    far = _long(bitten, size) + _BESIDE_MOUTH * head.height
    hand = mouth + away * max(far, _HAND_OFF * head.height)
    return _turned(bitten, size, hand, -away, int(side > 0), frame, most=_TILTED)


def _at_eye(prop: Prop, owner: PlacedBody, frame: Frame) -> Wielded:
    """Hold a spyglass with the hand of the side to which it points."""
    box, mirror = at_body(prop, "eyes", owner, frame)
    x, y = prop.anchors[HOLD]
    place = box.place((1 - x if mirror else x, y))
    return Wielded(box, mirror, 0.0, np.array(place) * (frame.aspect, 1), int(not mirror))


def _overhead(prop: Prop, owner: PlacedBody, frame: Frame) -> Wielded:
    """Hold an umbrella by its stick beside the head, its canopy above it."""
    head = placed_box(owner.body.head, owner.box(frame.aspect))
    side = 1 if owner.x < frame.aspect / 2 else -1
    x = head.centre[0] * frame.aspect + side * _STICK_ASIDE * head.width * frame.aspect
    grip, shade = prop.anchor("hand")[1], prop.anchors[SHADE][1]
    dry = head.top + 0.1 * head.height
    tall = (head.bottom + _STICK_DOWN * head.height - dry) / (grip - shade)
    low, high = (share * owner.scale for share in _CANOPY)
    tall = min(max(tall, low), high)
    hand = np.array([x, dry + (grip - shade) * tall])
    box = _laid(prop, tall / min(1.0, 1 / prop.aspect), hand, frame, mirror=False)
    return Wielded(box, False, 0.0, hand, int(side > 0))


def _turned(
    prop: Prop,
    size: float,
    hand: Vector,
    way: Vector,
    side: int,
    frame: Frame,
    *,
    most: float = 180.0,
) -> Wielded:
    """Lay a thing into a hand so that its tip is that way; mirrored, it is turned the least."""
    turns = {mirror: _angle(prop, way, mirror=mirror) for mirror in (False, True)}
    mirror = min(turns, key=lambda each: abs(turns[each]))
    turn = round(max(-most, min(most, turns[mirror])), 1)
    return Wielded(_laid(prop, size, hand, frame, mirror=mirror), mirror, turn, hand, side)


def _angle(prop: Prop, way: Vector, *, mirror: bool) -> float:
    """Return by how many degrees clockwise a drawing's tip is turned until it points that way."""
    along = _along(prop) * (-1 if mirror else 1, 1)
    angles = [float(np.degrees(np.arctan2(each[1], each[0]))) for each in (way, along)]
    return (angles[0] - angles[1] + 180) % 360 - 180


def _along(prop: Prop) -> Vector:
    """Return the way from the hand to the tip, in the drawing's longer sides."""
    (x, y), (tip_x, tip_y) = prop.anchor("hand"), prop.anchors[TIP]
    return np.array([(tip_x - x) * min(1.0, prop.aspect), (tip_y - y) * min(1.0, 1 / prop.aspect)])


def _long(prop: Prop, size: float) -> float:
    """Return how far the tip is from the hand."""
    return float(np.hypot(*_along(prop))) * size


def _laid(prop: Prop, size: float, hand: Vector, frame: Frame, *, mirror: bool) -> Box:
    """Return the box in which the point that is held lies in a hand."""
    point = float(hand[0]), float(hand[1])
    return anchored(prop, "hand", size, point, frame, mirror=mirror)
