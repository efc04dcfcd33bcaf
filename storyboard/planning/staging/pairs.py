"""People who touch: brought close, and their hands led to each other by inverse kinematics."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np

from renderers.cast.puppets.posed import POSED, posed, posed_layers, posed_name
from renderers.cast.puppets.stance import mirrored
from renderers.cast.puppets.vectors import Vector, angle_of, elbow_between
from schemas.cast import Facing
from schemas.directions import Role
from schemas.geometry import FULL_FRAME, Pose
from storyboard.planning.casting.bodies import Body
from storyboard.planning.staging.stage import PlacedBody, Wish

Arm = Literal["near", "far", "inner"]
"""The arm towards the reader of who turns to the other, the one behind it, or the one beside the
other where both face the reader."""
_HAND = 1.22
"""How far the middle of a hand is from the elbow, in forearms."""


class Reach(NamedTuple):
    """What one arm does."""

    arm: Arm
    to: Literal["torso", "between", "shoulder", "far shoulder"]
    level: float = 0.0
    """How far down, from neck (0) to hips (1)."""


class Touch(NamedTuple):
    """How two stand who touch."""

    apart: float
    """Between their axes, in their mean height."""
    arms: tuple[Reach, ...] = ()
    both: bool = True
    """Whether the other does the same."""
    front: bool = False
    """Whether both face the reader."""


TOUCHES = {
    "hugging": Touch(0.23, (Reach("near", "torso", 0.3), Reach("far", "torso", 0.6))),
    "kissing": Touch(0.24, (Reach("near", "torso", 0.5), Reach("far", "torso", 0.3))),
    "shaking hands": Touch(0.42, (Reach("near", "between", 0.7),)),
    "handing over": Touch(0.5, (Reach("near", "between", 0.55), Reach("far", "between", 0.55))),
    "high five": Touch(0.48, (Reach("far", "between", -0.45),)),
    "holding hands": Touch(0.36, (Reach("inner", "between", 1.05),), front=True),
    "hand on shoulder": Touch(0.36, (Reach("far", "shoulder"),), both=False),
    "arm around": Touch(0.27, (Reach("inner", "far shoulder"),), both=False, front=True),
    "whispering": Touch(0.26, both=False),
    "punching": Touch(0.6, both=False),
    "pushing": Touch(0.48, both=False),
}
"""Touch by pose word."""


def partnered(roles: Mapping[str, Role], order: Sequence[str]) -> dict[str, Role]:
    """Turn those who touch towards each other, and let the other do its part."""
    changed = dict(roles)
    for one, other, touch in _pairs(roles, order):
        word = roles[one].poses
        mutual = touch.both and roles[other].pose in (None, "standing", roles[one].pose)
        for who, towards in ((one, other), (other, one)):
            right = order.index(who) < order.index(towards)
            facing: Facing = "front" if touch.front else "right" if right else "left"
            own = changed[who]
            if who == one or mutual:
                changed[who] = own.but(poses=word, facing=facing, stated=True)
            elif not own.stated:
                changed[who] = own.but(facing=facing)
    return changed


def _pairs(roles: Mapping[str, Role], order: Sequence[str]) -> Iterator[tuple[str, str, Touch]]:
    """Yield who touches whom, each pair once: the one who is named first leads."""
    taken: set[str] = set()
    for who, role in roles.items():
        touch = TOUCHES.get(role.pose) if isinstance(role.pose, str) else None
        if touch is None or who in taken or who not in order:
            continue
        at = order.index(who)
        beside = [order[place] for place in (at + 1, at - 1) if 0 <= place < len(order)]
        free = [other for other in beside if other not in taken]
        same = [other for other in free if roles[other].pose == role.pose]
        if free:
            other = (same or free)[0]
            taken |= {who, other}
            yield who, other, touch


def unborne(
    wishes: Mapping[str, Wish], roles: Mapping[str, Role], order: Sequence[str]
) -> dict[str, Wish]:
    """Let those stand on the ground who touch: whoever is hugged is not carried."""
    touching = {who for pair in _pairs(roles, order) for who in pair[:2]}
    return {
        who: wish._replace(upon=None, held=False) if who in touching else wish
        for who, wish in wishes.items()
    }


def joined(
    placed: Sequence[PlacedBody],
    roles: Mapping[str, Role],
    order: Sequence[str],
    *,
    aspect: float,
    root: Path,
) -> tuple[PlacedBody, ...]:
    """Bring those close who touch, and lead their hands to each other."""
    by_id = {stood.body.id: stood for stood in placed}
    for one, other, touch in _pairs(roles, [who for who in order if who in by_id]):
        if all(_person(by_id[who].body) for who in (one, other)):
            left, right = sorted((by_id[one], by_id[other]), key=lambda stood: stood.x)
            left, right = _close(left, right, touch)
            mutual = touch.both and roles[one].pose == roles[other].pose
            for own, its in ((left, right), (right, left)):
                leads = own.body.id == one or mutual
                reaching = _reaching(own, its, touch, aspect, root) if leads else own
                by_id[own.body.id] = reaching
            if not touch.both:
                placed = _before(placed, one, other)
    return tuple(by_id[stood.body.id] for stood in placed)


def _before(placed: Sequence[PlacedBody], one: str, other: str) -> tuple[PlacedBody, ...]:
    """Let one stand nearer to us than another, so that its arm is seen."""
    names = [stood.body.id for stood in placed]
    if names.index(one) > names.index(other):
        return tuple(placed)
    at, to = names.index(one), names.index(other)
    rest = [*placed[:at], *placed[at + 1 :]]
    return (*rest[:to], placed[at], *rest[to:])


def _person(body: Body) -> bool:
    return body.kind == "person" and body.pose is not None


def _close(left: PlacedBody, right: PlacedBody, touch: Touch) -> tuple[PlacedBody, PlacedBody]:
    """Move two towards each other until they are as far apart as their touch has it."""
    height = left.body.height * left.scale + right.body.height * right.scale
    apart = touch.apart * height / 2
    middle = (left.x + right.x) / 2
    return left._replace(x=middle - apart / 2), right._replace(x=middle + apart / 2)


def _reaching(
    own: PlacedBody, other: PlacedBody, touch: Touch, aspect: float, root: Path
) -> PlacedBody:
    """Bend the arms of who was posed so that its hands are where they touch."""
    if not own.body.layers or not own.body.layers[0].startswith(POSED):
        return own
    mine, its = _joints(own, aspect), _joints(other, aspect)
    stance, layers = posed_layers(own.body.layers[0])
    shown = mirrored(stance) if own.body.mirror else stance
    rightwards = own.x < other.x
    for reach in touch.arms:
        side = _side(reach.arm, rightwards=rightwards)
        target = _target(reach, mine, its, rightwards=rightwards)
        arm = _bent(mine, side, target)
        shown = shown._replace(r_arm=arm) if side == "r" else shown._replace(l_arm=arm)
    stance = mirrored(shown) if own.body.mirror else shown
    return own._replace(body=_reposed(own.body, posed_name(stance, layers), root))


def _side(arm: Arm, *, rightwards: bool) -> str:
    """Name the arm by the figure's own side: who turns right has the right arm nearer to us."""
    if arm == "near":
        return "r" if rightwards else "l"
    return "l" if rightwards else "r"


def _joints(stood: PlacedBody, aspect: float) -> dict[str, Vector]:
    """Return the joints in panel heights."""
    box = stood.box(aspect)
    names = (
        "neck",
        "r_shoulder",
        "r_elbow",
        "r_wrist",
        "l_shoulder",
        "l_elbow",
        "l_wrist",
        "r_hip",
        "l_hip",
    )
    pose = stood.body.pose
    places = {name: pose.joint(name) for name in names} if pose else {}
    return {
        name: np.array(box.place(joint.point)) * (aspect, 1.0)
        for name, joint in places.items()
        if joint is not None
    }


def _target(
    reach: Reach, mine: dict[str, Vector], its: dict[str, Vector], *, rightwards: bool
) -> Vector:
    outer = "l" if rightwards else "r"
    inner = "r" if rightwards else "l"
    match reach.to:
        case "shoulder":
            return its[f"{inner}_shoulder"]
        case "far shoulder":
            return its[f"{outer}_shoulder"]
        case "torso":
            centre = _down(its, reach.level)
            across = its[f"{outer}_shoulder"] - its[f"{inner}_shoulder"]
            return np.asarray(centre + 0.3 * across)
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
    view = posed(name, root).view
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
