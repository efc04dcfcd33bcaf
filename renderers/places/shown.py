"""What a drawn place shows of itself, so that nobody sets the same thing before it again."""

from renderers.places.coded import SHOWS
from renderers.places.data import data_places
from renderers.places.words import known_place, understand
from renderers.props.nouns import singulars
from schemas.story import Setting

_INSIDE = frozenset({"room", "floor", "wall", "corner"})
_OUTSIDE = frozenset({"ground", "sky", "air"})
"""What every place has, inside and outside."""


def is_inside(setting: Setting) -> bool:
    """Tell whether a setting's place has walls around it."""
    return understand(setting).inside


def has_portholes(setting: Setting) -> bool:
    """Tell whether a setting's windows are those of a vessel."""
    return understand(setting).place in ("submarine", "cabin", "spaceship", "ship")


def has_windows(place: str) -> bool:
    """Tell whether a place has windows in which the weather is seen."""
    known = data_places().get(place)
    return bool(known and known.windows) or "window" in SHOWS.get(place, ())


def is_the_place(setting: Setting, noun: str) -> bool:
    """Tell whether a noun means the place itself: the ship, in a panel on a ship."""
    words = noun.lower().split()
    named = known_place(Setting(prompt=words[-1])) if words else None
    return named is not None and named == known_place(setting)


def is_of_place(setting: Setting, noun: str) -> bool:
    """Tell whether the drawing of a setting's place shows what a noun names, and keeps it there."""
    place = understand(setting).place
    last = noun.lower().split()[-1] if noun.split() else ""
    names = {single for word in (noun.lower(), last) for single in (word, *singulars(word))}
    known = data_places().get(place)
    words = {word for name in known.shows for word in (name, name.split()[-1])} if known else set()
    words |= known.seen if known else set()
    everywhere = _INSIDE if is_inside(setting) else _OUTSIDE
    return bool(names & (SHOWS.get(place, frozenset()) | words | everywhere))


def thing_of_place(setting: Setting, noun: str) -> str | None:
    """Return the thing of a setting's place that a noun means, by its name; None where none is.

    A thing is meant by its last words: the chair, at the dentist's, is the dentist's chair.
    """
    place = data_places().get(understand(setting).place)
    words = [word for word in noun.lower().split() if word not in _ARTICLES]
    if place is None or not words:
        return None
    names = [*(thing.name for thing in place.things), *place.shows]
    ends = [" ".join((*words[:-1], last)) for last in (words[-1], *singulars(words[-1]))]
    return next((name for name in names for end in ends if f" {name}".endswith(f" {end}")), None)


_ARTICLES = frozenset({"a", "an", "the", "his", "her", "their", "its"})
