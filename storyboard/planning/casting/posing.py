"""Drawings that nobody has drawn: a person's picture posed anew where the words ask for it."""

from collections.abc import Iterator
from pathlib import Path

from renderers.cast.doubts import NEEDED
from renderers.cast.matching import best_face, facing_of
from renderers.cast.puppets.names import posed_name
from renderers.cast.puppets.posed import posed_view
from renderers.cast.puppets.stance import Stance, mirrored, stance_of
from renderers.cast.references import Look
from schemas.cast import Card, Drawing, View
from schemas.directions import Role
from schemas.geometry import Pose
from schemas.vocabulary.phrases import POSES, canonical_pose, ranked_poses
from storyboard.planning.casting.feeling import feeling
from storyboard.planning.casting.heads import TURNED, borrowed_head
from storyboard.skeletons.stances import STANCES

_FREE = (
    "shrugging",
    "explaining",
    "standing",
    "clenched fists",
    "hands behind back",
    "hands in pockets",
    "hands clasped",
    "hands on hips",
    "arms folded",
)
"""Which drawings are best taken apart, in this order: those whose limbs are free."""
_UPRIGHT = ("standing", "jumping")
_AT_HEAD = {"thinking": "c-", "hands to chin": "cc", "holding phone": "e-"}
"""What the hands touch in poses that are read off drawings."""
_LEANS = 25.0
"""Degrees from upright within which a trunk is taken apart by rows."""
_SLIGHTLY = 0.36
"""How far a figure turns that would face the reader, where it is to look to a side."""


def posed_look(
    card: Card, drawn: Look, role: Role, *, aspect: float, root: Path, worn: str = ""
) -> Look | None:
    """Pose one of a person's drawings as a role asks; None where a drawing shows it or none can.

    An artist's drawing of the very pose always wins, and so does one as good.

    Args:
        card: whose drawings there are.
        drawn: the best of them, as it is.
        role: decided: it has one pose at most, and a direction.
        aspect: width over height of the unit square that the role's keypoints are given in.
        root: the story's folder.
        worn: what is put on, as `wardrobe` names it; not over a drawing with something in hand.

    Raises:
        StoryInvalid, AssetMissing: a picture cannot be used.
    """
    behind = role.facing == "back" and drawn.facing != "back"
    turned = behind or _rides_aside(drawn, role) or (worn != "" and drawn.drawing.prop is None)
    pose = role.pose or ("standing" if turned else None)
    if card.kind != "person" or pose is None or (_shows(drawn, pose) and not turned):
        return None
    stance, found = _stance(pose, role.facing or "front", aspect), _taken_apart(card, role.mood)
    if stance is None or found is None:
        return None
    behind = behind or stance.back
    stance = stance._replace(back=behind, worn=worn)
    view, drawing = found
    borrowed = None if behind else borrowed_head(card, view, drawing, role, root=root)
    felt = feeling(view, drawing, None if behind or borrowed else role.mood, root=root)
    if borrowed:
        felt = felt._replace(mood=borrowed[0].mood)
    face = felt.face
    mirror = stance.turn < 0 or (isinstance(pose, str) and role.facing == "left")
    layers = (felt.drawing.picture, *((face.picture,) if face else ()))
    head = (borrowed[1].picture,) if borrowed else ()
    stance = mirrored(stance) if stance.turn < 0 else stance
    made = posed_view(posed_name(stance, layers, head), root)
    shown = made.drawings[0].but(pose=pose if isinstance(pose, str) else drawn.drawing.pose)
    made = made.but(mood=felt.mood, drawings=(shown,))
    return Look(card, made, shown, None, mirror, felt.lacks)


def _rides_aside(drawn: Look, role: Role) -> bool:
    """Tell whether somebody who rides to a side is drawn riding towards the reader."""
    known = POSES.get(role.pose) if isinstance(role.pose, str) else None
    aside = role.facing in ("left", "right") and drawn.facing == "front"
    return known is not None and known.posture == "riding" and known.prop != "car" and aside


def _shows(drawn: Look, pose: str | Pose) -> bool:
    """Tell whether a drawing shows a pose as it is."""
    if isinstance(pose, Pose):
        return False
    shown = drawn.drawing.pose
    if shown is None:
        return pose == "standing"
    return shown == pose or ranked_poses(pose).get(shown, 9.0) < 1


def _stance(pose: str | Pose, facing: str, aspect: float) -> Stance | None:
    if isinstance(pose, Pose):
        return stance_of(pose, aspect=aspect)
    stance = stance_for(pose)
    if stance is None or facing not in ("left", "right") or abs(stance.turn) > 0.2:
        return stance
    return stance._replace(turn=_SLIGHTLY, look=TURNED)


def stance_for(word: str) -> Stance | None:
    """Return how a body is held in a pose of the vocabulary; None where that is not known."""
    known = canonical_pose(word)
    if known is None:
        return None
    if known in STANCES:
        return STANCES[known]
    # Here, because it needs the packaged cast's drawings, and few stories ask for such a pose.
    from storyboard.skeletons.poses import FIGURE_ASPECT, standard_pose

    read = stance_of(standard_pose(known), aspect=FIGURE_ASPECT)
    behind = "rl" if known == "hands behind back" else ""
    return read and read._replace(touch=_AT_HEAD.get(known, "--"), behind=behind)


def _taken_apart(card: Card, mood: str | None) -> tuple[View, Drawing] | None:
    """Choose the drawing to pose: seen from the front, upright, nothing in hand, limbs free.

    Of an author's pictures the mood decides last, since each may have another's head.
    """
    fit = [
        (best_face(view, mood)[1] if view.faces else 0.0, _rank(drawing), view, drawing)
        for view, drawing in _fit(card)
    ]
    found = min(fit, key=lambda row: (*row[:2], best_face(row[2], mood)[1]), default=None)
    return found and (found[2], found[3])


def _fit(card: Card) -> Iterator[tuple[View, Drawing]]:
    for view in card.views:
        for drawing in view.drawings:
            if posable(view, drawing):
                yield view, drawing


def can_be_posed(card: Card | None) -> bool:
    """Tell whether some drawing of a person can be posed."""
    return card is not None and card.kind == "person" and any(True for _ in _fit(card))


def posable(view: View, drawing: Drawing) -> bool:
    """Tell whether a drawing can be posed: upright, from the front, its joints known, no prop."""
    known = POSES.get(drawing.pose or "")
    upright = known is None or known.posture in _UPRIGHT
    pose = drawing.keypoints
    barred = any(doubt.bars for doubt in drawing.doubts)
    if pose is None or drawing.prop is not None or not upright or barred:
        return False
    if facing_of(view, drawing) != "front" or not all(map(pose.joint, NEEDED)):
        return False
    stance = stance_of(pose, aspect=view.canvas.aspect)
    return stance is not None and abs(stance.lean) < _LEANS


def _rank(drawing: Drawing) -> int:
    pose = drawing.pose or "standing"
    return _FREE.index(pose) if pose in _FREE else len(_FREE)
