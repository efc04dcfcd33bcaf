"""Those who touch are brought close, and their hands led to each other by inverse kinematics."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from renderers.cast.puppets.posed import POSED, posed_layers, posed_name, posed_view
from renderers.cast.puppets.stance import mirrored
from renderers.cast.vectors import Vector, angle_of, elbow_between
from schemas.directions import Role
from schemas.geometry import FULL_FRAME, Pose
from storyboard.planning.casting.bodies import Body
from storyboard.planning.staging.pairs import Pair, pairs_of
from storyboard.planning.staging.stage import Frame, PlacedBody
from storyboard.planning.touches import Arm, Reach, Touch

_HAND = 1.22
"""How far the middle of a hand is from the elbow, in forearms."""
_SPACE = 0.06
"""How far a fist stays from a face, in panel heights of an adult."""
_EDGE = 0.03
"""How near those who touch come to the panel's edge, in panel heights."""
_JOINTS = (
    "neck",
    *(f"{side}_{part}" for side in "rl" for part in ("shoulder", "elbow", "wrist", "hip", "knee")),
)


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
        one, other = _inside(
            _together(one, other, pair.touch), frame, whole=pair.touch.strict or pair.touch.lying
        )
        led = led_to(one, other, pair, frame.aspect, root)
        by_id |= {stood.body.id: stood for stood in led}
        if not pair.touch.both:
            names = _ordered(names, pair)
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


def _together(one: PlacedBody, other: PlacedBody, touch: Touch) -> tuple[PlacedBody, PlacedBody]:
    """Move two towards each other until they are as far apart as their touch has it."""
    height = (one.body.height * one.scale + other.body.height * other.scale) / 2
    if touch.strict:
        return one, _in_arms(one, other)
    left, right = sorted((one, other), key=lambda stood: stood.x)
    apart = touch.apart * height
    if touch.heads is not None:
        between = _head(right)[0] - _head(left)[1]
        apart = right.x - left.x - between + touch.heads * height
    middle = (left.x + right.x) / 2
    left, right = left._replace(x=middle - apart / 2), right._replace(x=middle + apart / 2)
    if touch.behind:
        ground = max(left.ground, right.ground)
        back = ground - 0.05 * height
        moved = [
            stood._replace(ground=back if stood.body.id == one.body.id else ground)
            for stood in (left, right)
        ]
        left, right = moved
    return (left, right) if left.body.id == one.body.id else (right, left)


def _in_arms(one: PlacedBody, other: PlacedBody) -> PlacedBody:
    """Lay one across the arms of another, below its face."""
    body = other.body
    other = other._replace(scale=one.scale, ground=0.0, x=0.0)
    joints = joints_of(other, 1.0)
    hip, neck = (joints["r_hip"] + joints["l_hip"]) / 2, joints["neck"]
    middle = 0.6 * hip + 0.4 * neck
    level = one.body.chin - 0.27 * one.body.height
    return other._replace(
        x=one.x - float(middle[0]) + 0.02 * body.height * one.scale,
        ground=one.y(level) - float(middle[1]),
    )


def _head(stood: PlacedBody) -> tuple[float, float]:
    """Return the left and right end of a head, in panel heights."""
    head = stood.body.head
    left, right = (stood.body.across(x) * stood.scale for x in (head.left, head.right))
    return stood.x + left, stood.x + right


def _inside(
    pair: tuple[PlacedBody, PlacedBody], frame: Frame, *, whole: bool
) -> tuple[PlacedBody, PlacedBody]:
    """Step back from two, and move them, until both are in the picture.

    Args:
        whole: whether no part of them may be outside, and not only no head, shoulder and hip.
    """
    start, end = frame.span
    left, right = _outer_ends(pair) if whole else _ends(pair)
    shrink = min(1.0, (end - start - 2 * _EDGE) / max(right - left, 1e-6))
    centre = (left + right) / 2
    half = (right - left) / 2 * shrink
    to = min(max(centre, start + _EDGE + half), end - _EDGE - half)
    line = min(stood.y(stood.body.head_top) for stood in pair)
    one, other = (
        stood._replace(
            x=to + (stood.x - centre) * shrink,
            ground=line + (stood.ground - line) * shrink,
            scale=stood.scale * shrink,
        )
        for stood in pair
    )
    return one, other


def _ends(pair: Iterable[PlacedBody]) -> tuple[float, float]:
    """Return how far the heads, shoulders and hips of two reach to the left and to the right."""
    xs = [edge for stood in pair for edge in _head(stood)]
    for stood in pair:
        joints = joints_of(stood, 1.0)
        names = joints.keys() & {"r_shoulder", "l_shoulder", "r_hip", "l_hip"}
        xs += [float(joints[name][0]) for name in names]
    return min(xs), max(xs)


