"""A drawing with one point of it in place: a handle in a hand, an eyepiece at an eye."""

from renderers.props.library import Prop
from schemas.geometry import Box, Point
from schemas.ways import Way
from storyboard.planning.staging.stage import Frame, PlacedBody, placed_box


def anchored(prop: Prop, way: Way, size: float, point: Point, frame: Frame, *, mirror: bool) -> Box:
    """Return the box in which the prop's anchor lies on a point; lengths in panel heights."""
    width, height = size * min(1.0, prop.aspect), size * min(1.0, 1 / prop.aspect)
    x, y = prop.anchor(way)
    left = point[0] - (1 - x if mirror else x) * width
    top = point[1] - y * height
    aspect = frame.aspect
    return Box(left=left / aspect, top=top, right=(left + width) / aspect, bottom=top + height)


def at_eyes(prop: Prop, stood: PlacedBody, frame: Frame) -> tuple[Box, bool]:
    """Set what is looked through before the eyes; what points somewhere begins beside them."""
    head = placed_box(stood.body.head, stood.box(frame.aspect))
    left = stood.body.facing == "left"
    mirror = prop.facing in ("left", "right") and (prop.facing == "left") != left
    across = 0.5
    if prop.facing in ("left", "right"):
        across = 0.3 if left else 0.7
    eyes = (head.left + across * head.width) * frame.aspect, head.top + 0.52 * head.height
    aside = across != 0.5 or stood.body.facing in ("left", "right")
    if aside and (seen := _outer_eye(stood, left=left)) is not None:
        x, y = stood.box(frame.aspect).place(seen)
        eyes = x * frame.aspect, y
    size = max(prop.size * stood.scale, 0.5 * head.width * frame.aspect)
    return anchored(prop, "eyes", size, eyes, frame, mirror=mirror), mirror


def _outer_eye(stood: PlacedBody, *, left: bool) -> Point | None:
    """Return where the eye is, on the canvas, that is nearer to where somebody looks."""
    pose = stood.body.pose
    joints = [pose.joint(name) for name in ("r_eye", "l_eye")] if pose is not None else []
    eyes = [joint.point for joint in joints if joint is not None and joint.visible == 1]
    return min(eyes, key=lambda eye: eye[0] if left else -eye[0], default=None)
