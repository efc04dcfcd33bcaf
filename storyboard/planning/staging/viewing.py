"""Everybody as the camera sees them: what eye level would show, foreshortened, leaning, tilted.

One homography of the panel's plane maps regions, joints, faces, mouths and the canvases of the
drawings alike, so that masks and pose maps are what the pictures show. Lengths are in panel
heights unless they are said to be in the panel's unit square.
"""

from collections.abc import Collection, Iterator, Sequence

from schemas.angles import Angle, angle_of, converging
from schemas.geometry import FULL_FRAME, Box, bounds_of
from schemas.plan import Figure, Segment
from schemas.projection import Projection
from schemas.story import Panel
from storyboard.planning.staging.rounding import DIGITS, rounded, rounded_box, rounded_pose
from storyboard.planning.staging.stage import Frame

_FAR = ("background", "window", "air")
"""Ways of things that belong to the place and not to the people's ground."""
_MARGIN = 0.02
_LEAST = 0.6
"""So much smaller a tilted picture may become until everybody is inside."""
_SLENDER = 0.95
"""Heads are at least so wide for their height, against the drawing."""
_FINE = 9
"""Decimals of a homography."""


def seen_from(
    segments: Sequence[Segment], frame: Frame, *, fixed: Collection[str] = ()
) -> tuple[Segment, ...]:
    """Return segments that were staged at eye level as the frame's angle shows them.

    Args:
        fixed: the ids of those whose place or joints the author gave in the picture itself.
    """
    angle = angle_of(frame.angle)
    if not (angle.converge or angle.roll) or not segments:
        return tuple(segments)
    view = _view(segments, angle, frame)
    far = _far_view(angle, frame)
    return tuple(
        each if each.subject in fixed else _seen(each, far if each.way in _FAR else view)
        for each in segments
    )


def angle_notes(panel: Panel, fixed: Collection[str]) -> Iterator[str]:
    """Say what of a panel its angle does not move.

    Args:
        fixed: as `seen_from` has it.
    """
    angle = angle_of(panel.angle)
    if not (angle.converge or angle.roll):
        return
    if panel.scaffold is not None:
        yield f"its scaffold picture keeps the angle that it has, and is not {angle.words}"
    for who in sorted(fixed):
        yield f"{who} is placed by hand and stays at eye level: the angle moves only the others"


def _view(segments: Sequence[Segment], angle: Angle, frame: Frame) -> Projection:
    people = [each for each in segments if each.way is None] or list(segments)
    turn = Projection.turned(angle.roll, about=(0.5, 0.5), aspect=frame.aspect)
    view = _leaning(people, angle, frame).then(turn)
    return view.then(_fitting([_core(each, frame, view) for each in people], frame))


def _leaning(people: Sequence[Segment], angle: Angle, frame: Frame) -> Projection:
    """Return what foreshortens and lets lean: grounds stay, the highest head keeps below words."""
    lowest = max(each.region.bounds.bottom for each in people)
    ground = min(1.0, lowest) if frame.kind.whole else 1.0
    top = min(each.face.top if each.face else each.region.bounds.top for each in people)
    rate, high = converging(angle, frame.aspect), max(0.1, ground - top)
    weight = max(0.2, 1 + rate * high)
    room = (ground - min(frame.room, top)) / high
    # Nearer shots are cut by the frame's lower edge, and would show heads alone there.
    upright = angle.upright if frame.kind.whole else angle.upright**0.5
    upright = min(upright, max(room, 1.0))
    heads = max(angle.heads, _SLENDER * upright / weight)
    lean = Projection.converged(
        rate, about=(0.5, ground), across=heads * weight, down=upright * weight
    )
    # Whoever is seen from above has ground on all sides.
    lift = 0.4 * high * max(0.0, 1 - upright) if frame.kind.whole else 0.0
    return lean.then(Projection.moved(0.0, -lift))


def _core(segment: Segment, frame: Frame, view: Projection) -> Box:
    """Return what of somebody must be inside: all in shots of whole figures, else the face."""
    if frame.kind.whole or segment.face is None:
        return view.region(segment.region).bounds
    return view.box(segment.face)


def _fitting(boxes: Sequence[Box], frame: Frame) -> Projection:
    """Return what brings boxes into the frame, below the words, as little smaller as it can."""
    whole = bounds_of(
        point for box in boxes for point in ((box.left, box.top), (box.right, box.bottom))
    )
    side, top, low = _MARGIN / frame.aspect, max(_MARGIN, 0.8 * min(frame.room, 0.3)), 0.99
    scale = max(_LEAST, min(1.0, (1 - 2 * side) / whole.width, (low - top) / whole.height))
    shrunk = Projection.scaled(scale, scale, about=(0.5, 1.0))
    box = shrunk.box(whole)
    across = max(0.0, side - box.left) - max(0.0, box.right - 1 + side)
    # What is higher than the room there is keeps its head.
    up = max(0.0, min(box.bottom - low, box.top - top))
    return shrunk.then(Projection.moved(across, max(0.0, top - box.top) - up))


def _far_view(angle: Angle, frame: Frame) -> Projection:
    """Return where what belongs to the place comes to lie: it rises or sinks with the horizon."""
    rise = Projection.moved(0.0, max(-0.3, min(0.15, 0.6 * (angle.edge - 0.6))))
    return rise.then(Projection.turned(angle.roll, about=(0.5, 0.5), aspect=frame.aspect))


def _seen(segment: Segment, view: Projection) -> Segment:
    """Return a segment with all its geometry mapped."""
    mouth = segment.mouth and view.point(segment.mouth)
    return segment.but(
        region=rounded(view.region(segment.region)),
        arms=tuple(arm.but(region=rounded(view.region(arm.region))) for arm in segment.arms),
        trunk=segment.trunk and rounded(view.region(segment.trunk)),
        pose=segment.pose and rounded_pose(view.pose(segment.pose)),
        face=segment.face and rounded_box(view.box(segment.face)),
        mouth=mouth and (round(mouth[0], DIGITS), round(mouth[1], DIGITS)),
        figure=segment.figure and _seen_figure(segment.figure, view),
    )


def _seen_figure(figure: Figure, view: Projection) -> Figure:
    own = Projection(figure.projection) if figure.projection else Projection.into(figure.placement)
    return _written(figure, own.then(view))


def laid(figure: Figure, bent: Projection, box: Box) -> Figure:
    """Return a figure whose drawing is bent within a canvas that lies in a box."""
    return _written(figure, bent.then(Projection.into(box)))


def turned(figure: Figure, box: Box, spin: Projection) -> Figure:
    """Return a figure whose drawing lies in a box and is turned there."""
    return _written(figure, Projection.into(box).then(spin))


def _written(figure: Figure, whole: Projection) -> Figure:
    return figure.but(
        placement=rounded_box(whole.box(FULL_FRAME)),
        projection=tuple(round(value, _FINE) for value in whole.rows),
    )
