"""Where somebody goes, looks or points in the picture: walks to the left, exits right."""

from collections.abc import Iterator, Sequence

from storyboard.planning.script import word_lists as lists
from storyboard.planning.script.chunks import Chunk
from storyboard.planning.script.tokens import Token
from storyboard.planning.script.walk_state import WalkState

_OTHER = {"left": "right", "right": "left"}


def headings(tokens: Sequence[Token], walk: WalkState) -> Iterator[tuple[str, str]]:
    """Yield who heads for which side of the picture."""
    for first, last, subjects in walk.spans:
        verbs = [each for each in walk.chunks if each.kind == "verb" and first <= each.last < last]
        side = next(filter(None, (_side(tokens, verbs, at) for at in range(first, last))), None)
        if side is not None:
            yield from ((who, side) for who in subjects)


def _side(tokens: Sequence[Token], verbs: Sequence[Chunk], at: int) -> str | None:
    word = tokens[at].lower
    verb = next((each for each in reversed(verbs) if each.last < at), None)
    if word not in _OTHER or verb is None or verb.lemma in lists.STILL or verb.negated:
        return None
    if at + 1 < len(tokens) and tokens[at + 1].lower in ("of", "hand", "-"):
        return None
    if verb.last == at - 1:
        return word  # exits left
    before = [token.lower for token in tokens[max(verb.last + 1, at - 3) : at]]
    if before[-1:] != ["the"]:
        return word if before[-1:] in (["off"], ["away"]) else None
    if before[-2:-1] in (["to"], ["toward"], ["towards"]):
        return word
    return _OTHER[word] if before[-2:-1] == ["from"] else None
