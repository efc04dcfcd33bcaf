"""A decided panel in words: for the models, and for readers who cannot see it."""

import re
from collections.abc import Mapping, Sequence

from renderers.prompts import background_prompt, joined, panel_prompt, segment_prompt
from schemas.angles import ANGLES
from schemas.plan import Segment
from schemas.shots import SHOTS, ShotName
from schemas.story import Character, Panel, Setting

ADJECTIVES = {
    "smile": "smiling",
    "laugh": "laughing",
    "wink": "winking",
    "smirk": "smirking",
    "cry": "crying",
}
"""Moods whose words are no adjectives."""
_TURNED = {"left": "turned left", "right": "turned right", "back": "seen from behind"}
_THING = re.compile(
    r"\b(holding|reading|riding|driving|at|on|with) (book|newspaper|laptop|phone|umbrella"
    r"|pointer|board|floor|desk|beanbag|bicycle|scooter|motorcycle|car)\b"
)


def subject_prompt(character: Character, *, pose: str | None, mood: str | None, facing: str) -> str:
    """Describe one subject for its own segment's prompt."""
    mood = None if mood == pose else mood  # "thinking" is both
    return segment_prompt(
        character.token, character.class_noun, pose=pose, mood=mood, facing=facing
    )


def scene_prompt(setting: Setting, *, style: str) -> str:
    """Describe the place alone."""
    return background_prompt(
        setting.prompt, light=setting.light, weather=setting.weather, style=style
    )


def whole_prompt(
    panel: Panel, shot: ShotName, setting: Setting, segments: Sequence[Segment], *, style: str
) -> str:
    """Describe the whole panel: shot, subjects, action, place, style."""
    return panel_prompt(
        shot,
        [segment.prompt for segment in segments],
        action=joined((panel.action.strip().rstrip("."), ANGLES[panel.angle].words)),
        setting=background_prompt(setting.prompt, light=setting.light, weather=setting.weather),
        style=style,
    )


def alt_text(
    panel: Panel,
    shot: ShotName,
    setting: Setting,
    segments: Sequence[Segment],
    characters: Mapping[str, Character],
    *,
    whole: bool,
) -> str:
    """Tell a reader what they would see, without the words that are lettered.

    `whole` is whether the picture shows all that the action says; it is told in the author's
    words only then, lest the text describe another picture.
    """
    opening = _capital(SHOTS[shot].words)
    if angle := ANGLES[panel.angle].words:
        opening += f", {angle}"
    action = panel.action.strip() if whole else ""
    parts = [f"{opening}: {_ended(action)}" if action else f"{opening}."]
    people = sorted(segments, key=lambda segment: segment.region.bounds.centre[0])
    if people:
        described = "; ".join(_seen(segment, _called(segment, characters)) for segment in people)
        parts.append(_ended(f"From left to right: {described}" if len(people) > 1 else described))
    place = joined((setting.prompt, setting.light, setting.weather))
    return " ".join((*parts, _ended(_capital(place)))) if place else " ".join(parts)


def _called(segment: Segment, characters: Mapping[str, Character]) -> str:
    """Return a character's name, or what a thing is."""
    return segment.prompt if segment.way is not None else characters[segment.subject].name


def _seen(segment: Segment, name: str) -> str:
    """Say who that is, in which mood, doing what, turned where."""
    mood = (
        None
        if segment.mood in ("neutral", segment.pose_word)
        else ADJECTIVES.get(segment.mood or "", segment.mood)
    )
    doing = with_article(segment.pose_word) if segment.pose_word else None
    return joined((name, mood, doing, _TURNED.get(segment.facing)))


def with_article(pose: str) -> str:
    """Put the articles that English wants into a pose word: "holding an umbrella"."""
    return _THING.sub(lambda found: f"{found[1]} {_article(found[2])} {found[2]}", pose)


def _article(thing: str) -> str:
    if thing == "floor":
        return "the"
    return "an" if thing[0] in "aeiou" else "a"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _ended(text: str) -> str:
    return text if text[-1:] in ".!?\u2026" else f"{text}."
