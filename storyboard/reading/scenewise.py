"""Parses a story scene by scene, so that scenes which did not change come from memory.

A scene that is a block of lines says the same whether it is parsed amid the others or alone: what
is parsed alone begins and ends outside of every quote and bracket, or it is no YAML. Whatever could
reach across scenes (anchors, aliases), and whatever has a problem, is left to parsing as a whole.
"""

import json
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from ruamel.yaml.error import YAMLError

from storyboard.memory import TextMemory
from storyboard.reading.compose import NODE_LIMIT, Composer, TooMuchError, events
from storyboard.reading.nodes import Mapping, Node, Scalar, Sequence
from storyboard.reading.source import Source

_SCENES = re.compile(
    r"^scenes:[ ]*(?:#.*)?\n(?:[ ]*(?:#.*)?\n)*?(?P<dent>[ ]*)(?=- )", re.MULTILINE
)
_DIRECTIVE = re.compile(r"^%", re.MULTILINE)
_OUTSIDE = 1
"""How much deeper a scene lies in its story than alone."""


class _Cut(NamedTuple):
    """Where the scenes of a text begin; the last of them goes with what follows it."""

    dent: str
    starts: tuple[int, ...]

    @property
    def stand_in(self) -> str:
        """What stands for all scenes but the last."""
        return f"{self.dent}- ~\n"


def parsed_by_scenes(source: Source, text: str, memory: TextMemory) -> Node | None:
    """Return the tree of a text, or None where only parsing it as a whole can say what it is."""
    cut = _cut(text)
    if cut is None:
        return None
    try:
        found = [
            _scene(source, text[start:end] + cut.stand_in, start, memory)
            for start, end in pairwise(cut.starts)
        ]
        return _whole(source, text, cut, found)
    except (YAMLError, ValueError, OverflowError, TooMuchError, RecursionError):
        return None


def _cut(text: str) -> _Cut | None:
    """Find the lines at which scenes begin, of two scenes and more."""
    found = list(_SCENES.finditer(text))
    if len(found) != 1 or _DIRECTIVE.search(text):
        return None
    dent, start = found[0]["dent"], found[0].start("dent")
    beyond = re.compile(rf"^(?![ ]*(?:#.*)?$)(?!{dent}[ ]|{dent}- )", re.MULTILINE)
    end = beyond.search(text, start)
    scenes = re.compile(rf"^{dent}(?=- )", re.MULTILINE)
    starts = [
        each.start() for each in scenes.finditer(text, start, end.start() if end else len(text))
    ]
    return _Cut(dent, tuple(starts)) if len(starts) > 1 else None


class _Scene(NamedTuple):
    """A scene, and how many values it counts for."""

    node: Node
    values: int


def _scene(source: Source, lines: str, start: int, memory: TextMemory) -> _Scene:
    """Parse the one scene of some lines, which end with another, where its end is marked.

    Raises:
        ValueError, YAMLError, TooMuchError: it cannot be told from these lines alone.
    """
    key = memory.key("scene", lines)
    if (known := memory.find(key)) is not None:
        values, row = json.loads(known)
        return _Scene(_moved(row, start), values)
    root, values = _alone(source, lines, outside=_OUTSIDE)
    if not isinstance(root, Sequence) or len(root.items) != 2:
        raise ValueError("not one scene")
    row, values = _row(root.items[0]), values - 2
    memory.keep(key, json.dumps([values, row]))
    return _Scene(_moved(row, start), values)


def _whole(source: Source, text: str, cut: _Cut, found: list[_Scene]) -> Node | None:
    """Parse what is no known scene, and put these in."""
    first, last = cut.starts[0], cut.starts[-1]
    root, values = _alone(source, text[:first] + cut.stand_in + text[last:])
    if not isinstance(root, Mapping):
        return None
    if values - 1 + sum(scene.values for scene in found) > NODE_LIMIT:
        return None
    rest, by = first + len(cut.stand_in), last - first - len(cut.stand_in)
    pairs, put = [], False
    for key, value in root.pairs:
        moved = _shifted(value, rest, by)
        if key.text == "scenes" and isinstance(value, Sequence) and isinstance(moved, Sequence):
            put = value.start == first + len(cut.dent)
            scenes = *(scene.node for scene in found), *moved.items[1:]
            moved = Sequence(scenes, moved.start, moved.end)
        pairs.append((_shifted(key, rest, by), moved))
    start, end = _along(root.start, rest, by), _along(root.end, rest, by)
    return Mapping(tuple(pairs), start, end) if put else None


def _alone(source: Source, text: str, *, outside: int = 0) -> tuple[Node | None, int]:
    """Parse a text in which nothing refers to anything; also return how many values it has.

    Raises:
        ValueError, YAMLError, TooMuchError: it is not such a text.
    """
    composer = Composer(source, outside=outside)
    root = composer.compose(_plain(events(text)))
    if composer.problems:
        raise ValueError("to be told with its place in the whole")
    return root, composer.total


def _plain(stream: Iterable[Any]) -> Iterator[Any]:
    for event in stream:
        if getattr(event, "anchor", None) is not None:
            raise ValueError("an anchor or an alias")
        yield event


def _row(node: Node) -> list[Any]:
    """Return a node as JSON."""
    if isinstance(node, Scalar):
        return [node.text, node.plain, node.start, node.end]
    if isinstance(node, Sequence):
        return [1, [_row(item) for item in node.items], node.start, node.end]
    return [2, [[_row(key), _row(value)] for key, value in node.pairs], node.start, node.end]


def _moved(row: list[Any], by: int) -> Any:
    """Return the node of a row, `by` letters further on."""
    what, below, start, end = row
    if isinstance(what, str):
        return Scalar(what, below, start + by, end + by)
    if what == 1:
        return Sequence(tuple(_moved(item, by) for item in below), start + by, end + by)
    pairs = tuple((_moved(key, by), _moved(value, by)) for key, value in below)
    return Mapping(pairs, start + by, end + by)


def _shifted(node: Node, after: int, by: int) -> Any:
    """Return a node whose places from `after` on are `by` letters further on."""
    start, end = _along(node.start, after, by), _along(node.end, after, by)
    if isinstance(node, Scalar):
        return Scalar(node.text, node.plain, start, end)
    if isinstance(node, Sequence):
        return Sequence(tuple(_shifted(item, after, by) for item in node.items), start, end)
    pairs = tuple(
        (_shifted(key, after, by), _shifted(value, after, by)) for key, value in node.pairs
    )
    return Mapping(pairs, start, end)


def _along(place: int, after: int, by: int) -> int:
    return place + by if place >= after else place
