"""Whoever has something in hand is drawn with a hand that holds it, and not with hidden ones."""

from collections.abc import Container, Iterator, Mapping, Sequence

from renderers.props.library import Prop, find, prop_of
from schemas.directions import Role
from schemas.geometry import Pose
from schemas.vocabulary.phrases import POSES, canonical_pose
from storyboard.planning.staging.animals import stooping
from storyboard.planning.staging.asked import Asked
from storyboard.planning.staging.holding import BACK
from storyboard.planning.staging.pairs import partnered
from storyboard.planning.staging.resting import LEANING, laid_towards
from storyboard.planning.staging.sharing import facing_alike
from storyboard.planning.staging.stage import Wish

HOLDING, HOLDING_LONG, HOLDING_TWO = (
    "holding something",
    "holding something long",
    "holding two things",
)
"""The poses of a hand before the body, of one beside the head, and of both hands."""
_HELD = ("hand", "carried", "eyes")
_IDLE = (
    None,
    "standing",
    "hands behind back",
    "hands in pockets",
    "hands on hips",
    "hands clasped",
    "arms folded",
    "clenched fists",
)
"""Poses whose hands are not seen, or are at the body."""
_ON_FOOT = ("walking", "running", "tiptoeing", "marching", "holding up")
"""Poses that give way to carrying something in both arms."""
_SETTLED = ("lying", "sleeping", "reclining", "sitting")
"""Poses in which one leans back on what is made for it."""
_SIDES = ("left", "right")
_ALOFT = ("flying", "floating")
_RIDING = "riding horse"
_TO_MOUTH = ("holding coffee", "drinking", "eating")
_AT_TABLE = ("eating", "drinking")
_LONG = 0.5
"""From this size on, in adults, a thing is held beside the body."""
_BEFORE_THE_BODY = ("playing guitar", "playing violin", "playing flute", "drumming")
"""In these poses both hands are at the thing."""


def acting(
    roles: Mapping[str, Role],
    order: Sequence[str],
    props: Sequence[Asked],
    people: Container[str],
    stated: Container[str] = (),
    turned: Container[str] = (),
    animals: Container[str] = (),
) -> dict[str, Role]:
    """Let everybody do what comes of what others do, and of the things there are.

    Args:
        order: ids from left to right.
        people: ids of those who can be posed.
        stated: ids of those whose pose the author states, who keep it.
        turned: ids of those whose direction the author states.
        animals: ids of those that people kneel down to.
    """
    raised = {who for each in props if each.way == "seat" for who in each.owners}
    settled = laid_towards(_leaning(roles, props, stated), order, raised, turned)
    kneeling = stooping(settled, order, animals)
    paired = _catching(partnered(kneeling, order, people), order, props, people)
    held = _inwards(handed(paired, props, people, stated), order, turned)
    return facing_alike(_mounted(held, props), props, order)


def _inwards(
    roles: Mapping[str, Role], order: Sequence[str], turned: Container[str]
) -> dict[str, Role]:
    """Turn those who eat or drink together to the middle of their row."""
    changed = dict(roles)
    for at, who in enumerate(order):
        role = roles.get(who)
        if role is None or who in turned or role.pose not in _AT_TABLE or 2 * at + 1 < len(order):
            continue
        changed[who] = role.but(facing="left", stated=True)
    return changed


def _leaning(
    roles: Mapping[str, Role], props: Sequence[Asked], stated: Container[str]
) -> dict[str, Role]:
    """Let those lean back who lie or sit on something that is made for it."""
    made_for_it = (each for each in props if each.way == "seat" and BACK in each.prop.anchors)
    leaning = {who for each in made_for_it for who in each.owners if who not in stated}
    return {
        who: role.but(poses=(LEANING,)) if who in leaning and role.pose in _SETTLED else role
        for who, role in roles.items()
    }


def _catching(
    roles: Mapping[str, Role],
    order: Sequence[str],
    props: Sequence[Asked],
    people: Container[str],
) -> dict[str, Role]:
    """Let those catch to whom something is thrown, and who do nothing else."""
    changed = dict(roles)
    for each in props:
        who = each.of or ""
        role = roles.get(who)
        if role is None or role.pose != "throwing" or each.also or role.facing not in _SIDES:
            continue
        at = order.index(who) + (1 if role.facing == "right" else -1)
        other = order[at] if 0 <= at < len(order) else ""
        if other in people and roles[other].pose in _IDLE:
            facing = "left" if role.facing == "right" else "right"
            changed[other] = roles[other].but(poses=("catching",), facing=facing, stated=True)
    return changed


