"""Who is drawn how: pose, mood and direction become one chosen drawing of every subject."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from renderers.cast.references import Choice, best_reference
from schemas.cast import Card, Facing
from schemas.geometry import Box, Pose, Region
from schemas.story import Character, Line, Panel, Placement
from schemas.vocabulary.phrases import POSES, canonical_mood, canonical_pose, ranked_poses, words_in
from storyboard.planning.casting.bodies import Body
from storyboard.planning.casting.stand_ins import around, standing_in
from storyboard.planning.script.action_text import Told
from storyboard.planning.script.scene_graph import Arrangement


class Role(NamedTuple):
    """What a subject is to do in a panel; None where nothing asks for anything."""

    pose: str | Pose | None
    mood: str | None
    facing: Facing
    stated: bool
    """Whether the direction was asked for; a default gives way to the pose."""
    felt: bool = True
    """Whether the mood was asked for or told, not just heard in a line."""


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
    mood = mood or _mood_told(words)
    return Role(
        pose=pose, mood=mood or _mood_spoken(who, panel.dialogue), felt=mood is not None,
        facing=_from_behind(who, arrangement, card) if nearest else _direction(who, arrangement),
        stated=nearest or who in arrangement.stated,
    )  # fmt: skip


Choose = Callable[[str, str | Pose | None, str | None, Facing, float], Body]
"""Chooses a drawing: of whom, in which pose and mood, facing where, in a panel of which aspect."""


def chooser(cards: Mapping[str, Card | None], characters: Mapping[str, Character]) -> Choose:
    """Return a `Choose` among some cards that remembers what it chose."""

    @cache
    def choose(
        who: str, pose: str | Pose | None, mood: str | None, facing: Facing, aspect: float
    ) -> Body:
        character, card = characters[who], cards[who]
        if card is None:
            return standing_in(character, pose=pose, facing=facing, mood=mood)
        chosen = best_reference(card, pose=pose, mood=mood, facing=facing, aspect=aspect)
        return _drawn(character, card, chosen)

    return choose


def body_of(who: str, role: Role, *, choose: Choose, aspect: float) -> Body:
    """Choose the drawing of a role; a direction by default must not cost pose or mood.

    `aspect` is that of the panel, in whose unit square authored keypoints are given.
    """
    aspect = aspect if isinstance(role.pose, Pose) else 1.0
    turned = choose(who, role.pose, role.mood, role.facing, aspect)
    if role.stated or role.facing == "front":
        return turned
    plain = choose(who, role.pose, role.mood, "front", aspect)
    if role.pose is not None and turned.pose_word != plain.pose_word:
        return plain
    return plain if role.mood is not None and turned.mood != plain.mood else turned


def drawn_otherwise(character: Character, role: Role, body: Body) -> Iterator[str]:
    """Say where the pictures show another pose or mood than was asked for."""
    if not body.layers:
        return
    wanted, shown = role.pose, body.pose_word
    if isinstance(wanted, str) and shown != wanted and shown not in _as_good(wanted):
        yield _missing(wanted, character, shown)
    if role.felt and role.mood and body.mood and body.mood != role.mood:
        yield _missing(role.mood, character, body.mood)


def _missing(word: str, character: Character, shown: str | None) -> str:
    return f'nobody has drawn "{word}" for {character.name}; the nearest, "{shown}", is used'


def _drawn(character: Character, card: Card, choice: Choice) -> Body:
    look, outline = choice.look, choice.outline
    head = choice.head or head_of(choice.keypoints, outline)
    return Body(
        id=character.id, kind=character.kind, outline=outline, pose=choice.keypoints, head=head,
        mouth=choice.mouth or (head.centre[0], head.top + 0.72 * head.height),
        canvas=look.view.canvas.aspect, stature=look.view.stature, ground=look.ground,
        height=card.height if character.height == 1 else character.height,
        facing=choice.facing, pose_word=look.drawing.pose, mood=look.mood,
        holds=look.drawing.prop, layers=look.layers, mirror=choice.mirror,
    )  # fmt: skip


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
            return gaze
    order = arrangement.order
    return "left" if order.index(gaze) < order.index(who) else "right"


def _from_behind(who: str, arrangement: Arrangement, card: Card | None) -> Facing:
    if card is None or any(view.facing == "back" for view in card.views):
        return "back"
    return "right" if arrangement.order[0] == who else "left"


def _canonical(pose: str | Pose) -> str | Pose | None:
    if isinstance(pose, str):
        return canonical_pose(pose) or pose
    return pose if any(pose.keypoints) else None


def _pose_told(words: str, card: Card | None) -> str | None:
    """Choose among the poses that an action names: sitting and riding first, then what is drawn."""
    poses = [found.word for found in words_in(words) if found.kind == "pose"]
    drawn = [drawing.pose for view in card.views for drawing in view.drawings] if card else []
    postures = {POSES[pose].posture for pose in drawn if pose in POSES} - {"standing"}

    def rank(pose: str) -> tuple[object, ...]:
        posture = POSES[pose].posture
        seated = posture in postures or (card is None and posture != "standing")
        return pose == "standing", not seated, pose not in drawn, poses.index(pose)

    return min(poses, key=rank, default=None)


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
