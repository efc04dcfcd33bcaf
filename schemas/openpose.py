"""Joints as OpenPose and its editors export them: flat rows of pixels, in one of three orders.

>>> flat = [200.0, 100.0, 1.0] + [0.0] * 51
>>> data = {"people": [{"pose_keypoints_2d": flat}], "canvas_width": 400, "canvas_height": 500}
>>> pose_of(data).joint("nose")
Keypoint(x=0.5, y=0.2, visible=1.0)
"""

from collections.abc import Mapping, Sequence

from schemas.geometry import JOINTS, Keypoint, Pose, Size

_BODY_25 = (0, 1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18)
"""Where the eighteen joints are among OpenPose's newer twenty-five."""
_COCO_17 = (0, None, 6, 8, 10, 5, 7, 9, 12, 14, 16, 11, 13, 15, 2, 1, 4, 3)
"""Where they are among the seventeen of COCO, which has no neck."""
_ORDERS: Mapping[int, Sequence[int | None]] = {
    18: tuple(range(18)),
    25: _BODY_25,
    17: _COCO_17,
}


def is_export(data: object) -> bool:
    """Tell whether data are such an export: they have `people`."""
    first = data[0] if isinstance(data, list) and data else data
    return isinstance(first, Mapping) and "people" in first


def pose_of(data: object, *, size: Size | None = None) -> Pose:
    """Return the one person of an export, in its canvas's unit square.

    Args:
        data: parsed JSON, `{people: [{pose_keypoints_2d: [...]}], canvas_width, canvas_height}`,
            or a list of one.
        size: the canvas, where the export does not say it.

    Raises:
        ValueError: it is not one person, has another number of joints, or is in pixels of a canvas
            that nobody says.
    """
    first = data[0] if isinstance(data, list) and data else data
    if not isinstance(first, Mapping) or not isinstance(people := first.get("people"), list):
        raise ValueError("there is no list of people")
    if len(people) != 1:
        raise ValueError(f"there are {len(people)} people, not one")
    flat = people[0].get("pose_keypoints_2d") if isinstance(people[0], Mapping) else None
    if not isinstance(flat, list) or not all(isinstance(each, int | float) for each in flat):
        raise ValueError("the person has no list of numbers pose_keypoints_2d")
    rows = [flat[at : at + 3] for at in range(0, len(flat), 3)]
    if len(flat) % 3 or len(rows) not in _ORDERS:
        raise ValueError(f"{len(flat)} numbers are not 18, 25 or 17 joints of three")
    return _arranged(rows, _canvas(first, rows, size))


def _canvas(data: Mapping[str, object], rows: Sequence[Sequence[float]], size: Size | None) -> Size:
    if all(max(x, y) <= 2 for x, y, _ in rows):
        return Size(width=1, height=1)
    width, height = data.get("canvas_width"), data.get("canvas_height")
    if isinstance(width, int) and isinstance(height, int) and width > 0 and height > 0:
        return Size(width=width, height=height)
    if size is None:
        raise ValueError("the joints are in pixels, and canvas_width and canvas_height are absent")
    return size


def _arranged(rows: Sequence[Sequence[float]], canvas: Size) -> Pose:
    joints: list[Keypoint | None] = []
    for at in _ORDERS[len(rows)]:
        x, y, sure = rows[at] if at is not None else (0.0, 0.0, 0.0)
        seen = sure > 0 and (x, y) != (0, 0)
        joints.append(Keypoint(x=x / canvas.width, y=y / canvas.height) if seen else None)
    right, left = (joints[JOINTS.index(name)] for name in ("r_shoulder", "l_shoulder"))
    if joints[1] is None and right is not None and left is not None:
        joints[1] = Keypoint(x=(right.x + left.x) / 2, y=(right.y + left.y) / 2)
    return Pose(keypoints=tuple(joints))
