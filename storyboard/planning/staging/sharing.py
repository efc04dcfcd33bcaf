"""Seats and mounts: who shares one, side by side or one behind the other, and who lacks one."""

from collections.abc import Container, Iterator, Mapping, Sequence

from renderers.cast.puppets.names import POSED
from renderers.places.data import data_places
from renderers.places.shown import is_inside
from renderers.places.words import understand
from renderers.props.library import prop_of
from schemas.cast import Facing
from schemas.directions import Role
from schemas.story import Setting
from schemas.vocabulary.phrases import POSES
from storyboard.planning.casting.bodies import Body
from storyboard.planning.staging.asked import SHIPS_WHEEL, Asked, at_sea
from storyboard.planning.staging.stage import PlacedBody

_APART = {"seat": 0.36, "ridden": 0.2}
"""How far apart those are who share, in adults."""
_FOR_SEVERAL = 0.9
"""From this width on, in adults, several sit on a seat."""
_SHARED = ("sitting", "riding")
_SEATED = ("sitting", "playing piano")
"""Poses that are drawn without a seat."""


def facing_alike(
    roles: Mapping[str, Role], props: Sequence[Asked], order: Sequence[str]
) -> dict[str, Role]:
    """Let all who share a mount face one way, and ride away from who is beside them.

    Args:
        order: ids from left to right.
    """
    changed = dict(roles)
    for each in props:
        first = roles.get(each.of or "")
        if each.way != "ridden" or first is None:
            continue
        group = [
            who
            for who, role in roles.items()
            if who in each.owners or (role.pose == first.pose and _shares(who, role.pose, props))
        ]
        others = [order.index(who) for who in roles if who not in group and who in order]
        if len(group) < 2 and not others:
            continue
        facing = _way(first, order.index(str(each.of)), others)
        changed |= {who: changed[who].but(facing=facing, stated=True) for who in group}
    return changed


def _way(first: Role, at: int, others: Sequence[int]) -> Facing:
    """Return where somebody rides: as is said, else away from the others."""
    if first.stated and first.facing in ("left", "right"):
        return "left" if first.facing == "left" else "right"
    return "left" if any(other > at for other in others) else "right"


def _shares(who: str, pose: object, props: Sequence[Asked]) -> bool:
    """Tell whether somebody sits or rides, and has no seat of its own."""
    known = POSES.get(pose) if isinstance(pose, str) else None
    own = any(who in each.owners and each.way in _APART for each in props)
    return known is not None and known.posture in _SHARED and not own


def sharers(
    row: Sequence[PlacedBody], asked: Asked, props: Sequence[Asked]
) -> tuple[PlacedBody, ...]:
    """Return everybody who uses a seat or a mount, in the order of `row`; mostly one."""
    owner = next((each for each in row if each.body.id == asked.of), None)
    if owner is None or asked.way not in _APART:
        return () if owner is None else (owner,)
    pose = owner.body.pose_word
    return tuple(
        each
        for each in row
        if each is owner
        or each.body.id in asked.also
        or (
            each.body.kind == "person"
            and each.body.pose_word == pose
            and _shares(each.body.id, pose, props)
        )
    )


def with_seats(
    props: Sequence[Asked],
    bodies: Sequence[Body],
    setting: Setting,
    borne: Container[str] = (),
) -> tuple[Asked, ...]:
    """Give a seat of the place to whoever was posed to sit and has nothing to sit on.

    Args:
        borne: the ids of those who sit on somebody.
    """
    seat = prop_of(_usual_seat(setting))
    owners = [who for each in props if each.way in _APART for who in each.owners]
    shared = {body.pose_word for body in bodies if body.id in owners}
    lacking = [
        body.id
        for body in bodies
        if body.pose_word in _SEATED
        and body.id not in owners
        and body.id not in borne
        and body.pose_word not in shared
        and body.layers[:1]
        and body.layers[0].startswith(POSED)
    ]
    if seat.width > _FOR_SEVERAL:
        lacking = lacking[:1]  # The others share it.
    return (
        *props,
        *(Asked(seat, "seat", who) for who in lacking),
        *_wheels(props, bodies, setting),
    )


def _wheels(props: Sequence[Asked], bodies: Sequence[Body], setting: Setting) -> Iterator[Asked]:
    """Yield the wheel of whoever steers and was given none."""
    wheel = prop_of(SHIPS_WHEEL if at_sea(setting) else "steering wheel")
    owned = {who for each in props if each.prop.name.endswith("wheel") for who in each.owners}
    for body in bodies:
        posed = body.layers[:1] and body.layers[0].startswith(POSED)
        if body.pose_word == "steering" and posed and body.id not in owned:
            yield Asked(wheel, "before", body.id)
            return


def _usual_seat(setting: Setting) -> str:
    """Return what one sits on in a place: one of its own seats, else what is usual there."""
    place = data_places().get(understand(setting).place)
    for thing in place.things if place is not None else ():
        if prop_of(thing.name).ways[0] == "seat":
            return thing.name
    return "chair" if is_inside(setting) else "bench"


def together(row: Sequence[PlacedBody], props: Sequence[Asked]) -> tuple[PlacedBody, ...]:
    """Bring those side by side who share a seat; the first rider is in front of the others."""
    placed = {each.body.id: each for each in row}
    for asked in props:
        group = sharers(row, asked, props)
        if len(group) < 2:
            continue
        ordered = sorted(group, key=lambda each: each.x)
        if asked.way == "ridden":
            ordered.sort(key=lambda each: each.body.id == asked.of)
            if ordered[-1].body.facing == "left":
                ordered.reverse()
        apart = _APART[asked.way] * min(each.scale for each in group)
        middle = sum(each.x for each in group) / len(group)
        ground = max(each.ground for each in group)
        for at, each in enumerate(ordered):
            x = middle + (at - (len(group) - 1) / 2) * apart
            placed[each.body.id] = each._replace(x=x, ground=ground)
    return tuple(placed[each.body.id] for each in row)


def for_each(row: Sequence[PlacedBody], props: Sequence[Asked]) -> Iterator[Asked]:
    """Yield what is asked for, what is shared once for each who shares it."""
    for asked in props:
        group = sharers(row, asked, props)
        yield from (asked._replace(of=each.body.id) for each in group or ())
        if not group:
            yield asked
