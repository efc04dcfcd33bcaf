"""Those who touch are brought close, and their hands led to each other by inverse kinematics."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from renderers.cast.vectors import Vector
from schemas.directions import Role
from storyboard.planning.casting.bodies import Body
from storyboard.planning.staging.arms import JOINTS, joints_of, with_hands_at
from storyboard.planning.staging.nearing import head_of, inside, together
from storyboard.planning.staging.pairs import Pair, pairs_of
from storyboard.planning.staging.parting import parting, with_arms
from storyboard.planning.staging.stage import Frame, PlacedBody
from storyboard.planning.touches import Arm, Reach

_ASIDE = 0.24
"""How far from the middle one holds what another holds as well, in the distance of both."""
_SPACE = 0.06
"""How far a fist stays from a face, in panel heights of an adult."""


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
        one, other = inside(together(one, other, pair.touch, frame), frame, whole=whole)
        led = led_to(one, other, pair, frame.aspect, root)
        if not pair.touch.both:
            names = _ordered(names, pair)
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
        _reaching(one, other, touch.arms, aspect, root),
        _reaching(other, one, _answer(other, pair), aspect, root),
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
        _about(one, other, pair.touch.arms, first, last),
        _about(other, one, _answer(other, pair), first, last),
    )


def _about(
    own: PlacedBody, other: PlacedBody, arms: Sequence[Reach], first: str, last: str
) -> PlacedBody:
    apart = [
        parting(
            own.body,
            _side(reach.arm, rightwards=own.x < other.x),
            last if reach.arm == "near" else first,
            behind=reach.arm != "near",
        )
        for reach in arms
        if reach.around
    ]
    return with_arms(own, apart)


def _reaching(
    own: PlacedBody, other: PlacedBody, arms: Sequence[Reach], aspect: float, root: Path
) -> PlacedBody:
    """Bend the arms of who was posed so that its hands are where they touch."""
    mine = joints_of(own, aspect)
    rightwards = own.x < other.x
    if not mine.keys() >= set(JOINTS):
        return own
    targets = {
        _side(reach.arm, rightwards=rightwards): _target(
            reach, own, other, aspect, rightwards=rightwards
        )
        for reach in arms
    }
    return with_hands_at(own, targets, aspect, root)


def _bearing(one: PlacedBody, other: PlacedBody, aspect: float, root: Path) -> PlacedBody:
    """Lead the arms of one under the back and the knees of whom it carries."""
    its = joints_of(other, aspect)
    back = 0.5 * its["neck"] + 0.25 * (its["r_hip"] + its["l_hip"])
    knees = 0.35 * (its["r_knee"] + its["l_knee"]) + 0.15 * (its["r_hip"] + its["l_hip"])
    return with_hands_at(one, {"r": back, "l": knees}, aspect, root)


def _side(arm: Arm, *, rightwards: bool) -> str:
    """Name the arm by the figure's own side: who turns right has the right arm nearer to us."""
    if arm == "near":
        return "r" if rightwards else "l"
    return "l" if rightwards else "r"


def _target(
    reach: Reach, own: PlacedBody, other: PlacedBody, aspect: float, *, rightwards: bool
) -> Vector:
    mine, its = joints_of(own, aspect), joints_of(other, aspect)
    outer, inner = ("l", "r") if rightwards else ("r", "l")
    match reach.to:
        case "shoulder":
            return its[f"{inner}_shoulder"]
        case "far shoulder":
            return its[f"{outer}_shoulder"]
        case "upper shoulder":
            return min(its["r_shoulder"], its["l_shoulder"], key=lambda place: float(place[1]))
        case "face":
            edge = head_of(other)[0] - _SPACE if rightwards else head_of(other)[1] + _SPACE
            head = other.body.head
            level = other.body.level(0.35 * head.top + 0.65 * head.bottom)
            return np.array([edge, other.y(level)])
        case "torso" | "front":
            across = its[f"{outer}_shoulder"] - its[f"{inner}_shoulder"]
            share = 0.3 if reach.to == "torso" else -0.5
            return np.asarray(_down(its, reach.level) + share * across)
    middle = (_down(mine, reach.level) + _down(its, reach.level)) / 2
    if reach.to == "this side":
        middle[0] += _ASIDE * (own.x - other.x)
    return np.asarray(middle)


def _down(joints: dict[str, Vector], level: float) -> Vector:
    hip = (joints["r_hip"] + joints["l_hip"]) / 2
    return np.asarray(joints["neck"] + level * (hip - joints["neck"]))
