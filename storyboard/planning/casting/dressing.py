"""What people put on over what they are drawn in: a red coat, a wedding dress, an apron."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from renderers.cast.clothing import garment_of
from renderers.cast.puppets.names import POSED, posed_layers
from renderers.cast.puppets.wardrobe import Worn, worn_in
from schemas.directions import PropRole
from schemas.plan import Segment
from schemas.ways import Way

_ON: tuple[Way, ...] = ("head", "face", "neck")
"""Ways of being worn."""


class Dressing(NamedTuple):
    """What of the things of a panel is put on."""

    clothes: Mapping[str, str]
    """By id, as `wardrobe` names it."""
    others: tuple[PropRole, ...]
    """The things that are no clothes, or that nobody has on."""


def dressing_of(props: Sequence[PropRole]) -> Dressing:
    """Tell clothes that are put on from other things.

    Who puts on a hat and a coat has the coat on as well.
    """
    dressed = {who for role in props if role.way in _ON for who in _owners(role)}
    clothes: dict[str, list[str]] = {}
    others = []
    for role in props:
        garment = garment_of(role.noun)
        owners = _owners(role)
        if garment is None or not owners or not (role.way in _ON or dressed >= set(owners)):
            others.append(role)
            continue
        for who in owners:
            clothes.setdefault(who, []).append(garment)
    return Dressing(
        {who: "+".join(dict.fromkeys(names)) for who, names in clothes.items()}, tuple(others)
    )


def _owners(role: PropRole) -> tuple[str, ...]:
    return () if role.of is None else (role.of, *role.also)


def is_worn(noun: str, segments: Sequence[Segment]) -> bool:
    """Tell whether somebody has on what a noun phrase names."""
    garment = garment_of(noun)
    kinds = {worn.kind for worn in worn_in(garment)} if garment else set()
    return any(worn.kind in kinds for worn in _worn_there(segments))


def is_worn_in(colour: str, noun: str, segments: Sequence[Segment]) -> bool:
    """Tell whether somebody has clothes on in a colour."""
    garment = garment_of(f"{colour} {noun}")
    return garment is not None and any(
        worn == there for worn in worn_in(garment) for there in _worn_there(segments)
    )


def _worn_there(segments: Sequence[Segment]) -> Iterator[Worn]:
    for segment in segments:
        layers = segment.figure.layers if segment.figure is not None else ()
        if layers[:1] and layers[0].startswith(POSED):
            yield from worn_in(posed_layers(layers[0])[0].worn)
