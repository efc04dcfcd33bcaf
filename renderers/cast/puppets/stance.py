"""How a body is held, as angles, and the short text that names it."""

from math import atan2, degrees, hypot
from typing import NamedTuple

from schemas.geometry import Pose

Angles = tuple[float, float]
"""Of the upper and the lower half of a limb."""

HANDS = {"r": "relaxed", "o": "open", "f": "fist", "l": "flat", "p": "pointing", "t": "thumb"}
"""How a hand may be held, by the letter that stands for it."""

HEAD_FOLLOWS = 0.7
"""How much of the torso's lean a head takes on."""
TOUCHED = {
    "m": "mouth",
    "b": "before the mouth",
    "c": "chin",
    "y": "eye",
    "t": "before an eye",
    "e": "ear",
    "h": "forehead",
}
"""Where on its own head, or before it, a hand may be, by the letter that stands for it."""
_SHOULDERS = 0.16 / 0.275
"""Width of the shoulders over the torso's length, of a figure that faces the reader."""
PARTS = {"r", "l", "-r", "-l", "-lr"}
"""What of a figure may be painted without the rest."""

_WORN = "w="
"""What stands before clothes in a stance's text."""
_ACROSS = str.maketrans("rl", "lr")


class Stance(NamedTuple):
    """How the limbs are held."""

    r_arm: Angles = (-8, -3)
    l_arm: Angles = (8, 3)
    r_leg: Angles = (-3, -1)
    l_leg: Angles = (3, 1)
    lean: float = 0
    """Of the torso, positive towards the right."""
    turn: float = 0
    """How far the figure is turned to the right: 0 faces the reader, 1 is in profile."""
    lift: float = 0
    """How high the lowest joint is above where it would rest."""
    nod: float = 0
    """Of the head, beyond the torso's lean."""
    roll: float = 0
    """Of the whole figure; 90 lies with its head to the right."""
    hands: str = "rr"
    """The right and the left hand, as letters of `HANDS`."""
    behind: str = ""
    """Sides, `r` and `l`, whose arm passes behind the torso."""
    back: bool = False
    """Whether the figure is seen from behind."""
    touch: str = "--"
    """What the right and the left hand touch, as letters of `TOUCHED`; `-` is nothing. The arm
    then bends as it must, whatever its angles."""
    look: float = 0
    """How far the head alone is turned, as `turn`; 0 follows the body."""
    worn: str = ""
    """What is put on over the drawing's clothes, as `wardrobe` names it."""
    shown: str = ""
    """What of the figure is painted: everything, the arm `r` or `l` alone, or `-` and the arms
    that are left out."""

    @property
    def head_turn(self) -> float:
        """How far the head is turned to the right, with the body or alone."""
        return self.look or self.turn


def token_of(stance: Stance) -> str:
    """Write a stance as text without colons or spaces; equal stances give equal texts."""
    angles = (*stance.r_arm, *stance.l_arm, *stance.r_leg, *stance.l_leg)
    body = (stance.lean, stance.turn, stance.lift, stance.nod, stance.roll)
    numbers = ",".join(f"{round(value, 3):g}" for value in (*angles, *body))
    numbers += f",{round(stance.look, 3):g}" if stance.look else ""
    back = "back" if stance.back else ""
    shown = (stance.shown,) if stance.shown else ()
    worn = (f"{_WORN}{stance.worn}",) if stance.worn else ()
    return ";".join((numbers, stance.hands, stance.behind, back, stance.touch, *worn, *shown))


def stance_from(token: str) -> Stance:
    """Read what `token_of` wrote.

    Raises:
        ValueError: it is no such text.
    """
    numbers, hands, behind, back, touch, *rest = token.split(";")
    worn = next((each.removeprefix(_WORN) for each in rest if each.startswith(_WORN)), "")
    shown = [each for each in rest if not each.startswith(_WORN)]
    values = [float(value) for value in numbers.split(",")]
    known = set(hands) <= set(HANDS) and set(touch) <= {*TOUCHED, "-"} and set(shown) <= PARTS
    if len(values) not in (13, 14) or not known or len(hands + touch) != 4:
        raise ValueError(f"{token!r} names no stance")
    r_arm, l_arm, r_leg, l_leg = ((values[at], values[at + 1]) for at in range(0, 8, 2))
    lean, turn, lift, nod, roll, look = (*values[8:], 0.0)[:6]
    return Stance(
        r_arm,
        l_arm,
        r_leg,
        l_leg,
        lean,
        turn,
        lift,
        nod,
        roll,
        hands,
        behind,
        back == "back",
        touch,
        look,
        worn,
        *shown,
    )


