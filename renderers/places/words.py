"""Which place, hour and weather some words mean, and which things they mention."""

import math
import re
from functools import lru_cache
from typing import NamedTuple

from renderers.colour_words import COLOURS
from renderers.places.data import data_places
from renderers.places.keywords import (
    LIGHT_WORDS,
    PLACE_WORDS,
    THING_WORDS,
    WEATHER_WORDS,
)
from renderers.places.wordings import LIGHTS, PLACES, WEATHERS
from schemas.story import Setting

__all__ = [
    "INDOORS",
    "LIGHTS",
    "PLACES",
    "WEATHERS",
    "PlaceWords",
    "known_place",
    "said_colour",
    "spans_of",
    "understand",
]

INDOORS = frozenset(
    {
        "stage",
        *(place.name for place in data_places().values() if place.inside),
    }
)

_WEATHER = frozenset({"snow"})
"""Names of places that turn up beside another as its weather: a street in the snow."""
_VAGUE = frozenset({"room", "plain", "street", "house", "hill", "city"})
"""Places whose names turn up beside a better one, as in `a house in the forest`."""


def _longest(words: str) -> str:
    """Put the longest alternatives first: `mountain meadow` before `mountain`."""
    return "|".join(sorted(re.split(r"\|(?![^()]*\))", words), key=len, reverse=True))


def _any(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w'])(?:{_longest(words)})(?!\w)")


_PLACE_RULES = {place: _any(words) for place, words in PLACE_WORDS.items()}
_LIGHT_RULES = {light: _any(words) for light, words in LIGHT_WORDS.items()}
_WEATHER_RULES = {weather: _any(words) for weather, words in WEATHER_WORDS.items()}
_THING_RULES = {
    thing: re.compile(
        rf"(?<!\w)(?:(no|without) (?:an? |any )?)?(?:(\w+) )?({_longest(words)})(?!\w)"
    )
    for thing, words in THING_WORDS.items()
}
_ARTICLE = r"(?:(?:an?|the|her|his|their|our|my) )?$"
_ASIDE = re.compile(
    r"\b(?:near|beside|next to|opposite|overlooking|outside|onto|view of|behind|above|from) "
    + _ARTICLE
)
_BEFORE = re.compile(r"\b(?:outside|outside of|in front of) " + _ARTICLE)
_SMALL = re.compile(r"\b(?:a|an|the|in|at|on|by|with|and|of|is|it|its|some|there|early|late)\b")


class PlaceWords(NamedTuple):
    """A setting, understood."""

    place: str
    hour: str
    weather: str | None
    things: tuple[tuple[str, str | None], ...]
    """What is mentioned, each with the colour it is said to have."""
    without: frozenset[str]
    """What is said not to be there."""
    colour: str | None
    """The first colour named at all."""
    text: str
    """The place's own words, which decide how it looks: no hour, no weather."""

    @property
    def inside(self) -> bool:
        """Whether there is a roof over the place."""
        return self.place in INDOORS


@lru_cache(maxsize=256)
def understand(setting: Setting) -> PlaceWords:
    """Read a setting. Words that mean nothing are a place of their own, drawn in plain colours."""
    text = " ".join(setting.prompt.lower().split())
    place = _place(text)
    found = _things(text)
    there = tuple((t, COLOURS.get(m[2] or "")) for t, m in found.items() if not m[1])
    colour = next((word for word in re.findall(r"\w+", text) if word in COLOURS), None)
    return PlaceWords(
        place,
        _hour(setting.light, text, place),
        _weather(setting.weather, text, place),
        there,
        frozenset(t for t, m in found.items() if m[1]),
        COLOURS[colour] if colour else None,
        _stripped(text),
    )


def known_place(setting: Setting) -> str | None:
    """Return the kind of place that a setting names; None where the page can draw none of it.

    An unknown place is drawn as a quiet backdrop of two tones, which is no other place.
    """
    words = understand(setting)
    named = words.place != "plain" or _PLACE_RULES["plain"].search(setting.prompt.lower())
    return words.place if named else None


def spans_of(text: str, place: str) -> tuple[tuple[int, int, str], ...]:
    """Return the stretches of a text in small letters that name what can be drawn.

    Args:
        place: the place that is drawn; others that the text names are not.

    Returns:
        For each, where it begins and ends, and what it names: place, light, weather or thing.
    """
    rules = [("place", _PLACE_RULES[place])] if place in _PLACE_RULES else []
    rules += [("light", rule) for rule in _LIGHT_RULES.values()]
    rules += [("weather", rule) for rule in _WEATHER_RULES.values()]
    found = [(*m.span(), kind) for kind, rule in rules for m in rule.finditer(text)]
    found += [(*m.span(3), "thing") for rule in _THING_RULES.values() for m in rule.finditer(text)]
    return tuple(found)


def _things(text: str) -> dict[str, re.Match[str]]:
    """Find what is mentioned; the tree of a palm tree and the bus of a bus stop are not meant."""
    found = [(t, m) for t, rule in _THING_RULES.items() for m in rule.finditer(text)]
    spans = [match.span(3) for _, match in found]
    spans += [match.span() for rule in _PLACE_RULES.values() for match in rule.finditer(text)]
    meant = [(t, m) for t, m in found if not any(_within(m.span(3), span) for span in spans)]
    return dict(reversed(meant))  # of several, the first


def _within(part: tuple[int, int], whole: tuple[int, int]) -> bool:
    return part != whole and whole[0] <= part[0] and part[1] <= whole[1]


def _place(text: str) -> str:
    """Return the place named first; what is only near it, or has a vague name, counts less."""
    matches = [
        (match, place) for place, rule in _PLACE_RULES.items() for match in rule.finditer(text)
    ]
    starts = {match.start() for match, _ in matches}
    best, score = "plain", math.inf
    for match, place in matches:
        if match.end() + 1 in starts and text[match.end()] == " ":
            continue  # of two names in a row, as in `a school library`, the second is the place
        rank = (
            match.start()
            - 0.01 * len(match.group())
            + 1000 * (place in _VAGUE or match.group() in _WEATHER)
        )
        before = text[: match.start()]
        if place in INDOORS and _BEFORE.search(before):
            place = "street"
        elif _ASIDE.search(before):
            rank += 500
        if rank < score:
            best, score = place, rank
    return best


def _first(rules: dict[str, re.Pattern[str]], text: str | None) -> str | None:
    said = (text or "").lower()
    return next((name for name, rule in rules.items() if rule.search(said)), None)


def _hour(light: str | None, text: str, place: str) -> str:
    if place == "moon":
        return "night"
    return _first(_LIGHT_RULES, light) or _first(_LIGHT_RULES, text) or "day"


def _weather(weather: str | None, text: str, place: str) -> str | None:
    said = _first(_WEATHER_RULES, weather) or _first(_WEATHER_RULES, text)
    # Where snow is the place, its name alone does not make it snow.
    lies = place == "snow" and said == "snow" and not weather and "snowing" not in text
    return None if lies else said


def _stripped(text: str) -> str:
    """Drop the hour and the weather: a park at night is the same park."""
    for rule in (*_LIGHT_RULES.values(), *_WEATHER_RULES.values()):
        text = rule.sub("", text)
    return " ".join(re.sub(r"[^\w]+", " ", _SMALL.sub("", text)).split())


def said_colour(text: str, surface: str) -> str | None:
    """Return the colour that a text gives to a surface, as in `green walls`."""
    match = re.search(rf"(\w+) {surface}s?\b", text)
    return COLOURS.get(match[1]) if match else None
