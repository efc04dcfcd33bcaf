"""Hands at what they hold: a barrel's sides, a wheel's rim, the mast that one climbs."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from renderers.cast.vectors import Vector
from renderers.props.library import Prop
from schemas.geometry import Box
from storyboard.planning.casting.bodies import Parting
from storyboard.planning.staging.arms import joints_of, with_hands_at
from storyboard.planning.staging.asked import Asked
from storyboard.planning.staging.handing import is_handed, with_hands_on
from storyboard.planning.staging.holding import at_body, shades
from storyboard.planning.staging.parting import parting, with_arms
from storyboard.planning.staging.prop_segments import SUBJECT
from storyboard.planning.staging.riding import riders
from storyboard.planning.staging.shoving import is_shoved, with_hands_on_handle
from storyboard.planning.staging.stage import Frame, PlacedBody
from storyboard.planning.staging.throwing import with_hands_after
from storyboard.planning.staging.together import IN_BOTH_HANDS, among
from storyboard.planning.staging.underfoot import GRIP, OTHER, climbs, is_pole
from storyboard.planning.staging.wielding import Wielded, wielded

_SIDES = (0.05, 0.62)
"""Where what is carried in both arms is held that says no better."""
_LEAST = 0.16
"""From this width on, in adults, a thing is held at its sides."""
_ABOVE = 0.12
"""How far above the head hands are on a ladder, in the body's height."""
_APART = 0.06
"""How far above and below a grip two hands hold the same side, in the thing's height."""
_ON_POLES = (0.02, -0.26)
"""How far above the top of the head each hand holds a pole."""


def grasped(
    row: Sequence[PlacedBody], props: Sequence[Asked], frame: Frame, *, root: Path
) -> tuple[PlacedBody, ...]:
    """Lead the hands of posed people to what they carry, steer or climb."""
    found = {stood.body.id: stood for stood in row}
    for asked in props:
        found |= {each.body.id: each for each in riders(row, asked, props, frame, root)}
        found |= {each.body.id: each for each in with_hands_after(row, asked, frame, root)}
        owner = found.get(asked.of or "")
        if asked.also and asked.way == "before" and GRIP in asked.prop.anchors:
            found |= _at_both_ends(
                asked, [each for each in row if each.body.id in asked.owners], frame, root
            )
        if asked.also and asked.way in ("hand", "carried"):
            shared = [found[each.body.id] for each in row if each.body.id in asked.owners]
            found |= {each.body.id: each for each in _sharing(shared, asked, frame, root)}
        if owner is None or asked.also or owner.body.kind != "person":
            continue
        if is_shoved(asked, (owner,)):
            found[owner.body.id] = with_hands_on_handle(owner, asked, frame, root)
            continue
        used = wielded(asked, owner, row, frame)
        if used is not None:
            found[owner.body.id] = _wielding(owner, asked, used, frame, root)
            continue
        grips = list(_grips(asked, owner, frame))
        if len(grips) == 2 and joints_of(owner, 1.0).keys() >= {"r_wrist", "l_wrist"}:
            found[owner.body.id] = _holding(owner, asked, grips, frame, root)
    return tuple(found[stood.body.id] for stood in row)


def _grips(asked: Asked, owner: PlacedBody, frame: Frame) -> Iterator[Vector]:
    """Yield where the hands go, from left to right, in panel heights."""
    prop, way = asked.prop, asked.way
    if way == "stand" and climbs(owner.body):
        box, _ = at_body(prop, way, owner, frame)
        top, tall = owner.body.head_top, owner.body.height
        rungs = _ON_POLES if is_pole(prop) else (_ABOVE, _ABOVE)
        rails = (0.5, 0.5) if is_pole(prop) else (0.2, 0.8)
        for share, above in zip(rails, rungs, strict=True):
            x = (box.left + share * box.width) * frame.aspect
            yield np.array([x, owner.y(top + above * tall)])
    elif (way == "carried" and OTHER in prop.anchors) or (way == "eyes" and GRIP in prop.anchors):
        box, mirror = at_body(prop, way, owner, frame)
        yield from _gripped(prop, box, frame, mirror=mirror)
    elif way == "carried" and prop.width > _LEAST and owner.body.pose_word == "carrying":
        box, _ = at_body(prop, way, owner, frame)
        yield from _both(box, prop.anchors.get(GRIP, _SIDES), frame)
    elif way == "before" and GRIP in prop.anchors:
        yield from _both(among(asked, (owner,), frame)[0], prop.anchors[GRIP], frame)