def mirrored(stance: Stance) -> Stance:
    """Return the stance that a mirror shows: the other arm and leg, to the other side."""

    def across(angles: Angles) -> Angles:
        return -angles[0], -angles[1]

    return stance._replace(
        r_arm=across(stance.l_arm),
        l_arm=across(stance.r_arm),
        r_leg=across(stance.l_leg),
        l_leg=across(stance.r_leg),
        lean=-stance.lean,
        turn=-stance.turn,
        nod=-stance.nod,
        look=-stance.look,
        roll=-stance.roll,
        hands=stance.hands[::-1],
        touch=stance.touch[::-1],
        behind=stance.behind.translate(_ACROSS),
        shown="".join(sorted(stance.shown.translate(_ACROSS))),
    )


def stance_of(pose: Pose, *, aspect: float = 1.0) -> Stance | None:
    """Read the angles off keypoints; None where shoulders, hips or neck are absent.

    Limbs that are absent hang. A figure that is turned to the left is returned as it is: its
    `turn` is negative.

    Args:
        pose: in a unit square.
        aspect: that square's width over its height.
    """
    places = {
        name: (joint.x * aspect, joint.y)
        for name in ("nose", "neck", "r_eye", "l_eye", "r_ear", "l_ear", *_limb_names())
        if (joint := pose.joint(name)) is not None
    }
    if not {"neck", "r_shoulder", "l_shoulder", "r_hip", "l_hip"} <= places.keys():
        return None
    hip = tuple((a + b) / 2 for a, b in zip(places["r_hip"], places["l_hip"], strict=True))
    lean = -_angle(places["neck"], (hip[0], hip[1]))
    plain = Stance()
    return Stance(
        r_arm=_limb(places, "r", ("shoulder", "elbow", "wrist"), plain.r_arm),
        l_arm=_limb(places, "l", ("shoulder", "elbow", "wrist"), plain.l_arm),
        r_leg=_limb(places, "r", ("hip", "knee", "ankle"), plain.r_leg),
        l_leg=_limb(places, "l", ("hip", "knee", "ankle"), plain.l_leg),
        lean=lean,
        turn=_turn(places, (hip[0], hip[1])),
        nod=_nod(places, lean),
    )


def _limb_names() -> list[str]:
    parts = ("shoulder", "elbow", "wrist", "hip", "knee", "ankle")
    return [f"{side}_{part}" for side in "rl" for part in parts]


def _limb(
    places: dict[str, tuple[float, float]], side: str, parts: tuple[str, str, str], plain: Angles
) -> Angles:
    root, middle, end = (places.get(f"{side}_{part}") for part in parts)
    upper = _angle(root, middle) if root and middle else plain[0]
    return upper, _angle(middle, end) if middle and end else upper


def _angle(start: tuple[float, float], end: tuple[float, float]) -> float:
    return degrees(atan2(end[0] - start[0], end[1] - start[1]))


def _turn(places: dict[str, tuple[float, float]], hip: tuple[float, float]) -> float:
    """Return how far the body is turned: by the shoulders' width, to where the nose is."""
    right, left, neck = places["r_shoulder"], places["l_shoulder"], places["neck"]
    torso = max(hypot(neck[0] - hip[0], neck[1] - hip[1]), 1e-6)
    width = hypot(right[0] - left[0], right[1] - left[1]) / torso / _SHOULDERS
    turn = min(1.0, max(0.0, (1 - width) / 0.75))
    ears = [places[name][0] for name in ("r_ear", "l_ear") if name in places]
    nose = places.get("nose")
    if turn < 0.2 or nose is None or not ears:
        return 0.0 if turn < 0.2 else turn
    return turn if nose[0] >= sum(ears) / len(ears) else -turn


def _nod(places: dict[str, tuple[float, float]], lean: float) -> float:
    if not {"r_eye", "l_eye"} <= places.keys():
        return 0.0
    (rx, ry), (lx, ly) = places["r_eye"], places["l_eye"]
    tilt = degrees(atan2(ly - ry, lx - rx))
    beyond = (tilt - HEAD_FOLLOWS * lean + 180) % 360 - 180
    return max(-28.0, min(28.0, beyond)) + 0.0
