"""People who touch: who is with whom, what each of them does then, and where they look."""

from collections.abc import Container, Iterator, Mapping, Sequence
from typing import NamedTuple

from schemas.cast import Facing
from schemas.directions import Role
from storyboard.planning.staging.groups import EMBRACED, grouped, groups_of, way_of
from storyboard.planning.staging.resting import LYING
from storyboard.planning.staging.stage import Wish
from storyboard.planning.touches import TOUCHES, Touch, touch_word


class Pair(NamedTuple):
    """Two who touch."""

    one: str
    """The id of who leads."""
    other: str
    touch: Touch
    mutual: bool
    """Whether both do the same."""


def partnered(
    roles: Mapping[str, Role], order: Sequence[str], people: Container[str]
) -> dict[str, Role]:
    """Turn those who touch towards each other, and let the other do its part.

    Args:
        people: ids of those who can be posed.
    """
    changed = grouped(roles, order)
    for pair in pairs_of(roles, order):
        word, touch = roles[pair.one].poses, pair.touch
        for who, towards in ((pair.one, pair.other), (pair.other, pair.one)):
            facing = _facing(touch, right=order.index(who) < order.index(towards))
            if who == pair.other and touch.turned == "alike":
                facing = _facing(touch, right=order.index(towards) < order.index(who))
            if touch.heads is not None and who != pair.one and not (pair.mutual or touch.lying):
                facing = "front"  # Who listens does not turn into the other's head.
            if touch.turned == "to the reader":
                facing = way_of(roles[pair.one]) or facing
            own = changed[who]
            idle = own.pose in (None, "standing")
            part = touch.other if who in people and idle else own.pose
            if who == pair.one or pair.mutual:
                own = _feeling(own, touch.mood)
                changed[who] = own.but(poses=word, facing=facing, stated=True)
            elif part is not None and part == touch.other:
                own = _feeling(own, touch.answer_mood)
                changed[who] = own.but(poses=(part,), facing=_borne(touch) or facing, stated=True)
            elif not own.stated:
                changed[who] = _feeling(own, touch.answer_mood).but(facing=facing)
    return changed | {who: role for who, role in _alone(changed, order)}


def _feeling(role: Role, mood: str | None) -> Role:
    """Return what somebody does, with the mood of it where nothing is said of one."""
    return role if role.mood or mood is None else role.but(mood=mood, felt=False)


def _facing(touch: Touch, *, right: bool) -> Facing:
    """Return where somebody turns whose partner is on the right or on the left."""
    if touch.turned == "to the reader":
        return "front"
    return "right" if right != (touch.turned == "apart") else "left"


def _borne(touch: Touch) -> Facing | None:
    """Return where somebody lies who is carried: across the arms."""
    return "right" if touch.strict else None


def _alone(roles: Mapping[str, Role], order: Sequence[str]) -> Iterator[tuple[str, Role]]:
    """Yield what those do whom nobody is there to touch."""
    paired = {who for pair in pairs_of(roles, order) for who in (pair.one, pair.other)}
    paired |= {who for group in groups_of(roles, order) for who in group}
    for who, role in roles.items():
        touch = TOUCHES.get(role.pose) if isinstance(role.pose, str) else None
        if touch is not None and touch.alone is not None and who not in paired:
            yield who, role.but(poses=(touch.alone,))


def pairs_of(roles: Mapping[str, Role], order: Sequence[str]) -> Iterator[Pair]:
    """Yield who touches whom, each pair once: the one who is named first leads."""
    taken = {who for group in groups_of(roles, order) for who in group}
    words = {who: touch_word(role) for who, role in roles.items()}
    for who, word in words.items():
        touch = TOUCHES.get(word or "")
        if touch is None or who in taken or who not in order:
            continue
        at = order.index(who)
        beside = [order[place] for place in (at + 1, at - 1) if 0 <= place < len(order)]
        free = [other for other in beside if other not in taken]
        if touch.strict:
            free = [other for other in free if words[other] == touch.other]
        if touch.lying:
            free = [other for other in free if words[other] in LYING]
        fitting = [other for other in free if words[other] in (word, touch.other)]
        if free:
            other = (fitting or free)[0]
            taken |= {who, other}
            same = words[other] in (None, "standing", word)
            alike = words[other] == word
            yield Pair(who, other, touch, (touch.both and same) or alike)


def borne_by(wishes: Mapping[str, Wish]) -> set[str]:
    """Return those who are on somebody."""
    return {who for who, wish in wishes.items() if wish.upon is not None}


def unborne(
    wishes: Mapping[str, Wish], roles: Mapping[str, Role], order: Sequence[str]
) -> dict[str, Wish]:
    """Let those stand on the ground who touch, and near: whoever is hugged is not carried."""
    touching = {who for pair in pairs_of(roles, order) for who in (pair.one, pair.other)}
    touching |= {who for group in groups_of(roles, order) for who in group}
    embraced = set(_embraced(roles, order))
    return {
        who: wish._replace(upon=None, held=False, embraced=who in embraced)
        if who in touching
        else wish
        for who, wish in wishes.items()
    }


def _embraced(roles: Mapping[str, Role], order: Sequence[str]) -> Iterator[str]:
    """Yield those who embrace their left neighbour."""
    for pair in pairs_of(roles, order):
        if pair.touch.embraces:
            yield max((pair.one, pair.other), key=order.index)
    for group in groups_of(roles, order):
        if touch_word(roles[group[0]]) == EMBRACED:
            yield from group[1:]
