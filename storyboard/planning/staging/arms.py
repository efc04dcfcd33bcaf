"""Arms and legs of posed figures, led to places by inverse kinematics."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np

from renderers.cast.puppets.names import POSED, posed_name, recipe_of
from renderers.cast.puppets.posed import posed_view
from renderers.cast.puppets.stance import Stance, mirrored
from renderers.cast.vectors import Vector, angle_of, elbow_between
from schemas.geometry import FULL_FRAME, Pose
from storyboard.planning.casting.bodies import Body
from storyboard.planning.staging.stage import PlacedBody

_LIMBS = ("shoulder", "elbow", "wrist", "hip", "knee", "ankle")
JOINTS = (
    "neck",
    *(f"{side}_{part}" for side in "rl" for part in _LIMBS),
)
"""The joints by which people touch."""
_HAND = 1.22
"""How far the middle of a hand is from the elbow, in forearms."""


def with_hands_at(
    own: PlacedBody,
    targets: Mapping[str, Vector],
    aspect: float,
    root: Path,
    *,
    outwards: bool = False,
) -> PlacedBody:
    """Bend arms so that hands are at places, in panel heights; who was not posed stays as it is.

    Args:
        targets: by the figure's own side, `r` and `l`.
        outwards: whether elbows are beside the body, and do not hang.
    """
    shown = _shown(own.body) if targets else None
    if shown is None:
        return own
    mine = joints_of(own, aspect)
    for side, target in targets.items():
        arm = _bent(mine, side, target, outwards=outwards)
        shown = shown._replace(r_arm=arm) if side == "r" else shown._replace(l_arm=arm)
        shown = shown._replace(touch=_let_go(shown.touch, side))
    return own._replace(body=_reposed(own.body, shown, root))


def with_feet_at(
    own: PlacedBody, targets: Mapping[str, Vector], aspect: float, root: Path
) -> PlacedBody:
    """Bend legs so that ankles are at places, in panel heights, knees to where the figure turns.

    The hips stay where they are. Who was not posed stays as it is.

    Args:
        targets: by the figure's own side, `r` and `l`.
    """
    shown = _shown(own.body) if targets else None
    if shown is None:
        return own
    mine = joints_of(own, aspect)
    ahead = {"left": -1, "right": 1}.get(own.body.facing, 0)
    for side, target in targets.items():
        hip, knee, ankle = (mine[f"{side}_{part}"] for part in ("hip", "knee", "ankle"))
        lengths = float(np.hypot(*(knee - hip))), float(np.hypot(*(ankle - knee)))
        bend = elbow_between(hip, target, lengths, outwards=ahead)
        leg = round(angle_of(hip, bend), 1), round(angle_of(bend, target), 1)
        shown = shown._replace(r_leg=leg) if side == "r" else shown._replace(l_leg=leg)
    body = _reposed(own.body, shown, root)
    hips = [each.joint_level("r_hip", "l_hip") or 0.0 for each in (own.body, body)]
    # The lowest point is the ground's, and it is another one now.
    return own._replace(body=body, ground=own.ground + (hips[1] - hips[0]) * own.scale)


def _shown(body: Body) -> Stance | None:
    """Return the stance in which a posed figure is seen; None of who was not posed."""
    if not body.layers or not body.layers[0].startswith(POSED):
        return None
    stance = recipe_of(body.layers[0]).stance
    assert stance is not None, "it is a posed picture"
    return mirrored(stance) if body.mirror else stance


def _let_go(touch: str, side: str) -> str:
    """Return what hands touch, but for one that is led elsewhere."""
    return f"-{touch[1]}" if side == "r" else f"{touch[0]}-"


def joints_of(stood: PlacedBody, aspect: float) -> dict[str, Vector]:
    """Return where joints are, in panel heights."""
    box = stood.box(aspect)
    pose = stood.body.pose
    places = {name: pose.joint(name) for name in JOINTS} if pose else {}
    return {
        name: np.array(box.place(joint.point)) * (aspect, 1.0)
        for name, joint in places.items()
        if joint is not None
    }


def _bent(
    joints: dict[str, Vector], side: str, target: Vector, *, outwards: bool
) -> tuple[float, float]:
    """Return the angles of an arm whose hand is at a target."""
    shoulder, elbow, wrist = (joints[f"{side}_{part}"] for part in ("shoulder", "elbow", "wrist"))
    away = (1 if shoulder[0] > joints["neck"][0] else -1) if outwards else 0
    upper, lower = (float(np.hypot(*(b - a))) for a, b in ((shoulder, elbow), (elbow, wrist)))
    bend = elbow_between(shoulder, target, (upper, lower * _HAND), outwards=away)
    return round(angle_of(shoulder, bend), 1), round(angle_of(bend, target), 1)


def _reposed(body: Body, shown: Stance, root: Path) -> Body:
    """Return a body that is seen in another stance, by the same drawing."""
    recipe = recipe_of(body.layers[0])
    name = posed_name(mirrored(shown) if body.mirror else shown, recipe.layers, recipe.head)
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