def bearing(
    roles: Mapping[str, Role],
    wishes: Mapping[str, Wish],
    people: Container[str],
    stated: Container[str] = (),
) -> dict[str, Role]:
    """Let those carry who have somebody, such as a cat, in their arms, and do nothing else."""
    changed = dict(roles)
    for wish in wishes.values():
        who = wish.upon or ""
        if wish.held and who in people and who not in stated and roles[who].pose in _IDLE:
            changed[who] = roles[who].but(poses=("carrying",), facing="front", stated=True)
    return changed


def _mounted(roles: Mapping[str, Role], props: Sequence[Asked]) -> dict[str, Role]:
    """Let those ride who are on something and of whom nothing else is seen."""
    mounts = {who: each.prop for each in props if each.way == "ridden" for who in each.owners}
    return {
        who: role.but(poses=(_riding(mounts[who]),))
        if who in mounts and role.pose in (*_ALOFT, *_IDLE)
        else role
        for who, role in roles.items()
    }


def _riding(mount: Prop) -> str:
    """Return how one is on a mount: astride, or sitting in a boat."""
    return _RIDING if mount.kind == "animal" or mount.height > mount.width / 2 else "sitting"


def handed(
    roles: Mapping[str, Role],
    props: Sequence[Asked],
    people: Container[str],
    stated: Container[str] = (),
) -> dict[str, Role]:
    """Let those hold out a hand who have something in it and of whom nothing else is asked.

    Args:
        people: ids of those who can be posed.
        stated: ids of those whose pose the author states.
    """
    changed = dict(roles)
    for who, role in roles.items():
        held = [each for each in props if who in each.owners and each.way in _HELD]
        if held and who in people and who not in stated and not isinstance(role.pose, Pose):
            pose = _holding(role.pose, held)
            changed[who] = role if pose is None else role.but(poses=(pose,))
    return changed


def _holding(pose: str | None, held: Sequence[Asked]) -> str | None:
    """Return the pose of who has some things in hand; None leaves it as it is."""
    known, first = POSES.get(pose or "standing"), held[0]
    if known is not None and known.prop is not None and not _is(known.prop, first.prop):
        # No drawing with another thing: a coconut is drunk from, not a mug.
        return "eating" if pose in _TO_MOUTH else _usual(held)
    if pose == "drinking":
        return "eating"
    idle = pose in _IDLE
    if first.way == "carried" and (idle or pose in _ON_FOOT):
        return "carrying"
    return _usual(held) if idle else None


def _usual(held: Sequence[Asked]) -> str:
    """Return how things are usually held: as the cast's drawings hold them, where they do."""
    first = held[0]
    if first.way == "eyes":
        return "looking through"
    called = (canonical_pose(f"holding {each}") for each in (first.prop.name, first.noun))
    drawn = next(filter(None, called), None) if first.prop.colour is None else None
    if drawn is not None and POSES[drawn].prop is not None:
        return drawn
    one = HOLDING_LONG if first.prop.size > _LONG else HOLDING
    return one if len(held) == 1 else HOLDING_TWO


def _is(held: str, prop: Prop) -> bool:
    found = find(held)
    return prop.name == held or (found is not None and found.name == prop.name)


def at_hand(props: Sequence[Asked], roles: Mapping[str, Role]) -> tuple[Asked, ...]:
    """Let things be as they are used: what is played with both hands is before the body."""
    playing = {who for who, role in roles.items() if role.pose in _BEFORE_THE_BODY}
    pulling = {who for who, role in roles.items() if role.pose == "pulling"}
    used = []
    for each in props:
        if each.of in playing and each.way == "hand":
            each = each._replace(way="carried")
        elif each.of in pulling and each.prop.name == "rope":
            each = each._replace(prop=prop_of("taut rope"))
        used.append(each)
    return (*_laid(used, roles),)


def _laid(props: Sequence[Asked], roles: Mapping[str, Role]) -> Iterator[Asked]:
    """Yield things, the table at which people eat laid and before them, with spoons in hand."""
    eating = [who for who, role in roles.items() if role.pose in ("eating", "drinking")]
    for each in props:
        at = each.way == "before" and set(each.owners) & set(eating)
        around = each.of is None and each.way == "ground" and eating
        if each.prop.name != "table" or not (at or around):
            yield each
            continue
        owners = each.owners if at else eating
        yield each._replace(
            prop=prop_of("laid table"), way="before", of=owners[0], also=tuple(owners[1:])
        )
        fed = {who for other in props if other.way == "hand" for who in other.owners}
        yield from (
            Asked(prop_of("spoon"), "hand", who)
            for who in owners
            if who not in fed and roles[who].pose == "eating"
        )
