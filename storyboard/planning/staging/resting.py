"""Whoever lies: on which side its head is, and who bends down to it."""

from collections.abc import Container, Mapping, Sequence
from typing import Literal

from schemas.directions import Role

LEANING = "leaning back"
"""How one lies on a chair that is made for it."""
LYING = ("lying", "sleeping", "reclining", LEANING)
"""Poses of which the figure's head is on its left unless it is mirrored."""
_TENDING = "tending"
_TOUCHING = frozenset({"reaching", "waking", "holding hands", "hand on shoulder", "handing over"})
SHOWN_SO = {
    LEANING: frozenset({*LYING, "sitting"}),
    _TENDING: _TOUCHING,
    "arm around": frozenset({"hugging"}),
    "eating": frozenset({"sitting at desk"}),
    "walking": frozenset({"holding hands"}),
    "kneeling": frozenset({"hugging", "hand on shoulder", "reaching"}),
    "pulling": frozenset({"reaching"}),
}
"""What is asked for and just as well seen in how somebody is with a bed or a chair."""


def laid_towards(
    roles: Mapping[str, Role],
    order: Sequence[str],
    raised: Container[str],
    turned: Container[str] = (),
) -> dict[str, Role]:
    """Let those who lie have their heads where the others are, who bend down to reach them.

    Args:
        order: ids from left to right.
        raised: ids of those who lie on something.
        turned: ids of those whose direction the author states.
    """
    changed = dict(roles)
    for who, role in roles.items():
        if role.pose in LYING and who not in turned and who in order:
            side = _side_of_others(who, role, order)
            if side is not None:
                changed[who] = role.but(facing="right" if side == "left" else "left", stated=True)
    return {
        who: role.but(poses=(_TENDING,)) if _bends(who, role, changed, order, raised) else role
        for who, role in changed.items()
    }


def _side_of_others(who: str, role: Role, order: Sequence[str]) -> Literal["left", "right"] | None:
    """Return on which side those are with whom somebody who lies has to do."""
    if role.facing in ("left", "right"):
        return "left" if role.facing == "left" else "right"
    at = order.index(who)
    if 0 < at < len(order) - 1 or len(order) == 1:
        return None
    return "left" if at else "right"


def _bends(
    who: str,
    role: Role,
    roles: Mapping[str, Role],
    order: Sequence[str],
    raised: Container[str],
) -> bool:
    """Tell whether somebody reaches for who lies on something beside it, and so bends over it."""
    reaches = role.pose in _TOUCHING and role.facing in ("left", "right")
    if not reaches or who not in order:
        return False
    at = order.index(who) + (1 if role.facing == "right" else -1)
    beside = order[at] if 0 <= at < len(order) else ""
    return beside in raised and beside in roles and roles[beside].pose in LYING
