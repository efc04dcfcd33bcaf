"""How the author stages each character of a panel: place, depth, pose, mood, gaze."""

from typing import Any, NamedTuple

from schemas.geometry import JOINTS, Box, Pose
from schemas.vocabulary.phrases import MOODS, POSES, canonical_mood, canonical_pose
from storyboard.diagnostics import did_you_mean, quoted
from storyboard.reading.cast import Cast
from storyboard.reading.nodes import Mapping, Node, Scalar, Sequence, is_null, kind
from storyboard.reading.report import Report
from storyboard.reading.values import Fields, fold, items, numbers, text, word
from storyboard.reading.words import AT, DEPTHS, FACINGS

PLACEMENT_KEYS = {
    "at": "far left, left, centre, right or far right, also top left and the like.",
    "depth": "front, middle or behind.",
    "pose": "A word of `storyboard poses`, or {keypoints: […]}.",
    "mood": "A word of `storyboard poses`, such as smile.",
    "facing": "left, right, front, back, or the character looked at.",
    "region": "The figure's box in the panel's unit square: [left, top, right, bottom].",
}
POSE_KEYS = {"keypoints": "18 joints, each [x, y], [x, y, visibility] or ~."}
_FAR_OUTSIDE = 4.0


class Staged(NamedTuple):
    """What a panel says of one character: the fields given, and where."""

    given: dict[str, Any]
    where: dict[str, Node]


class Company(NamedTuple):
    """The characters of a panel as written."""

    staged: dict[str, Staged]
    is_list: bool
    """A list says who is there and nobody else; a mapping adds to an inherited panel."""


def read_company(report: Report, node: Node, cast: Cast) -> Company:
    """Read a panel's `characters`: a mapping of placements, or a list of names or of such."""
    staged: dict[str, Staged] = {}
    is_list = not isinstance(node, Mapping)
    for key, value in _entries(report, node):
        who = cast.find(key)
        if who is None:
            continue
        if who in staged:
            report.add("SB038", key, f"{who} is listed twice in this panel")
        placement = Staged({}, {}) if value is None else _placement(report, value, who, cast)
        staged[who] = placement._replace(where={"": key, **placement.where})
    return Company(staged, is_list)


def _entries(report: Report, node: Node) -> list[tuple[Scalar, Node | None]]:
    if isinstance(node, Mapping):
        return list(node.pairs)
    entries: list[tuple[Scalar, Node | None]] = []
    for item in items(node):
        if isinstance(item, Scalar):
            entries.append((item, None))
        elif isinstance(item, Mapping):
            entries += item.pairs
        else:
            report.add("SB022", item, f"a character must be a name, not {kind(item)}")
    return entries


def _placement(report: Report, node: Node, who: str, cast: Cast) -> Staged:
    if is_null(node):
        return Staged({}, {})
    if isinstance(node, Scalar):
        at = word(report, node, AT, what="a place in the panel")
        return Staged({"at": at} if at else {}, {"at": node})
    fields = Fields(report, node, PLACEMENT_KEYS, what="a placement",
                    hint="write {at: left, pose: standing}")  # fmt: skip
    given = {
        "at": fields.word("at", AT, what="a place in the panel"),
        "depth": fields.word("depth", DEPTHS, what="a depth"),
    }
    found: dict[str, Any] = {key: value for key, value in given.items() if value}
    readers = {"pose": _pose, "mood": _mood, "region": _region}
    for key, reader in readers.items():
        value = fields.get(key)
        if value is not None and (read := reader(report, value)) is not None:
            found[key] = read
    facing = fields.get("facing")
    if facing is not None and (gaze := _facing(report, facing, who, cast)):
        found["facing"] = gaze
    found |= dict.fromkeys(fields.cleared())
    return Staged(found, {key: value for key in PLACEMENT_KEYS if (value := fields.get(key))})