def _gripped(prop: Prop, box: Box, frame: Frame, *, mirror: bool) -> Iterator[Vector]:
    """Yield both places at which hands hold a drawing, from left to right in the picture."""
    grip = prop.anchors[GRIP]
    points = [grip, prop.anchors.get(OTHER, (1 - grip[0], grip[1]))]
    across = sorted(((1 - x if mirror else x), y) for x, y in points)
    for x, y in across:
        place = box.place((x, y))
        yield np.array([place[0] * frame.aspect, place[1]])


def _both(box: Box, grip: tuple[float, float], frame: Frame) -> Iterator[Vector]:
    for x in (grip[0], 1 - grip[0]):
        place = box.place((x, grip[1]))
        yield np.array([place[0] * frame.aspect, place[1]])


def _holding(
    owner: PlacedBody, asked: Asked, grips: Sequence[Vector], frame: Frame, root: Path
) -> PlacedBody:
    joints = joints_of(owner, frame.aspect)
    sides = sorted("rl", key=lambda side: float(joints[f"{side}_shoulder"][0]))
    hands = dict(zip(sides, grips, strict=True))
    held = with_hands_at(owner, hands, frame.aspect, root, outwards=asked.way != "stand")
    return held if asked.way == "stand" else with_arms(held, _arms_before(held, asked))


def _sharing(
    owners: Sequence[PlacedBody], asked: Asked, frame: Frame, root: Path
) -> Iterator[PlacedBody]:
    """Yield those who have one thing in their hands, with their hands at it."""
    ordered = sorted(owners, key=lambda each: each.x)
    if is_handed(ordered):
        box, _ = among(asked, ordered, frame)
        owners = [with_hands_on(each, ordered, box, frame, root) for each in owners]
    yield from (_before_it(each, asked) for each in owners)


def _wielding(
    owner: PlacedBody, asked: Asked, used: Wielded, frame: Frame, root: Path
) -> PlacedBody:
    """Lead the hand to what it uses, and paint it before that."""
    joints = joints_of(owner, frame.aspect)
    side = sorted("rl", key=lambda each: float(joints[f"{each}_shoulder"][0]))[used.side]
    shaded = shades(asked.prop, asked.way)
    held = with_hands_at(owner, {side: used.hand}, frame.aspect, root)
    before = parting(held.body, side, f"{SUBJECT}{asked.prop.name}")
    return held if shaded else with_arms(held, [before])


def _at_both_ends(
    asked: Asked, owners: Sequence[PlacedBody], frame: Frame, root: Path
) -> dict[str, PlacedBody]:
    """Let everybody have both hands at the own side of what several hold, as of a wheel's rim."""
    ordered = sorted(owners, key=lambda each: each.x)
    box, _ = among(asked, ordered, frame)
    x, y = asked.prop.anchors[GRIP]
    held = {}
    for at, owner in enumerate(ordered):
        across = x if at < len(ordered) / 2 else 1 - x
        places = (box.place((across, y + down)) for down in (-_APART, _APART))
        grips = [np.array([place[0] * frame.aspect, place[1]]) for place in places]
        if joints_of(owner, 1.0).keys() >= {"r_wrist", "l_wrist"}:
            held[owner.body.id] = _holding(owner, asked, grips, frame, root)
    return held


def _before_it(owner: PlacedBody, asked: Asked) -> PlacedBody:
    """Let the hands be seen of those who have one thing in all their hands."""
    both = owner.body.pose_word in IN_BOTH_HANDS
    return with_arms(owner, _arms_before(owner, asked)) if both else owner


def _arms_before(owner: PlacedBody, asked: Asked) -> list[Parting]:
    name = f"{SUBJECT}{asked.prop.name}"
    return [parting(owner.body, side, name) for side in "rl"]
