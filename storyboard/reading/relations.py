"""Spatial relations in free words: `dee is left of ringo`, `cup in front of dee`."""

from collections.abc import Iterator
from typing import NamedTuple

from schemas.story import Relation
from storyboard.diagnostics import did_you_mean, listed, quoted
from storyboard.reading.cast import Cast
from storyboard.reading.nodes import Mapping, Node, Scalar
from storyboard.reading.report import Report
from storyboard.reading.values import Fields, fold, items, text
from storyboard.reading.words import RELATIONS

RELATION_KEYS = {
    "subject": "The character that is somewhere.",
    "relation": "left of, right of, in front of, behind, above, below, on, beside, facing, near, "
    "far from or holding.",
    "object": "The character it is related to.",
}
_FILLERS = frozenset((
    "is", "are", "stands", "stand", "standing", "sits", "sit", "sitting", "lies", "lying", "waits",
    "waiting", "right", "directly", "just", "the", "a", "an",
))  # fmt: skip
_MOST_WORDS = 24
_AXES = {
    "left of": ("left and right", False), "right of": ("left and right", True),
    "behind": ("behind and in front", False), "in front of": ("behind and in front", True),
    "above": ("above and below", False), "on": ("above and below", False),
    "below": ("above and below", True),
}  # fmt: skip
"""Relations that order two subjects along an axis, and whether they name the later one first."""


class Placed(NamedTuple):
    """A relation and where it was written."""

    relation: Relation
    node: Node


def read_relations(report: Report, node: Node, cast: Cast) -> tuple[Placed, ...]:
    """Read a relation or a list of them; contradictions among them are reported."""
    found: list[Placed] = []
    for item in items(node):
        relation = _spelled_out(report, item, cast) if isinstance(item, Mapping) else (
            _free(report, item, cast))  # fmt: skip
        if relation is None:
            continue
        if relation.subject == relation.object:
            report.add("SB044", item, f"{relation.subject} is related to itself")
            continue
        found.append(Placed(relation, item))
    _report_contradictions(report, found)
    return tuple(found)


class _Reading(NamedTuple):
    """One way to understand a relation's words."""

    subject: str
    relation: str
    object: str


def _free(report: Report, node: Node, cast: Cast) -> Relation | None:
    written = text(report, node, what="a relation")
    if written is None or not isinstance(node, Scalar):
        return None
    readings = list(_readings(written.rstrip(".").split()[:_MOST_WORDS]))
    if not readings:
        report.add(
            "SB043", node, f"{quoted(written)} is not a relation of two characters",
            expected="words such as dee left of ringo", hint=_relation_hint(written),
        )  # fmt: skip
        return None
    # The reading whose ends are characters is meant; failing that, the first is reported upon.
    named = (each for each in readings if _nameable(cast, each.subject, each.object))
    meant = next(named, readings[0])
    subject, other = (
        cast.find(Scalar(name, True, node.start, node.end), what="a relation's character")
        for name in (meant.subject, meant.object)
    )
    if subject is None or other is None:
        return None
    return Relation.model_validate(
        {"subject": subject, "relation": meant.relation, "object": other}
    )


def _readings(words: list[str]) -> Iterator[_Reading]:
    """Yield the ways to split words into subject, relation and object, longest relation first."""
    for start in range(1, len(words) - 1):
        for end in range(len(words) - 1, start, -1):
            relation = RELATIONS.get(fold(" ".join(words[start:end])))
            subject, other = _name(words[:start]), _name(words[end:])
            if relation and subject and other:
                yield _Reading(subject, relation, other)


def _name(words: list[str]) -> str:
    """Return the name among words such as `the dee is right`."""
    kept = list(words)
    while kept and kept[-1].casefold() in _FILLERS:
        kept.pop()
    while kept and kept[0].casefold() in _FILLERS:
        kept.pop(0)
    return " ".join(kept)


def _nameable(cast: Cast, *names: str) -> bool:
    return all(cast.known(name) is not None or cast.adoptable(name) for name in names)


def _spelled_out(report: Report, node: Node, cast: Cast) -> Relation | None:
    fields = Fields(report, node, RELATION_KEYS, what="a relation")
    relation = fields.word("relation", RELATIONS, what="a relation")
    subject, other = fields.get("subject"), fields.get("object")
    for key in RELATION_KEYS:
        if fields.get(key) is None:
            report.add("SB021", node, f"a relation without {key}")
    ids = [None if each is None else cast.find(each) for each in (subject, other)]
    if relation is None or None in ids:
        return None
    return Relation.model_validate({"subject": ids[0], "relation": relation, "object": ids[1]})


def _relation_hint(plain: str) -> str | None:
    middle = " ".join(plain.split()[1:-1])[:80]
    near = did_you_mean(middle, RELATIONS, cutoff=0.75)
    return near or f"known are {listed(dict.fromkeys(RELATIONS.values()))}"


def _report_contradictions(report: Report, found: list[Placed]) -> None:
    """Report each relation that, with those before it, would put someone before themselves."""
    after: dict[tuple[str, str], set[str]] = {}
    for relation, node in found:
        if relation.relation not in _AXES:
            continue
        axis, swapped = _AXES[relation.relation]
        first, second = relation.subject, relation.object
        if swapped:
            first, second = second, first
        if _reaches(after, axis, second, first):
            report.add(
                "SB046", node, "this relation contradicts those before it",
                hint=f"{first} cannot be both {axis} of {second}",
            )  # fmt: skip
        else:
            after.setdefault((axis, first), set()).add(second)


def _reaches(after: dict[tuple[str, str], set[str]], axis: str, start: str, goal: str) -> bool:
    seen, queue = {start}, [start]
    while queue:
        current = queue.pop()
        if current == goal:
            return True
        queue += (new := after.get((axis, current), set()) - seen)
        seen |= new
    return False
