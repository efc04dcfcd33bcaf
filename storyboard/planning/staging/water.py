"""Who swims is in the water: what is below the waterline is not seen, and foam is about it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from renderers.places.words import understand
from renderers.props.library import prop_of
from schemas.directions import Role
from schemas.geometry import Box, Region
from schemas.story import Setting
from storyboard.planning.casting.attitudes import above
from storyboard.planning.casting.bodies import Body
from storyboard.planning.staging.asked import Asked
from storyboard.planning.staging.prop_segments import Set
from storyboard.planning.staging.stage import Frame, PlacedBody

SWIMMING = "swimming"
_SEAS = frozenset({"open sea"})
"""Places that are water and nothing else."""
_IDLE = (None, "standing", "hands behind back", "walking", "running")
_SUNK = 0.42
"""How far down from neck to hips the waterline is."""
_BEYOND = 0.2
"""How far beyond the line where others stand the water is in which one swims, in statures."""
_ABOARD = ("ridden", "seat", "stand")
_WIDER, _LOWER = 1.14, 0.62
"""How wide the foam is against what is wet, and how much of it lies below the waterline."""


def swimming(
    roles: Mapping[str, Role], props: Sequence[Asked], setting: Setting
) -> dict[str, Role]:
    """Let those swim who are in the open sea, on nothing, and do nothing else."""
    if understand(setting).place not in _SEAS or setting.art is not None:
        return dict(roles)
    aboard = any(each.way in _ABOARD or each.prop.ways[0] == "ridden" for each in props)
    return {
        who: role.but(poses=(SWIMMING,)) if not aboard and role.pose in _IDLE else role
        for who, role in roles.items()
    }


def immersed(bodies: Sequence[Body]) -> tuple[Body, ...]:
    """Cut people off at the waterline who swim; animals are cut by their attitude."""
    return tuple(_wet(body) for body in bodies)


def _wet(body: Body) -> Body:
    if body.pose_word != SWIMMING or body.kind != "person" or body.pose is None:
        return body
    neck, *hips = (body.pose.joint(name) for name in ("neck", "r_hip", "l_hip"))
    if neck is None or None in hips:
        return body
    low = sum(hip.y for hip in hips if hip is not None) / 2
    line = neck.y + _SUNK * (low - neck.y)
    kept = tuple(above(body.outline.polygons, line))
    ground = line + _BEYOND * body.stature
    return replace(body, outline=Region(polygons=kept), bottom=line, ground=ground)


def ripples(row: Sequence[PlacedBody], frame: Frame) -> Iterator[Set]:
    """Yield the foam about everybody who swims."""
    foam = prop_of("ripples")
    for stood in row:
        if stood.body.pose_word != SWIMMING or stood.body.bottom >= 1:
            continue
        wet = stood.body.outline.placed(stood.box(frame.aspect)).bounds
        at_line = [
            x
            for loop in stood.body.outline.placed(stood.box(frame.aspect)).polygons
            for x, y in loop
            if y > wet.bottom - 0.25 * wet.height
        ]
        left, right = min(at_line), max(at_line)
        grown = (_WIDER - 1) / 2 * wet.width
        left, right = left - grown, right + grown
        tall = (right - left) * frame.aspect / foam.aspect
        top = wet.bottom - (1 - _LOWER) * tall
        box = Box(left=left, top=top, right=right, bottom=top + tall)
        yield Set(foam, "air", box, owners=(stood.body.id,), sign=True)
