"""Who is drawn together, as a suite says it: a list, or how many are to be made up."""

from collections.abc import Iterator
from typing import NamedTuple

from schemas.geometry import Box
from storyboard.diagnostics import quoted
from storyboard.reading.keys import Definitions, Key, Kind, Schema, Section, WithReport
from storyboard.reading.kinds import by_name, identity, one_or_many, text, whole
from storyboard.reading.nodes import Mapping, Node, Scalar, Sequence, is_null, kind
from storyboard.reading.staging import PLACEMENT
from storyboard.reading.values import items
from storyboard.reading.world import World

MOST = 1000
"""Pictures for a prompt, and compositions of each number of subjects."""
_REGION: Kind[World] = next(key.value for key in PLACEMENT.keys if key.name == "region")


class GeneratedSets(NamedTuple):
    """Compositions that are made up: so many of each number of subjects."""

    node: Node
    first: int
    last: int
    each: int


class ListedSet(NamedTuple):
    """A composition as written."""

    node: Node
    id: str | None
    subjects: tuple[str, ...]
    boxes: tuple[Box, ...]


def _names(what: str) -> Kind[World]:
    """Take a text or a list of characters' names; the value is their ids."""

    def read(node: Node, world: World) -> tuple[str, ...]:
        found = (world.cast.find(item, what=what) for item in items(node))
        return tuple(each for each in found if each is not None)

    return Kind(read, lambda known: one_or_many(text(what).schema(known)))


def _boxes(node: Node, context: World) -> tuple[Box, ...]:
    found = (_REGION.read(item, context) for item in items(node))
    return tuple(each for each in found if each is not None)


_BOXES: Kind[World] = Kind(_boxes, lambda known: one_or_many(_REGION.schema(known)))
COMPOSITION = Section[World](
    "a composition",
    (
        Key(
            "subjects",
            _names("a subject"),
            "who is drawn together, from left to right",
            default="required",
            example="subjects: [dee, ringo]",
        ),
        Key("id", identity("a composition"), "its name", default="the subjects' ids"),
        Key(
            "boxes",
            _BOXES,
            "where each of them is: a list of `[left, top, right, bottom]`, from 0 to 1",
            default="those of the suite for so many, else the planner's choice",
        ),
    ),
    hint="write [dee, ringo], or {subjects: [dee, ringo], boxes: […]}",
)
GENERATED = Section[WithReport](
    "compositions",
    (
        Key(
            "from",
            whole("from", low=1, high=12),
            "the least number of subjects",
            default="`1`",
            field="first",
        ),
        Key(
            "to",
            whole("to", low=1, high=12),
            "the greatest number of subjects",
            default="required",
            field="last",
            example="to: 4",
        ),
        Key(
            "each",
            whole("each", low=1, high=MOST),
            "how many compositions of each number of subjects",
            default="required",
            example="each: 11",
        ),
    ),
    hint="write {from: 1, to: 4, each: 11}, or a list of compositions",
)


def _read_compositions(node: Node, world: World) -> GeneratedSets | tuple[ListedSet, ...] | None:
    if isinstance(node, Mapping):
        values = GENERATED.read(node, world).values
        if not {"last", "each"} <= values.keys():
            return None
        first = values.get("first", 1)
        if first > values["last"]:
            world.report.add("SB024", node, f"from {first} to {values['last']} there is nothing")
            return None
        return GeneratedSets(node, first, values["last"], values["each"])
    if not isinstance(node, Sequence):
        world.report.add(
            "SB022", node, f"compositions must be a list, not {kind(node)}", hint=GENERATED.hint
        )
        return None
    return tuple(_composition(item, world) for item in node.items)


def _composition(node: Node, world: World) -> ListedSet:
    if not isinstance(node, Mapping):
        return ListedSet(node, None, _names("a subject").read(node, world), ())
    values = COMPOSITION.read(node, world).values
    return ListedSet(node, values.get("id"), values.get("subjects", ()), values.get("boxes", ()))


def _compositions_schema(definitions: Definitions) -> Schema:
    names = _names("a subject").schema(definitions)
    one = {"anyOf": [names, COMPOSITION.schema(definitions)]}
    listed_sets = {"type": "array", "items": one, "minItems": 1}
    return {"anyOf": [GENERATED.schema(definitions), listed_sets]}


def _by_count(node: Node, world: World) -> dict[int, tuple[Box, ...]]:
    found: dict[int, tuple[Box, ...]] = {}
    for key, value in pairs_of(node, world, "boxes"):
        boxes = _boxes(value, world)
        if key.text != str(len(boxes)):
            world.report.add(
                "SB024",
                key,
                f"{len(boxes)} boxes for {quoted(key.text)} subjects",
                expected="a number of subjects, and a box for each",
            )
        else:
            found[len(boxes)] = boxes
    return found


def pairs_of(node: Node, world: WithReport, what: str) -> Iterator[tuple[Scalar, Node]]:
    """Yield a mapping's keys and values; anything else but nothing is reported."""
    if isinstance(node, Mapping):
        yield from node.pairs
    elif not is_null(node):
        world.report.add("SB022", node, f"{what} must be a mapping of names, not {kind(node)}")


COMPOSITIONS: Kind[World] = Kind(_read_compositions, _compositions_schema)
BOXES_BY_COUNT: Kind[World] = Kind(_by_count, lambda known: by_name(_BOXES.schema(known)))
