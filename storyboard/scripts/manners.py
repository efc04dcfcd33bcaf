"""What stands in brackets beside a speaker: voices off, whispers, moods."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from schemas.story import How
from schemas.vocabulary.phrases import words_in

_VOICES: dict[How, str] = {
    "off-panel": r"v\.?\s?o\.?|voice ?-?over|o\.?\s?[sc]\.?|off ?-?(screen|camera|panel)?|from off",
    "radio": r"((on|over|into|through) )?(the )?(phone|radio|tv|television|intercom|loudspeaker)"
    r"|filtered|electronic|broadcast|robotic",
    "whisper": r"whisper\w*|sotto( voce)?|quiet\w*|under (his|her|their) breath|low voice"
    r"|murmur\w*",
    "shout": r"shout\w*|yell\w*|scream\w*|loud\w*|burst|bellow\w*",
    "thought": r"thoughts?|thinks|thinking|to (him|her|them|it)sel(f|ves)|thought balloon",
}
_CONTINUED = r"cont(inue)?['’]?d\.?|continuing|more|linked|second balloon"


class Manner(NamedTuple):
    """How a speech is said, as far as it was understood."""

    how: How
    mood: str | None
    rest: tuple[str, ...]
    """What was not understood, in the script's own words."""


def manner_of(brackets: Sequence[str]) -> Manner:
    """Read the brackets beside a speaker; what says only that a speech goes on is dropped."""
    how: How = "speech"
    mood: str | None = None
    rest = []
    for part in (part.strip(" .") for text in brackets for part in re.split(r"[,;/]", text)):
        if not part or re.fullmatch(_CONTINUED, part.lower()):
            continue
        voice = next((v for v, words in _VOICES.items() if re.fullmatch(words, part.lower())), None)
        felt = next((found.word for found in words_in(part) if found.kind == "mood"), None)
        if voice:
            how = voice
        elif felt:
            mood = felt
        else:
            rest.append(part)
    return Manner(how, mood, tuple(rest))
