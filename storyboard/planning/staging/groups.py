"""Three and more who embrace or hold hands: who is between two does its part on both sides."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from schemas.cast import Facing
from schemas.directions import Role
from storyboard.planning.touches import ON_FOOT, touch_word

EMBRACED, INNER, LINKED = "hugging", "arm around", "holding hands"
"""What those at the ends of an embrace do, those between them, and those in a row of hands."""
_LEAST = 3


def groups_of(roles: Mapping[str, Role], order: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield neighbours who all do the same with each other, from left to right."""

    def done(who: str) -> str:
        word = touch_word(roles[who]) if who in roles else None
        return EMBRACED if word == INNER else str(word)

    for word, run in groupby(order, key=done):
        group = tuple(run)
        if word not in (EMBRACED, LINKED) or len(group) < _LEAST:
            continue
        if {touch_word(roles[group[0]]), touch_word(roles[group[-1]])} == {word}:
            yield group


def grouped(roles: Mapping[str, Role], order: Sequence[str]) -> dict[str, Role]:
    """Turn the ends of an embrace inwards, and let those between have an arm around each."""
    changed = dict(roles)
    for group in groups_of(roles, order):
        for who in group:
            own = roles[who] if roles[who].mood else roles[who].but(mood="smile", felt=False)
            facing = way_of(roles[group[0]]) or "front"
            changed[who] = own.but(facing=facing, stated=True)
        if touch_word(roles[group[0]]) == EMBRACED:
            changed |= {who: changed[who].but(poses=(INNER,)) for who in group[1:-1]}
            changed[group[0]] = changed[group[0]].but(facing="right")
            changed[group[-1]] = changed[group[-1]].but(facing="left")
    return changed


def way_of(role: Role) -> Facing | None:
    """Return where somebody goes who walks hand in hand; None of those who stand."""
    if not set(role.poses) & set(ON_FOOT):
        return None
    return "left" if role.facing == "left" else "right"
