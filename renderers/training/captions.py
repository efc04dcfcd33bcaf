"""What a training picture is called, in the words that prompts will use."""

import re
from pathlib import Path

from renderers.cast.references import Look
from renderers.prompts import segment_prompt
from schemas.errors import StoryInvalid

_LONGEST = 2_000
_TURNED = {"left": "right", "right": "left"}
_SIDE = re.compile(r"\b(left|right)\b")


def caption_of(look: Look, *, beside: Path | None = None) -> str:
    """Return a look's caption: of a text file, else of what its card knows, token and class first.

    `[trigger]` in a text file stands for token and class; where a text names neither it nor the
    token, they are put before it.

    Raises:
        StoryInvalid: the text file cannot be read.
    """
    subject = f"{look.card.token} {look.card.class_noun}"
    if beside is not None and beside.is_file():
        return _named(_read(beside), look.card.token, subject)
    return segment_prompt(
        look.card.token,
        look.card.class_noun,
        pose=look.drawing.pose,
        mood=look.mood,
        facing=look.facing,
    )


def _read(path: Path) -> str:
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise StoryInvalid(f"the caption {path.name} cannot be read: {error}") from error
    return " ".join(text.split())[:_LONGEST]


def _named(text: str, token: str, subject: str) -> str:
    if "[trigger]" in text:
        return text.replace("[trigger]", subject)
    if re.search(rf"(?<!\w){re.escape(token)}(?!\w)", text):
        return text
    return f"{subject}, {text}" if text else subject


def mirrored(caption: str) -> str:
    """Return the caption of the mirrored picture.

    >>> mirrored("sks cat, facing left")
    'sks cat, facing right'
    """
    return _SIDE.sub(lambda found: _TURNED[found[1]], caption)
