"""Those who touch are brought close, and their hands led to each other by inverse kinematics."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from renderers.cast.vectors import Vector
from schemas.directions import Role
from storyboard.planning.casting.bodies import Body
from storyboard.planning.staging.arms import JOINTS, joints_of, with_hands_at
from storyboard.planning.staging.nearing import apart_by, inside, together
from storyboard.planning.staging.pairs import Pair, pairs_of
from storyboard.planning.staging.parting import parting, with_arms
from storyboard.planning.staging.stage import Frame, PlacedBody
from storyboard.planning.staging.surfaces import face_seen, sides_at
from storyboard.planning.touches import Arm, Reach

_SPACE = 0.06
"""How far a fist stays from who is struck, in the height of that one."""
_HAND = 0.05
"""How far from the edge of a back the middle of a hand lies on it, in the height of that one."""
_OVER = 0.03
"""How far within a shoulder the hand is that comes from behind, its fingers over the edge."""
_SEEN, _STEP, _STEPS = 0.85, 0.03, 3
"""How much of a face is to be seen of who embraces somebody, and by how much, in their height, and
how often they are moved apart until it is."""


def joined(
    placed: Sequence[PlacedBody],
    roles: Mapping[str, Role],
    order: Sequence[str],
    frame: Frame,
    *,
    root: Path,
) -> tuple[PlacedBody, ...]:
    """Bring those close who touch, and lead their hands to each other."""
    by_id = {stood.body.id: stood for stood in placed}
    names = [stood.body.id for stood in placed]
    for pair in pairs_of(roles, [who for who in order if who in by_id]):
        one, other = by_id[pair.one], by_id[pair.other]
        if not (_person(one.body) and _person(other.body)):
            continue
        whole = pair.touch.strict or pair.touch.lying
        one, other = together(one, other, pair.touch, frame)
        if pair.touch.embraces:
            steps = 0 if pair.touch.lips else _STEPS
            names, one, other = _faces_clear(names, one, other, frame.aspect, root, steps=steps)
        elif not pair.touch.both:
            names = _ordered(names, pair)
        one, other = inside((one, other), frame, whole=whole)
        led = led_to(one, other, pair, frame.aspect, root)
        by_id |= {stood.body.id: stood for stood in _embracing(*led, pair, names)}
    return tuple(by_id[name] for name in names)


def _ordered(names: Sequence[str], pair: Pair) -> list[str]:
    """Let who touches stand nearer to us, so that its arm is seen, or behind whom it carries."""
    front, back = (pair.other, pair.one) if pair.touch.behind else (pair.one, pair.other)
    if names.index(front) > names.index(back):
        return list(names)
    rest = [name for name in names if name != front]
    at = rest.index(back) + 1
    return [*rest[:at], front, *rest[at:]]


def _faces_clear(
    names: Sequence[str],
    one: PlacedBody,
    other: PlacedBody,
    aspect: float,
    root: Path,
    *,
    steps: int,
) -> tuple[list[str], PlacedBody, PlacedBody]:
    """Let the one be behind of whose face more is seen then; apart, where that is too little."""
    for left in range(steps, -1, -1):
        over_one = face_seen(one, other, aspect, root)
        over_other = face_seen(other, one, aspect, root)
        if max(over_one, over_other) >= _SEEN or not left:
            break
        one, other = apart_by(one, other, _STEP)
    front, back = (other, one) if over_one >= over_other else (one, other)
    rest = [name for name in names if name != front.body.id]
    at = rest.index(back.body.id) + 1
    return [*rest[:at], front.body.id, *rest[at:]], one, other


def _person(body: Body) -> bool:
    return body.kind == "person" and body.pose is not None


def led_to(
    one: PlacedBody, other: PlacedBody, pair: Pair, aspect: float, root: Path
) -> tuple[PlacedBody, PlacedBody]:
    """Bend the arms of those who lead their hands somewhere."""
    if pair.touch.strict:
        return _bearing(one, other, aspect, root), other
    touch = pair.touch
    return (
        reaching(one, other, touch.arms, aspect, root),
        reaching(other, one, _answer(other, pair), aspect, root),
    )


def _answer(other: PlacedBody, pair: Pair) -> tuple[Reach, ...]:
    """Return what the arms of the other do."""
    if pair.mutual:
        return pair.touch.answer or pair.touch.arms
    return pair.touch.answer if other.body.pose_word == pair.touch.other else ()


def _embracing(
    one: PlacedBody, other: PlacedBody, pair: Pair, names: Sequence[str]
) -> tuple[PlacedBody, PlacedBody]:
    """Let arms be painted before both, or behind both, that are about each other."""
    first, last = sorted((one.body.id, other.body.id), key=names.index)
    return (
        about(one, other, pair.touch.arms, first, last),
        about(other, one, _answer(other, pair), first, last),
    )


def about(
    own: PlacedBody, other: PlacedBody, arms: Sequence[Reach], first: str, last: str
) -> PlacedBody:
    """Let near arms be painted before `last`, the others behind `first`, both ids."""
    apart = [
        parting(
            own.body,
            side_of(reach.arm, rightwards=own.x < other.x),
            last if reach.arm == "near" else first,
            behind=reach.arm != "near",
        )
        for reach in arms
        if reach.around
    ]
    return with_arms(own, apart)


def reaching(
    own: PlacedBody,
    other: PlacedBody,
    arms: Sequence[Reach],
    aspect: float,
    root: Path,
    *,
    outwards: bool = False,
) -> PlacedBody:
    """Bend the arms of who was posed so that its hands are where they touch.

    Args:
        outwards: whether elbows are beside the body, and do not hang.
    """
    mine = joints_of(own, aspect)
    rightwards = own.x < other.x
    if not mine.keys() >= set(JOINTS):
        return own
    targets = {
        side_of(reach.arm, rightwards=rightwards): _target(
            reach, own, other, aspect, root, rightwards=rightwards
        )
        for reach in arms
    }
    return with_hands_at(own, targets, aspect, root, outwards=outwards)


def _bearing(one: PlacedBody, other: PlacedBody, aspect: float, root: Path) -> PlacedBody:
    """Lead the arms of one under the back and the knees of whom it carries."""
    its = joints_of(other, aspect)
    back = 0.5 * its["neck"] + 0.25 * (its["r_hip"] + its["l_hip"])
    knees = 0.35 * (its["r_knee"] + its["l_knee"]) + 0.15 * (its["r_hip"] + its["l_hip"])
    return with_hands_at(one, {"r": back, "l": knees}, aspect, root)


def side_of(arm: Arm, *, rightwards: bool) -> str:
    """Name the arm by the figure's own side: who turns right has the right arm nearer to us."""
    if arm == "near":
        return "r" if rightwards else "l"
    return "l" if rightwards else "r"


