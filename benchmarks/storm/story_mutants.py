"""Mutates stories: roughly, so that reading is tried, and gently, so that planning is tried too."""

import random
import re

from benchmarks.storm.renders import STORY
from benchmarks.storm.words import FULL_STORY, PIECES, PROSE

_SPOKEN = re.compile(
    r"(?:action|caption|title|prompt|style|class|negative|says|text|pose): ([^{}\n]*)"
)
"""Values that may say nearly anything."""
_PANEL = re.compile(r"^ {6}- .*\n(?: {8}.*\n)*", re.MULTILINE)
"""A panel, as the stories that are mutated indent it."""


_ROUGH = 0.2
"""The part of the mutants that are torn in their bytes; few of those can still be planned."""
_FAR = 0.3
"""The part of changed numbers that are changed much."""
_WORDS = (
    ("waving", "running", "sitting", "lying", "hugging", "thinking", "pointing", "sleeping"),
    ("worried", "smile", "angry", "sad", "shocked", "laughing", "scared"),
    ("left", "right", "center", "far left"),
    ("wide", "close", "medium", "full", "extreme close-up"),
    ("low", "high", "eye level", "bird's-eye"),
    ("whisper", "shout", "thought", "radio", "off-panel"),
    ("a5", "a4", "us-comic", "webtoon", "manga"),
    ("rtl", "ltr", "scroll"),
    ("rain", "snow", "fog", "storm"),
    ("at dusk", "at night", "at noon"),
    ("bill", "ringo", "dee", "sophie"),
)
"""Words of the format, those of a row in one another's place."""


def story_mutant(draw: random.Random) -> bytes:
    """Return one of two stories, torn in its bytes or changed in its words and panels."""
    text = draw.choice((STORY, FULL_STORY))
    if draw.random() < _ROUGH:
        return _torn(text.encode(), draw)
    for _ in range(draw.randint(1, 6)):
        change = draw.choice((_reworded, _reworded, _reworded, _rekeyed, _renumbered, _repanelled))
        text = change(text, draw)
    return text.encode()


def _torn(given: bytes, draw: random.Random) -> bytes:
    """Overwrite, cut and double pieces anywhere."""
    text = bytearray(given)
    for _ in range(draw.randint(1, 6)):
        start = draw.randrange(len(text) + 1)
        end = min(len(text), start + draw.randint(0, 12))
        piece = draw.choice(PIECES) if draw.random() < 0.6 else bytes(text[start:end]) * 2
        text[start:end] = piece
    return bytes(text)


def _reworded(text: str, draw: random.Random) -> str:
    """Replace, add or take away a word of something that an author says."""
    words = [
        (match.start(1) + word.start(), match.start(1) + word.end())
        for match in _SPOKEN.finditer(text)
        for word in re.finditer(r"[\w']+", match.group(1))
    ]
    if not words:
        return text
    start, end = draw.choice(words)
    if draw.random() < 0.3:
        start = end
    return f"{text[:start]}{draw.choice(PROSE)}{text[end:]}"


def _rekeyed(text: str, draw: random.Random) -> str:
    """Put a word of the format in the place of another of its kind."""
    kinds = [words for words in _WORDS if any(word in text for word in words)]
    if not kinds:
        return text
    words = draw.choice(kinds)
    places = [found for word in words for found in re.finditer(rf"\b{word}\b", text)]
    if not places:
        return text
    chosen = draw.choice(places)
    return text[: chosen.start()] + draw.choice(words) + text[chosen.end() :]


def _renumbered(text: str, draw: random.Random) -> str:
    """Change one number a little, or much."""
    numbers = list(re.finditer(r"\d+(?:\.\d+)?", text))
    if not numbers:
        return text
    chosen = draw.choice(numbers)
    near = float(chosen.group()) * draw.choice((0.5, 0.8, 1.1, 1.5))
    far = draw.choice(("0", "1", "2", "3", "0.1", "0.5", "0.9", "12", "64", "-1", "99999"))
    whole = "." not in chosen.group()
    other = far if draw.random() < _FAR else str(round(near)) if whole else f"{near:.2f}"
    return f"{text[: chosen.start()]}{other}{text[chosen.end() :]}"


def _repanelled(text: str, draw: random.Random) -> str:
    """Double a panel, take one away, or put a copy of one before another."""
    panels = list(_PANEL.finditer(text))
    if not panels:
        return text
    one, other = draw.choice(panels), draw.choice(panels)
    if draw.random() < 0.3:
        return text[: one.start()] + text[one.end() :]
    copy = re.sub(r"id: (\w+)", rf"id: \g<1>{draw.randrange(1000)}", one.group())
    return text[: other.start()] + copy + text[other.start() :]
