"""How things are at this moment, as a text says it: asleep, burning, broken, open, wet."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from schemas.ways import State
from storyboard.planning.script.chunks import Chunk
from storyboard.planning.script.tokens import Token
from storyboard.planning.script.walk_state import Met, WalkState


def _table(**words: str) -> dict[str, State]:
    table: dict[str, State] = {}
    for state, named in words.items():
        table |= dict.fromkeys(named.split(), state)  # type: ignore[arg-type]
    return table


_WORDS = _table(
    asleep="asleep sleeping snoring dozing",
    burning="burning blazing flaming ablaze alight",
    broken="broken cracked smashed shattered",
    open="open opened",
    closed="closed shut locked",
    empty="empty",
    full="full",
    wet="wet dripping leaking soaked soaking drenched",
    steaming="steaming smoking smoky hot",
    shining="shining glowing sparkling glittering gleaming shiny",
    ringing="ringing beeping ticking",
    smelly="smelly stinking",
    flying="flying floating hovering soaring",
)
"""Describing words."""
_VERBS = _table(
    asleep="sleep snore doze nap",
    burning="burn blaze",
    broken="break crack shatter",
    wet="drip leak",
    steaming="steam smoke",
    shining="shine glow sparkle glitter gleam",
    ringing="ring beep tick",
    smelly="stink smell",
    flying="fly float hover soar",
)
"""What a thing does, so that it is so."""
_DONE = _table(
    burning="burn ignite", broken="break smash shatter", open="open unlock", empty="empty"
)
"""What is done to a thing, so that it is so."""
_BEING = ("be", "stand", "lie", "hang", "stay", "get")
_ON_FIRE = (("on", "fire"), ("in", "flame"))


class Said(NamedTuple):
    """A state, and the words that say it."""

    state: State
    first: int
    last: int
    """Tokens."""


def state_of(tokens: Sequence[Token], walk: WalkState, met: Met) -> Said | None:
    """Return how the thing of a noun phrase is, where the text says it."""
    for index in met.chunk.modifiers:
        if (state := _WORDS.get(tokens[index].lower)) is not None:
            return Said(state, index, index)
    return next(_told(tokens, walk, met), None)


def _told(tokens: Sequence[Token], walk: WalkState, met: Met) -> Iterator[Said]:
    at = walk.chunks.index(met.chunk)
    after = [chunk for chunk in walk.chunks[at + 1 : at + 5] if chunk.kind != "adverb"][:3]
    if not met.leads:
        verb = next((each for each in reversed(walk.chunks[:at]) if each.kind == "verb"), None)
        done = verb is not None and not (met.preposition or verb.negated or verb.form == "to")
        if verb is not None and met.preposition == "on" and _VERBS.get(verb.lemma) == "flying":
            yield Said("flying", verb.last, verb.last)
        if done and verb is not None and (state := _DONE.get(verb.lemma)) is not None:
            yield Said(state, verb.last, verb.last)
        for so in after[:1] if done else ():
            word = tokens[so.last].lower
            if so.kind == "adjective" and word in _WORDS:
                yield Said(_WORDS[word], so.last, so.last)  # holds the door open
        return
    if not after or after[0].kind != "verb" or after[0].negated:
        return
    verb, rest = after[0], after[1:]
    state = (_DONE | _VERBS).get(verb.lemma) if verb.passive else _VERBS.get(verb.lemma)
    if state is not None:
        yield Said(state, verb.last, verb.last)
    elif verb.lemma in _BEING:
        yield from _predicate(tokens, rest)


def _predicate(tokens: Sequence[Token], rest: Sequence[Chunk]) -> Iterator[Said]:
    """Read what follows "is": "open", "on fire"."""
    for chunk in rest:
        if (state := _WORDS.get(tokens[chunk.last].lower)) is not None:
            yield Said(state, chunk.last, chunk.last)
        if chunk.kind != "adjective":
            break
    if tuple(chunk.lemma for chunk in rest[:2]) in _ON_FIRE:
        yield Said("burning", rest[0].first, rest[1].last)


def says_wet(word: str) -> bool:
    """Tell whether a word says of somebody to be wet."""
    return _WORDS.get(word) == "wet"
