"""Who is drawn how: pose, mood and direction become one chosen drawing of every subject."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from renderers.cast.heads import head_of, mouth_of
from renderers.cast.puppets.names import POSED
from renderers.cast.references import Look, look_for
from schemas.cast import Card, Facing
from schemas.directions import Directions, Role
from schemas.geometry import Pose
from schemas.openpose import PoseFromFile
from schemas.story import Character, Line, Panel, Placement
from schemas.vocabulary.phrases import POSES, canonical_mood, canonical_pose, ranked_poses
from storyboard.planning.casting.attitudes import in_attitude
from storyboard.planning.casting.bodies import Body
from storyboard.planning.casting.heads import headed_look
from storyboard.planning.casting.posing import can_be_posed, posed_look
from storyboard.planning.casting.stand_ins import standing_in
from storyboard.planning.script.scene_graph import SolvedScene
from storyboard.planning.touches import ON_FOOT, STRIDING, TOUCHES


def role_of(
    who: str,
    panel: Panel,
    directions: Directions,
    scene: SolvedScene,
    card: Card | None,
    *,
    nearest: bool = False,
) -> Role:
    """Decide what a subject does: as the author says, else as the action says, else as it speaks.

    The decided role has one pose at most, and a direction; of those who touch as they walk, it is
    how they walk, and the touch comes after it. The `nearest` of an over-the-shoulder
    shot is seen from behind where such a picture exists.
    """
    placement, role = panel.characters.get(who, Placement()), directions.roles.get(who, Role())
    if placement.pose is not None:
        pose = _canonical(placement.pose)
    else:
        pose = _best_drawn(_at_table(role.poses), card)
    asked = placement.mood and (canonical_mood(placement.mood) or placement.mood)
    mood = asked or role.mood
    return role.but(
        poses=() if pose is None else (*_steps(pose, role.poses), pose),
        mood=mood or _mood_spoken(who, panel.dialogue),
        felt=mood is not None and role.felt,
        facing=_from_behind(who, scene, card) if nearest else _direction(who, scene, role),
        stated=nearest or who in scene.stated,
    )


Choose = Callable[[str, str | Pose | None, str | None, Facing, float, str], Body]
"""Chooses a drawing: of whom, in which pose and mood, facing where, in a panel of which aspect,
with what put on."""


def chooser(
    cards: Mapping[str, Card | None], characters: Mapping[str, Character], *, root: Path
) -> Choose:
    """Return a `Choose` among some cards, of pictures relative to `root`, that remembers."""

    @cache
    def choose(
        who: str,
        pose: str | Pose | None,
        mood: str | None,
        facing: Facing,
        aspect: float,
        worn: str,
    ) -> Body:
        character, card = characters[who], cards[who]
        if card is None:
            return standing_in(character, pose=pose, facing=facing, mood=mood)
        role = Role(poses=() if pose is None else (pose,), mood=mood, facing=facing)
        drawn = look_for(card, role, aspect=aspect)
        posed = posed_look(card, drawn, role, aspect=aspect, root=root, worn=worn)
        shown = posed or headed_look(card, drawn, role, root=root)
        return in_attitude(_drawn(character, card, shown), pose, mood)

    return choose


def body_of(who: str, role: Role, *, choose: Choose, aspect: float, worn: str = "") -> Body:
    """Choose the drawing of a decided role; a direction by default must not cost pose or mood.

    Args:
        aspect: that of the panel, in whose unit square authored keypoints are given.
        worn: what is put on, as `wardrobe` names it.
    """
    aspect = _aspect_of(role.pose, aspect)
    turned = choose(who, role.pose, role.mood, facing_of(role), aspect, worn)
    if role.stated or role.facing == "front":
        return turned
    plain = choose(who, role.pose, role.mood, "front", aspect, worn)
    if role.pose is not None and turned.pose_word != plain.pose_word:
        return plain
    return plain if role.mood is not None and turned.mood != plain.mood else turned


def _aspect_of(pose: str | Pose | None, panel: float) -> float:
    """Return the aspect of the unit square that a pose is given in."""
    if isinstance(pose, PoseFromFile):
        return pose.aspect
    return panel if isinstance(pose, Pose) else 1.0


def drawn_otherwise(character: Character, role: Role, body: Body) -> Iterator[str]:
    """Say where the pictures show another pose or mood than was asked for."""
    if not body.layers:
        return
    wanted, shown = role.pose, body.pose_word
    plain = shown is None and wanted == "standing"  # Of no known pose: it is taken to stand.
    if isinstance(wanted, str) and shown != wanted and shown not in _as_good(wanted) and not plain:
        yield _missing(wanted, character, shown)
    if isinstance(wanted, PoseFromFile) and not body.layers[0].startswith(POSED):
        yield (
            f"{character.name} cannot be posed as {wanted.file} tells, so the nearest drawing is "
            f"used; storyboard poses STORY --check {character.id} says why"
        )
    if role.felt and role.mood and body.lacks is not None and body.mood != role.mood:
        yield _missing(role.mood, character, body.mood, because=body.lacks)


def _missing(
    word: str, character: Character, shown: str | None, *, because: str | None = None
) -> str:
    kind = "pose" if because is None else "mood"
    instead = (
        f'the nearest, "{shown}", is used' if shown else f"a picture of no known {kind} is used"
    )
    told = f'nobody has drawn "{word}" for {character.name}; {instead}'
    return told if because is None else f"{told} (it is not drawn onto the face: {because})"


def _drawn(character: Character, card: Card, look: Look) -> Body:
    outline, pose = look.outline, look.pose
    head = look.head or head_of(pose, outline, character.kind)
    return Body(
        id=character.id,
        kind=character.kind,
        outline=outline,
        pose=pose,
        head=head,
        mouth=look.mouth or mouth_of(head),
        canvas=look.view.canvas.aspect,
        stature=look.view.stature,
        ground=look.ground,
        height=card.height if character.height == 1 else character.height,
        facing=look.facing,
        pose_word=look.drawing.pose,
        mood=look.mood,
        holds=look.drawing.prop,
        layers=look.layers,
        mirror=look.mirror,
        lacks=look.lacks,
    )


def facing_of(role: Role) -> Facing:
    """Return where a decided role turns."""
    match role.facing:
        case "left" | "right" | "back":
            return role.facing
    return "front"


def _direction(who: str, scene: SolvedScene, role: Role) -> Facing:
    gaze = scene.gazes.get(who, "front")
    match gaze:
        case "left" | "right" | "front" | "back":
            return gaze
    away = role.away and role.facing == gaze
    left = (scene.order.index(gaze) < scene.order.index(who)) != away
    return "left" if left else "right"


def _from_behind(who: str, scene: SolvedScene, card: Card | None) -> Facing:
    if card is None or any(view.facing == "back" for view in card.views) or can_be_posed(card):
        return "back"
    return "right" if scene.order[0] == who else "left"


def _canonical(pose: str | Pose) -> str | Pose | None:
    if isinstance(pose, str):
        return canonical_pose(pose) or pose
    return pose if any(pose.keypoints) else None


def _at_table(poses: Sequence[str | Pose]) -> Sequence[str | Pose]:
    """Let who sits at a table and eats there do that, and not sit at a desk."""
    eats = "eating" in poses or "drinking" in poses
    return [pose for pose in poses if pose != "sitting at desk"] if eats else poses


def _best_drawn(poses: Sequence[str | Pose], card: Card | None) -> str | Pose | None:
    """Choose among the poses that are told: sitting and riding first, then what is drawn."""
    drawn = [drawing.pose for view in card.views for drawing in view.drawings] if card else []
    postures = {POSES[pose].posture for pose in drawn if pose in POSES} - {"standing"}

    def rank(pose: str | Pose) -> tuple[object, ...]:
        known = POSES.get(pose) if isinstance(pose, str) else None
        posture = known.posture if known is not None else "standing"
        seated = posture in postures or (card is None and posture != "standing")
        touches = pose in TOUCHES  # They walk hand in hand: the hands say more.
        return pose == "standing", not seated, not touches, pose not in drawn, poses.index(pose)

    return min(poses, key=rank, default=None)


def _steps(pose: str | Pose, told: Sequence[str | Pose]) -> Iterator[str]:
    """Yield how those walk who touch while they do."""
    if pose in STRIDING:
        yield from [each for each in told if isinstance(each, str) and each in ON_FOOT][:1]


def _mood_spoken(who: str, dialogue: Sequence[Line]) -> str | None:
    """Read a mood off the way someone speaks, where that is plain."""
    for line in dialogue:
        if line.speaker != who:
            continue
        if line.how == "shout":
            return "shouting"
        if line.how == "thought":
            return "thinking"
        for mark, mood in (
            ("?!", "surprised"),
            ("!?", "surprised"),
            ("?", "curious"),
            ("haha", "laugh"),
        ):
            if mark in line.says.lower().replace("ha ha", "haha"):
                return mood
    return None


def _as_good(pose: str) -> Mapping[str, float] | set[str]:
    if pose not in POSES:
        return set()
    return {word for word, distance in ranked_poses(pose).items() if distance < 1}
