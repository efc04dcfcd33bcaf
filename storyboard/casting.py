"""Who is drawn how: pose, mood and direction become one chosen drawing of every subject."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from renderers.references import Choice, best_reference
from schemas.cast import Card, Facing
from schemas.geometry import Box, Point, Pose, Region, flipped
from schemas.story import Character, Line, Panel, Placement
from schemas.vocabulary import POSES, canonical_mood, canonical_pose, ranked_poses, words_in
from storyboard.action_text import Told
from storyboard.bodies import Body
from storyboard.limbs import around, standing_in
from storyboard.scene_graph import Arrangement


class Role(NamedTuple):
    """What a subject is to do in a panel; None where nothing asks for anything."""

    pose: str | Pose | None
    mood: str | None
    facing: Facing
    stated: bool
    """Whether the direction was asked for; a default gives way to the pose."""


def role_of(
    who: str, panel: Panel, told: Told, arrangement: Arrangement, card: Card | None,
    *, nearest: bool = False,
) -> Role:  # fmt: skip
    """Decide what a subject does: as the author says, else as the action says, else as it speaks.

    The `nearest` of an over-the-shoulder shot is seen from behind where such a picture exists.
    """
    placement = panel.characters.get(who, Placement())
    words = told.words_about(who) or (panel.action if len(arrangement.order) == 1 else "")
    pose = _canonical(placement.pose) if placement.pose is not None else _pose_told(words, card)
    mood = placement.mood and (canonical_mood(placement.mood) or placement.mood)
    return Role(
        pose=pose, mood=mood or _mood_told(words) or _mood_spoken(who, panel.dialogue),
        facing=_from_behind(who, arrangement, card) if nearest else _direction(who, arrangement),
        stated=nearest or who in arrangement.stated,
    )  # fmt: skip


def body_of(character: Character, card: Card | None, role: Role) -> Body:
    """Choose the drawing of a role, or stand a stick figure in for a character without pictures."""
    height = character.height if character.height != 1 or card is None else card.height
    if card is None:
        return standing_in(character, pose=role.pose, facing=role.facing, height=height, mood=role.mood)
    return _drawn(character, card, _chosen(card, role), height=height)


def drawn_otherwise(character: Character, role: Role, body: Body) -> Iterator[str]:
    """Say where the pictures show another pose or mood than was asked for."""
    if not body.layers:
        return
    wanted, shown = role.pose, body.pose_word
    if isinstance(wanted, str) and shown != wanted and shown not in _as_good(wanted):
        yield f'nobody has drawn "{wanted}" for {character.name}; the nearest, "{shown}", is used'
    if role.mood and body.mood and body.mood != role.mood:
        yield f'nobody has drawn "{role.mood}" for {character.name}; the nearest, "{body.mood}", is used'


def _chosen(card: Card, role: Role) -> Choice:
    """Prefer the drawing that turns the right way; a mere default must not cost pose or mood."""
    turned = best_reference(card, pose=role.pose, mood=role.mood, facing=role.facing)
    if role.stated or role.facing == "front":
        return turned
    plain = best_reference(card, pose=role.pose, mood=role.mood, facing="front")
    if role.pose is not None and _pose(turned) != _pose(plain):
        return plain
    return plain if role.mood is not None and _mood(turned) != _mood(plain) else turned


def _pose(choice: Choice) -> str | None:
    return choice.drawing.pose


def _mood(choice: Choice) -> str | None:
    return choice.face.mood if choice.face is not None else choice.view.mood


def _drawn(character: Character, card: Card, choice: Choice, *, height: float) -> Body:
    view, drawing, face = choice.view, choice.drawing, choice.face
    outline = choice.outline
    facing = drawing.facing or view.facing
    if choice.mirror:
        facing = _turned(facing)
    head = _head(view.head, choice.mirror) if view.head is not None else head_of(choice.keypoints, outline)
    return Body(
        id=character.id, kind=character.kind, outline=outline, pose=choice.keypoints, head=head,
        mouth=_mouth(view.mouth, choice.mirror) or (head.centre[0], head.top + 0.72 * head.height),
        canvas=view.canvas.aspect, stature=view.stature,
        ground=view.ground if drawing.ground is None else drawing.ground,
        height=height, facing=facing, pose_word=drawing.pose, mood=_mood(choice),
        layers=_layers(drawing.picture, face and face.picture, over=view.face_over), mirror=choice.mirror,
    )  # fmt: skip


def _layers(drawing: str, face: str | None, *, over: bool) -> tuple[str, ...]:
    if face is None:
        return (drawing,)
    return (drawing, face) if over else (face, drawing)


def _turned(facing: Facing) -> Facing:
    turned: dict[Facing, Facing] = {"left": "right", "right": "left"}
    return turned.get(facing, facing)


def _head(head: Box, mirror: bool) -> Box:
    return head.but(left=1 - head.right, right=1 - head.left) if mirror else head


def _mouth(mouth: Point | None, mirror: bool) -> Point | None:
    return flipped(mouth) if mouth is not None and mirror else mouth


def head_of(pose: Pose | None, outline: Region) -> Box:
    """Guess a head: around the face's joints, or the top of the outline."""
    found = around(pose) if pose is not None else None
    if found is not None:
        return found
    bounds = outline.bounds
    return bounds.but(bottom=bounds.top + 0.3 * bounds.height)


def _direction(who: str, arrangement: Arrangement) -> Facing:
    gaze = arrangement.gazes.get(who, "front")
    match gaze:
        case "left" | "right" | "front" | "back":
            return gaze  # type: ignore[return-value]
    order = arrangement.order
    return "left" if order.index(gaze) < order.index(who) else "right"


def _from_behind(who: str, arrangement: Arrangement, card: Card | None) -> Facing:
    if card is None or any(view.facing == "back" for view in card.views):
        return "back"
    return "right" if arrangement.order[0] == who else "left"


def _canonical(pose: str | Pose) -> str | Pose:
    return canonical_pose(pose) or pose if isinstance(pose, str) else pose


def _pose_told(words: str, card: Card | None) -> str | None:
    """Choose among the poses that an action names: sitting and riding first, then what is drawn."""
    poses = [found.word for found in words_in(words) if found.kind == "pose"]
    drawn = {drawing.pose for view in card.views for drawing in view.drawings} if card else set()
    return min(
        (pose for pose in poses),
        key=lambda pose: (
            pose == "standing", POSES[pose].posture == "standing", pose not in drawn, poses.index(pose)
        ),
        default=None,
    )  # fmt: skip


def _mood_told(words: str) -> str | None:
    return next((found.word for found in words_in(words) if found.kind == "mood"), None)


def _mood_spoken(who: str, dialogue: Sequence[Line]) -> str | None:
    """Read a mood off the way someone speaks, where that is plain."""
    for line in dialogue:
        if line.speaker != who:
            continue
        if line.how == "shout":
            return "shouting"
        if line.how == "thought":
            return "thinking"
        for mark, mood in (("?!", "surprised"), ("!?", "surprised"), ("?", "curious"), ("haha", "laugh")):
            if mark in line.says.lower().replace("ha ha", "haha"):
                return mood
    return None


def _as_good(pose: str) -> Mapping[str, float] | set[str]:
    if pose not in POSES:
        return set()
    return {word for word, distance in ranked_poses(pose).items() if distance < 1}
