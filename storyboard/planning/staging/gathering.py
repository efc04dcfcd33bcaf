"""Three and more who embrace or hold hands come close, with their arms about each other."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from schemas.directions import Role
from storyboard.planning.staging.groups import EMBRACED, groups_of
from storyboard.planning.staging.nearing import apart_of, inside
from storyboard.planning.staging.parting import parting, with_arms
from storyboard.planning.staging.stage import Frame, PlacedBody
from storyboard.planning.staging.touching import about, reaching, side_of
from storyboard.planning.touches import TOUCHES, Reach, touch_word

_INWARDS = (
    Reach("near", "between", 0.5, around=True, aside=-0.25),
    Reach("far", "torso", 0.4, around=True),
)
"""Where the hands are of those at the ends: on the chest and the back of whom they are beside."""
_AROUND = Reach("inner", "far shoulder", around=True)


def gathered(
    placed: Sequence[PlacedBody],
    roles: Mapping[str, Role],
    order: Sequence[str],
    frame: Frame,
    *,
    root: Path,
) -> tuple[PlacedBody, ...]:
    """Bring groups close, and lead the hands of all to their neighbours.

    Args:
        placed: back to front.
        order: ids from left to right.
    """
    by_id = {stood.body.id: stood for stood in placed}
    names = list(by_id)
    for group in groups_of(roles, [who for who in order if who in by_id]):
        members = [by_id[who] for who in group]
        if any(each.body.kind != "person" or each.body.pose is None for each in members):
            continue
        members = list(inside(_close(members, roles), frame, whole=False))
        if touch_word(roles[group[0]]) == EMBRACED:
            inner, ends = group[1:-1], (group[0], group[-1])
            names = [*(who for who in names if who not in group), *inner, *ends]
            members = _embraced(members, frame.aspect, root)
        else:
            members = _linked(members, frame.aspect, root)
        by_id |= {each.body.id: each for each in members}
    return tuple(by_id[name] for name in names)


def _close(members: Sequence[PlacedBody], roles: Mapping[str, Role]) -> list[PlacedBody]:
    """Set neighbours as far apart as two of them would be."""
    touch = TOUCHES[touch_word(roles[members[0].body.id]) or EMBRACED]
    xs = [0.0]
    for left, right in pairwise(members):
        xs.append(xs[-1] + apart_of(left, right, touch))
    shift = sum(each.x for each in members) / len(members) - sum(xs) / len(xs)
    return [each._replace(x=x + shift) for each, x in zip(members, xs, strict=True)]


def _linked(members: Sequence[PlacedBody], aspect: float, root: Path) -> list[PlacedBody]:
    made = list(members)
    arms = TOUCHES["holding hands"].arms
    for at in range(len(made) - 1):
        left, right = made[at : at + 2]
        made[at] = reaching(left, right, arms, aspect, root)
        made[at + 1] = reaching(right, left, arms, aspect, root)
    return made


def _embraced(members: Sequence[PlacedBody], aspect: float, root: Path) -> list[PlacedBody]:
    """Let the ends hug whom they are beside, and those between have arms around both."""
    first, last = members[0], members[-1]
    made = [
        *(_between(members, at, aspect, root) for at in range(1, len(members) - 1)),
        *(
            about(reaching(end, near, arms, aspect, root), near, arms, near.body.id, last.body.id)
            for end, near, arms in (
                (first, members[1], _INWARDS),
                (last, members[-2], _INWARDS),
            )
        ),
    ]
    return made


def _between(members: Sequence[PlacedBody], at: int, aspect: float, root: Path) -> PlacedBody:
    own = members[at]
    sides = []
    for other in (members[at - 1], members[at + 1]):
        own = reaching(own, other, (_AROUND,), aspect, root, outwards=True)
        side = side_of("inner", rightwards=own.x < other.x)
        sides.append(parting(own.body, side, other.body.id, behind=True))
    return with_arms(own, sides)
