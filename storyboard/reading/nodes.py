"""YAML as a tree of nodes that remember where they stand.

Scalars stay the text that was written: what `no`, `1e3` or `42` means depends on where it is
asked for, so that `says: no` is a word and `steps: 30` a number. No tag is ever acted upon.
"""

import re
from dataclasses import dataclass
from typing import TypeAlias

from storyboard.reading.source import Span

MERGE_KEY = "<<"
_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_INT = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_RADIX = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text as written; `plain` is whether it stands without quotes."""

    text: str
    plain: bool
    start: int
    end: int

    @property
    def is_null(self) -> bool:
        """Whether nothing, `~` or `null` stands here."""
        return self.plain and self.text in _NULLS


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: tuple["Node", ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys with values, in the author's order, no key twice."""

    pairs: tuple[tuple[Scalar, "Node"], ...]
    start: int
    end: int


Node: TypeAlias = Scalar | Sequence | Mapping


def is_null(node: Node) -> bool:
    """Whether a node says nothing."""
    return isinstance(node, Scalar) and node.is_null


def span(node: Node) -> Span:
    """Return where a node stands; of a value that is not there, its place."""
    return node.start, node.end


def kind(node: Node) -> str:
    """Name a node's kind for a message."""
    if isinstance(node, Sequence):
        return "a list"
    if isinstance(node, Mapping):
        return "a mapping"
    return "nothing" if node.is_null else "text" if number(node) is None else "a number"


def number(node: Scalar) -> int | float | None:
    """Return the number that a plain scalar is by YAML 1.2's core schema, if it is one."""
    if not node.plain or len(node.text) > 400:
        return None
    if _INT.fullmatch(node.text):
        return int(node.text)
    if _FLOAT.fullmatch(node.text):
        return float(node.text)
    return int(node.text, 0) if _RADIX.fullmatch(node.text) else None


def plain_data(node: Node) -> object:
    """Return a node as Python data by YAML 1.2's core schema."""
    if isinstance(node, Mapping):
        return {key.text: plain_data(value) for key, value in node.pairs}
    if isinstance(node, Sequence):
        return [plain_data(item) for item in node.items]
    if node.is_null:
        return None
    if node.plain and node.text.lower() in ("true", "false"):
        return node.text.lower() == "true"
    value = number(node)
    return node.text if value is None else value
