"""Figures without pictures: skeletons given flesh, so that every subject has a region.

Widths are fractions of the figure's standing height.
"""

from collections.abc import Iterator
from math import atan2, cos, hypot, pi, sin
from typing import cast

from renderers.cast.heads import head_of, mouth_of
from renderers.cast.puppets.stance import stance_of
from schemas.cast import Facing
from schemas.geometry import Box, Point, Polygon, Pose, Region
from schemas.openpose import PoseFromFile
from schemas.story import Character
from schemas.vocabulary.phrases import canonical_pose
from storyboard.planning.casting.bodies import Body

LIMBS = (
    ("r_shoulder", "r_elbow", 0.045),
    ("r_elbow", "r_wrist", 0.038),
    ("l_shoulder", "l_elbow", 0.045),
    ("l_elbow", "l_wrist", 0.038),
    ("r_hip", "r_knee", 0.06),
    ("r_knee", "r_ankle", 0.045),
    ("l_hip", "l_knee", 0.06),
    ("l_knee", "l_ankle", 0.045),
    ("nose", "neck", 0.04),
)
"""Pairs of joints with the half width of the flesh between them."""
TORSO = ("r_shoulder", "l_shoulder", "l_hip", "r_hip")
TORSO_FLESH = 0.05
HEAD_SIZE = 0.17
"""Height of the head: cartoon people are about six heads tall."""
_ARC = 6


def standing_in(
    character: Character,
    *,
    pose: str | Pose | None,
    facing: Facing,
    mood: str | None,
) -> Body:
    """Make a body of a vocabulary pose for a character of whom there are no pictures."""
    # Here, because it needs the packaged cast, and most stories do without stand-ins.
    from storyboard.skeletons.poses import (
        FIGURE_ASPECT,
        FIGURE_GROUND,
        FIGURE_STATURE,
        pose_in,
        standard_pose,
    )

    word = pose if isinstance(pose, str) else None
    keypoints = standard_pose(canonical_pose(word or "standing") or "standing")
    if isinstance(pose, PoseFromFile) and (stance := stance_of(pose, aspect=pose.aspect)):
        keypoints = pose_in(stance)
    if facing == "left":
        keypoints = keypoints.placed(Box(left=0, top=0, right=1, bottom=1), mirror=True)
    outline = flesh(keypoints, aspect=FIGURE_ASPECT, stature=FIGURE_STATURE)
    head = head_of(keypoints, outline, character.kind)
    return Body(
        id=character.id,
        kind=character.kind,
        outline=outline,
        pose=keypoints,
        head=head,
        mouth=mouth_of(head),
        canvas=FIGURE_ASPECT,
        stature=FIGURE_STATURE,
        ground=FIGURE_GROUND,
        height=character.height,
        facing=facing,
        pose_word=word,
        mood=mood,
    )


def flesh(pose: Pose, *, aspect: float, stature: float) -> Region:
    """Return a region around a pose: capsules for limbs, a hull for the torso, a round head.

    Args:
        pose: in a unit square of width over height `aspect`.
        stature: the figure's standing height as a fraction of the square's height.
    """
    return Region(polygons=tuple(_parts(pose, aspect, stature)))


def _parts(pose: Pose, aspect: float, stature: float) -> Iterator[Polygon]:
    known = {name: _square(joint.point, aspect) for name in _names() if (joint := pose.joint(name))}
    for start, end, width in LIMBS:
        if start in known and end in known:
            yield _flat(_capsule(known[start], known[end], width * stature), aspect)
    corners = [known[name] for name in TORSO if name in known]
    if len(corners) > 1:
        for a, b in zip(corners, corners[1:] + corners[:1], strict=True):
            yield _flat(_capsule(a, b, TORSO_FLESH * stature), aspect)
    if len(corners) > 2:
        yield _flat(corners, aspect)
    centre = known.get("nose") or next(iter(known.values()), (0.5 * aspect, 0.5))
    yield _flat(_capsule(centre, centre, HEAD_SIZE / 2 * stature), aspect)


def _names() -> tuple[str, ...]:
    return ("nose", "neck", *TORSO, *(name for a, b, _ in LIMBS for name in (a, b)))


def _capsule(a: Point, b: Point, radius: float) -> list[Point]:
    """Return the outline of everything within `radius` of a stretch."""
    angle = atan2(b[1] - a[1], b[0] - a[0]) if hypot(b[0] - a[0], b[1] - a[1]) else 0.0
    points = []
    for centre, start in ((b, angle - pi / 2), (a, angle + pi / 2)):
        for step in range(_ARC + 1):
            turn = start + pi * step / _ARC
            points.append((centre[0] + radius * cos(turn), centre[1] + radius * sin(turn)))
    return points


def _square(point: Point, aspect: float) -> Point:
    return point[0] * aspect, point[1]


def _flat(points: list[Point], aspect: float) -> Polygon:
    return cast(Polygon, tuple((x / aspect, y) for x, y in points))
