"""Skeletons for poses that nobody has drawn, by angles.

Angles are degrees from straight down, positive towards the picture's right: 90 points right, 180
up. The figure's right is the picture's left. Lengths are fractions of the standing height.
"""

from math import cos, radians, sin

from renderers.cast.puppets.stance import Angles, Stance
from schemas.geometry import JOINTS, Point
from storyboard.skeletons.actions import ACTIONS

STANCES = {
    "walking": Stance(
        r_arm=(-28, -12), l_arm=(22, 45), r_leg=(26, 8), l_leg=(-20, -32), lean=4, turn=0.6
    ),
    "running": Stance(
        r_arm=(-55, 25),
        l_arm=(40, 115),
        r_leg=(62, -12),
        l_leg=(-28, -88),
        lean=14,
        turn=0.7,
        lift=0.04,
        hands="ff",
    ),
    "jumping": Stance(
        r_arm=(-132, -158),
        l_arm=(128, 152),
        r_leg=(-38, 22),
        l_leg=(34, -30),
        lift=0.14,
        hands="oo",
    ),
    "waving": Stance(r_arm=(-105, -165), hands="or"),
    "pointing up": Stance(r_arm=(-138, -168), hands="pr", nod=-6),
    "saluting": Stance(r_arm=(-80, 145), hands="lr", touch="h-"),
    "clapping": Stance(r_arm=(-28, 82), l_arm=(28, -82), hands="ll"),
    "hugging": Stance(
        r_arm=(62, 112),
        l_arm=(70, 108),
        r_leg=(-8, -8),
        l_leg=(8, 2),
        lean=5,
        turn=0.44,
        hands="ll",
    ),
    "reaching": Stance(
        r_arm=(66, 84),
        l_arm=(78, 96),
        r_leg=(-12, -14),
        l_leg=(12, 4),
        lean=8,
        turn=0.6,
        hands="ll",
    ),
    "carrying": Stance(r_arm=(-16, 68), l_arm=(16, -68), hands="ll"),
    "throwing": Stance(
        r_arm=(-112, -172),
        l_arm=(82, 88),
        r_leg=(-22, -18),
        l_leg=(26, 6),
        lean=-8,
        turn=0.5,
        hands="fo",
    ),
    "punching": Stance(
        r_arm=(14, 128),
        l_arm=(86, 90),
        r_leg=(-28, -24),
        l_leg=(30, 4),
        lean=8,
        turn=0.6,
        hands="ff",
    ),
    "pushing": Stance(
        r_arm=(66, 84),
        l_arm=(76, 92),
        r_leg=(-34, -38),
        l_leg=(20, -14),
        lean=22,
        turn=0.7,
        hands="oo",
    ),
    "bowing": Stance(r_arm=(26, 18), l_arm=(30, 22), lean=52, nod=34, turn=0.7),
    "cheering": Stance(
        r_arm=(-150, -172), l_arm=(150, 172), r_leg=(-8, -4), l_leg=(8, 4), hands="oo"
    ),
    "dancing": Stance(
        r_arm=(-120, -165), l_arm=(72, 20), r_leg=(-8, 6), l_leg=(48, -28), lean=-6, hands="ol"
    ),
    "falling": Stance(
        r_arm=(-125, -150),
        l_arm=(80, 130),
        r_leg=(38, 74),
        l_leg=(74, 40),
        lean=-42,
        turn=0.4,
        lift=0.16,
        nod=14,
        hands="oo",
    ),
    "kicking": Stance(
        r_arm=(-62, -20),
        l_arm=(40, 110),
        r_leg=(78, 84),
        l_leg=(-4, -8),
        lean=-14,
        turn=0.6,
        hands="ff",
    ),
    "climbing": Stance(
        r_arm=(-150, -178),
        l_arm=(128, 172),
        r_leg=(-16, -4),
        l_leg=(46, -34),
        lift=0.1,
        hands="ff",
        back=True,
    ),
    "crouching": Stance(
        r_arm=(30, 68), l_arm=(40, 78), r_leg=(92, -38), l_leg=(104, -30), lean=30, turn=0.7
    ),
    "kneeling": Stance(
        r_arm=(14, 62), l_arm=(22, 74), r_leg=(6, -86), l_leg=(84, 2), lean=4, turn=0.6
    ),
    "lying": Stance(
        r_arm=(-10, -6), l_arm=(12, 8), r_leg=(-4, -2), l_leg=(8, 4), turn=0.6, roll=-88
    ),
    "sitting": Stance(r_arm=(8, 52), l_arm=(18, 60), r_leg=(70, 2), l_leg=(82, 6), turn=0.6),
    "sitting on floor": Stance(r_arm=(-24, -8), l_arm=(24, 8), r_leg=(-78, 62), l_leg=(78, -62)),
    "facepalm": Stance(r_arm=(-140, 100), l_arm=(6, -66), nod=-6, hands="lr", touch="y-"),
}
STANCES |= ACTIONS
"""Poses that no packaged character has, and those whose drawings are too tame."""

