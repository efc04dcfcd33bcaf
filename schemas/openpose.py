"""Joints as OpenPose and its editors export them: rows of numbers, in one of three orders.

>>> flat = [200.0, 100.0, 1.0] + [0.0] * 51
>>> data = {"people": [{"pose_keypoints_2d": flat}], "canvas_width": 400, "canvas_height": 500}
>>> pose_of(data).joint("nose")
Keypoint(x=0.5, y=0.2, visible=1.0)
>>> pose_of(flat, size=Size(width=400, height=500)).joint("nose")
Keypoint(x=0.5, y=0.2, visible=1.0)
"""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import Field

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
_FLAT = {count * wide: wide for count in _ORDERS for wide in (2, 3)}
"""How many numbers a joint has, by how many numbers there are in all."""
LARGEST_FRACTION = 4.0
"""Coordinates up to here are fractions of the canvas; larger ones are pixels."""
_CANVASES = (("canvas_width", "canvas_height"), ("width", "height"))

Row = tuple[float, float, float]


class PoseFromFile(Pose):
    """How somebody holds themselves, not where: joints in a canvas of their own."""

    file: str
    """Where they were read from, relative to the story."""
    aspect: float = Field(gt=0)
    """The canvas's width over its height."""


def is_export(data: object) -> bool:
    """Tell whether data are such an export, and no sidecar of ours."""
    first = _first(data)
    if not isinstance(first, Mapping):
        return isinstance(data, list)
    canvas = any({"keypoints", wide} <= first.keys() for wide, _ in _CANVASES)
    return canvas or not {"people", "pose_keypoints_2d"}.isdisjoint(first)


def pose_of(data: object, *, size: Size | None = None) -> Pose:
    """Return the one person of an export, in its canvas's unit square.

    Args:
        data: parsed JSON: `{people: [{pose_keypoints_2d: [...]}], canvas_width, canvas_height}`,
            a list of one such, `{keypoints: [[x, y], ...], width, height}`, or only the numbers,
            flat or in rows.
        size: the canvas, where the export does not say it.

    Raises:
        ValueError: it is not one person, has another number of joints, or is in pixels of a canvas
            that nobody says.
    """
    rows = _rows(data)
    canvas = _canvas(_first(data), rows) or size
    if canvas is None:
        raise ValueError("the joints are in pixels, and canvas_width and canvas_height are absent")
    return _arranged(rows, canvas)


def pose_from_file(data: object, name: str) -> PoseFromFile:
    """Return the one person of an export, which may be of any canvas, known or not.

    Raises:
        ValueError: as `pose_of` does, or a joint is absent without which nobody can be posed.
    """
    rows = _rows(data)
    side = max(1, *(int(max(x, y)) + 1 for x, y, _ in rows))
    canvas = _canvas(_first(data), rows, fractions=False) or Size(width=side, height=side)
    pose = _arranged(rows, canvas if _in_pixels(rows) else Size(width=1, height=1))
    needed = ("neck", "r_shoulder", "l_shoulder", "r_hip", "l_hip")
    if missing := [joint for joint in needed if pose.joint(joint) is None]:
        raise ValueError(f"the joints {', '.join(missing)} are absent")
    return PoseFromFile(keypoints=pose.keypoints, file=name, aspect=canvas.width / canvas.height)


def _first(data: object) -> object:
    return data[0] if isinstance(data, list) and data and isinstance(data[0], Mapping) else data


def _rows(data: object) -> list[Row]:
    """Return a row for each joint; an absent joint's is of zeros.

    Raises:
        ValueError: as `pose_of` does, but for the canvas.
    """
    found = _numbers(data)
    if all(isinstance(each, int | float) for each in found):
        if len(found) not in _FLAT:
            raise ValueError(f"{len(found)} numbers are not 18, 25 or 17 joints of two or three")
        wide = _FLAT[len(found)]
        found = [found[at : at + wide] for at in range(0, len(found), wide)]
    elif not all(each is None or isinstance(each, list) for each in found):
        raise ValueError("there is no list of numbers, nor of joints")
    if len(found) not in _ORDERS:
        raise ValueError(f"{len(found)} joints are not 18, 25 or 17")
    return [_row(each) for each in found]


def _numbers(data: object) -> list[Any]:
    first = _first(data)
    if isinstance(first, Mapping):
        first = _person(first)
    if not isinstance(first, list) or not first:
        raise ValueError("there is no list of people, nor one of joints")
    return first


def _person(data: Mapping[str, object]) -> object:
    if "people" not in data:
        return data.get("pose_keypoints_2d", data.get("keypoints"))
    people = data["people"]
    if not isinstance(people, list):
        raise ValueError("there is no list of people")
    if len(people) != 1:
        raise ValueError(f"there are {len(people)} people, not one")
    flat = people[0].get("pose_keypoints_2d") if isinstance(people[0], Mapping) else None
    if flat is None:
        raise ValueError("the person has no list of numbers pose_keypoints_2d")
    return flat


def _row(values: object) -> Row:
    if values is None:
        return 0.0, 0.0, 0.0
    if not isinstance(values, list) or len(values) not in (2, 3):
        raise ValueError("a joint is [x, y] or [x, y, confidence]")
    if any(each is None for each in values):
        return 0.0, 0.0, 0.0
    if not all(isinstance(each, int | float) and abs(each) < 1e6 for each in values):
        raise ValueError("a joint is two or three numbers")
    x, y, sure = (*values, 1.0)[:3]
    return float(x), float(y), float(sure)


def _in_pixels(rows: Sequence[Row]) -> bool:
    return any(max(abs(x), abs(y)) > LARGEST_FRACTION for x, y, _ in rows)


def _canvas(data: object, rows: Sequence[Row], *, fractions: bool = True) -> Size | None:
    if fractions and not _in_pixels(rows):
        return Size(width=1, height=1)
    if not isinstance(data, Mapping):
        return None
    for wide, high in _CANVASES:
        width, height = data.get(wide), data.get(high)
        if isinstance(width, int) and isinstance(height, int) and width > 0 and height > 0:
            return Size(width=width, height=height)
    return None


def _arranged(rows: Sequence[Row], canvas: Size) -> Pose:
    joints: list[Keypoint | None] = []
    for at in _ORDERS[len(rows)]:
        x, y, sure = rows[at] if at is not None else (0.0, 0.0, 0.0)
        seen = sure > 0 and (x, y) != (0, 0)
        joints.append(Keypoint(x=x / canvas.width, y=y / canvas.height) if seen else None)
    right, left = (joints[JOINTS.index(name)] for name in ("r_shoulder", "l_shoulder"))
    if joints[1] is None and right is not None and left is not None:
        joints[1] = Keypoint(x=(right.x + left.x) / 2, y=(right.y + left.y) / 2)
    return Pose(keypoints=tuple(joints))
