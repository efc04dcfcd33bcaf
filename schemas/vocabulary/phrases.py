"""The words that stories, cards and prompts share for poses and moods.

>>> canonical_pose("runs")
'running'
>>> [found.word for found in words_in("Dee sits at a desk, angry") if found.kind == "pose"]
['sitting at desk']
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from heapq import heappop, heappush
from typing import Literal, NamedTuple

from schemas.vocabulary.mood_words import MOODS
from schemas.vocabulary.pose_words import POSES
from schemas.vocabulary.word_forms import verb_forms_of
from schemas.vocabulary.words import MoodWord, PoseWord, Word

__all__ = [
    "MOODS",
    "POSES",
    "Found",
    "MoodWord",
    "PoseWord",
    "canonical_mood",
    "canonical_pose",
    "ranked_moods",
    "ranked_poses",
    "words_in",
]

_FILLERS = frozenset(
    (
        "a",
        "an",
        "the",
        "his",
        "her",
        "their",
        "its",
        "my",
        "your",
        "our",
        "some",
        "one",
        "two",
        "both",
        "own",
        "big",
        "old",
        "new",
    )
)
"""Words that may stand between the words of a phrase."""
_LONGEST = 6
"""No phrase has more words."""
_TOKEN = re.compile(r"\w+(?:[-'’]\w+)*")
_ADJECTIVAL = {"amazing", "surprising", "during", "evening", "morning"}


class Found(NamedTuple):
    """A vocabulary word met in running text."""

    word: str
    kind: Literal["pose", "mood"]
    start: int
    end: int


def canonical_pose(word: str) -> str | None:
    """Return the pose word that a word, alias, verb form or picture-collection name means."""
    return _lookup("pose").get(_plain(word))


def canonical_mood(word: str) -> str | None:
    """Return the mood word that a word, alias, verb form or picture-collection name means."""
    return _lookup("mood").get(_plain(word))


def words_in(text: str) -> tuple[Found, ...]:
    """Find pose and mood words in a sentence, longest first, in the order of the text.

    A stretch can be both a pose and a mood ("thinks"); two poses never overlap.
    """
    found = [*_matches(text, "pose"), *_matches(text, "mood")]
    return tuple(sorted(found, key=lambda match: (match.start, match.kind)))


def ranked_poses(word: str) -> Mapping[str, float]:
    """Return pose words by how far they are from `word`: 0 itself, 0.5 as good, then 2, 3, …"""
    return _ranked("pose", word)


def ranked_moods(word: str) -> Mapping[str, float]:
    """Return mood words by how far they are from `word`: 0 itself, then 2, 3, …"""
    return _ranked("mood", word)


def _table(kind: str) -> Mapping[str, Word]:
    return POSES if kind == "pose" else MOODS


@cache
def _ranked(kind: str, word: str) -> dict[str, float]:
    """Follow the nearest words along the cheapest ways (Dijkstra 1959)."""
    table, costs, queue = _table(kind), dict[str, float](), [(0.0, word)]
    while queue:
        cost, current = heappop(queue)
        if current not in costs:
            costs[current] = cost
            for other, step in _steps(table[current]):
                heappush(queue, (cost + step, other))
    return costs


def _steps(known: Word) -> Iterator[tuple[str, float]]:
    for at, other in enumerate(known.same if isinstance(known, PoseWord) else ()):
        yield other, 0.5 + 0.01 * at
    for at, other in enumerate(known.nearest):
        yield other, 2.0 + at


def _plain(word: str) -> str:
    text = re.sub(r"[\s_-]+", " ", word.strip().lower())
    return re.sub(r"\b(?:an?|the|his|her|their|its|my|your)\s+", "", text)


@cache
def _lookup(kind: str) -> dict[str, str]:
    """Map what may be written as one word's name; phrases win over collections' names."""
    entries = dict(_lookup_text(kind))
    for word, known in _table(kind).items():
        for code in known.codes:
            entries.setdefault(_plain(code), word)
    return entries


@cache
def _lookup_text(kind: str) -> dict[str, str]:
    """Map what may be met in running text."""
    entries: dict[str, str] = {}
    for word, known in _table(kind).items():
        for phrase in _phrases(known):
            entries.setdefault(_plain(phrase), word)
            entries.setdefault(phrase.lower(), word)
    return entries


def _phrases(known: Word) -> tuple[str, ...]:
    return tuple(form for phrase in (known.word, *known.aliases) for form in _forms(phrase))


def _forms(phrase: str) -> Iterator[str]:
    """Yield a phrase with its leading -ing verb in every form."""
    yield phrase
    verb, _, rest = phrase.partition(" ")
    if verb.endswith("ing") and verb not in _ADJECTIVAL:
        for form in verb_forms_of(verb):
            yield f"{form} {rest}".strip()


def _matches(text: str, kind: Literal["pose", "mood"]) -> Iterator[Found]:
    known, tokens, at = _lookup_text(kind), list(_TOKEN.finditer(text)), 0
    while at < len(tokens):
        word, end = _longest(text, tokens[at : at + 2 * _LONGEST], known)
        if word is not None:
            yield Found(word, kind, tokens[at].start(), tokens[at + end].end())
        at += end + 1


def _longest(
    text: str, tokens: Sequence[re.Match[str]], known: Mapping[str, str]
) -> tuple[str | None, int]:
    """Return the longest phrase that begins at the first token, and the index of its last."""
    phrase, best, last = "", None, 0
    for at, token in enumerate(tokens):
        if at and not text[tokens[at - 1].end() : token.start()].isspace():
            break
        word = token.group().lower()
        if at and word in _FILLERS:
            continue
        single = f"{phrase} {word.removesuffix('s')}" if at else ""
        phrase = f"{phrase} {word}".strip()
        meant = known.get(phrase) or known.get(single)  # draw swords, as one draws a sword
        if meant is not None:
            best, last = meant, at
    return best, last
