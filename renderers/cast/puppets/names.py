"""How pictures are named that are made of drawings, so that anybody can make them again.

`posed:<stance>:<picture>` is a drawing in another stance, `headed:<turn>:<picture>` one as it is
drawn but for its head. After the picture there is `|<face>` where the face is a picture of its
own, and `|head:<picture>` (again with its face) where the head is another drawing's.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from renderers.cast.puppets.stance import Stance, stance_from, token_of
from schemas.errors import AssetMissing

POSED = "posed:"
"""What the names of posed pictures begin with."""
HEADED = "headed:"
"""What the names of drawings begin with whose heads alone are changed."""
MADE = (POSED, HEADED)
"""What the names of pictures begin with that are made of others."""
_FACE_APART = re.compile(r"\|(?=(?:(?:felt|dyed):[^:|]*:)*cast:)")
"""What parts a drawing's name from its face's, which is always a packaged one."""
_HEAD_APART = "|head:"


class Recipe(NamedTuple):
    """What a picture is made of."""

    stance: Stance | None
    """None where it is held as it is drawn."""
    turn: float
    """How far the head is turned to the right."""
    layers: tuple[str, ...]
    """The drawing, and its face where that is apart."""
    head: tuple[str, ...] = ()
    """Likewise of the drawing that the head is taken from; empty where that is its own."""


def posed_name(stance: Stance, layers: Sequence[str], head: Sequence[str] = ()) -> str:
    """Name the picture of a drawing (and face) in a stance."""
    return f"{POSED}{token_of(stance)}:{_written(layers, head)}"


def headed_name(turn: float, layers: Sequence[str], head: Sequence[str] = ()) -> str:
    """Name the picture of a drawing (and face) with its head turned, or with another's."""
    return f"{HEADED}{round(turn, 3):g}:{_written(layers, head)}"


def part_name(name: str, shown: str) -> str:
    """Name a part of a posed picture, on the same canvas: an arm, or all but some arms.

    Args:
        shown: as `Stance.shown` has it.
    """
    recipe = recipe_of(name)
    assert recipe.stance is not None, "only posed pictures have parts"
    return posed_name(recipe.stance._replace(shown=shown), recipe.layers, recipe.head)


def posed_layers(name: str) -> tuple[Stance, tuple[str, ...]]:
    """Return what a posed picture is made of: the stance, the drawing, and a face if it is apart.

    Raises:
        AssetMissing: it is not the name of a posed picture.
    """
    recipe = recipe_of(name)
    if recipe.stance is None:
        raise AssetMissing(f"{name} does not name a posed picture")
    return recipe.stance, recipe.layers


def recipe_of(name: str) -> Recipe:
    """Return what a picture is made of.

    Raises:
        AssetMissing: it is no name of a picture that is made of others.
    """
    try:
        kind, token, layers = name.split(":", 2)
        stance = stance_from(token) if kind + ":" == POSED else None
        turn = float(token) if stance is None else stance.head_turn
        if stance is None and kind + ":" != HEADED:
            raise ValueError(kind)
    except ValueError as error:
        raise AssetMissing(f"{name} does not name a posed picture") from error
    body, apart, head = layers.partition(_HEAD_APART)
    return Recipe(stance, turn, _read(body), _read(head) if apart else ())


def _written(layers: Sequence[str], head: Sequence[str]) -> str:
    return "|".join(layers) + (_HEAD_APART + "|".join(head) if head else "")


def _read(layers: str) -> tuple[str, ...]:
    return tuple(_FACE_APART.split(layers, maxsplit=1))
