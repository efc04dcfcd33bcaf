"""Character cards: which pictures there are of whom, and which one fits a panel best."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from pydantic import ValidationError

from renderers.cutouts import load_figure, picture_path
from renderers.own_pictures import card_from_references
from schemas.cast import Card, Drawing, Face, Facing, View
from schemas.errors import AssetMissing
from schemas.geometry import FULL_FRAME, Box, Keypoint, Point, Pose, Region, flipped
from schemas.story import Character
from schemas.vocabulary import (
    POSES,
    canonical_mood,
    canonical_pose,
    ranked_moods,
    ranked_poses,
)
from stories import CAST

__all__ = [
    "Choice", "best_reference", "card_for", "card_from_references", "load_figure",
    "packaged_card", "packaged_ids", "picture_path",
]  # fmt: skip

_TURNED: dict[Facing, Facing] = {"left": "right", "right": "left"}
_FACE = (0, 14, 15, 16, 17)
"""Where a face's five joints are among the eighteen: nose, eyes, ears."""
_UNRELATED = 60.0
_MOOD_WEIGHT = 0.2
"""A wrong mood weighs less than a wrong pose, and no more than a wrong direction."""


class Choice(NamedTuple):
    """The picture chosen for a subject, its geometry already mirrored where `mirror` says so."""

    view: View
    """As the card has it, not mirrored."""
    drawing: Drawing
    face: Face | None
    mirror: bool
    keypoints: Pose | None
    """The drawing's joints with the face's own head, in the canvas's unit square."""
    outline: Region
    """The silhouette of drawing and face together."""
    head: Box | None
    """The head, moved along where the face's mood moves it."""
    mouth: Point | None
    facing: Facing
    """Where the figure turns as shown."""

    @property
    def layers(self) -> tuple[str, ...]:
        """The picture names to composite, lowest first."""
        if self.face is None:
            return (self.drawing.picture,)
        pair = self.face.picture, self.drawing.picture
        return pair[::-1] if self.view.face_over else pair

    @property
    def ground(self) -> float:
        """The y on which the figure stands or sits, as a fraction of the canvas's height."""
        return self.view.ground if self.drawing.ground is None else self.drawing.ground

    @property
    def mood(self) -> str | None:
        """The mood that is shown, where it is known."""
        return self.view.mood if self.face is None else self.face.mood


@cache
def packaged_ids() -> tuple[str, ...]:
    """Return the packaged characters' ids, people first."""
    found = [card.parent.name for card in CAST.glob("*/card.json")]
    order = ("person", "object", "animal")
    return tuple(sorted(found, key=lambda name: (order.index(packaged_card(name).kind), name)))


@cache
def packaged_card(id: str) -> Card:
    """Return a packaged character's card.

    Raises:
        AssetMissing: there is no such packaged character, or its card is damaged.
    """
    path = CAST / id / "card.json"
    known = sorted(card.parent.name for card in CAST.glob("*/card.json"))
    if id not in known:
        raise AssetMissing(f'there is no packaged character "{id}"', hint=f"Known: {', '.join(known)}.")
    try:
        return Card.model_validate_json(path.read_text("utf-8"))
    except (ValidationError, OSError, UnicodeDecodeError) as error:
        raise AssetMissing(
            f"the packaged card {path} is damaged: {error}", hint="Install the program again."
        ) from error


def card_for(character: Character, root: Path) -> Card | None:
    """Return the card of a story's character, or None where it has no pictures.

    The author's own pictures win over packaged ones; token, class and name are the story's.

    Raises:
        StoryInvalid, AssetMissing: a picture or a packaged card is not usable.
    """
    if character.references:
        return card_from_references(character, root)
    if character.packaged is None:
        return None
    card = packaged_card(character.packaged)
    return card.but(
        id=character.id, name=character.name, token=character.token,
        class_noun=character.class_noun, look=character.look or card.look,
        height=card.height if character.height == 1 else character.height,
    )  # fmt: skip


def best_reference(
    card: Card, *, pose: str | Pose | None = None, mood: str | None = None,
    facing: str = "front", aspect: float = 1.0,
) -> Choice:  # fmt: skip
    """Choose the view, drawing and face that show a character best.

    A drawing of the very pose wins, then one of the nearest words; among those the direction
    decides, then the mood. Figures that look to a side are mirrored freely, those that look at
    the reader only where a gesture must go the other way. A figure is shown from behind
    exactly when that is asked for and drawn.

    Args:
        pose: a word of the vocabulary, or keypoints, which the drawn ones are compared with;
            None means just standing there.
        mood: a word of the vocabulary; None means neutral.
        facing: left, right, front or back.
        aspect: width over height of the unit square that keypoints are given in.
    """
    candidates = _candidates(card, pose, mood, facing, aspect)
    _, view, drawing, mirror = min(candidates, key=lambda candidate: candidate[0])
    return _choice(view, drawing, _best_face(view, mood)[0], mirror)