def _outer_ends(pair: Iterable[PlacedBody]) -> tuple[float, float]:
    """Return how far two reach to the left and to the right."""
    boxes = [stood.body.outline.placed(stood.box(1.0)).bounds for stood in pair]
    return min(box.left for box in boxes), max(box.right for box in boxes)


def led_to(
    one: PlacedBody, other: PlacedBody, pair: Pair, aspect: float, root: Path
) -> tuple[PlacedBody, PlacedBody]:
    """Bend the arms of those who lead their hands somewhere."""
    if pair.touch.strict:
        return _bearing(one, other, aspect, root), other
    touch = pair.touch
    answer = touch.arms if pair.mutual else touch.answer if _answers(other, touch) else ()
    return (
        _reaching(one, other, touch.arms, aspect, root),
        _reaching(other, one, answer, aspect, root),
    )


def _answers(other: PlacedBody, touch: Touch) -> bool:
    return other.body.pose_word == touch.other


def _reaching(
    own: PlacedBody, other: PlacedBody, arms: Sequence[Reach], aspect: float, root: Path
) -> PlacedBody:
    """Bend the arms of who was posed so that its hands are where they touch."""
    mine = joints_of(own, aspect)
    rightwards = own.x < other.x
    if not mine.keys() >= set(_JOINTS):
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


def with_hands_at(
    own: PlacedBody, targets: Mapping[str, Vector], aspect: float, root: Path
) -> PlacedBody:
    """Bend arms so that hands are at places, in panel heights; who was not posed stays as it is.

    Args:
        targets: by the figure's own side, `r` and `l`.
    """
    if not targets or not own.body.layers or not own.body.layers[0].startswith(POSED):
        return own
    mine = joints_of(own, aspect)
    stance, layers = posed_layers(own.body.layers[0])
    shown = mirrored(stance) if own.body.mirror else stance
    for side, target in targets.items():
        arm = _bent(mine, side, target)
        shown = shown._replace(r_arm=arm) if side == "r" else shown._replace(l_arm=arm)
    stance = mirrored(shown) if own.body.mirror else shown
    return own._replace(body=_reposed(own.body, posed_name(stance, layers), root))


def _side(arm: Arm, *, rightwards: bool) -> str:
    """Name the arm by the figure's own side: who turns right has the right arm nearer to us."""
    if arm == "near":
        return "r" if rightwards else "l"
    return "l" if rightwards else "r"


def joints_of(stood: PlacedBody, aspect: float) -> dict[str, Vector]:
    """Return where joints are, in panel heights."""
    box = stood.box(aspect)
    pose = stood.body.pose
    places = {name: pose.joint(name) for name in _JOINTS} if pose else {}
    return {
        name: np.array(box.place(joint.point)) * (aspect, 1.0)
        for name, joint in places.items()
        if joint is not None
    }


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
            edge = _head(other)[0] - _SPACE if rightwards else _head(other)[1] + _SPACE
            head = other.body.head
            level = other.body.level(0.35 * head.top + 0.65 * head.bottom)
            return np.array([edge, other.y(level)])
        case "torso" | "front":
            across = its[f"{outer}_shoulder"] - its[f"{inner}_shoulder"]
            share = 0.3 if reach.to == "torso" else -0.5
            return np.asarray(_down(its, reach.level) + share * across)
    return np.asarray((_down(mine, reach.level) + _down(its, reach.level)) / 2)


def _down(joints: dict[str, Vector], level: float) -> Vector:
    hip = (joints["r_hip"] + joints["l_hip"]) / 2
    return np.asarray(joints["neck"] + level * (hip - joints["neck"]))


def _bent(joints: dict[str, Vector], side: str, target: Vector) -> tuple[float, float]:
    """Return the angles of an arm whose hand is at a target, its elbow hanging."""
    shoulder, elbow, wrist = (joints[f"{side}_{part}"] for part in ("shoulder", "elbow", "wrist"))
    upper, lower = (float(np.hypot(*(b - a))) for a, b in ((shoulder, elbow), (elbow, wrist)))
    bend = elbow_between(shoulder, target, (upper, lower * _HAND), outwards=0)
    return round(angle_of(shoulder, bend), 1), round(angle_of(bend, target), 1)


def _reposed(body: Body, name: str, root: Path) -> Body:
    """Return a body whose picture is another of the same drawing."""
    view = posed_view(name, root)
    drawing = view.drawings[0]
    pose: Pose | None = drawing.keypoints
    outline, head, mouth = drawing.outline, view.head or body.head, view.mouth or body.mouth
    if body.mirror:
        pose = pose and pose.placed(FULL_FRAME, mirror=True)
        outline = outline.placed(FULL_FRAME, mirror=True)
        head = head.but(left=1 - head.right, right=1 - head.left)
        mouth = 1 - mouth[0], mouth[1]
    return replace(
        body,
        outline=outline,
        pose=pose,
        head=head,
        mouth=mouth,
        canvas=view.canvas.aspect,
        stature=view.stature,
        ground=view.ground,
        layers=(name,),
    )
