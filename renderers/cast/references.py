"""Character cards: which pictures there are of whom, and which one fits a panel best."""

from functools import cache
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from renderers.cast.matching import best_face, candidates, facing_of
from renderers.cast.own_pictures import card_from_references
from renderers.pictures import picture_path
from schemas.cast import Card, Drawing, Face, Facing, View
from schemas.directions import Role
from schemas.errors import AssetMissing
from schemas.geometry import FULL_FRAME, Box, Keypoint, Point, Pose, Region, flipped
from schemas.story import Character
from stories import CAST

__all__ = [
    "Look",
    "best_reference",
    "card_for",
    "card_from_references",
    "packaged_card",
    "packaged_ids",
    "picture_path",
]

_FACE = (0, 14, 15, 16, 17)
"""Where a face's five joints are among the eighteen: nose, eyes, ears."""


class Look(NamedTuple):
    """One way in which a character is drawn; its geometry is in the canvas's unit square."""

    card: Card
    view: View
    drawing: Drawing
    face: Face | None
    """One of the view's, or None where the drawing carries its own."""
    mirror: bool = False
    """Whether the canvas is shown mirrored, and with it all geometry."""
    lacks: str | None = None
    """Why the mood that was asked for is not shown, where it could not be drawn, in words."""

    @property
    def layers(self) -> tuple[str, ...]:
        """The picture names to composite, lowest first."""
        if self.face is None:
            return (self.drawing.picture,)
        pair = self.face.picture, self.drawing.picture
        return pair[::-1] if self.view.face_over else pair

    @property
    def facing(self) -> Facing:
        """Where the figure turns."""
        return facing_of(self.view, self.drawing, mirror=self.mirror)

    @property
    def ground(self) -> float:
        """The y on which the figure stands or sits, as a fraction of the canvas's height."""
        return self.view.ground if self.drawing.ground is None else self.drawing.ground

    @property
    def mood(self) -> str | None:
        """The mood that is shown, where it is known."""
        return self.view.mood if self.face is None else self.face.mood

    @property
    def pose(self) -> Pose | None:
        """The drawing's joints with the face's own head."""
        pose = self._unmirrored_pose
        return pose and pose.placed(FULL_FRAME, mirror=True) if self.mirror else pose

    @property
    def outline(self) -> Region:
        """The silhouette of drawing and face together."""
        face = self.face.outline.polygons if self.face is not None else ()
        outline = Region(polygons=self.drawing.outline.polygons + face)
        return outline.placed(FULL_FRAME, mirror=True) if self.mirror else outline

    @property
    def head(self) -> Box | None:
        """The head, moved along where the face's mood moves it; None where nobody says."""
        head, (dx, dy) = self.view.head, self._nod
        if head is None:
            return None
        left, right = head.left + dx, head.right + dx
        if self.mirror:
            left, right = 1 - right, 1 - left
        return Box(left=left, right=right, top=head.top + dy, bottom=head.bottom + dy)

    @property
    def mouth(self) -> Point | None:
        """Where a voice comes from, moved with the head; None where nobody says."""
        mouth, (dx, dy) = self.view.mouth, self._nod
        if mouth is None:
            return None
        moved = mouth[0] + dx, mouth[1] + dy
        return flipped(moved) if self.mirror else moved

    @property
    def _unmirrored_pose(self) -> Pose | None:
        pose = self.drawing.keypoints
        if pose is None or self.face is None or self.face.head is None:
            return pose
        joints: list[Keypoint | None] = list(pose.keypoints)
        for index, joint in zip(_FACE, self.face.head, strict=True):
            joints[index] = joint
        return Pose(keypoints=tuple(joints))

    @property
    def _nod(self) -> Point:
        """How far the face's mood moves the nose, and the head with it."""
        before = self.drawing.keypoints and self.drawing.keypoints.keypoints[0]
        moved = self._unmirrored_pose
        after = moved and moved.keypoints[0]
        return (after.x - before.x, after.y - before.y) if before and after else (0.0, 0.0)


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
        hint = f"Known: {', '.join(known)}."
        raise AssetMissing(f'there is no packaged character "{id}"', hint=hint)
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
        id=character.id,
        name=character.name,
        token=character.token,
        class_noun=character.class_noun,
        look=character.look or card.look,
        height=card.height if character.height == 1 else character.height,
    )


def best_reference(
    card: Card,
    *,
    pose: str | Pose | None = None,
    mood: str | None = None,
    facing: str = "front",
    aspect: float = 1.0,
) -> Look:
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
    role = Role(poses=() if pose is None else (pose,), mood=mood, facing=facing)
    return look_for(card, role, aspect=aspect)


def look_for(card: Card, role: Role, *, aspect: float = 1.0) -> Look:
    """Choose the look that shows a role best, as `best_reference` does, of its first pose."""
    found = candidates(card, role, aspect=aspect)
    _, view, drawing, mirror = min(found, key=lambda candidate: candidate[0])
    return Look(card, view, drawing, best_face(view, role.mood)[0], mirror)
