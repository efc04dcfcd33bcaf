"""Whoever has something in hand is drawn with a hand that holds it, and not with hidden ones."""

from collections.abc import Container, Mapping, Sequence

from schemas.directions import Role
from storyboard.planning.staging.asked import Asked
from storyboard.planning.staging.pairs import partnered
from storyboard.planning.staging.sharing import facing_alike

HOLDING, HOLDING_LONG, HOLDING_TWO = (
    "holding something",
    "holding something long",
    "holding two things",
)
"""The poses of a hand before the body, of one beside the head, and of both hands."""
_LONG = 0.5
"""From this size on, in adults, a thing is held beside the body."""
_BEFORE_THE_BODY = ("playing guitar", "playing violin", "playing flute", "drumming")
"""In these poses both hands are at the thing."""


def acting(
    roles: Mapping[str, Role], order: Sequence[str], props: Sequence[Asked], people: Container[str]
) -> dict[str, Role]:
    """Let everybody do what comes of what others do, and of the things there are.

    Args:
        order: ids from left to right.
        people: ids of those who can be posed.
    """
    return facing_alike(handed(partnered(roles, order, people), props, people), props)


def handed(
    roles: Mapping[str, Role], props: Sequence[Asked], people: Container[str]
) -> dict[str, Role]:
    """Let those hold out a hand who have something in it and of whom nothing else is asked.

    Args:
        people: ids of those who can be posed.
    """
    changed = dict(roles)
    for who, role in roles.items():
        held = [each.prop.size for each in props if each.of == who and each.way == "hand"]
        if held and who in people and role.pose in (None, "standing"):
            one = HOLDING_LONG if held[0] > _LONG else HOLDING
            changed[who] = role.but(poses=(one if len(held) == 1 else HOLDING_TWO,))
    return changed


def at_hand(props: Sequence[Asked], roles: Mapping[str, Role]) -> tuple[Asked, ...]:
    """Let what is played with both hands be before the body of whoever plays it."""
    playing = {who for who, role in roles.items() if role.pose in _BEFORE_THE_BODY}
    return tuple(
        each._replace(way="carried") if each.of in playing and each.way == "hand" else each
        for each in props
    )
