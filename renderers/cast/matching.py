"""How well a drawing suits what a panel wants: costs of pose, direction, gesture and mood."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from schemas.cast import Card, Drawing, Face, Facing, View
from schemas.directions import Role
from schemas.geometry import FULL_FRAME, Pose
from schemas.vocabulary.phrases import (
    POSES,
    canonical_mood,
    canonical_pose,
    ranked_moods,
    ranked_poses,
)

Points = NDArray[np.float64]

_TURNED: dict[Facing, Facing] = {"left": "right", "right": "left"}
_SIGN = {"left": -1, "right": 1}
_UNRELATED = 60.0
_MOOD_WEIGHT = 0.2
"""A wrong mood weighs less than a wrong pose, and hardly more than a wrong direction."""


def candidates(
    card: Card, role: Role, *, aspect: float
) -> Iterator[tuple[float, View, Drawing, bool]]:
    """Yield every drawing as it is and mirrored, each with what it costs to take it.

    `aspect` is the width over height of the unit square that the role's keypoints are given in.
    """
    drawn = isinstance(role.pose, Pose)
    for view in card.views:
        _, mood = best_face(view, role.mood)
        for drawing in view.drawings:
            # No mirror changes these, and there are hundreds of drawings.
            lean, side = _lean(drawing), _side(drawing, role)
            pose = 0.0 if drawn else _word_cost(drawing, role.pose)
            for mirror in (False, True):
                turned, sign = facing_of(view, drawing, mirror=mirror), -1 if mirror else 1
                cost = (
                    (_joints_cost(view, drawing, role, aspect, mirror=mirror) if drawn else pose)
                    + _facing_cost(role.facing or "front", turned, sign * lean, mirror=mirror)
                    + _gesture_cost(sign * side, role)
                )
                yield cost + _MOOD_WEIGHT * mood, view, drawing, mirror


def facing_of(view: View, drawing: Drawing, *, mirror: bool = False) -> Facing:
    """Return where a drawing turns, mirrored or not."""
    facing = drawing.facing or view.facing
    return _TURNED.get(facing, facing) if mirror else facing


def _facing_cost(wanted: str, facing: Facing, lean: float, *, mirror: bool) -> float:
    sideways = facing in _TURNED
    if (wanted == "back") != (facing == "back"):
        return 100.0 + 0.9 * sideways
    if wanted == facing:
        return 0.1 if mirror and sideways else 0.3 * mirror
    if not sideways:
        agrees = lean * _SIGN.get(wanted, 0)
        return 0.8 - (0.4 if agrees > 0 else 0.2 * agrees) + 0.3 * mirror
    return 1.2 + 0.1 * mirror if wanted == "front" else 3.0


def _lean(drawing: Drawing) -> float:
    """Return where a face seen from the front is turned a little: -1 left, 0 nowhere, 1 right."""
    xs = _places(drawing.keypoints, "nose", "r_ear", "l_ear")
    if not xs:
        return 0.0
    offset, width = xs[0] - (xs[1] + xs[2]) / 2, abs(xs[1] - xs[2])
    return 0.0 if abs(offset) < 0.1 * width else (1.0 if offset > 0 else -1.0)


def _side(drawing: Drawing, role: Role) -> int:
    """Return to which side a drawing's gesture goes; 0 where it has none that matters."""
    known = POSES.get(drawing.pose or "")
    if isinstance(role.pose, Pose) or known is None or not known.directed:
        return 0
    return gesture_of(drawing.keypoints)


def _gesture_cost(side: int, role: Role) -> float:
    """Charge a gesture that goes against the direction the figure is to face."""
    if side == 0:
        return 0.0
    if role.facing not in _TURNED:
        return 0.1 * abs(side)
    return 1.4 if side * _SIGN[role.facing] < 0 else 0.0


def gesture_of(pose: Pose | None) -> int:
    """Return 1 where the hands reach to the picture's right, -1 to its left, 0 to neither."""
    neck, *hands = _places(pose, "neck", "r_wrist", "l_wrist") or (0.0, 0.0)
    lean = max(hands) + min(hands) - 2 * neck
    return 0 if abs(lean) < 0.03 else (1 if lean > 0 else -1)


def _places(pose: Pose | None, *names: str) -> tuple[float, ...]:
    """Return the x of some joints, or nothing where one is absent."""
    joints = [pose.joint(name) for name in names] if pose else []
    xs = tuple(joint.x for joint in joints if joint is not None)
    return xs if len(xs) == len(names) else ()


def _joints_cost(view: View, drawing: Drawing, role: Role, aspect: float, *, mirror: bool) -> float:
    if drawing.keypoints is None or not isinstance(role.pose, Pose):
        return _UNRELATED
    shown = drawing.keypoints.placed(FULL_FRAME, mirror=mirror)
    return 8 * pose_distance(role.pose, shown, aspects=(aspect, view.canvas.aspect))


def _word_cost(drawing: Drawing, pose: str | Pose | None) -> float:
    if isinstance(pose, Pose):
        return _UNRELATED
    if pose is not None and pose == drawing.pose:
        return 0.0
    word = canonical_pose(pose or "standing") or "standing"
    return 20.0 if drawing.pose is None else ranked_poses(word).get(drawing.pose, _UNRELATED)


def best_face(view: View, mood: str | None) -> tuple[Face | None, float]:
    """Return the face of the nearest mood and how far that is."""
    ranked = ranked_moods(canonical_mood(mood or "neutral") or "neutral")
    if not view.faces:
        return None, ranked.get(view.mood or "", 4.0) if mood else 0.0
    costs = [0.0 if face.mood == mood else ranked.get(face.mood, 15.0) for face in view.faces]
    best = min(range(len(costs)), key=costs.__getitem__)
    return view.faces[best], costs[best]


def pose_distance(one: Pose, other: Pose, *, aspects: tuple[float, float] = (1.0, 1.0)) -> float:
    """Return how differently two figures hold themselves, whatever their place and size.

    The root mean square distance of the joints both have, after both are moved to one centre
    and scaled to one spread (Procrustes without rotation); joints only one has add to it.
    """
    joints = list(zip(one.keypoints, other.keypoints, strict=True))
    pairs = [(a.point, b.point) for a, b in joints if a and b]
    if len(pairs) < 3:
        return _UNRELATED
    first, second = (
        _normalised(np.array(points), aspect)
        for points, aspect in zip(zip(*pairs, strict=True), aspects, strict=True)
    )
    lonely = sum((a is None) != (b is None) for a, b in joints)
    return float(np.sqrt(((first - second) ** 2).sum(1).mean())) + 0.02 * lonely


def _normalised(points: Points, aspect: float) -> Points:
    centred: Points = (points - points.mean(0)) * (aspect, 1.0)
    spread: float = np.sqrt((centred**2).sum(1).mean())
    return centred / max(spread, 1e-9)
