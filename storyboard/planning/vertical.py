"""Staging's heights: how large everybody is drawn, and on which line they stand.

Lengths are in panel heights; levels and statures in adults.
"""

from collections.abc import Mapping, Sequence

from storyboard.planning.bodies import Body
from storyboard.planning.places import Frame, Stood, Wish

DEPTH = {-2: 0.62, -1: 0.78, 0: 1.0, 1: 1.2, 2: 1.38}
"""How large a figure at each level of depth is drawn."""
HORIZON = {"eye": 0.92, "high": 1.5, "low": 0.45}
"""The camera's height in adults: figures of every depth meet the horizon there."""
WHOLE = {"extreme-wide": (0.38, 0.9), "wide": (0.65, 0.94), "full": (0.86, 0.97)}
"""An adult's height and the ground line of shots that show figures whole."""
SHOULDER_HEAD = 0.36
"""The head of the one over whose shoulder we look, as part of the panel's height."""
SMALL_SHARE = 0.4
"""How much of a close shot's height they get there."""
SMALL = 0.6
"""Bodies lower than this part of the highest are small: close shots lift them into view."""


def heights(
    bodies: Sequence[Body], wishes: Mapping[str, Wish], frame: Frame, zoom: float
) -> list[Stood]:
    """Give every body its scale and ground line; x is still 0."""
    if frame.shot in WHOLE:
        scale, ground = _whole(bodies, frame, zoom)
    else:
        scale, ground = _bust(bodies, frame, zoom)
    horizon = ground - HORIZON[frame.angle] * scale
    stood = []
    for body in bodies:
        wish = wishes[body.id]
        own = scale * DEPTH[max(-2, min(2, wish.level))]
        feet = horizon + HORIZON[frame.angle] * own - wish.raised * own
        if frame.shot not in WHOLE and _is_small(body, bodies):
            own, feet = min(own, SMALL_SHARE / body.top), 0.99 - wish.raised * own
        stood.append(Stood(body, 0.0, feet, own, wish.level))
    return _into_frame(stood, frame)


def _whole(bodies: Sequence[Body], frame: Frame, zoom: float) -> tuple[float, float]:
    size, ground = WHOLE[frame.shot]
    tallest = max(body.height for body in bodies)
    if tallest < 1:
        # Small ones alone come closer, or a cup's full shot would show a table.
        size /= tallest ** {"extreme-wide": 0.35, "wide": 0.6, "full": 0.85}[frame.shot]
    # Words may cover what is held high, but the frame must not cut it.
    roof = max(max(body.head_top, body.top - 0.25) for body in bodies)
    highest = max(body.top for body in bodies)
    scale = min(size, (ground - frame.room) / roof, (ground - 0.015) / highest) * zoom
    slack = ground - frame.room - scale * roof
    return scale, ground - 0.22 * max(0.0, slack - 0.1)


def _bust(bodies: Sequence[Body], frame: Frame, zoom: float) -> tuple[float, float]:
    large = [body for body in bodies if not _is_small(body, bodies)]
    roof = max(_roof(body, frame.shot) for body in large)
    floor = min(_floor(body, frame.shot) for body in large)
    scale = (0.995 - frame.room) / (roof - floor) * zoom
    if frame.shot == "extreme-close":
        # In a tall panel the frame rather cuts the hair than shows the knees.
        widest = max(_head_width(body) for body in large)
        tallest = max(body.head_top - body.chin for body in large)
        scale = min(scale, max(0.9 * frame.aspect / widest, 0.5 / tallest * zoom))
    return scale, max(0.97, frame.room + scale * roof)


def _roof(body: Body, shot: str) -> float:
    """Return the highest level that a close shot shows: props only in medium ones."""
    if shot in ("medium", "over-shoulder"):
        return min(max(body.top, body.head_top), body.head_top + 0.3 * body.height)
    return body.head_top + 0.06 * (body.head_top - body.chin)


def _floor(body: Body, shot: str) -> float:
    """Return the lowest level that a shot must show: waist, chest or chin."""
    head = body.head_top - body.chin
    if shot == "extreme-close":
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


def _into_frame(stood: Sequence[Stood], frame: Frame) -> list[Stood]:
    """Move everybody up or down together until feet and heads are in the frame."""
    shift = 0.0
    if frame.shot in WHOLE:
        lowest = max(each.y(each.body.level(each.body.outline.bounds.bottom)) for each in stood)
        shift = min(0.0, 0.99 - lowest)
    highest = min(each.y(each.body.head_top) for each in stood) + shift
    shift += max(0.0, min(0.03, frame.room) - highest)
    return [each._replace(ground=each.ground + shift) for each in stood]
