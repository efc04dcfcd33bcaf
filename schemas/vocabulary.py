"""The words that stories, cards and prompts share for poses and moods.

>>> canonical_pose("runs")
'running'
>>> [found.word for found in words_in("Dee sits at a desk, angry") if found.kind == "pose"]
['sitting at desk']
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from heapq import heappop, heappush
from typing import Literal, NamedTuple

from schemas.mood_words import MOODS
from schemas.pose_words import POSES
from schemas.words import MoodWord, PoseWord, Word

__all__ = [
    "MOODS", "POSES", "Found", "MoodWord", "PoseWord", "canonical_mood", "canonical_pose",
    "ranked_moods", "ranked_poses", "words_in",
]  # fmt: skip

_FILLER = r"(?:\s+(?:an?|the|his|her|their|its|my|your|our|some|one|two|both|own|big|old|new))*\s+"
_IRREGULAR = {
    "sitting": "sit sat", "standing": "stand stood", "holding": "hold held", "riding": "ride rode",
    "running": "run ran", "reading": "read", "drinking": "drink drank", "driving": "drive drove",
    "lying": "lie lay lies", "falling": "fall fell", "kneeling": "kneel knelt",
    "going": "go goes went", "throwing": "throw threw", "giving": "give gave",
    "hiding": "hide hid", "writing": "write wrote", "bending": "bend bent",
    "shaking": "shake shook", "striding": "stride strode", "fleeing": "flee fled",
    "fighting": "fight fought", "spreading": "spread", "hitting": "hit",
    "striking": "strike struck", "teaching": "teach taught", "weeping": "weep wept",
    "having": "have has had", "making": "make made", "taking": "take took",
    "sleeping": "sleep slept", "crying": "cry cries cried", "hurrying": "hurry hurries hurried",
    "carrying": "carry carries carried", "worrying": "worry worries", "leaping": "leap leapt",
}  # fmt: skip
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
    table = _table(kind)
    entries: dict[str, str] = {}
    for source in (_phrases, lambda known: known.codes):  # phrases win over collections' names
        for word, known in table.items():
            for phrase in source(known):
                entries.setdefault(_plain(phrase), word)
    return entries


def _phrases(known: Word) -> tuple[str, ...]:
    return tuple(form for phrase in (known.word, *known.aliases) for form in _forms(phrase))


def _forms(phrase: str) -> Iterator[str]:
    """Yield a phrase with its leading -ing verb in every form."""
    yield phrase
    verb, _, rest = phrase.partition(" ")
    if verb.endswith("ing") and verb not in _ADJECTIVAL:
        for form in _inflected(verb):
            yield f"{form} {rest}".strip()


def _inflected(gerund: str) -> Iterator[str]:
    stem = gerund[:-3]
    if gerund in _IRREGULAR:
        base, *others = _IRREGULAR[gerund].split()
        yield from (base, base + "s", *others)
        return
    doubled = len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "slf"
    base = stem[:-1] if doubled else stem
    yield from (base, base + "s", stem + "ed", base + "es", base + "e", base + "d")


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    phrases = sorted(
        {form for known in _table(kind).values() for form in _phrases(known)}, key=len, reverse=True
    )
    spaced = (_FILLER.join(map(re.escape, phrase.split())) for phrase in phrases)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(spaced)})(?![\w-])", re.IGNORECASE)


def _matches(text: str, kind: Literal["pose", "mood"]) -> Iterator[Found]:
    canonical: Callable[[str], str | None] = canonical_pose if kind == "pose" else canonical_mood
    for match in _pattern(kind).finditer(text):
        words = re.sub(_FILLER, " ", match.group())
        word = canonical(words)
        if word is not None:
            yield Found(word, kind, match.start(), match.end())
