"""The prompt language: how a segment, a setting and a whole panel are put into words.

The planner writes it, the embedded model was trained on it, and any Stable Diffusion model
reads it as plain English.
"""

from collections.abc import Iterable, Sequence

from schemas.shots import SHOTS, ShotName

FACING_WORDS = {"left": "facing left", "right": "facing right", "back": "seen from behind"}
"""Where a figure turns, in words; nothing is said of one who faces the reader."""


def joined(parts: Iterable[str | None]) -> str:
    """Join the parts that say something with commas."""
    return ", ".join(part.strip() for part in parts if part and part.strip())


def segment_prompt(
    token: str,
    class_noun: str,
    *,
    pose: str | None = None,
    mood: str | None = None,
    facing: str = "front",
) -> str:
    """Describe one subject: `sks woman cartoon, holding umbrella, worried, facing left`."""
    return joined((f"{token} {class_noun}", pose, mood, FACING_WORDS.get(facing)))


def background_prompt(
    prompt: str,
    *,
    light: str | None = None,
    weather: str | None = None,
    style: str | None = None,
) -> str:
    """Describe a place without anyone: `a park with trees, at dusk, rain, flat-colour comic`."""
    return joined((prompt, light, weather, style))


def panel_prompt(
    shot: ShotName,
    subjects: Sequence[str],
    *,
    action: str | None = None,
    setting: str | None = None,
    style: str | None = None,
) -> str:
    """Describe a whole panel: the shot, its subjects' segment prompts, the action, the place."""
    return joined((SHOTS[shot].words, "; ".join(subjects) or None, action, setting, style))
