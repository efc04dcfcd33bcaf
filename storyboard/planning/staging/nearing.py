"""Two who touch come as close as their touch has it, and stay in the picture."""

from collections.abc import Iterable, Sequence

from storyboard.planning.staging.arms import joints_of
from storyboard.planning.staging.stage import Frame, PlacedBody
from storyboard.planning.touches import Touch

_TIPTOE, _RISES = 0.02, 0.14
"""How far somebody comes up to a taller one's face where feet are seen, and where they are not, in
its height."""
_FARTHEST = 0.29
"""However wide their hair is, those whose heads touch are no farther apart, in their height."""
_LIPS = 0.02
"""The gap between lips that meet, in the height of both."""
_ASIDE = 0.2
"""How far from a head's middle the mouth is in profile, in the head's width."""
_EDGE = 0.03
"""How near those who touch come to the panel's edge, in panel heights."""


def together(
    one: PlacedBody, other: PlacedBody, touch: Touch, frame: Frame
) -> tuple[PlacedBody, PlacedBody]:
    """Move two towards each other until they are as far apart as their touch has it."""
    height = (one.body.height * one.scale + other.body.height * other.scale) / 2
    if touch.strict:
        return one, _in_arms(one, other)
    if touch.level:
        one, other = _face_to_face(one, other, frame)
    left, right = sorted((one, other), key=lambda stood: stood.x)
    apart = apart_of(left, right, touch)
    middle = (left.x + right.x) / 2
    left, right = left._replace(x=middle - apart / 2), right._replace(x=middle + apart / 2)
    pair = (left, right) if left.body.id == one.body.id else (right, left)
    return _behind(*pair, 0.05 * height) if touch.behind else pair


def apart_of(left: PlacedBody, right: PlacedBody, touch: Touch) -> float:
    """Return how far apart the axes of two are who touch, in panel heights."""
    height = (left.body.height * left.scale + right.body.height * right.scale) / 2
    if touch.heads is None:
        return touch.apart * height
    if touch.lips and all(map(_in_profile, (left, right))):
        return right.x - left.x - (_mouth(right) - _mouth(left)) + _LIPS * height
    between = head_of(right)[0] - head_of(left)[1]
    apart = right.x - left.x - between + touch.heads * height
    # The head of who lies is a body's length away from where that one's axis is.
    return apart if touch.lying else min(apart, _FARTHEST * height)


def _mouth(stood: PlacedBody) -> float:
    return stood.x + stood.body.across(stood.body.mouth[0]) * stood.scale


def _in_profile(stood: PlacedBody) -> bool:
    """Tell whether a mouth is at a head's side, and not before it."""
    head = stood.body.head
    return abs(stood.body.mouth[0] - head.centre[0]) > _ASIDE * head.width


def apart_by(one: PlacedBody, other: PlacedBody, by: float) -> tuple[PlacedBody, PlacedBody]:
    """Move two apart, by a part of their mean height."""
    step = by * (one.body.height * one.scale + other.body.height * other.scale) / 4
    step *= 1 if one.x < other.x else -1
    return one._replace(x=one.x - step), other._replace(x=other.x + step)


def _behind(one: PlacedBody, other: PlacedBody, by: float) -> tuple[PlacedBody, PlacedBody]:
    """Set one a little behind another."""
    ground = max(one.ground, other.ground)
    return one._replace(ground=ground - by), other._replace(ground=ground)


def _face_to_face(
    one: PlacedBody, other: PlacedBody, frame: Frame
) -> tuple[PlacedBody, PlacedBody]:
    """Raise the smaller one towards the other's face: on tiptoe, where feet are seen."""
    lower, higher = sorted((one, other), key=_face_level, reverse=True)
    most = (_TIPTOE if frame.kind.whole else _RISES) * lower.body.height * lower.scale
    up = min(most, _face_level(lower) - _face_level(higher))
    raised = lower._replace(ground=lower.ground - up)
    return (raised, other) if lower is one else (one, raised)


def _face_level(stood: PlacedBody) -> float:
    return stood.y((stood.body.head_top + stood.body.chin) / 2)


def _in_arms(one: PlacedBody, other: PlacedBody) -> PlacedBody:
    """Lay one across the arms of another, below its face."""
    body = other.body
    other = other._replace(scale=one.scale, ground=0.0, x=0.0)
    joints = joints_of(other, 1.0)
    hip, neck = (joints["r_hip"] + joints["l_hip"]) / 2, joints["neck"]
    middle = 0.6 * hip + 0.4 * neck
    level = one.body.chin - 0.27 * one.body.height
    return other._replace(
        x=one.x - float(middle[0]) + 0.02 * body.height * one.scale,
        ground=one.y(level) - float(middle[1]),
    )


def head_of(stood: PlacedBody) -> tuple[float, float]:
    """Return the left and right end of a head, in panel heights."""
    head = stood.body.head
    left, right = (stood.body.across(x) * stood.scale for x in (head.left, head.right))
    return stood.x + left, stood.x + right


def inside(pair: Sequence[PlacedBody], frame: Frame, *, whole: bool) -> tuple[PlacedBody, ...]:
    """Step back from those who touch, and move them, until all are in the picture.

    Args:
        whole: whether no part of them may be outside, and not only no head, shoulder and hip.
    """
    start, end = frame.span
    left, right = _outer_ends(pair) if whole else _ends(pair)
    shrink = min(1.0, (end - start - 2 * _EDGE) / max(right - left, 1e-6))
    centre = (left + right) / 2
    half = (right - left) / 2 * shrink
    to = min(max(centre, start + _EDGE + half), end - _EDGE - half)
    line = min(stood.y(stood.body.head_top) for stood in pair)
    return tuple(
        stood._replace(
            x=to + (stood.x - centre) * shrink,
            ground=line + (stood.ground - line) * shrink,
            scale=stood.scale * shrink,
        )
        for stood in pair
    )


def _ends(pair: Iterable[PlacedBody]) -> tuple[float, float]:
    """Return how far heads, shoulders and hips reach to the left and to the right."""
    xs = [edge for stood in pair for edge in head_of(stood)]
    for stood in pair:
        joints = joints_of(stood, 1.0)
        names = joints.keys() & {"r_shoulder", "l_shoulder", "r_hip", "l_hip"}
        xs += [float(joints[name][0]) for name in names]
    return min(xs), max(xs)


def _outer_ends(pair: Iterable[PlacedBody]) -> tuple[float, float]:
    """Return how far those who touch reach to the left and to the right."""
    boxes = [stood.body.outline.placed(stood.box(1.0)).bounds for stood in pair]
    return min(box.left for box in boxes), max(box.right for box in boxes)
