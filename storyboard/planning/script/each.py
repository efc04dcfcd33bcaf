"""Whether several have one thing together, or one each."""

from collections.abc import Sequence
from itertools import pairwise

from schemas.ways import Way
from storyboard.planning.script.tokens import Token
from storyboard.planning.script.walk_state import Met


def has_each(tokens: Sequence[Token], met: Met, way: Way | None) -> bool:
    """Tell whether each of several has one: they hold umbrellas, both wear a hat."""
    several = met.chunk.plural and met.chunk.number == 1 and way == "hand"
    return way in ("head", "face", "neck") or several or _says_each(tokens, met)


def _says_each(tokens: Sequence[Token], met: Met) -> bool:
    """Tell whether a text says before a thing that each has one."""
    words = [token.lower for token in tokens[: met.chunk.first + 1]]
    return any(one == "each" and two != "other" for one, two in pairwise(words))