def _candidates(
    card: Card, pose: str | Pose | None, mood: str | None, facing: str, aspect: float
) -> Iterator[tuple[float, View, Drawing, bool]]:
    for view in card.views:
        _, mood_cost = _best_face(view, mood)
        for drawing in view.drawings:
            for mirror in (False, True):
                turned = _facing(view, drawing, mirror)
                cost = (
                    _pose_cost(view, drawing, pose, mirror, aspect)
                    + _facing_cost(facing, turned, mirror=mirror)
                    + _gesture_cost(drawing, pose, facing, mirror)
                    + _MOOD_WEIGHT * mood_cost
                )
                yield cost, view, drawing, mirror


def _facing(view: View, drawing: Drawing, mirror: bool) -> Facing:
    facing = drawing.facing or view.facing
    return _TURNED.get(facing, facing) if mirror else facing


def _facing_cost(wanted: str, facing: Facing, *, mirror: bool) -> float:
    if (wanted == "back") != (facing == "back"):
        return 100.0
    sideways = facing in _TURNED
    if wanted == facing:
        return 0.1 if mirror and sideways else 0.3 * mirror
    if not sideways:
        return 0.8 + 0.3 * mirror
    return 1.2 + 0.1 * mirror if wanted == "front" else 3.0


def _gesture_cost(drawing: Drawing, pose: str | Pose | None, facing: str, mirror: bool) -> float:
    """Charge a gesture that goes against the direction the figure is to face."""
    known = POSES.get(drawing.pose or "")
    if isinstance(pose, Pose) or known is None or not known.directed or facing not in _TURNED:
        return 0.0
    side = _gesture(drawing) * (-1 if mirror else 1)
    return 1.4 if side * (1 if facing == "right" else -1) < 0 else 0.0


def _gesture(drawing: Drawing) -> int:
    """Return 1 where the hands reach to the picture's right, -1 to its left, 0 to neither."""
    pose = drawing.keypoints
    neck = pose and pose.joint("neck")
    hands = [hand.x for name in ("r_wrist", "l_wrist") if pose and (hand := pose.joint(name))]
    if neck is None or len(hands) < 2:
        return 0
    lean = max(hands) + min(hands) - 2 * neck.x
    return 0 if abs(lean) < 0.03 else (1 if lean > 0 else -1)


def _pose_cost(
    view: View, drawing: Drawing, pose: str | Pose | None, mirror: bool, aspect: float
) -> float:
    if isinstance(pose, Pose):
        if drawing.keypoints is None:
            return _UNRELATED
        shown = drawing.keypoints.placed(FULL_FRAME, mirror=mirror)
        return 8 * pose_distance(pose, shown, aspects=(aspect, view.canvas.aspect))
    if pose is not None and pose == drawing.pose:
        return 0.0
    word = canonical_pose(pose or "standing") or "standing"
    return 20.0 if drawing.pose is None else ranked_poses(word).get(drawing.pose, _UNRELATED)


def _best_face(view: View, mood: str | None) -> tuple[Face | None, float]:
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
    pairs = [
        (a.point, b.point) for a, b in zip(one.keypoints, other.keypoints, strict=True) if a and b
    ]
    if len(pairs) < 3:
        return _UNRELATED
    first, second = (_normalised(np.array(points), aspect) for points, aspect in zip(
        zip(*pairs, strict=True), aspects, strict=True
    ))  # fmt: skip
    lonely = sum((a is None) != (b is None) for a, b in zip(one.keypoints, other.keypoints, strict=True))
    return float(np.sqrt(((first - second) ** 2).sum(1).mean())) + 0.02 * lonely


def _normalised(points: np.ndarray, aspect: float) -> np.ndarray:
    centred = (points - points.mean(0)) * (aspect, 1.0)
    return centred / max(float(np.sqrt((centred**2).sum(1).mean())), 1e-9)


def _choice(view: View, drawing: Drawing, face: Face | None, mirror: bool) -> Choice:
    outline = Region(polygons=drawing.outline.polygons + (face.outline.polygons if face else ()))
    pose, (dx, dy) = _with_head(drawing.keypoints, face)
    head = view.head and view.head.but(
        left=view.head.left + dx, right=view.head.right + dx,
        top=view.head.top + dy, bottom=view.head.bottom + dy,
    )  # fmt: skip
    mouth = view.mouth and (view.mouth[0] + dx, view.mouth[1] + dy)
    if mirror:
        outline = outline.placed(FULL_FRAME, mirror=True)
        pose = pose and pose.placed(FULL_FRAME, mirror=True)
        head = head and head.but(left=1 - head.right, right=1 - head.left)
        mouth = mouth and flipped(mouth)
    facing = _facing(view, drawing, mirror)
    return Choice(view, drawing, face, mirror, pose, outline, head, mouth, facing)


def _with_head(pose: Pose | None, face: Face | None) -> tuple[Pose | None, Point]:
    """Put a face's own head on a body; also tell how far the nose has moved."""
    if pose is None or face is None or face.head is None:
        return pose, (0.0, 0.0)
    before = pose.keypoints[0]
    rows: list[Keypoint | None] = list(pose.keypoints)
    for index, joint in zip(_FACE, face.head, strict=True):
        rows[index] = joint
    moved = (face.head[0].x - before.x, face.head[0].y - before.y) if before else (0.0, 0.0)
    return Pose(keypoints=tuple(rows)), moved
