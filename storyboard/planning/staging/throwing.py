"""What is thrown to somebody: in the air between both, whose hands are after it."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np

from renderers.props.library import Prop
from schemas.directions import Role
from schemas.geometry import Box
from storyboard.planning.staging.arms import joints_of, with_hands_at
from storyboard.planning.staging.asked import Asked
from storyboard.planning.staging.stage import Frame, PlacedBody, Wish

_THROWN = 0.08
"""How long a thing in the air is at least, in panel heights."""
_ARRIVED = 0.62
"""How far on its way it is to who catches it."""
_OPEN = ((0.05, 0.05), (0.035, -0.06))
"""How far before it, and below its middle, the hands of the catcher are, in adults."""


def spaced(
    wishes: Mapping[str, Wish], roles: Mapping[str, Role], order: Sequence[str]
) -> dict[str, Wish]:
    """Let those stand apart of whom one throws and the other catches.

    Args:
        order: ids from left to right.
    """
    changed = dict(wishes)
    for left, right in pairwise(order):
        if {roles[left].pose, roles[right].pose} == {"throwing", "catching"}:
            changed[right] = wishes[right]._replace(away=True)
    return changed


def catcher_of(row: Sequence[PlacedBody], owners: Sequence[PlacedBody]) -> PlacedBody | None:
    """Return who catches what its only owner throws."""
    if len(owners) != 1 or owners[0].body.pose_word != "throwing":
        return None
    return next((each for each in row if each.body.pose_word == "catching"), None)


def flying(prop: Prop, thrower: PlacedBody, catcher: PlacedBody, frame: Frame) -> Box:
    """Return where what is thrown is: in the air, on its way to who catches it."""
    size = max(_THROWN, min(prop.size, 1.0) * thrower.scale)
    width, height = size * min(1.0, prop.aspect), size * min(1.0, 1 / prop.aspect)
    x = (1 - _ARRIVED) * thrower.x + _ARRIVED * catcher.x
    y = min(each.y(each.body.chin) for each in (thrower, catcher))
    y = max(y, frame.room + height / 2)
    return Box(
        left=(x - width / 2) / frame.aspect,
        top=y - height / 2,
        right=(x + width / 2) / frame.aspect,
        bottom=y + height / 2,
    )


def with_hands_after(
    row: Sequence[PlacedBody], asked: Asked, frame: Frame, root: Path
) -> Iterator[PlacedBody]:
    """Yield who throws, an arm stretched after the thing, and who catches, the hands open."""
    owners = [each for each in row if each.body.id == asked.of and not asked.also]
    catcher = catcher_of(row, owners)
    if catcher is None or asked.way not in ("hand", "ground"):
        return
    thrower = owners[0]
    box = flying(asked.prop, thrower, catcher, frame)
    middle = np.array([box.centre[0] * frame.aspect, box.centre[1]])
    rightwards = thrower.x < catcher.x
    if joints_of(thrower, 1.0).keys() >= {"r_wrist", "l_wrist"}:
        yield with_hands_at(thrower, {"r" if rightwards else "l": middle}, frame.aspect, root)
    if joints_of(catcher, 1.0).keys() >= {"r_wrist", "l_wrist"}:
        edge = (box.right if rightwards else box.left) * frame.aspect
        ahead = catcher.scale if rightwards else -catcher.scale
        hands = [
            np.array([edge + ahead * before, middle[1] + below * catcher.scale])
            for before, below in _OPEN
        ]
        near, far = ("l", "r") if rightwards else ("r", "l")
        yield with_hands_at(catcher, {near: hands[0], far: hands[1]}, frame.aspect, root)