_SHOULDER, _HIP, _TORSO, _NECK = 0.08, 0.045, 0.275, 0.105
_ARM, _LEG = (0.15, 0.145), (0.17, 0.165)
_HEAD = {
    "r_eye": (-0.031, 0.045),
    "l_eye": (0.031, 0.045),
    "r_ear": (-0.068, 0.022),
    "l_ear": (0.068, 0.022),
}
_FLESH = {"ankle": 0.095, "knee": 0.05, "hip": 0.075, "wrist": 0.04, "shoulder": 0.07, "ear": 0.05}
"""How far below a joint the body still reaches."""


def joints_of(stance: Stance) -> dict[str, Point]:
    """Return every joint's place: x from the hips' middle, y down to 0, the ground."""
    width = 1 - 0.75 * stance.turn
    hips = (0.0, 0.0)
    neck = _step(hips, 180 - stance.lean, _TORSO)
    points = {"neck": neck, **_head(neck, stance)}
    for side, sign in (("r", -1.0), ("l", 1.0)):
        arm, leg = (stance.r_arm, stance.r_leg) if side == "r" else (stance.l_arm, stance.l_leg)
        shoulder = (neck[0] + sign * _SHOULDER * width, neck[1] + 0.008)
        hip = (hips[0] + sign * _HIP * width, hips[1])
        points |= _limb(f"{side}_shoulder", f"{side}_elbow", f"{side}_wrist", shoulder, arm, _ARM)
        points |= _limb(f"{side}_hip", f"{side}_knee", f"{side}_ankle", hip, leg, _LEG)
    return _grounded({name: _turned(points[name], stance.roll) for name in JOINTS}, stance.lift)


def _step(start: Point, angle: float, length: float) -> Point:
    return start[0] + length * sin(radians(angle)), start[1] + length * cos(radians(angle))


def _limb(
    first: str, second: str, third: str, start: Point, angles: Angles, lengths: tuple[float, float]
) -> dict[str, Point]:
    middle = _step(start, angles[0], lengths[0])
    return {first: start, second: middle, third: _step(middle, angles[1], lengths[1])}


def _head(neck: Point, stance: Stance) -> dict[str, Point]:
    """Place the face; turned to the side, it moves forward and its far half narrows."""
    tilt = stance.lean * 0.6 + stance.nod
    nose = _step(neck, 180 - tilt, _NECK)
    nose = (nose[0] + 0.02 * stance.turn, nose[1])
    points = {"nose": nose}
    for name, (x, y) in _HEAD.items():
        across = x * (1 - 0.5 * stance.turn) - 0.02 * stance.turn * (1 if "ear" in name else 0.5)
        dx, dy = _turned((across, -y), tilt)
        points[name] = (nose[0] + dx, nose[1] + dy)
    return points


def _turned(point: Point, angle: float) -> Point:
    c, s = cos(radians(angle)), sin(radians(angle))
    return point[0] * c - point[1] * s, point[0] * s + point[1] * c


def _grounded(points: dict[str, Point], lift: float) -> dict[str, Point]:
    """Move the figure up or down until its lowest part rests on the ground."""
    lowest = max(y + _FLESH.get(name[2:], 0.0) for name, (_, y) in points.items())
    return {name: (x, y - lowest - lift) for name, (x, y) in points.items()}
