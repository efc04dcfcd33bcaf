"""The packaged characters as a story knows them, read from their cards.

Only a card's head is needed here; the pictures, joints and outlines that it goes on with are read
by `renderers.cast.references`, which needs numpy and Pillow.
"""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict, Field

from schemas.cast import Kind
from schemas.story import Character
from stories import CAST


class _Head(BaseModel):
    """The fields of a `schemas.cast.Card` that a story needs."""

    model_config = ConfigDict(extra="ignore")

    id: str
    name: str
    token: str
    class_noun: str = Field(alias="class")
    look: str
    kind: Kind = "person"
    height: float = 1.0


@cache
def packaged_characters() -> Mapping[str, Character]:
    """Return the characters that ship with the package by id: people first, then by name."""
    heads = [
        _Head.model_validate_json(path.read_bytes()) for path in sorted(CAST.glob("*/card.json"))
    ]
    heads.sort(key=lambda head: head.kind != "person")
    return MappingProxyType(
        {head.id: Character(**head.model_dump(), packaged=head.id) for head in heads}
    )
