"""Shots of one part of somebody: eyes, a mouth, hands, feet fill the panel."""

from collections.abc import Iterator, Sequence

from schemas.geometry import Point
from storyboard.planning.casting.bodies import Body
from storyboard.planning.script.focus import Part
from storyboard.planning.staging.stage import Frame, PlacedBody

_JOINTS: dict[Part, tuple[str, str]] = {
    "eyes": ("r_eye", "l_eye"),
    "hands": ("r_wrist", "l_wrist"),
    "feet": ("r_ankle", "l_ankle"),
}
_EYES_IN_HEAD, _HANDS_IN_BODY = 0.47, 0.45
"""Where eyes and hands are, from the top, in drawings whose joints nobody knows."""
_HAND = 0.1
"""How large a hand is, in the height of its figure."""
_FINGERS = 0.35
"""How far beyond the wrist the middle of a hand is, in forearms."""
_SHARE: dict[Part, float] = {"eyes": 1.25, "mouth": 1.25, "hands": 0.6, "feet": 0.45}
"""How much of the panel a head is wide, or a hand or foot high."""
_TOGETHER = 0.15
"""Two hands nearer to each other than this, in adults, are shown together."""


def closest(body: Body, part: Part, frame: Frame) -> PlacedBody:
    """Set a body so that a part of it lies in the panel's middle, as large as the shot asks."""
    points = list(_points(body, part))
    scale = _scale(body, part, points, frame)
    across = sum(body.across(x) for x, _ in points) / len(points)
    level = sum(body.level(y) for _, y in points) / len(points)
    middle = max(0.5, min(0.62, 0.5 + 0.5 * frame.room))
    return PlacedBody(body, frame.aspect / 2 - across * scale, middle + level * scale, scale)


def on_hands(row: Sequence[PlacedBody], frame: Frame) -> tuple[PlacedBody, ...]:
    """Bring the hands of several into the middle, as large as the shot asks."""
    if frame.part != "hands" or len(row) < 2:
        return tuple(row)
    places = [
        (stood.x + stood.body.across(x) * stood.scale, stood.y(stood.body.level(y)))
        for stood in row
        for x, y in _joints(stood.body, "hands")
    ]
    if not places:
        return tuple(row)
    x, y = (sum(place[side] for place in places) / len(places) for side in (0, 1))
    near = _SHARE["hands"] / (1.6 * _HAND * max(s.body.height * s.scale for s in row))
    return tuple(
        stood._replace(
            x=frame.aspect / 2 + near * (stood.x - x),
            ground=0.55 + near * (stood.ground - y),
            scale=near * stood.scale,
        )
        for stood in row
    )


def _scale(body: Body, part: Part, points: Sequence[Point], frame: Frame) -> float:
    if part in ("eyes", "mouth"):
        width = body.head.width * body.canvas * body.adults
        return _SHARE[part] * min(frame.aspect, 1.5) / width
    scale = _SHARE[part] / (_HAND * body.height)
    xs = [body.across(x) for x, _ in points]
    span = max(xs) - min(xs)
    return min(scale, 0.55 * frame.aspect / span) if span else scale


def _points(body: Body, part: Part) -> Iterator[Point]:
    """Yield what lies in the middle, in the canvas's unit square."""
    head, bounds = body.head, body.outline.bounds
    if part == "mouth":
        yield body.mouth
        return
    found = list(_joints(body, part))
    if part == "hands" and len(found) > 1 and not _near(body, found):
        found = [min(found, key=lambda point: point[1])]
    if found:
        yield from found
    elif part == "eyes":
        yield head.centre[0], head.top + _EYES_IN_HEAD * head.height
    elif part == "hands":
        yield bounds.centre[0], bounds.top + _HANDS_IN_BODY * bounds.height
    else:
        yield bounds.centre[0], bounds.bottom - 0.04 * bounds.height


def _joints(body: Body, part: Part) -> Iterator[Point]:
    for name in _JOINTS[part] if body.pose is not None else ():
        joint = body.pose.joint(name) if body.pose else None
        if joint is None or joint.visible < 1:
            continue
        elbow = body.pose.joint(name.replace("wrist", "elbow")) if body.pose else None
        if part == "hands" and elbow is not None:
            yield (
                joint.x + _FINGERS * (joint.x - elbow.x),
                joint.y + _FINGERS * (joint.y - elbow.y),
            )
        else:
            yield joint.point


def _near(body: Body, points: Sequence[Point]) -> bool:
    (x0, y0), (x1, y1) = points
    apart = body.across(x1) - body.across(x0), body.level(y1) - body.level(y0)
    return apart[0] ** 2 + apart[1] ** 2 < _TOGETHER**2
