"""From YAML's event stream to a tree of nodes, within limits and without recursion.

Aliases share the node they name, so a bomb takes no memory; what it would unfold to is counted.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml import events as yaml

from storyboard.diagnostics import Diagnostic, quoted
from storyboard.reading.nodes import MERGE_KEY, Mapping, Node, Scalar, Sequence, is_null, span
from storyboard.reading.source import Source, Span

DEPTH_LIMIT = 40
NODE_LIMIT = 100_000
"""Nodes after aliases are unfolded. A story of 200 panels has about 6 000."""

_CORE_TAGS = frozenset(
    f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "map", "seq")
) | {"!"}


class TooMuchError(Exception):
    """The document is deeper or larger than the limits, or holds a second document."""


@dataclass(slots=True)
class _Open:
    """A collection whose end has not come yet."""

    is_mapping: bool
    start: int
    anchor: str | None
    children: list[Node] = field(default_factory=list)
    weight: int = 1


def events(text: str) -> Iterable[Any]:
    """Parse YAML 1.2 lazily, by ruamel's pure Python parser.

    Raises:
        ruamel.yaml.error.MarkedYAMLError: the text is not YAML.
    """
    stream: Iterable[Any] = YAML(typ="safe", pure=True).parse(text)
    return stream


class Composer:
    """Builds the tree of one document; problems that leave it readable go into `problems`.

    Args:
        source: the text that problems stand in.
        outside: how deep the document lies in another.
    """

    def __init__(self, source: Source, *, outside: int = 0) -> None:
        self._source = source
        self._outside = outside
        self.problems: list[Diagnostic] = []
        self.broken: list[Span] = []
        """Where nothing could be built; that something is missing there is a consequence."""
        self.root: Node | None = None
        self._open: list[_Open] = []
        self._anchors: dict[str, tuple[Node, int]] = {}
        self.total = 0
        """Values so far, aliases unfolded."""
        self._documents = 0

    def compose(self, stream: Iterable[Any]) -> Node | None:
        """Consume the events and return the root, or None of an empty document.

        Raises:
            TooMuchError: a limit was crossed; what it was is the last of `problems`.
        """
        for event in stream:
            match event:
                case yaml.ScalarEvent():
                    self._scalar(event)
                case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                    self._begin(event)
                case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                    self._finish(event.end_mark.index)
                case yaml.AliasEvent():
                    self._alias(event)
                case yaml.DocumentStartEvent():
                    self._document(event)
        return self.root

    def _problem(self, code: str, at: Span, message: str, **details: Any) -> None:
        self.problems.append(self._source.diagnostic(code, at, message, **details))

    def _document(self, event: Any) -> None:
        self._documents += 1
        if self._documents > 1:
            start = event.start_mark.index
            self._problem(
                "SB012",
                (start, start + 3),
                "a second document starts here",
                hint="one file holds one story; remove the line of dashes",
            )
            raise TooMuchError

    def _scalar(self, event: Any) -> None:
        start, end = event.start_mark.index, event.end_mark.index
        plain = not event.style and not self._tagged(event, start)
        self._count(1, (start, end))
        self._add(Scalar(event.value, plain, start, end), weight=1, anchor=event.anchor)

    def _begin(self, event: Any) -> None:
        start = event.start_mark.index
        self._tagged(event, start)
        self._count(1, (start, start + 1))
        self._open.append(_Open(isinstance(event, yaml.MappingStartEvent), start, event.anchor))
        if len(self._open) + self._outside > DEPTH_LIMIT:
            self._problem(
                "SB010", (start, start + 1), f"nested more than {DEPTH_LIMIT} levels deep"
            )
            raise TooMuchError

    def _finish(self, end: int) -> None:
        done = self._open.pop()
        if done.is_mapping:
            node: Node = Mapping(self._pairs(done.children), done.start, end)
        else:
            node = Sequence(tuple(done.children), done.start, end)
        self._add(node, weight=done.weight, anchor=done.anchor)

    def _alias(self, event: Any) -> None:
        start, end = event.start_mark.index, event.end_mark.index
        name = event.anchor
        if name in self._anchors:
            node, weight = self._anchors[name]
            self._count(weight, (start, end))
            return self._add(node, weight=weight, anchor=None)
        self.broken.append((start, end))
        inside = any(each.anchor == name for each in self._open)
        why = "stands inside what it repeats" if inside else "repeats nothing"
        self._problem(
            "SB009",
            (start, end),
            f"the alias {quoted('*' + name)} {why}",
            hint=None if inside else "put a text that starts with * in double quotes",
        )
        return self._add(Scalar("", True, start, end), weight=1, anchor=None)

    def _count(self, weight: int, at: Span) -> None:
        """Count values, each where it begins: those within a collection are counted already."""
        self.total += weight
        if self.total > NODE_LIMIT:
            self._problem("SB010", at, f"more than {NODE_LIMIT} values, aliases unfolded")
            raise TooMuchError

    def _add(self, node: Node, *, weight: int, anchor: str | None) -> None:
        """Put a node into the collection that is open; `weight` is what it holds, unfolded."""
        if anchor is not None:
            self._anchors[anchor] = node, weight
        if self._open:
            self._open[-1].children.append(node)
            self._open[-1].weight += weight
        else:
            self.root = node

    def _tagged(self, event: Any, start: int) -> bool:
        """Return whether a tag stands at a node, and report it unless it is a harmless one."""
        tag = None if event.ctag is None else event.ctag.trval
        if tag is None or tag in _CORE_TAGS:
            return tag is not None and tag.endswith((":str", "!"))
        written = self._source.text[start:].split(maxsplit=1)[0]
        self._problem(
            "SB007",
            (start, start + len(written)),
            f"the tag {quoted(written)} is not allowed",
            hint="put a text that starts with ! in double quotes",
        )
        return False

    def _pairs(self, children: list[Node]) -> tuple[tuple[Scalar, Node], ...]:
        pairs: dict[str, tuple[Scalar, Node]] = {}
        merged: list[Mapping] = []
        for key, value in zip(children[::2], children[1::2], strict=True):
            if not isinstance(key, Scalar):
                self._problem("SB022", span(key), "a key must be text, not a list or mapping")
            elif key.text == MERGE_KEY and key.plain:
                merged += self._merged(value)
            elif key.text in pairs:
                self._problem(
                    "SB008",
                    span(key),
                    f"the key {quoted(key.text)} is given twice",
                    related=((span(pairs[key.text][0]), "first given here"),),
                )
            else:
                pairs[key.text] = key, value
        for mapping in merged:
            for key, value in mapping.pairs:
                pairs.setdefault(key.text, (key, value))
        return tuple(pairs.values())

    def _merged(self, value: Node) -> list[Mapping]:
        """Return the mappings that a merge key (`<<`) brings in, the first wins."""
        nodes = value.items if isinstance(value, Sequence) else (value,)
        found = [node for node in nodes if isinstance(node, Mapping)]
        if len(found) < len(nodes) and not is_null(value):
            self._problem("SB009", span(value), "<< takes an alias of a mapping, or a list of them")
        return found
