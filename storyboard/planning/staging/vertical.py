"""Staging's heights: how large everybody is drawn, and on which line they stand.

Lengths are in panel heights; levels and statures in adults.
"""

from collections.abc import Mapping, Sequence

from schemas.angles import ANGLES
from storyboard.planning.casting.bodies import Body
from storyboard.planning.staging.stage import Frame, PlacedBody, Wish

DEPTH = {-2: 0.62, -1: 0.78, 0: 1.0, 1: 1.2, 2: 1.38}
"""How large a figure at each level of depth is drawn."""
LOWEST = 0.985
"""No foot stands lower."""
SHOULDER_HEAD = 0.5
"""The head of the one over whose shoulder we look, as part of the panel's height."""
_BEASTS = 0.6
"""How much nearer animals alone are drawn at most in a whole shot."""
SMALL = 0.6
"""Bodies lower than this part of the highest are small: close shots lift them into view."""


def heights(
    bodies: Sequence[Body], wishes: Mapping[str, Wish], frame: Frame, zoom: float
) -> list[PlacedBody]:
    """Give every body its scale and ground line; x is still 0."""
    horizon = ANGLES[frame.angle].height
    depths = [DEPTH[max(-2, min(2, wishes[body.id].level))] for body in bodies]
    # Where each one's feet are below the middle plane's ground, per scale.
    sinks = [
        horizon * (depth - 1) - wishes[body.id].raised * depth
        for body, depth in zip(bodies, depths, strict=True)
    ]
    if frame.kind.stature is not None:
        scale, ground = _whole(bodies, depths, sinks, frame, zoom, frame.kind.stature)
    else:
        scale, ground = _bust(bodies, frame, zoom)
    stood = []
    for body, depth, sink in zip(bodies, depths, sinks, strict=True):
        own, feet = scale * depth, ground + scale * sink
        if not frame.kind.whole and _is_small(body, bodies):
            own = min(own, frame.kind.small / body.top)
            feet = 0.99 - wishes[body.id].raised * own
        stood.append(PlacedBody(body, 0.0, feet, own, wishes[body.id].level))
    return _lowered(stood, frame)


def _whole(
    bodies: Sequence[Body],
    depths: Sequence[float],
    sinks: Sequence[float],
    frame: Frame,
    zoom: float,
    size: float,
) -> tuple[float, float]:
    """Return the scale at which everybody fits between words and ground, and the ground.

    `size` is a grown-up's height, where there is room for it.
    """
    tallest = max(body.height for body in bodies)
    if tallest < 1:
        # Small ones alone come closer, or a cup's full shot would show a table; animals keep
        # more of their size, since they have a place to be in.
        animals = all(body.kind == "animal" for body in bodies)
        size *= frame.nearer / tallest ** (
            min(_BEASTS, frame.kind.closer) if animals else frame.kind.closer
        )
    placed = list(zip(bodies, depths, sinks, strict=True))
    # Words may cover what is held high, but the frame must not cut it.
    roof = max(max(body.head_top, body.top - 0.25) * depth - sink for body, depth, sink in placed)
    highest = max(body.top * depth - sink for body, depth, sink in placed)
    deepest = max(sink - body.low * depth for body, depth, sink in placed)
    lowest = max(0.0, deepest)
    scale = zoom * min(
        size, (LOWEST - frame.room) / (roof + lowest), (LOWEST - 0.015) / (highest + lowest)
    )
    ground = min(max(frame.kind.ground, frame.room + scale * roof), LOWEST - scale * deepest)
    slack = ground - frame.room - scale * roof
    return scale, ground - 0.22 * max(0.0, slack - 0.1)


def _bust(bodies: Sequence[Body], frame: Frame, zoom: float) -> tuple[float, float]:
    large = [body for body in bodies if not _is_small(body, bodies)]
    roof = max(_roof(body, frame.shot) for body in large)
    scale = _bust_scale(large, frame, frame.shot, roof) * zoom
    if frame.shot in ("extreme-close", "insert"):
        # In a tall panel the frame rather cuts the hair than shows the knees.
        widest = max(_head_width(body) for body in large)
        tallest = max(body.head_top - body.chin for body in large)
        closer = _bust_scale(large, frame, "close", roof)
        scale = min(scale, max(0.9 * frame.aspect / widest, zoom * max(0.5 / tallest, closer)))
    return scale, max(0.97, frame.room + scale * roof)


def _bust_scale(bodies: Sequence[Body], frame: Frame, shot: str, roof: float) -> float:
    """Return the scale at which a shot shows no more of anybody than it must."""
    return (0.995 - frame.room) / (roof - min(_floor(body, shot) for body in bodies))


def _roof(body: Body, shot: str) -> float:
    """Return the highest level that a close shot shows: props only in medium ones."""
    if shot in ("medium", "over-shoulder", "point-of-view"):
        return min(max(body.top, body.head_top), body.head_top + 0.3 * body.height)
    return body.head_top + 0.06 * (body.head_top - body.chin)


def _floor(body: Body, shot: str) -> float:
    """Return the lowest level that a shot must show: waist, chest or chin."""
    head = body.head_top - body.chin
    if shot in ("extreme-close", "insert"):
        return body.chin - 0.08 * head
    if body.kind != "person" or body.pose is None:
        return body.chin - 0.2 * head if shot == "close" else 0.0
    if shot == "close":
        shoulders = body.joint_level("r_shoulder", "l_shoulder")
        return (body.chin - 0.2 * head if shoulders is None else shoulders) - 0.5 * head
    hips = body.joint_level("r_hip", "l_hip")
    return min(body.chin - 1.3 * head, body.chin if hips is None else hips)


def _head_width(body: Body) -> float:
    return body.head.width * body.canvas * body.adults


def _is_small(body: Body, bodies: Sequence[Body]) -> bool:
    return body.height < SMALL * max(other.height for other in bodies)


def _lowered(stood: Sequence[PlacedBody], frame: Frame) -> list[PlacedBody]:
    """Move everybody down together where a head would leave the frame at the top."""
    highest = min(each.y(each.body.head_top) for each in stood)
    shift = max(0.0, min(0.03, frame.room) - highest)
    return [each._replace(ground=each.ground + shift) for each in stood]
