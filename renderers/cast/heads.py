"""Where a head and a mouth are, if nobody says."""

from schemas.cast import Drawing, Face, Kind
from schemas.geometry import JOINTS, Box, Keypoint, Point, Pose, Region, bounds_of

_FACE = ("nose", "r_eye", "l_eye", "r_ear", "l_ear")
_DEPTHS: dict[Kind, float] = {"person": 0.14, "animal": 0.4, "object": 0.3}
"""How much of a silhouette's height is head."""
_MOUTH = 0.75


def head_of(pose: Pose | None, outline: Region, kind: Kind) -> Box:
    """Return the head in a figure's unit square: around its face, else the silhouette's top."""
    found = around(pose) if pose is not None else None
    if found is not None:
        return found
    bounds = outline.bounds
    bottom = bounds.top + _DEPTHS[kind] * bounds.height
    xs = [x for polygon in outline.polygons for x, y in polygon if y <= bottom]
    left, right = min(xs), max(xs)
    return Box(left=left, top=bounds.top, right=max(right, left + 0.02), bottom=bottom)


def head_above(pose: Pose | None, outline: Region, kind: Kind) -> Box:
    """Return the head of a figure whose outline tells how far hair, hats and chins reach.

    From the face's joints alone, the large heads of cartoons would be cut off.
    """
    head = head_of(pose, outline, kind)
    neck, nose = (pose.joint(name) if pose else None for name in ("neck", "nose"))
    if neck is None or nose is None:
        return head
    chin = nose.y + 0.62 * (neck.y - nose.y)
    above = [point for polygon in outline.polygons for point in polygon if point[1] <= chin]
    reach = 1.3 * max(chin - outline.bounds.top, head.height)
    near = [point for point in above if abs(point[0] - nose.x) <= reach]
    if len(near) < 3:
        return head
    box = bounds_of([*near, (nose.x, chin)])
    return Box(
        left=min(box.left, head.left),
        right=max(box.right, head.right),
        top=box.top,
        bottom=max(chin, head.bottom),
    )


def around(pose: Pose) -> Box | None:
    """Return a box about a pose's head, in its own unit square; None where no face is known."""
    face = [joint.point for name in _FACE if (joint := pose.joint(name)) is not None]
    neck = pose.joint("neck")
    if neck is None:
        bounds = bounds_of(face) if len(face) > 1 else None
        return bounds and bounds.grown(0.6 * max(bounds.width, bounds.height))
    if not face:
        return None
    centre = sum(x for x, _ in face) / len(face), sum(y for _, y in face) / len(face)
    reach = max(0.9 * abs(neck.y - centre[1]), 1e-3)
    spread = max(bounds_of(face).width * 0.75, 0.5 * reach)
    return Box(
        left=centre[0] - spread,
        right=centre[0] + spread,
        top=centre[1] - reach,
        bottom=centre[1] + 0.8 * reach,
    )


def mouth_of(head: Box) -> Point:
    """Return where a voice comes from, within a head."""
    return head.centre[0], head.top + _MOUTH * head.height


def posed_face(drawing: Drawing, face: Face | None) -> Pose | None:
    """Return a drawing's joints with the face's own head."""
    pose = drawing.keypoints
    if pose is None or face is None or face.head is None:
        return pose
    joints: list[Keypoint | None] = list(pose.keypoints)
    for name, joint in zip(_FACE, face.head, strict=True):
        joints[JOINTS.index(name)] = joint
    return Pose(keypoints=tuple(joints))
