"""Scene headings, such as `INT. DENTIST'S WARD - NIGHT`, to places and back."""

import re
from typing import NamedTuple

from storyboard.scripts.script import ScriptScene

_INSIDE = re.compile(
    r"^\s*(?:\d+[A-Z]?[.)]?\s+)?(int\.?\s*/\s*ext|ext\.?\s*/\s*int|i\s*/\s*e|int|ext|est)\b\.?[\s:-]*",
    re.IGNORECASE,
)
_TIMES = {
    "day": "by day",
    "night": "at night",
    "morning": "in the morning",
    "evening": "in the evening",
    "afternoon": "in the afternoon",
    "noon": "at noon",
    "midnight": "at night",
    "dawn": "at dawn",
    "sunrise": "at sunrise",
    "dusk": "at dusk",
    "sunset": "at sunset",
    "early morning": "in the morning",
    "late night": "at night",
}
_SAME = {"continuous", "same", "later", "moments later", "same time", "a moment later"}
_NOWHERE = "NOWHERE"
"""Where a story names no place; a heading cannot be empty."""
_WEATHER = ("rain", "snow", "fog", "storm", "wind")


class Heading(NamedTuple):
    """Where and when a scene plays."""

    place: str
    light: str | None
    weather: str | None
    id: str | None = None
    """The scene's number, where it is a name."""


def read_heading(text: str) -> Heading:
    """Read a scene heading of a screenplay; what it does not say is None."""
    numbered = re.search(r"\s*#([^#]+)#\s*$", text)
    text = text[: numbered.start()] if numbered else text
    inside = _INSIDE.match(text)
    body = text[inside.end() :] if inside else text
    parts = [part for part in re.split(r"\s+(?:-+|–|—)\s+", body.strip()) if part]
    light = weather = None
    while len(parts) > 1 and (known := _time(parts[-1])):
        light, weather = known[0] or light, known[1] or weather
        parts.pop()
    place = ", ".join(_sentence(part) for part in parts if part != _NOWHERE)
    if inside and inside[1].lower() == "int" and place and "inside" not in place:
        place = f"inside {_with_article(place)}"
    name = numbered[1].strip() if numbered else ""
    return Heading(place, light, weather, name if name and not name[0].isdigit() else None)


def write_heading(scene: ScriptScene) -> str:
    """Write a scene heading that `read_heading` reads back as the same.

    Whether a place lies inside is said only where the story says so; otherwise the heading begins
    with a full stop, which makes any words a heading.
    """
    inside = re.match(r"inside ((an?|the) )?", scene.place)
    name = scene.place[inside.end() :] if inside else scene.place
    name = name.upper() if name == name.lower() else name
    by_words = {words: word for word, words in reversed(_TIMES.items())}
    time = by_words.get(scene.light or "", scene.light or "")
    tail = "".join(f" - {part.upper()}" for part in (time, scene.weather) if part)
    number = f" #{scene.id}#" if scene.id else ""
    return f"{'INT. ' if inside else '.'}{name or _NOWHERE}{tail}{number}"


def _time(text: str) -> tuple[str | None, str | None] | None:
    """Return the light and the weather that a part of a heading says; None if it says neither."""
    words = text.lower().strip(" .()")
    if words in _SAME:
        return None, None
    if words in _TIMES:
        return _TIMES[words], None
    if words in _TIMES.values() or re.match(r"(at|in|by) ", words):
        return words, None
    if any(re.fullmatch(rf"(heavy |light )?{each}(y|ing|s)?", words) for each in _WEATHER):
        return None, words
    if words in ("sunny", "cloudy", "clear"):
        return None, words
    return None


def _with_article(place: str) -> str:
    if re.match(r"(?i)(a|an|the|his|her|their|my|our|\S+['’]s)\b", place) or place[0].isupper():
        return place
    return f"{'an' if place[0] in 'aeiou' else 'a'} {place}"


def _sentence(text: str) -> str:
    """Turn capitals into words; mixed case is the author's own and stays."""
    return text if text != text.upper() else text.lower()
