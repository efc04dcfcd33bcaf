"""Spatial relations in free words: `dee is left of ringo`, `cup in front of dee`."""

from collections.abc import Iterator
from typing import NamedTuple

from schemas.story import Relation
from storyboard.diagnostics import did_you_mean, listed, quoted
from storyboard.reading.cast import Cast, WithCast, character
from storyboard.reading.keys import Definitions, Key, Kind, Schema, Section
from storyboard.reading.kinds import defined, one_or_many, word
from storyboard.reading.nodes import Mapping, Node, Scalar
from storyboard.reading.synonyms import RELATIONS
from storyboard.reading.values import fold, items, text

RELATION = Section[WithCast](
    "a relation",
    (
        Key(
            "subject",
            character("a character"),
            "the character that is somewhere",
            default="required",
        ),
        Key(
            "relation",
            word(RELATIONS, "a relation"),
            "where: *left of*, *right of*, *in front of*, *behind*, *above*, *below*, *on*, "
            "*beside*, *facing*, *near*, *far from* or *holding*",
            default="required",
        ),
        Key(
            "object", character("a character"), "the character it is related to", default="required"
        ),
    ),
)
_FILLERS = frozenset(
    (
        "is",
        "are",
        "stands",
        "stand",
        "standing",
        "sits",
        "sit",
        "sitting",
        "lies",
        "lying",
        "waits",
        "waiting",
        "right",
        "directly",
        "just",
        "the",
        "a",
        "an",
    )
)
_MOST_WORDS = 24


class WrittenRelation(NamedTuple):
    """A relation and where it was written."""

    relation: Relation
    node: Node


def _read(node: Node, context: WithCast) -> tuple[WrittenRelation, ...]:
    """Read a relation or a list of them."""
    found: list[WrittenRelation] = []
    for item in items(node):
        read = _spelled_out if isinstance(item, Mapping) else _free
        relation = read(item, context)
        if relation is None:
            continue
        if relation.subject == relation.object:
            context.report.add("SB044", item, f"{relation.subject} is related to itself")
            continue
        found.append(WrittenRelation(relation, item))
    return tuple(found)


class _Reading(NamedTuple):
    """One way to understand a relation's words."""

    subject: str
    relation: str
    object: str


def _free(node: Node, context: WithCast) -> Relation | None:
    report, cast = context.report, context.cast
    written = text(report, node, what="a relation")
    if written is None or not isinstance(node, Scalar):
        return None
    readings = list(_readings(written.rstrip(".").split()[:_MOST_WORDS]))
    if not readings:
        report.add(
            "SB043",
            node,
            f"{quoted(written)} is not a relation of two characters",
            expected="words such as dee left of ringo",
            hint=_relation_hint(written),
        )
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


def _spelled_out(node: Node, context: WithCast) -> Relation | None:
    given = RELATION.read(node, context).values
    return Relation(**given) if len(given) == len(RELATION.keys) and all(given.values()) else None


def _relation_hint(plain: str) -> str | None:
    middle = " ".join(plain.split()[1:-1])[:80]
    near = did_you_mean(middle, RELATIONS, cutoff=0.75)
    return near or f"known are {listed(dict.fromkeys(RELATIONS.values()))}"


def _schema(definitions: Definitions) -> Schema:
    words = {"type": "string", "pattern": r"\S\s+\S+\s+\S"}
    return {"anyOf": [words, RELATION.schema(definitions)]}


_ONE: Kind[WithCast] = defined("relation", Kind(_read, _schema))
WRITTEN_RELATIONS = Kind(_read, lambda known: one_or_many(_ONE.schema(known)))
"""Relations in free words or spelled out; its value are `WrittenRelation`s."""
