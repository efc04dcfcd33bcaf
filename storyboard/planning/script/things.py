"""What is in a picture beside the story's characters: things, animals and strangers."""

from collections.abc import Iterator, Mapping, Sequence

from renderers.props.library import find
from schemas.directions import PropRole
from storyboard.planning.script import word_lists as lists
from storyboard.planning.script.chunks import Chunk
from storyboard.planning.script.each import has_each
from storyboard.planning.script.handling import with_hands, worn_in
from storyboard.planning.script.lexicon import is_person, is_unseen
from storyboard.planning.script.prop_ways import EATEN, has_thing, is_animal, way_of
from storyboard.planning.script.states import state_of
from storyboard.planning.script.tokens import Token
from storyboard.planning.script.walk_state import Met, WalkState

_HANDLED = frozenset(
    (
        "hand",
        "carry",
        "pick",
        "drop",
        "tear",
        "fold",
        "crumple",
        "toss",
        "grab",
        "snatch",
        "collect",
        "wear",
        "pin",
    )
)
"""What is done with hands, and only with what there is to touch."""
_CLEARING = frozenset(("put", "pack", "tidy", "clear", "lock", "stow"))
_ENDING = frozenset(("stop", "end", "cease", "vanish", "disappear"))


def extras_in(
    tokens: Sequence[Token],
    walk: WalkState,
    poses: Mapping[int, str],
    moods: Mapping[int, str],
) -> Iterator[PropRole]:
    """Yield the strangers of a text.

    Args:
        poses: what they do, by the first token of what they are called.
        moods: what their faces say, likewise.
    """
    for met in walk.met:
        if is_extra(met):
            first = met.chunk.first
            yield PropRole(
                noun=_noun(tokens, met),
                count=_number(met.chunk, several=True),
                pose=poses.get(first),
                mood=moods.get(first),
            )


def is_extra(met: Met) -> bool:
    """Tell whether a noun phrase means strangers who are there."""
    spoken_of = met.who or met.absent or met.chunk.pronoun_alone or met.measures
    return not spoken_of and is_person(met.chunk.lemma)


def props_in(tokens: Sequence[Token], walk: WalkState) -> Iterator[PropRole]:
    """Yield the things and animals of a text, each with whoever has to do with it."""
    for met, noun in things_in(tokens, walk):
        said_so = with_hands(walk, met) or worn_in(walk, met, noun)
        way, owners = said_so or (
            way_of(walk, met, noun),
            (),
        )
        if not owners and met.subjects and has_thing(met, way):
            owners = met.subjects
        said = state_of(tokens, walk, met)
        role = PropRole(noun=noun, way=way, state=said and said.state)
        if len(owners) > 1 and has_each(tokens, met, way):
            yield from (role.but(of=owner) for owner in owners)
            continue
        yield role.but(
            of=owners[0] if owners else None,
            also=owners[1:],
            count=_number(met.chunk, several=is_animal(noun)),
        )


def _number(chunk: Chunk, *, several: bool) -> int:
    """Return how many there are; where no number is said, a plural of the living is three."""
    if several and chunk.plural and chunk.number == 1 and chunk.lemma not in lists.UNCHANGED:
        return 2 if chunk.lemma in lists.PAIRS else 3
    return max(1, chunk.number)


def things_in(tokens: Sequence[Token], walk: WalkState) -> Iterator[tuple[Met, str]]:
    """Yield every noun phrase that means a thing or an animal, with the noun that names it."""
    met = [each for each in walk.met if not each.absent]
    for before, each, following in zip((None, *met), met, (*met[1:], None), strict=False):
        gone = _is_over(walk, each.chunk) or _is_put_away(walk, each)
        if each.chunk.lemma in walk.memory.shown_as_subjects or gone:
            continue
        holds = following is not None and following.preposition == "of" and not following.who
        if not (_is_thing(each) or _is_loose(tokens, each)) or (
            holds and each.chunk.lemma in lists.QUANTITIES
        ):
            continue
        if _holds_some(before) and each.preposition == "of":
            continue  # The coffee of a cup of coffee.
        if before is not None and _says_burning(walk, before, each):
            continue
        noun = _noun(tokens, each)
        if holds and following is not None and _is_thing(following):
            noun = f"{noun} of {_noun(tokens, following)}"
        yield each, noun


def _is_over(walk: WalkState, chunk: Chunk) -> bool:
    """Tell whether a text says of something that there is no more of it: the rain has stopped."""
    at = walk.chunks.index(chunk) + 1
    verb = walk.chunks[at] if at < len(walk.chunks) else None
    if verb is None or verb.kind != "verb":
        return False
    return verb.lemma in (lists.COMING if verb.negated else _ENDING)


def _is_put_away(walk: WalkState, met: Met) -> bool:
    """Tell whether somebody puts a thing out of sight: puts the drill away."""
    at = walk.chunks.index(met.chunk)
    around = walk.chunks[max(0, at - 1) : at + 2]
    away = any(chunk.lemma == "away" for chunk in around)
    return away and met.verb in _CLEARING and not met.leads and not met.preposition


def _says_burning(walk: WalkState, burning: Met, fire: Met) -> bool:
    """Tell whether a fire is only that of which something burns: the house is on fire."""
    says = (fire.preposition, fire.chunk.lemma) in (("on", "fire"), ("in", "flame"))
    return says and burning.leads and fire.verb in ("be", "stand")


def _holds_some(met: Met | None) -> bool:
    return met is not None and _is_thing(met) and met.chunk.lemma not in lists.QUANTITIES


def _is_thing(met: Met) -> bool:
    chunk = met.chunk
    if met.who or chunk.pronoun_alone or is_person(chunk.lemma):
        return False
    if chunk.lemma in lists.MEALS:
        return met.verb in EATEN and not met.preposition
    if chunk.lemma == "wave" and met.preposition:
        return True  # The sea's, and no gesture.
    if met.verb in lists.LIGHT and chunk.lemma == "bow":
        return False
    if met.verb in _HANDLED and not met.preposition and chunk.lemma not in lists.UNSEEN:
        return not chunk.body  # A test that is handed out is made of paper.
    return not (chunk.body or is_unseen(chunk.lemma) or chunk.lemma in lists.NUMBERS)


def _is_loose(tokens: Sequence[Token], met: Met) -> bool:
    """Tell whether a part of a body is there by itself: holds up a tooth."""
    chunk, first = met.chunk, tokens[met.chunk.first].lower
    nobodys = chunk.body and not (met.who or chunk.owner or chunk.pronoun)
    counted = first in ("a", "an", "another") or first in lists.NUMBERS
    return nobodys and counted and find(chunk.lemma) is not None


def _noun(tokens: Sequence[Token], met: Met) -> str:
    """Return the phrase without article or owner: `red bow tie`."""
    words = [
        tokens[index].lower
        for index in met.chunk.modifiers
        if not tokens[index].gerund or tokens[index].can_be("ADJ") or index == met.chunk.last - 1
    ]
    return " ".join((*words, met.chunk.lemma))
