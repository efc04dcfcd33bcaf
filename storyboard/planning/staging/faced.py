"""What people are turned to is where they look: a screen, a dragon, what passes the window."""

from collections.abc import Container, Iterator, Mapping, Sequence

from renderers.props.library import prop_of
from schemas.directions import Role
from storyboard.planning.casting.bodies import Body
from storyboard.planning.staging.asked import Asked
from storyboard.planning.staging.stage import Wish

_SCREENS = {"television": "turned television"}
"""Drawings of what is looked at from its front, as it is seen from beside who looks."""
_GOING = frozenset(
    {"swimming", "walking", "running", "tiptoeing", "crawling", "marching", "rowing"}
)
"""What people do who go to what is there."""
_POINTING = frozenset({"pointing", "explaining", "reaching"})
"""What people do with a thing that stands before them."""
_LARGE = 1.0
"""From this width on, in adults, a creature before somebody wants the larger part of a panel."""
_ASIDE, _FIRST = 0.27, 0.6
"""Where somebody alone is then, and the first of several, from the other side, in its width."""


def turned_to(
    props: Sequence[Asked], bodies: Sequence[Body], roles: Mapping[str, Role]
) -> tuple[Asked, ...]:
    """Set screens, creatures, views and where people go to where they look, to one side."""
    side = _looked_at(bodies)
    going = all(body.pose_word in _GOING for body in bodies)
    there = going and not any(role.away for role in roles.values())
    turned = [_turned(each, side, bodies, there=there) for each in _pointed_at(props, bodies)]
    return tuple(map(_seized, turned, [None, *turned]))


def _seized(asked: Asked, before: Asked | None) -> Asked:
    """Let a creature have what it grabs, eats or carries off: it is named just before."""
    beast = before is not None and before.prop.kind == "animal" and not before.owners
    if before is None or not beast or asked.owners or asked.way not in ("hand", "carried"):
        return asked
    return asked._replace(way=before.way, by=before.prop)


def _pointed_at(props: Sequence[Asked], bodies: Sequence[Body]) -> Iterator[Asked]:
    """Yield things, with the side on which those have them who point at them."""
    sides = {
        body.id: -1 if body.facing == "left" else 1
        for body in bodies
        if body.pose_word in _POINTING
    }
    for each in props:
        of = each.of or ""
        alone = each.way == "ground" and not each.side and not each.also
        yield each._replace(side=sides[of]) if alone and of in sides else each


def going_alike(
    roles: Mapping[str, Role], props: Sequence[Asked], turned: Container[str]
) -> dict[str, Role]:
    """Turn those one way who go together to one thing that is there.

    Args:
        turned: ids of those whose direction the author states.
    """
    goal = any(not each.owners and each.number == 1 and each.state != "asleep" for each in props)
    poses = {role.pose for role in roles.values()}
    alone = len(roles) < 2 or len(poses) > 1 or not poses <= _GOING
    if not goal or alone or any(who in turned or role.away for who, role in roles.items()):
        return dict(roles)
    return {who: role.but(facing="right", stated=True) for who, role in roles.items()}


def _looked_at(bodies: Sequence[Body]) -> int:
    """Return the side to which all look who look aside; 0 where they do not agree."""
    sides = {{"left": -1, "right": 1}.get(body.facing, 0) for body in bodies} - {0}
    return sides.pop() if len(sides) == 1 else 0


def _turned(asked: Asked, side: int, bodies: Sequence[Body], *, there: bool) -> Asked:
    if asked.side or asked.owners or asked.number > 1:
        return asked
    watched = _SCREENS.get(asked.prop.name)
    if watched is not None and bodies and asked.way in ("table", "ground"):
        return asked._replace(prop=prop_of(watched), way="ground", side=side or -1)
    creature = asked.prop.kind == "animal" and asked.state != "asleep"
    faced = (creature or there) and asked.way in ("ground", "background")
    return asked._replace(side=side) if faced or asked.way == "window" else asked


def making_room(
    wishes: Mapping[str, Wish], order: Sequence[str], props: Sequence[Asked]
) -> dict[str, Wish]:
    """Let those keep to one side whom something large is before, on the other."""
    large = [each for each in props if each.side and each.prop.width > _LARGE]
    beside = [each for each in large if each.way in ("ground", "background")]
    free = [who for who in order if wishes[who].upon is None]
    if not beside or not free or any(wishes[who].x is not None for who in free):
        return dict(wishes)
    right = beside[0].side > 0
    first = free[-1] if right else free[0]
    x = _ASIDE if len(free) == 1 else _FIRST
    return {**wishes, first: wishes[first]._replace(x=x if right else 1 - x)}
