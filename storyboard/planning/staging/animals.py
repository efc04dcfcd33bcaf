"""People and their animals: who hugs, kisses or pats one kneels beside it, both hands on it."""

from collections.abc import Container, Mapping, Sequence
from pathlib import Path

import numpy as np

from renderers.cast.vectors import Vector
from schemas.directions import Role
from schemas.geometry import Box
from storyboard.planning.staging.arms import joints_of, with_hands_at
from storyboard.planning.staging.nearing import inside
from storyboard.planning.staging.parting import parting, with_arms
from storyboard.planning.staging.stage import Frame, PlacedBody, placed_box
from storyboard.planning.touches import touch_word

KNEELING = "kneeling"
_GENTLE = frozenset(
    {"hugging", "kissing", "hand on shoulder", "arm around", "holding hands", "reaching"}
)
"""What one does to a person with whom one stands, and to an animal on one's knees."""
_SMALL = 0.8
"""Up to this height, in adults, one kneels down to an animal."""
_LAP = 0.3
"""Up to this height, in adults, an animal is held between both hands."""
_AT_SIDE, _BEHIND = (0.12, 0.7), (0.82, 0.8)
"""Where the near and the far hand are at such a small one."""
_NEAR = 0.02
"""How far beside an animal's edge the axis is of who kneels at it, in adults."""
_ON_HEAD, _ON_BACK = (0.5, 0.16), (0.8, 0.5)
"""Where the far hand is on a head and the near one on the whole of an animal, from this side."""


def stooping(
    roles: Mapping[str, Role], order: Sequence[str], animals: Container[str]
) -> dict[str, Role]:
    """Let those kneel who hug, kiss or pat an animal beside them, and let it look at them."""
    changed = dict(roles)
    for who, role in roles.items():
        other = _beside(who, role, order)
        if other is None or who in animals or other not in animals:
            continue
        if touch_word(role) in _GENTLE:
            right = order.index(other) > order.index(who)
            feels = role if role.mood else role.but(mood="smile", felt=False)
            changed[who] = feels.but(
                poses=(KNEELING,), facing="right" if right else "left", stated=True
            )
            changed[other] = _stroked(roles[other]).but(facing="left" if right else "right")
    return changed


def _stroked(role: Role) -> Role:
    """Return what an animal does that somebody hugs: whatever it does else."""
    return role.but(poses=()) if touch_word(role) in _GENTLE else role


def _beside(who: str, role: Role, order: Sequence[str]) -> str | None:
    """Return the neighbour to whom somebody turns; of who looks at the reader, the right one."""
    if who not in order:
        return None
    at = order.index(who)
    sides = (at - 1, at + 1) if role.facing == "left" else (at + 1, at - 1)
    return next((order[place] for place in sides if 0 <= place < len(order)), None)


def caressed(
    placed: Sequence[PlacedBody], order: Sequence[str], frame: Frame, *, root: Path
) -> tuple[PlacedBody, ...]:
    """Bring those who kneel at an animal close to it, with their hands on it.

    Args:
        placed: back to front.
        order: ids from left to right.
    """
    by_id = {stood.body.id: stood for stood in placed}
    names = list(by_id)
    for who in order:
        own = by_id.get(who)
        if own is None or own.body.pose_word != KNEELING or own.body.kind != "person":
            continue
        at = order.index(who) + (1 if own.body.facing == "right" else -1)
        animal = by_id.get(order[at]) if 0 <= at < len(order) else None
        if animal is None or animal.body.kind != "animal" or animal.body.height > _SMALL:
            continue
        close = _beside_it(own, animal, frame)
        own, animal = inside((close, animal), frame, whole=True)
        by_id |= {animal.body.id: animal, who: _with_hands_on(own, animal, frame, root)}
        names.remove(who)
        names.insert(names.index(animal.body.id), who)
    return tuple(by_id[name] for name in names)


def _beside_it(own: PlacedBody, animal: PlacedBody, frame: Frame) -> PlacedBody:
    whole = animal.body.outline.placed(animal.box(frame.aspect)).bounds
    rightwards = own.body.facing == "right"
    edge = (whole.left if rightwards else whole.right) * frame.aspect
    x = edge + (_NEAR if rightwards else -_NEAR) * own.scale
    return own._replace(x=x, ground=animal.ground if frame.kind.whole else own.ground)


def _with_hands_on(own: PlacedBody, animal: PlacedBody, frame: Frame, root: Path) -> PlacedBody:
    box = animal.box(frame.aspect)
    whole = animal.body.outline.placed(box).bounds
    rightwards = own.body.facing == "right"
    if not joints_of(own, 1.0).keys() >= {"r_wrist", "l_wrist"}:
        return own
    near, far = ("r", "l") if rightwards else ("l", "r")

    def on(part: Box, place: tuple[float, float]) -> Vector:
        across = place[0] if rightwards else 1 - place[0]
        point = part.place((across, place[1]))
        return np.array([point[0] * frame.aspect, point[1]])

    head = placed_box(animal.body.head, box)
    hands = {near: on(whole, _ON_BACK), far: on(head, _ON_HEAD)}
    if animal.body.height <= _LAP:
        hands = {near: on(whole, _AT_SIDE), far: on(whole, _BEHIND)}
    held = with_hands_at(own, hands, frame.aspect, root)
    return with_arms(held, [parting(held.body, near, animal.body.id)])
