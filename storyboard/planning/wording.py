"""A decided panel in words: for the models, and for readers who cannot see it."""

import re

from renderers.prompts import background_prompt, segment_prompt
from schemas.story import Character, Setting

ADJECTIVES = {
    "smile": "smiling",
    "laugh": "laughing",
    "wink": "winking",
    "smirk": "smirking",
    "cry": "crying",
}
"""Moods whose words are no adjectives."""
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


def with_article(pose: str) -> str:
    """Put the articles that English wants into a pose word: "holding an umbrella"."""
    return _THING.sub(lambda found: f"{found[1]} {_article(found[2])} {found[2]}", pose)


def with_indefinite(noun: str) -> str:
    """Put an article before a noun."""
    return f"{_article(noun)} {noun}"


def _article(thing: str) -> str:
    if thing == "floor":
        return "the"
    return "an" if thing[0] in "aeiou" else "a"
