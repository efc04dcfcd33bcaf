"""Poses in full control: OpenPose's 18 joints, in their order or by name."""

from schemas.geometry import JOINTS, Pose
from storyboard.reading.keys import Definitions, Key, Kind, Schema, Section, WithReport, nullable
from storyboard.reading.nodes import Mapping, Node, Sequence, is_null
from storyboard.reading.values import numbers

_FAR_OUTSIDE = 4.0
"""Panel widths and heights by which a joint may lie outside."""
_ROW: Schema = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 3}


def _keypoints(node: Node, context: WithReport) -> Pose | None:
    report = context.report
    if isinstance(node, Mapping):
        named = JOINTS_BY_NAME.read(node, context).values
        joints = [named.get(joint) for joint in JOINTS]
    elif isinstance(node, Sequence) and len(node.items) == len(JOINTS):
        joints = [None if is_null(item) else _joint(item, context) for item in node.items]
    else:
        count = f", not {len(node.items)}" if isinstance(node, Sequence) else ""
        report.add(
            "SB042",
            node,
            f"a pose has {len(JOINTS)} keypoints{count}",
            expected=f"in this order: {', '.join(JOINTS)}",
        )
        return None
    if sum(joint is not None for joint in joints) < 2:
        report.add("SB042", node, "a pose needs at least two joints")
        return None
    return Pose.model_validate({"keypoints": joints})


def _joint(node: Node, context: WithReport) -> dict[str, float] | None:
    report, values = context.report, numbers(node)
    if values is None or len(values) not in (2, 3):
        report.add("SB042", node, "a keypoint is [x, y], [x, y, visibility] or ~")
        return None
    x, y, visible = (*values, 1.0)[:3]
    if visible == 0:
        return None
    if not -_FAR_OUTSIDE <= x <= 1 + _FAR_OUTSIDE or not -_FAR_OUTSIDE <= y <= 1 + _FAR_OUTSIDE:
        report.add(
            "SB042",
            node,
            "the keypoint is far outside the panel",
            hint="the panel is 1 wide and 1 high; are these pixels?",
        )
        return None
    if not 0 < visible <= 1:
        report.add("SB042", node, "a keypoint's visibility is out of range", expected="0 to 1")
        return None
    return {"x": x, "y": y, "visible": visible}


def _keypoints_schema(definitions: Definitions) -> Schema:
    rows = {
        "type": "array",
        "items": nullable(_ROW),
        "minItems": len(JOINTS),
        "maxItems": len(JOINTS),
    }
    return {"anyOf": [rows, JOINTS_BY_NAME.schema(definitions)]}


JOINTS_BY_NAME = Section[WithReport](
    "a set of keypoints",
    tuple(
        Key(
            joint,
            Kind(_joint, lambda _: _ROW),
            "`[x, y]` or `[x, y, visibility]`",
            default="absent",
            clearable=True,
        )
        for joint in JOINTS
    ),
)
KEYPOINTS = Kind(_keypoints, _keypoints_schema)
"""A list of joints, or a mapping of them by name; the value is a `Pose`."""
