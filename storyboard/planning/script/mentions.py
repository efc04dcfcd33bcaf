"""Who is meant in an action's text: names, and the pronouns that fit a character."""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Literal

from schemas.story import Character

Gender = Literal["she", "he", "it"]

REMEMBERED = 12
"""A pronoun reaches back over at most so many mentions."""
MOST_EVERYONE = 6
"""A cast of more is not meant whole by "everyone", where nobody else is known to be there."""
_PRONOUNS = {
    "she": "she",
    "her": "she",
    "herself": "",
    "he": "he",
    "him": "he",
    "his": "he",
    "it": "it",
    "its": "it",
    "who": "",
}
_ALL = frozenset(
    (
        "they",
        "them",
        "their",
        "both",
        "everyone",
        "everybody",
        "all",
        "all-of-them",
        "both-of-them",
        "each-of-them",
        "the-two-of-them",
        "the-three-of-them",
        "all-two",
        "all-three",
        "all-four",
        "all-five",
    )
)
_OTHERS = frozenset(("the-others", "the-other"))
_WOMEN = {"woman", "girl", "lady", "mother", "grandmother", "queen", "witch", "princess", "actress"}
_MEN = {"man", "boy", "gentleman", "father", "grandfather", "king", "wizard", "prince", "actor"}


def gender(character: Character) -> Gender | None:
    """Return the pronoun of a character, as far as its class noun and kind tell."""
    words = set(re.findall(r"[a-z]+", f"{character.class_noun} {character.look}".lower()))
    if character.kind != "person":
        return "it"
    if words & _WOMEN:
        return "she"
    return "he" if words & _MEN else None


def named_in(action: str, characters: Mapping[str, Character]) -> tuple[str, ...]:
    """Return whoever's name stands in a text of any language, in order."""
    names = names_of(characters)
    words = re.compile(
        "|".join(
            rf"(?<!\w){re.escape(name)}(?!\w)" for name in sorted(names, key=len, reverse=True)
        )
    )
    found = words.findall(action.lower()) if names else ()
    return tuple(dict.fromkeys(names[name] for name in found))


def names_of(characters: Mapping[str, Character]) -> dict[str, str]:
    """Return every name in small letters with the id of the character that it means."""
    names: dict[str, str] = {}
    for identity, character in characters.items():
        for name in (identity, identity.replace("_", " ").replace("-", " "), character.name):
            names.setdefault(name.lower(), identity)
    return names


class Memory:
    """Who was spoken of, so that a pronoun can be resolved."""

    def __init__(self, characters: Mapping[str, Character], present: Sequence[str]) -> None:
        self.characters = characters
        self.present = tuple(present)
        self.spoken: list[str] = []
        """Ids in the order of mention, the last one last."""

    @property
    def shown_as_subjects(self) -> frozenset[str]:
        """The names of things and animals of the story that are known to be there."""
        names = names_of(self.characters).items()
        return frozenset(
            name
            for name, who in names
            if who in self.present and self.characters[who].kind != "person"
        )

    def add(self, who: Sequence[str]) -> None:
        """Remember some characters as just spoken of."""
        self.spoken += who
        del self.spoken[:-REMEMBERED]

    def everyone(self) -> tuple[str, ...]:
        """Return everybody who can be meant by "everyone": present, spoken of, or all there are."""
        known = tuple(dict.fromkeys((*self.present, *self.spoken)))
        if known:
            return known
        people = tuple(who for who, one in self.characters.items() if one.kind == "person")
        return people if len(people) <= MOST_EVERYONE else ()

    def meant(
        self, pronoun: str, *, doers: Sequence[str], named: Collection[str]
    ) -> tuple[str, ...]:
        """Resolve a pronoun.

        Args:
            doers: who does what the pronoun is the object of, whom "them" never means.
            named: everyone whom the text names, whom "the others" never means.
        """
        if pronoun in _OTHERS:
            return tuple(who for who in self.everyone() if who not in named)
        if pronoun in _ALL:
            return self._all(pronoun, doers)
        return self._single(_PRONOUNS.get(pronoun, ""), doers) if pronoun in _PRONOUNS else ()

    def _all(self, pronoun: str, doers: Sequence[str]) -> tuple[str, ...]:
        people = self.everyone()
        if pronoun in ("them", "their"):  # never whoever does it to them
            people = tuple(who for who in people if who not in doers)
        elif pronoun in ("both", "the-two-of-them", "both-of-them") and len(people) > 2:
            people = tuple(dict.fromkeys(reversed(self.spoken)))[:2][::-1]
        return people if len(people) > 1 else ()

    def _single(self, kind: str, doers: Sequence[str]) -> tuple[str, ...]:
        """Return the one last spoken of whom a pronoun fits, else the only one there."""

        def fits(who: str) -> bool:
            return not kind or gender(self.characters[who]) in (kind, None)

        known = [who for who in self.spoken if fits(who) and who not in doers]
        if known:
            return (known[-1],)
        there = [who for who in self.present if fits(who) and who not in doers]
        return (there[0],) if len(there) == 1 and kind != "it" else ()
