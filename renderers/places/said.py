"""Which words of a setting its picture shows, and which it does not."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from renderers.colour_words import COLOURS
from renderers.places.shown import has_windows, is_of_place, thing_of_place
from renderers.places.weather import FALLS
from renderers.places.words import PlaceWords, known_place, spans_of, understand
from schemas.story import Setting
from schemas.vocabulary.word_forms import lemmas_of

Part = Literal["setting", "light", "weather"]


class SaidOfPlace(NamedTuple):
    """A content word of a setting."""

    part: Part
    word: str
    start: int
    end: int
    """Where it stands in that part."""
    shown: bool


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?")
_CONTENT = {"NOUN", "ADJ", "VERB"}
_SMALL = _words(
    "a an the in at on by with and or of is it its it's some there here to from for near into "
    "onto over under above below behind beside between before after around along through across "
    "inside outside next front back middle edge side top bottom part view full lots many few "
    "several among amongst amid one two three his her their my our your this that very still "
    "again where which who "
    "as one's other another each all both somewhere place scene interior day time just not no "
    "without "
)
"""Words of a setting for which no picture is asked."""
_FEELING = _words(
    "cosy cozy small little big large great huge tiny wide narrow quiet silent calm busy "
    "crowded lonely old new modern ancient nice beautiful pretty simple plain typical normal "
    "usual lovely famous secret favourite favorite own local same long short high low deep "
    "clean tidy messy untidy warm cool cold hot chilly early late fresh open empty abandoned "
    "elegant fancy poor rich public private friendly strange mysterious spooky scary peaceful "
)
"""Words for what a place is like, not for what is in it."""


@lru_cache(maxsize=256)
def said_of_place(setting: Setting) -> tuple[SaidOfPlace, ...]:
    """Return every content word of a setting, and whether its picture shows it.

    A picture of the author's own is taken to show what its words say.
    """
    words = understand(setting)
    found = [*_of_prompt(setting, words)]
    for part, text in (("light", setting.light), ("weather", setting.weather)):
        if text:
            shown = setting.art is not None or _is_read(words, part, text)
            found.append(SaidOfPlace(part, text, 0, len(text), shown))  # type: ignore[arg-type]
    return tuple(found)


def _is_read(words: PlaceWords, part: str, text: str) -> bool:
    kinds = spans_of(text.lower(), words.place)
    if part == "light":
        return any(kind == "light" for _, _, kind in kinds)
    seen = words.weather in ("confetti", "sunny", "cloudy") or (
        words.weather in FALLS and has_windows(words.place)
    )
    return any(kind == "weather" for _, _, kind in kinds) and (seen or not words.inside)


def _of_prompt(setting: Setting, words: PlaceWords) -> Iterator[SaidOfPlace]:
    text = setting.prompt.lower()
    known = spans_of(text, words.place)
    whole = known_place(setting) is not None
    for match in _WORD.finditer(text):
        word = match[0].replace("\u2019", "'").removesuffix("'s")
        kinds = lemmas_of(word)
        if word in _SMALL or word in _FEELING or (kinds and not _CONTENT & kinds.keys()):
            continue
        span = match.span()
        kind = next((kind for start, end, kind in known if start <= span[0] and span[1] <= end), "")
        shown = setting.art is not None or bool(kind) or _is_drawn(setting, word, whole=whole)
        yield SaidOfPlace("setting", setting.prompt[slice(*span)], *span, shown)


def _is_drawn(setting: Setting, word: str, *, whole: bool) -> bool:
    """Tell whether a place shows something that names neither it nor the hour or weather."""
    if not whole:
        return False
    drawn = is_of_place(setting, word) or thing_of_place(setting, word) is not None
    return drawn or word in COLOURS
