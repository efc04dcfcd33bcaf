"""What is in a picture beside the story's characters: things, animals and strangers."""

from collections.abc import Iterator, Sequence

from schemas.directions import PropRole
from schemas.ways import Way
from storyboard.planning.script import word_lists as lists
from storyboard.planning.script.tokens import Token
from storyboard.planning.script.walk_state import Met, WalkState

_WAYS: dict[str, Way] = {
    "hold": "hand",
    "lift": "hand",
    "raise": "hand",
    "wave": "hand",
    "hand": "hand",
    "give": "hand",
    "offer": "hand",
    "eat": "hand",
    "drink": "hand",
    "read": "hand",
    "play": "hand",
    "steal": "hand",
    "grab": "hand",
    "carry": "carried",
    "bring": "carried",
    "wear": "head",
    "ride": "ridden",
    "fly": "ridden",
}
HAVING = frozenset(_WAYS)
"""Verbs that are seen where their thing is seen with whoever has it."""
_SEATS = frozenset(("sit", "lie", "sleep", "lounge", "squeeze", "curl"))
_STANDS = frozenset(("stand", "step", "balance", "jump", "dance", "climb"))


def is_person(lemma: str) -> bool:
    """Tell whether a noun means somebody."""
    return lemma in lists.PEOPLE or lemma.endswith(("woman", "man", "women", "men"))


def extras_in(tokens: Sequence[Token], walk: WalkState) -> Iterator[PropRole]:
    """Yield the strangers of a text."""
    for met in walk.met:
        spoken_of = met.who or met.absent or met.chunk.pronoun_alone
        if not spoken_of and is_person(met.chunk.lemma):
            yield PropRole(noun=_noun(tokens, met), count=max(1, met.chunk.number))


def props_in(tokens: Sequence[Token], walk: WalkState) -> Iterator[PropRole]:
    """Yield the things and animals of a text, each with whoever has to do with it."""
    for met, noun in things_in(tokens, walk):
        of = met.subjects[0] if met.subjects and _has(met) else None
        yield PropRole(noun=noun, of=of, way=_way(met), count=max(1, met.chunk.number))


def things_in(tokens: Sequence[Token], walk: WalkState) -> Iterator[tuple[Met, str]]:
    """Yield every noun phrase that means a thing or an animal, with the noun that names it."""
    met = [each for each in walk.met if not each.absent]
    for before, each, following in zip((None, *met), met, (*met[1:], None), strict=False):
        if each.chunk.lemma in walk.memory.shown_as_subjects:
            continue
        holds = following is not None and following.preposition == "of" and not following.who
        if not _is_thing(each) or (holds and each.chunk.lemma in lists.QUANTITIES):
            continue
        if _holds_some(before) and each.preposition == "of":
            continue  # The coffee of a cup of coffee.
        noun = _noun(tokens, each)
        if holds and following is not None and _is_thing(following):
            noun = f"{noun} of {_noun(tokens, following)}"
        yield each, noun


def _holds_some(met: Met | None) -> bool:
    return met is not None and _is_thing(met) and met.chunk.lemma not in lists.QUANTITIES


def _is_thing(met: Met) -> bool:
    chunk = met.chunk
    if met.who or chunk.pronoun_alone or is_person(chunk.lemma):
        return False
    return not chunk.body and chunk.lemma not in lists.UNSEEN


def _has(met: Met) -> bool:
    """Tell whether whoever the clause is about has the thing: one has no clock one looks at."""
    if met.leads or met.verb in lists.LOOKING | lists.PERCEIVING:
        return False
    return met.preposition in ("", "with") or _way(met) in ("seat", "ridden", "stand")


def _way(met: Met) -> Way | None:
    if met.verb in _SEATS and met.preposition in ("on", "in", "into"):
        return "seat"
    if met.verb in _STANDS and met.preposition in ("on", "onto", "on top of"):
        return "stand"
    if met.verb == "climb" and met.preposition in ("", "up", "down"):
        return "stand"
    if met.verb in ("fly", "ride") and met.preposition == "on":
        return "ridden"
    return None if met.preposition else _WAYS.get(met.verb)


def _noun(tokens: Sequence[Token], met: Met) -> str:
    """Return the phrase without article or owner: `red bow tie`."""
    words = [
        tokens[index].lower
        for index in met.chunk.modifiers
        if not tokens[index].gerund or tokens[index].can_be("ADJ") or index == met.chunk.last - 1
    ]
    return " ".join((*words, met.chunk.lemma))
