"""Who is meant in an action's text: names, groups of names, and pronouns."""

import re
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from schemas.story import Character

Gender = Literal["she", "he", "it"]

SEPARATOR = re.compile(
    r"[.!?;:,\u2014\u2013()]+"
    r"|\b(?:and|while|as|but|then|when|where|so|until|because)\b",
    re.IGNORECASE,
)
"""What ends a clause."""
REMEMBERED = 12
"""A pronoun reaches back over at most so many mentions."""
_ABSENT = re.compile(
    r"\b(?:without|about|remember\w*|miss(?:es|ing)?|phon\w+|call(?:s|ing) (?:up|for)"
    r"|texts?|texting|(?:wait|look|search|long|ask|watch out)(?:s|ing)? for"
    r"|(?:think|dream|talk|hear)\w* of|(?:note|letter|message|call|present|gift|news|picture"
    r"|photo|drawing) (?:from|of|for|to))\s+$",
    re.IGNORECASE,
)
_PRONOUNS = {
    "she": "she", "her": "she", "he": "he", "him": "he", "it": "it",
    "who": "", "they": "all", "them": "all", "both": "all", "everyone": "all", "everybody": "all",
}  # fmt: skip
_HER_IS_OBJECT = re.compile(
    r"\s*(?:$|[.,;:!?]|(?:and|with|while|as|in|on|at|from|to|for|by|who|holding|\w+ing)\b)",
    re.IGNORECASE,
)
_WOMEN = {"woman", "girl", "lady", "mother", "grandmother", "queen", "witch", "princess", "actress"}
_MEN = {"man", "boy", "gentleman", "father", "grandfather", "king", "wizard", "prince", "actor"}


class Mention(NamedTuple):
    """A stretch of text that means somebody, or a group."""

    who: tuple[str, ...]
    start: int
    end: int


def gender(character: Character) -> Gender | None:
    """Return the pronoun of a character, as far as its class noun and kind tell."""
    words = set(re.findall(r"[a-z]+", f"{character.class_noun} {character.look}".lower()))
    if character.kind != "person":
        return "it"
    if words & _WOMEN:
        return "she"
    return "he" if words & _MEN else None


def mentions_in(
    action: str, characters: Mapping[str, Character], present: Sequence[str]
) -> list[Mention]:
    """Find everyone who is named or meant by a pronoun, in order."""
    names = _names(characters)
    words = sorted([*names, *_PRONOUNS], key=len, reverse=True)
    pattern = re.compile(r"\b(" + "|".join(map(re.escape, words)) + r")\b", re.IGNORECASE)
    found: list[Mention] = []
    for match in pattern.finditer(action):
        word = match[1].lower()
        if who := names.get(word):
            if _is_there(action, match, characters[who], first=not found):
                found.append(Mention((who,), match.start(), match.end()))
        elif word != "her" or _HER_IS_OBJECT.match(action, match.end()):
            known = [who for mention in found[-REMEMBERED:] for who in mention.who]
            meant = _meant(word, known, characters, present)
            if meant:
                found.append(Mention(meant, match.start(), match.end()))
    return _grouped(action, found)


def named_in(action: str, characters: Mapping[str, Character]) -> tuple[str, ...]:
    """Return whoever's name stands in a text of any language, in order."""
    names = _names(characters)
    words = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in sorted(
        names, key=len, reverse=True
    )))  # fmt: skip
    found = words.findall(action.lower()) if names else ()
    return tuple(dict.fromkeys(names[name] for name in found))


def _names(characters: Mapping[str, Character]) -> dict[str, str]:
    names: dict[str, str] = {}
    for identity, character in characters.items():
        for name in (identity, identity.replace("_", " ").replace("-", " "), character.name):
            names.setdefault(name.lower(), identity)
    return names


def _is_there(action: str, match: re.Match[str], character: Character, *, first: bool) -> bool:
    """Sort out names that are only spoken of: "waits for Dee", "Dee's umbrella", "a cup of tea"."""
    before, after = _just_before(action, match.start()), action[match.end() :][:20]
    if _ABSENT.search(before) or re.match(r"\s+of\b", after):
        return False
    if re.match(r"['\u2019]s\b", after) and not first:
        return False
    if character.kind == "person":
        return not re.search(r"\b(?:a|an|the|his|her|their|my|your)\s+$", before, re.IGNORECASE)
    return character.kind == "animal" or not re.search(
        r"\b(?:a|an|his|her|their)\s+$", before, re.IGNORECASE
    )


def _meant(
    word: str, known: Sequence[str], characters: Mapping[str, Character], present: Sequence[str]
) -> tuple[str, ...]:
    """Resolve a pronoun to the one last spoken of whom it fits."""
    people = list(dict.fromkeys([*present, *known]))
    kind = _PRONOUNS[word]
    if kind == "all":
        if word == "them":  # never whoever does it to them
            people = [who for who in people if who not in known[-1:]]
        return tuple(people) if len(people) > 1 else ()
    fits = [who for who in known if not kind or gender(characters[who]) in (kind, None)]
    if not fits and kind != "it":
        fits = [who for who in people if gender(characters[who]) in (kind, None)]
        return (fits[0],) if len(fits) == 1 else ()
    return (fits[-1],) if fits else ()


def _grouped(action: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Join "Dee, Bill and Ringo" into one mention."""
    groups: list[Mention] = []
    for index, mention in enumerate(mentions):
        gap = action[groups[-1].end : mention.start] if groups else "."
        following = mentions[index + 1].start if index + 1 < len(mentions) else mention.end
        listed = re.fullmatch(r"\s*,\s*", gap) and re.fullmatch(
            r"\s*,?\s*(?:and|&)\s*", action[mention.end : following], re.IGNORECASE
        )
        joined = re.fullmatch(r"\s*,?\s*(?:and|&)\s+(?:the\s+)?", gap, re.IGNORECASE) and not (
            # "Ringo looks at Dee and Bill laughs": Bill begins a clause of his own.
            _inside_clause(action, groups[-1]) and re.match(r"\s+[a-z]+s\b", action[mention.end :])
        )
        if groups and (listed or joined):
            last = groups.pop()
            groups.append(Mention((*last.who, *mention.who), last.start, mention.end))
        else:
            groups.append(mention)
    return groups


def _just_before(action: str, position: int) -> str:
    """Return the words before a position that could matter; a text may be long."""
    return action[max(0, position - 80) : position]


def _inside_clause(action: str, mention: Mention) -> bool:
    before = SEPARATOR.split(_just_before(action, mention.start))[-1]
    return bool(before.strip())
