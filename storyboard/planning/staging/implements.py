"""What one does something with, where the action names nothing: who eats has a spoon."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple

from renderers.cast.puppets.names import POSED
from renderers.props.library import prop_of
from schemas.ways import Way
from storyboard.planning.casting.bodies import Body
from storyboard.planning.staging.asked import Asked
from storyboard.planning.staging.holding import is_on_body


class Implement(NamedTuple):
    """A thing that belongs to a pose."""

    name: str
    way: Way


IMPLEMENTS: MappingProxyType[str, tuple[Implement, ...]] = MappingProxyType(
    {
        "eating": (Implement("spoon", "hand"),),
        "painting": (Implement("paintbrush", "hand"), Implement("easel", "ground")),
        "sweeping": (Implement("broom", "hand"),),
        "digging": (Implement("shovel", "hand"),),
        "hammering": (Implement("hammer", "hand"),),
        "watering": (Implement("watering can", "hand"),),
        "fishing": (Implement("fishing rod", "hand"),),
        "playing guitar": (Implement("guitar", "carried"),),
        "playing violin": (Implement("violin", "carried"),),
        "playing flute": (Implement("flute", "hand"),),
        "playing piano": (Implement("piano", "before"),),
        "drumming": (Implement("drum", "before"),),
    }
)
"""By pose: what is there, unless whoever does so has something else."""
_IN_HAND: frozenset[Way] = frozenset({"hand", "carried", "eyes"})
_ON_THE_GROUND = 0.8
"""From this height on, in adults, what one looks through stands by itself."""
_ROOM = 0.6
"""How much of the width of what one works at is surely in the picture."""


def with_implements(props: Sequence[Asked], bodies: Sequence[Body]) -> tuple[Asked, ...]:
    """Give everybody what belongs to its pose and is not there yet."""
    return (*props, *_lacking(props, bodies))


def _lacking(props: Sequence[Asked], bodies: Sequence[Body]) -> Iterator[Asked]:
    for body in bodies:
        posed = body.layers[:1] and body.layers[0].startswith(POSED)
        if not posed or body.holds is not None:
            continue
        own = {each.way for each in props if body.id in each.owners}
        names = {each.prop.name for each in props}
        for each in IMPLEMENTS.get(body.pose_word or "", ()):
            if each.name in names and each.way == "ground":
                continue
            if each.way == "ground":
                yield Asked(prop_of(each.name), each.way, body.id, side=_ahead(body))
            elif not own & ({"before"} if each.way == "before" else _IN_HAND):
                yield Asked(prop_of(each.name), each.way, body.id)


def _ahead(body: Body) -> int:
    """Return to which side somebody works."""
    return -1 if body.facing == "left" else 1


def with_elbow_room(bodies: Sequence[Body], props: Sequence[Asked]) -> list[Body]:
    """Let those have room beside them who work at something that stands there."""
    around = dict(_around(bodies, props))
    return [_roomier(body, props, around.get(body.id, 0.0)) for body in bodies]


def _around(bodies: Sequence[Body], props: Sequence[Asked]) -> Iterator[tuple[str, float]]:
    """Yield on whose right side the thing is that several are around, and its width."""
    for each in props:
        row = [body.id for body in bodies if body.id in each.owners]
        if each.way == "ground" and each.number == 1 and len(row) > 1:
            yield row[len(row) // 2 - 1], each.prop.width


def _roomier(body: Body, props: Sequence[Asked], around: float) -> Body:
    wide = {-1: 0.0, 1: around}
    for each in props:
        looks = each.way == "eyes" and each.prop.height > _ON_THE_GROUND
        side = _ahead(body) if looks else each.side
        if side and each.of == body.id and (looks or not is_on_body(each.way)):
            wide[side] = max(wide[side], _ROOM * each.prop.width)
    return replace(body, beside=(wide[-1], wide[1])) if any(wide.values()) else body
