"""From a stance to joints: the stance's angles, the drawing's own lengths."""

from typing import NamedTuple

import numpy as np

from renderers.cast.puppets.rig import SIDES, Rig
from renderers.cast.puppets.stance import HEAD_FOLLOWS, TOUCHED, Stance
from renderers.cast.vectors import (
    Matrix,
    Vector,
    about,
    angle_of,
    elbow_between,
    moved,
    stepped,
    turning,
)

_FACE = ("nose", "r_eye", "l_eye", "r_ear", "l_ear")
_NARROWEST = 0.62
"""Of the shoulders: narrower, the front of a torso looks squeezed."""


class Held(NamedTuple):
    """A rig in a stance."""

    joints: dict[str, Vector]
    torso: Matrix
    """From the source's pixels."""
    head: Matrix
    side: int
    """Where the body turns: -1 left, 0 nowhere, 1 right."""
    narrow: float
    """How much narrower shoulders and hips are."""
    lean: float
    """Of the torso against the source's, degrees."""


def held(rig: Rig, stance: Stance) -> Held:
    """Place every joint of a rig; the hips stay where the source has them."""
    lean = -(stance.lean + stance.roll)
    own = angle_of(rig.joints["neck"], rig.joints["hip"])
    turn = lean - own
    narrow = max(_NARROWEST, 1 - 0.75 * abs(stance.turn))
    side = 0 if abs(stance.turn) < 0.2 else int(np.sign(stance.turn))
    linear = turning(lean) @ np.diag([narrow, 1.0]) @ turning(-own)
    torso = about(rig.joints["hip"], rig.joints["hip"], linear)
    joints = {name: moved(rig.joints[name], torso) for name in ("hip", "neck")}
    for side_name in SIDES:
        right = side_name == "r"
        arm = stance.r_arm if right else stance.l_arm
        leg = stance.r_leg if right else stance.l_leg
        for part, angles, lengths, names in (
            ("shoulder", arm, rig.arm.lengths, ("elbow", "wrist")),
            ("hip", leg, rig.leg.lengths, ("knee", "ankle")),
        ):
            root = moved(rig.joints[f"{side_name}_{part}"], torso)
            middle = stepped(root, angles[0] - stance.roll, lengths[0])
            end = stepped(middle, angles[1] - stance.roll, lengths[1])
            places = zip((part, *names), (root, middle, end), strict=True)
            joints |= {f"{side_name}_{name}": place for name, place in places}
    tilt = turning(-HEAD_FOLLOWS * stance.lean - stance.nod - stance.roll)
    head = about(rig.joints["neck"], joints["neck"], tilt)
    joints |= {name: moved(rig.joints[name], head) for name in _FACE}
    for side_name, letter in zip(SIDES, stance.touch, strict=True):
        if letter != "-":
            spot = moved(_spot(rig, side_name, letter), head)
            joints |= _touching(rig, joints, side_name, spot, hanging=letter in "mbct")
    return Held(joints, torso, head, side, narrow, turn)


def _spot(rig: Rig, side: str, letter: str) -> Vector:
    """Return a place on the head, in the source's pixels."""
    nose, eye, ear = (rig.joints[name] for name in ("nose", f"{side}_eye", f"{side}_ear"))
    match TOUCHED[letter]:
        case "mouth":
            return rig.headed.mouth
        case "before the mouth":
            return rig.headed.mouth + _before(rig, side) * rig.hand
        case "before an eye":
            side = {-1: "l", 0: side, 1: "r"}[rig.headed.profile]
            before = rig.headed.profile * np.array([0.8, 0.3]) * rig.hand
            return np.asarray(rig.joints[f"{side}_eye"] + before)
        case "chin":
            return rig.headed.mouth + 0.7 * (rig.headed.mouth - nose)
        case "ear":
            return np.asarray(ear + 0.4 * (ear - nose))
        case "forehead":
            return np.asarray(eye + (eye - nose) * np.array([0.9, 1.5]))
    return eye


def _before(rig: Rig, side: str) -> Vector:
    """Return where a hand with food is from the mouth, so that it hides no lips; in hands."""
    if rig.headed.profile:
        return np.array([0.62 * rig.headed.profile, 0.3])
    return np.array([-0.25 if side == "r" else 0.25, 0.75])


def _touching(
    rig: Rig, joints: dict[str, Vector], side: str, target: Vector, *, hanging: bool
) -> dict[str, Vector]:
    """Bend an arm so that the middle of its hand is at a target; its elbow hangs or sticks out."""
    root = joints[f"{side}_shoulder"]
    upper, lower = rig.arm.lengths
    reach = lower + 0.45 * rig.hand
    # At mouth and chin the elbow hangs, lest the arm lie across the eyes.
    outwards = 0 if hanging else -1 if side == "r" else 1
    elbow = elbow_between(root, target, (upper, reach), outwards=outwards)
    wrist = stepped(elbow, angle_of(elbow, target), lower)
    return {f"{side}_elbow": elbow, f"{side}_wrist": wrist}


def shifted(pose: Held, by: Vector) -> Held:
    """Move a figure as it is."""
    step = np.column_stack([np.zeros((2, 2)), by])
    joints = {name: place + by for name, place in pose.joints.items()}
    return pose._replace(joints=joints, torso=pose.torso + step, head=pose.head + step)
