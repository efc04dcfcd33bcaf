"""How the author stages each character of a panel: place, depth, pose, mood, gaze."""

from typing import Any, NamedTuple

from schemas.geometry import Box, Pose
from schemas.vocabulary.phrases import MOODS, POSES, canonical_mood, canonical_pose
from storyboard.diagnostics import did_you_mean, quoted
from storyboard.reading.cast import WithCast
from storyboard.reading.keypoints import KEYPOINTS
from storyboard.reading.keys import Definitions, Key, Kind, Schema, Section, WithReport
from storyboard.reading.kinds import by_name, defined, mapping, one_or_many, suggested, word
from storyboard.reading.nodes import Mapping, Node, Scalar, is_null, kind
from storyboard.reading.pose_files import SUFFIX, pose_file
from storyboard.reading.report import Report
from storyboard.reading.synonyms import AT, DEPTHS, FACINGS
from storyboard.reading.values import fold, items, numbers, text


class Staged(NamedTuple):
    """What a panel says of one character: the fields given, and where."""

    given: dict[str, Any]
    where: dict[str, Node]


class WrittenCharacters(NamedTuple):
    """The characters of a panel as written."""

    staged: dict[str, Staged]
    is_list: bool
    """A list says who is there and nobody else; a mapping adds to an inherited panel."""


def _read(node: Node, context: WithCast) -> WrittenCharacters:
    """Read a panel's `characters`: a mapping of placements, or a list of names or of such."""
    staged: dict[str, Staged] = {}
    for key, value in _entries(context.report, node):
        who = context.cast.find(key)
        if who is None:
            continue
        if who in staged:
            context.report.add("SB038", key, f"{who} is listed twice in this panel")
        placed = Staged({}, {}) if value is None else _placement(value, who, context)
        staged[who] = placed._replace(where={"": key, **placed.where})
    return WrittenCharacters(staged, is_list=not isinstance(node, Mapping))


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


def _placement(node: Node, who: str, context: WithCast) -> Staged:
    if is_null(node):
        return Staged({}, {})
    fields = PLACEMENT.read(node, context)
    if fields.values.get("facing") == who:
        context.report.add("SB044", fields.nodes["facing"], f"{who} cannot face {who}")
        del fields.values["facing"]
    return Staged(fields.values, fields.nodes)


def _pose(node: Node, context: WithReport) -> str | Pose | None:
    if isinstance(node, Scalar):
        if node.text.strip().lower().endswith(SUFFIX):
            return pose_file(context.report, node)
        return _vocabulary(context.report, node, "pose")
    keypoints: Pose | None = POSE.read(node, context).values.get("keypoints")
    return keypoints


def _mood(node: Node, context: WithReport) -> str | None:
    return _vocabulary(context.report, node, "mood")


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
            "SB034" if is_pose else "SB035",
            node,
            f"there is no {which} {quoted(written)}",
            hint=did_you_mean(written, spellings) or "storyboard poses lists the vocabulary",
        )
    return found


def _facing(node: Node, context: WithCast) -> str | None:
    written = text(context.report, node, what="facing")
    if written is None:
        return None
    if (side := FACINGS.get(fold(written))) and context.cast.known(written) is None:
        return side
    return context.cast.find(node, what="facing")


def _region(node: Node, context: WithReport) -> Box | None:
    report, values = context.report, numbers(node)
    if values is None or len(values) != 4:
        report.add(
            "SB040",
            node,
            "a region is four numbers",
            expected="[left, top, right, bottom] from 0 to 1",
        )
        return None
    left, top, right, bottom = values
    if not all(0 <= value <= 1 for value in values):
        hint = "these look like pixels; divide by the panel's size" if max(values) > 4 else None
        report.add(
            "SB040",
            node,
            "the region reaches outside the panel",
            expected="numbers from 0 to 1",
            hint=hint,
        )
        return None
    if left >= right or top >= bottom:
        report.add(
            "SB040",
            node,
            "the region has no area",
            expected="left less than right, top less than bottom",
        )
        return None
    return Box(left=left, top=top, right=right, bottom=bottom)


def _pose_schema(definitions: Definitions) -> Schema:
    return {"anyOf": [*suggested(POSES)["anyOf"], POSE.schema(definitions)]}


def _schema(definitions: Definitions) -> Schema:
    placement = by_name(defined("placement", mapping(PLACEMENT)).schema(definitions))
    return {"anyOf": [placement, one_or_many({"anyOf": [{"type": "string"}, placement]})]}


_FRACTIONS: Schema = {
    "type": "array",
    "items": {"type": "number", "minimum": 0, "maximum": 1},
    "minItems": 4,
    "maxItems": 4,
}
_SIDES = dict.fromkeys(FACINGS.values())
POSE = Section[WithReport](
    "a pose",
    (
        Key(
            "keypoints",
            KEYPOINTS,
            "18 joints, each `[x, y]`, `[x, y, visibility]` or `~`",
            default="required",
        ),
    ),
    hint="write a word, a file or {keypoints: […]}",
)
PLACEMENT = Section[WithCast](
    "a placement",
    (
        Key(
            "at",
            word(AT, "a place in the panel"),
            "where: `far left`, `left`, `centre`, `right`, `far right`; also `top`, `bottom`, "
            "`top left`, `top right`, `bottom left`, `bottom right`",
            default="the planner's choice",
            clearable=True,
        ),
        Key(
            "depth",
            word(DEPTHS, "a depth"),
            "how near: `front`, `middle` or `behind`",
            default="the planner's choice",
            clearable=True,
        ),
        Key(
            "pose",
            defined("pose", Kind(_pose, _pose_schema)),
            "a word of `storyboard poses`, a file of joints such as `poses/dive.json`, or "
            "`{keypoints: […]}`",
            default="from the action",
            clearable=True,
        ),
        Key(
            "mood",
            Kind(_mood, lambda _: suggested(MOODS)),
            "a word of `storyboard poses`, such as `smile`",
            default="from the action",
            clearable=True,
        ),
        Key(
            "facing",
            Kind(_facing, lambda _: suggested(_SIDES)),
            "gaze: `left`, `right`, `front`, `back`, or the character looked at",
            default="the planner's choice",
            clearable=True,
        ),
        Key(
            "region",
            Kind(_region, lambda _: _FRACTIONS),
            "the figure's box `[left, top, right, bottom]` in the panel's unit square, from 0 to 1",
            default="the planner's choice",
            clearable=True,
        ),
    ),
    hint="write {at: left, pose: standing}",
    short="at",
)
CHARACTERS = defined("company", Kind(_read, _schema))
"""A panel's characters; its value is `WrittenCharacters`."""
