"""Where a body's surface is: the back on which a hand lies, the face that nothing should cover."""

from collections.abc import Iterator
from pathlib import Path

from renderers.cast.puppets.names import POSED, part_name
from renderers.cast.puppets.posed import posed_view
from schemas.geometry import FULL_FRAME, Box, Region
from storyboard.planning.casting.bodies import Body
from storyboard.planning.staging.arms import joints_of
from storyboard.planning.staging.coverage import how_seen
from storyboard.planning.staging.stage import PlacedBody, placed_box

_FLESH = 0.05
"""How far beyond its joints a trunk reaches at most, in the body's height; the rest is hair."""
_FEATURES = ("nose", "r_eye", "l_eye")
_MARGIN = 0.12
"""How much of the head around eyes, nose and mouth is part of the face, in the head's height."""


def trunk_of(body: Body, root: Path) -> Region:
    """Return the outline of a posed body without its arms, else all of its outline."""
    if not body.layers or not body.layers[0].startswith(POSED):
        return body.outline
    found = posed_view(part_name(body.layers[0], "-lr"), root).drawings[0].outline
    return found.placed(FULL_FRAME, mirror=True) if body.mirror else found


def sides_at(stood: PlacedBody, y: float, aspect: float, root: Path) -> tuple[float, float]:
    """Return where a trunk's left and right side are at some height; lengths in panel heights."""
    joints = joints_of(stood, aspect)
    named = ("r_shoulder", "l_shoulder", "r_hip", "l_hip")
    xs = [float(joints[name][0]) for name in named if name in joints] or [stood.x]
    flesh = _FLESH * stood.body.height * stood.scale
    least, most = min(xs) - flesh, max(xs) + flesh
    trunk = trunk_of(stood.body, root).placed(stood.box(aspect))
    crossed = [x * aspect for x in _crossings(trunk, y)] or [least, most]
    return max(least, min(crossed)), min(most, max(crossed))


def _crossings(region: Region, y: float) -> Iterator[float]:
    """Yield where a region's edges cross a level."""
    for loop in region.polygons:
        for (x0, y0), (x1, y1) in zip(loop, (*loop[1:], loop[0]), strict=True):
            if (y0 - y) * (y1 - y) < 0:
                yield x0 + (y - y0) / (y1 - y0) * (x1 - x0)


def face_of(stood: PlacedBody, aspect: float) -> Box:
    """Return the box about eyes, nose and mouth; the head's where they are not known."""
    body, canvas = stood.body, stood.box(aspect)
    joints = [body.pose.joint(name) for name in _FEATURES] if body.pose else []
    places = [joint.point for joint in joints if joint is not None]
    if len(places) < len(_FEATURES):
        return placed_box(body.head, canvas)
    xs, ys = zip(*places, body.mouth, strict=True)
    down = _MARGIN * body.head.height
    across = down / body.canvas
    face = Box(
        left=min(xs) - across, top=min(ys) - down, right=max(xs) + across, bottom=max(ys) + down
    )
    return placed_box(face, canvas)


def face_seen(back: PlacedBody, front: PlacedBody, aspect: float, root: Path) -> float:
    """Return how much of a face is not hidden by the trunk and head of somebody before it."""
    regions = [trunk_of(each.body, root).placed(each.box(aspect)) for each in (back, front)]
    faces = [face_of(each, aspect) for each in (back, front)]
    return how_seen(regions, faces, aspect=aspect)[0].face
