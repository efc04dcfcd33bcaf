"""Whose head a drawing has, and where it looks: its own, turned, or another picture's.

An author's pictures are each used for what they show best: the head of the picture that has the
mood, or looks to the side, on the body of the one that has the pose.
"""

from collections.abc import Iterator
from math import hypot
from pathlib import Path

from renderers.cast.doubts import NEEDED
from renderers.cast.faces.felt import unfeelable
from renderers.cast.matching import facing_of
from renderers.cast.puppets.names import headed_name
from renderers.cast.puppets.posed import heads_fit, posed_view
from renderers.cast.references import Look
from schemas.cast import Card, Drawing, View
from schemas.directions import Role
from schemas.geometry import Pose
from storyboard.planning.casting.feeling import felt_look, shows

TURNED = 0.8
"""How far a head is turned that looks to a side."""
_SIDES = {"left": -1, "right": 1}
_FELT, _LOST = 0.5, 1.0
"""What it costs that a mood is drawn onto a face, and that it is not shown."""
_UNTURNED, _BORROWED = 0.3, 0.1
"""What it costs that a head is turned by the program, and that it is another picture's."""
_NEAR = 0.75
"""A wrist as near to the nose, in ways from nose to neck, may hide the face."""


def borrowed_head(
    card: Card, view: View, drawing: Drawing, role: Role, *, root: Path
) -> tuple[View, Drawing] | None:
    """Return another picture of an author's whose head suits a role better; None where none does.

    Raises:
        StoryInvalid, AssetMissing: a picture cannot be used.
    """
    if view.faces:
        return None
    costs = [(_own_cost(view, drawing, role, root), -1)]
    others = [other for other in _others(card, view) if _usable(*other, role)]
    costs += [(_BORROWED + _cost(*other, role), at) for at, other in enumerate(others)]
    for _, at in sorted(costs):
        if at < 0:
            return None
        if heads_fit((drawing.picture,), (others[at][1].picture,), root):
            return others[at]
    return None


def _others(card: Card, view: View) -> Iterator[tuple[View, Drawing]]:
    for other in card.views:
        if other is not view and not other.faces:
            yield from ((other, drawing) for drawing in other.drawings)


def _usable(view: View, drawing: Drawing, role: Role) -> bool:
    pose, facing = drawing.keypoints, facing_of(view, drawing)
    free = pose is not None and _free(drawing, view, pose) and _arms_hang(pose)
    return free and (facing == "front" or (facing in _SIDES and _aside(role)))


def _arms_hang(pose: Pose) -> bool:
    """Tell whether no arm is raised beside the head, which would come along with it.

    Arms that are raised are read badly: of an elbow that is not found nobody knows.
    """
    neck = pose.joint("neck")
    elbows, wrists = (
        [pose.joint(f"{side}_{part}") for side in "rl"] for part in ("elbow", "wrist")
    )
    known = [joint for joint in (*elbows, *wrists) if joint is not None]
    return neck is not None and all(elbows) and all(joint.y > neck.y for joint in known)


def _aside(role: Role) -> bool:
    return role.facing in _SIDES


def _cost(view: View, drawing: Drawing, role: Role) -> float:
    mood = 0.0 if shows(view.mood, role.mood) else _LOST
    unturned = _aside(role) and facing_of(view, drawing) not in _SIDES
    return mood + _UNTURNED * unturned


def _own_cost(view: View, drawing: Drawing, role: Role, root: Path) -> float:
    cost = _cost(view, drawing, role)
    if shows(view.mood, role.mood) or role.mood is None:
        return cost
    drawable = unfeelable(role.mood, drawing.picture, root) is None
    return cost - (_LOST - _FELT) * drawable


def headed_look(card: Card, drawn: Look, role: Role, *, root: Path) -> Look:
    """Return a drawing as it is, with a role's mood, and its head where the role looks.

    The head is another picture's where that shows the mood; otherwise the mood is drawn onto the
    face. A head that hands may hide, or that already looks somewhere, stays as it is drawn.

    Args:
        drawn: the drawing.
        role: decided.

    Raises:
        StoryInvalid, AssetMissing: a picture cannot be used.
    """
    view, drawing = drawn.view, drawn.drawing
    free = card.kind == "person" and view.facing == "front" and _free(drawing, view, drawn.pose)
    borrowed = borrowed_head(card, view, drawing, role, root=root) if free else None
    look = drawn if borrowed else felt_look(drawn, role.mood, root=root)
    glances = (look.mood or "").startswith("looking")
    ahead = role.facing if role.facing in _SIDES else drawn.facing
    side = 0 if glances or not free else _SIDES.get(ahead or "", 0)
    turn = TURNED * side * (-1 if look.mirror else 1)
    if borrowed is None and not turn:
        return look
    head = (borrowed[1].picture,) if borrowed else ()
    layers = (look.drawing.picture, *((look.face.picture,) if look.face else ()))
    made = posed_view(headed_name(turn, layers, head), root)
    (shown,) = made.drawings
    shown = shown.but(pose=drawing.pose, prop=drawing.prop)
    made = made.but(mood=borrowed[0].mood if borrowed else look.mood, drawings=(shown,))
    return look._replace(view=made, drawing=shown, face=None)


def _free(drawing: Drawing, view: View, pose: Pose | None) -> bool:
    """Tell whether a head can be changed: joints are known, no hand is near, nothing bars it."""
    if pose is None or not all(map(pose.joint, NEEDED)):
        return False
    if any(doubt.bars for doubt in drawing.doubts):
        return False
    nose, neck = pose.joint("nose"), pose.joint("neck")
    assert nose is not None
    assert neck is not None
    aspect = view.canvas.aspect
    reach = (1 + _NEAR) * hypot((nose.x - neck.x) * aspect, nose.y - neck.y)
    wrists = [pose.joint(name) for name in ("r_wrist", "l_wrist")]
    return neck.y > nose.y and all(
        wrist is None or hypot((wrist.x - nose.x) * aspect, wrist.y - nose.y) > reach
        for wrist in wrists
    )
