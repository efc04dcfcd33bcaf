"""What a text says of hands and what is in them or on them: a ring, a wheel, a bow tie."""

from collections.abc import Iterator
from typing import NamedTuple

from renderers.cast.clothing import garment_of
from renderers.props.library import Prop, find
from schemas.ways import Way
from storyboard.planning.script import word_lists as lists
from storyboard.planning.script.walk_state import Met, WalkState

_HANDS = frozenset(("hand", "finger", "fist", "wrist", "palm"))
_ON_HAND = ("on", "onto", "around", "round", "at")
_GENTLY = frozenset(("accept", "take"))
_PUT = frozenset(("put", "slip", "place", "slide", "push", "set"))
"""What one does with a ring and a finger."""


def puts_on_hands(walk: WalkState) -> Iterator[tuple[str, ...]]:
    """Yield those who put something on another's hand or finger."""
    for met in walk.met:
        on_hand = met.chunk.lemma in _HANDS and met.preposition in ("on", "onto", "around")
        theirs = bool(met.chunk.owner) and not set(met.chunk.owner) & set(met.subjects)
        if on_hand and theirs and met.verb in _PUT and not met.absent:
            yield met.subjects


class TakingPart(NamedTuple):
    """What one of two does, and feels, of whom one takes something from the other."""

    who: str
    pose: str
    mood: str | None = None


def takes_from(walk: WalkState) -> Iterator[TakingPart]:
    """Yield who pulls at what another has, who reaches after it, and who hands something over."""
    for met in walk.met:
        if met.preposition != "from" or met.verb not in lists.TAKING or met.absent:
            continue
        for who in set(met.who) - set(met.subjects):
            if met.verb in _GENTLY:
                yield TakingPart(who, "handing over")
            else:
                yield from (TakingPart(taker, "pulling", "sly") for taker in met.subjects)
                yield TakingPart(who, "reaching", "shocked")


def with_hands(walk: WalkState, met: Met) -> tuple[Way, tuple[str, ...]] | None:
    """Read hands beside a thing: "his hands on the wheel", "the ring on her finger"."""
    at = walk.met.index(met)
    before = walk.met[at - 1] if at else None
    if before is not None and before.chunk.lemma in _HANDS and met.preposition in _ON_HAND:
        return "hand", before.chunk.owner or before.who or met.subjects
    after = walk.met[at + 1] if at + 1 < len(walk.met) else None
    if after is not None and after.chunk.lemma in _HANDS and after.preposition in _ON_HAND:
        owners = after.chunk.owner or after.who or after.subjects
        return "hand", met.subjects if met.verb in _PUT else owners[:1]
    return None


def worn_in(walk: WalkState, met: Met, noun: str) -> tuple[Way, tuple[str, ...]] | None:
    """Read in what somebody is: "the dog in a bow tie"."""
    at = walk.met.index(met)
    before = walk.met[at - 1] if at else None
    if before is None or met.preposition != "in" or before.chunk.last + 2 < met.chunk.first:
        return None
    prop = find(noun)
    worn = garment_of(noun) is not None or (prop is not None and is_worn(prop))
    return ("head", before.who) if worn and before.who else None


def is_worn(prop: Prop) -> bool:
    """Tell whether a thing is mostly worn."""
    return prop.ways[0] in ("head", "face", "neck")