def _target(
    reach: Reach,
    own: PlacedBody,
    other: PlacedBody,
    aspect: float,
    root: Path,
    *,
    rightwards: bool,
) -> Vector:
    mine, its = joints_of(own, aspect), joints_of(other, aspect)
    outer, inner = ("l", "r") if rightwards else ("r", "l")
    match reach.to:
        case "shoulder":
            return its[f"{inner}_shoulder"]
        case "far shoulder":
            over = _OVER * other.body.height * other.scale
            return np.asarray(its[f"{outer}_shoulder"] + (-over if rightwards else over, 0.0))
        case "upper shoulder":
            return min(its["r_shoulder"], its["l_shoulder"], key=lambda place: float(place[1]))
        case "torso" | "front" | "before":
            return _at_trunk(reach, other, its, aspect, root, rightwards=rightwards)
    middle = (_down(mine, reach.level) + _down(its, reach.level)) / 2
    middle[0] += reach.aside * (own.x - other.x)
    return np.asarray(middle)


def _at_trunk(
    reach: Reach,
    other: PlacedBody,
    joints: dict[str, Vector],
    aspect: float,
    root: Path,
    *,
    rightwards: bool,
) -> Vector:
    """Return a place on the far or the near side of a trunk, or just before it."""
    axis, y = _down(joints, reach.level)
    left, right = sides_at(other, float(y), aspect, root)
    inner, outer = (left, right) if rightwards else (right, left)
    ahead = 1.0 if rightwards else -1.0
    tall = other.body.height * other.scale
    match reach.to:
        case "before":
            return np.array([inner - ahead * _SPACE * tall, y])
        case "front":
            return np.array([inner, y])
    x = outer - ahead * _HAND * tall
    return np.array([max(x, axis) if rightwards else min(x, axis), y])


def _down(joints: dict[str, Vector], level: float) -> Vector:
    hip = (joints["r_hip"] + joints["l_hip"]) / 2
    return np.asarray(joints["neck"] + level * (hip - joints["neck"]))