def _pose(report: Report, node: Node) -> str | Pose | None:
    if isinstance(node, Scalar):
        return _vocabulary(report, node, "pose")
    fields = Fields(report, node, POSE_KEYS, what="a pose", hint="write a word or {keypoints: […]}")
    keypoints = fields.get("keypoints")
    if keypoints is None:
        if isinstance(node, Mapping):
            report.add("SB021", node, "a pose without keypoints")
        return None
    return _keypoints(report, keypoints)


def _mood(report: Report, node: Node) -> str | None:
    return _vocabulary(report, node, "mood")


def _vocabulary(report: Report, node: Node, which: str) -> str | None:
    written = text(report, node, what=f"a {which}")
    if written is None:
        return None
    is_pose = which == "pose"
    found = canonical_pose(written) if is_pose else canonical_mood(written)
    if found is None:
        table = POSES if is_pose else MOODS
        spellings = [each for known in table.values() for each in (known.word, *known.aliases)]
        report.add(
            "SB034" if is_pose else "SB035", node, f"there is no {which} {quoted(written)}",
            hint=did_you_mean(written, spellings) or "storyboard poses lists the vocabulary",
        )  # fmt: skip
    return found


def _facing(report: Report, node: Node, who: str, cast: Cast) -> str | None:
    written = text(report, node, what="facing")
    if written is None:
        return None
    if (side := FACINGS.get(fold(written))) and cast.known(written) is None:
        return side
    other = cast.find(node, what="facing")
    if other == who:
        report.add("SB044", node, f"{who} cannot face {who}")
        return None
    return other


def _region(report: Report, node: Node) -> Box | None:
    values = numbers(report, node)
    if values is None or len(values) != 4:
        report.add("SB040", node, "a region is four numbers",
                   expected="[left, top, right, bottom] from 0 to 1")  # fmt: skip
        return None
    left, top, right, bottom = values
    if not all(0 <= value <= 1 for value in values):
        hint = "these look like pixels; divide by the panel's size" if max(values) > 4 else None
        report.add("SB040", node, "the region reaches outside the panel",
                   expected="numbers from 0 to 1", hint=hint)  # fmt: skip
        return None
    if left >= right or top >= bottom:
        report.add("SB040", node, "the region has no area",
                   expected="left less than right, top less than bottom")  # fmt: skip
        return None
    return Box(left=left, top=top, right=right, bottom=bottom)


def _keypoints(report: Report, node: Node) -> Pose | None:
    if isinstance(node, Mapping):
        fields = Fields(report, node, JOINTS, what="a set of keypoints")
        rows = [fields.get(joint) for joint in JOINTS]
    elif isinstance(node, Sequence) and len(node.items) == len(JOINTS):
        rows = [None if is_null(item) else item for item in node.items]
    else:
        count = f", not {len(node.items)}" if isinstance(node, Sequence) else ""
        report.add("SB042", node, f"a pose has {len(JOINTS)} keypoints{count}",
                   expected=f"in this order: {', '.join(JOINTS)}")  # fmt: skip
        return None
    joints = [None if row is None else _joint(report, row) for row in rows]
    if sum(joint is not None for joint in joints) < 2:
        report.add("SB042", node, "a pose needs at least two joints")
        return None
    return Pose.model_validate({"keypoints": joints})


def _joint(report: Report, node: Node) -> dict[str, float] | None:
    values = numbers(report, node)
    if values is None or len(values) not in (2, 3):
        report.add("SB042", node, "a keypoint is [x, y], [x, y, visibility] or ~")
        return None
    x, y, visible = (*values, 1.0)[:3]
    if visible == 0:
        return None
    if not -_FAR_OUTSIDE <= x <= 1 + _FAR_OUTSIDE or not -_FAR_OUTSIDE <= y <= 1 + _FAR_OUTSIDE:
        report.add("SB042", node, "the keypoint is far outside the panel",
                   hint="the panel is 1 wide and 1 high; are these pixels?")  # fmt: skip
        return None
    if not 0 < visible <= 1:
        report.add("SB042", node, "a keypoint's visibility is out of range", expected="0 to 1")
        return None
    return {"x": x, "y": y, "visible": visible}
