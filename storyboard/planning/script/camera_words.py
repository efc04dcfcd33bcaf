"""What an action says to whoever draws it: close on, wide shot, cut to, meanwhile.

Such words ask for a shot, or for nothing; they name nobody and nothing that is there.
"""

from collections.abc import Sequence
from typing import NamedTuple

from schemas.shots import ShotName
from storyboard.planning.script.tokens import Token

_SHOTS: dict[str, ShotName | None] = {
    "extreme close-up": "extreme-close",
    "extreme close up": "extreme-close",
    "close-up": "close",
    "close up": "close",
    "closeup": "close",
    "close": "close",
    "close shot": "close",
    "close in": "close",
    "medium shot": "medium",
    "medium close-up": "medium",
    "full shot": "full",
    "long shot": "full",
    "wide shot": "wide",
    "wide view": "wide",
    "wide": "wide",
    "establishing shot": "wide",
    "extreme wide shot": "extreme-wide",
    "panorama": "extreme-wide",
    "insert": "insert",
    "inset": "insert",
    "detail": "insert",
    "push in": "close",
    "zoom in": "close",
    "move in": "close",
    "zoom out": "wide",
    "pull back": "wide",
    "cut": None,
    "cut back": None,
    "pan": None,
    "pan across": None,
    "pan over": None,
    "fade in": None,
    "fade out": None,
    "flashback": None,
    "splash": None,
    "splash page": None,
    "silhouette": None,
    "meanwhile": None,
    "later": None,
    "same place": None,
    "same scene": None,
    "night": None,
    "day": None,
    "morning": None,
    "evening": None,
    "dawn": None,
    "dusk": None,
    "show": None,
    "we see": None,
    "here we see": None,
}
"""Shots by how scripts call them; None for words that ask for none."""
_TO = frozenset(("on", "of", "to", "in", "at", "from"))
"""Words that lead from a shot to what it shows."""
_LEADING = frozenset(("cut", "cut back", "pan", "pan across", "pan over", "silhouette"))
"""What asks for no shot and yet leads to what is shown."""
_AT_ONCE = frozenset(("show", "we see", "here we see", "meanwhile", "later"))
"""Words after which what is shown is named at once."""
_LONGEST = 3


class CameraWords(NamedTuple):
    """Words to whoever draws, and which shot they ask for."""

    last: int
    """The last token."""
    shot: ShotName | None


def said_at(tokens: Sequence[Token], at: int) -> CameraWords | None:
    """Return what is said of the picture where a sentence begins at a token, if it says so."""
    first = at + 1 if tokens[at].lower in ("a", "an", "the") else at
    for length in range(_LONGEST, 0, -1):
        words = tokens[first : first + length]
        said = " ".join(word.lower for word in words)
        if len(words) == length and said in _SHOTS:
            following = tokens[first + length : first + length + 1]
            after = following[0].lower if following else "."
            last = first + length - 1
            leads = said in _LEADING or _SHOTS[said] is not None
            if after in _TO and leads and (said, after) != ("close", "to"):
                return CameraWords(last + 1, _SHOTS[said])
            ends = after in (":", ".", ",", "-", "\u2013", "\u2014")
            if (ends and (first == at or after != ",")) or (said in _AT_ONCE and first == at):
                return CameraWords(last, _SHOTS[said])
    return None
