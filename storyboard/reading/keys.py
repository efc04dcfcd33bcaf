"""The keys of a story file, each declared once.

A `Key` says how a key is called, what may stand there and what that means. Three things follow
from it: the reader (`Section.read`), the JSON Schema by which editors complete and check
(`Section.schema`), and the tables of docs/story-format.md (`storyboard.authoring.reference`).
"""

from collections.abc import Callable
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from storyboard.diagnostics import did_you_mean, listed, quoted
from storyboard.reading.nodes import Mapping, Node, Scalar, is_null, kind
from storyboard.reading.report import Report

Schema = dict[str, Any]
"""A part of a JSON Schema, draft-07."""
Definitions = dict[str, Schema]
"""Parts of a JSON Schema that others refer to, by name."""
_COMMA = "inside { } a text with a comma needs double quotes"


class WithReport(Protocol):
    """What reading a value needs besides its node."""

    @property
    def report(self) -> Report:
        """Where problems are reported."""


WorldT = TypeVar("WorldT", bound=WithReport, contravariant=True)


class Kind(NamedTuple, Generic[WorldT]):
    """What may stand at a key: how it is read, and how editors are told of it."""

    read: Callable[[Node, WorldT], Any]
    """Return what a node says, or None where it could not be understood and was reported."""
    schema: Callable[[Definitions], Schema]
    """Describe what is read; what is worth a name goes into the definitions."""


class Key(NamedTuple, Generic[WorldT]):
    """One key of a section."""

    name: str
    value: Kind[WorldT]
    meaning: str
    """What it says, in a sentence without a full stop; words of the format between backticks."""
    default: str
    """What is taken where it is absent, in words; `required` where nothing can be."""
    field: str = ""
    """The field of a value that it fills; that of its own name where empty."""
    clearable: bool = False
    """Whether nothing after it says something: that what it would inherit is not meant."""
    inherited: bool = True
    """Of a panel: whether a panel that is `like` this one takes it over."""
    example: str = ""
    """How to write it, as a hint where it is required and missing."""

    @property
    def required(self) -> bool:
        """Whether it must be there."""
        return self.default == "required"

    @property
    def description(self) -> str:
        """What editors show beside the key."""
        words = self.meaning.replace("`", "").replace("*", "")
        default = self.default.replace("`", "").replace("*", "")
        suffix = f" Without it: {default}." if default and not self.required else ""
        return f"{words[0].upper()}{words[1:]}.{suffix}"


class Fields(NamedTuple):
    """What one mapping of a story gives."""

    values: dict[str, Any]
    """By field. What could not be understood is left out; what is cleared is None."""
    nodes: dict[str, Node]
    """Where each key's value stands; keys that say nothing are left out."""
    keys: dict[str, Scalar]
    """Where each key stands."""
    cleared: frozenset[str] = frozenset()
    """The keys that are there and say nothing."""


class Section(NamedTuple, Generic[WorldT]):
    """A mapping of a story: its keys in the order in which they are read and told."""

    what: str
    """What a message calls it, as `a panel`."""
    keys: tuple[Key[WorldT], ...]
    hint: str | None = None
    """How to write it, where something else than a mapping stands."""
    short: str | None = None
    """The key that a text alone gives, where one may stand for the mapping."""
    told_elsewhere: bool = False
    """Whether the caller reports required keys that are missing."""

    def read(self, node: Node, context: WorldT) -> Fields:
        """Read every key that is there; unknown and missing ones are reported."""
        if self.short and isinstance(node, Scalar):
            (key,) = (each for each in self.keys if each.name == self.short)
            value = key.value.read(node, context)
            return Fields(
                {} if value is None else {key.field or key.name: value}, {key.name: node}, {}
            )
        pairs = self._pairs(node, context.report)
        nodes = {name: value for name, (_, value) in pairs.items() if not is_null(value)}
        fields = Fields(
            {},
            nodes,
            {name: key for name, (key, _) in pairs.items()},
            frozenset(pairs.keys() - nodes.keys()),
        )
        for key in self.keys:
            value = key.value.read(nodes[key.name], context) if key.name in nodes else None
            if value is not None or key.name in fields.cleared:
                fields.values[key.field or key.name] = value
            elif key.required and key.name not in nodes:
                self._report_missing(key, node, context.report)
        return fields

    def schema(self, definitions: Definitions) -> Schema:
        """Describe the mapping, or the text that may stand for it."""
        properties = {key.name: _property(key, definitions) for key in self.keys}
        mapping: Schema = {
            "type": "object",
            "additionalProperties": False,
            "properties": properties,
        }
        if required := [key.name for key in self.keys if key.required]:
            mapping["required"] = required
        if self.short is None:
            return mapping
        (key,) = (each for each in self.keys if each.name == self.short)
        return {"anyOf": [mapping, key.value.schema(definitions)]}

    def file_schema(self, title: str, description: str) -> Schema:
        """Return the JSON Schema (draft-07) of files that are such a mapping."""
        definitions: Definitions = {}
        fields = self.schema(definitions)
        return {
            "$schema": "http://json-schema.org/draft-07/schema#",
            "title": title,
            "description": description,
            **fields,
            "definitions": definitions,
        }

    @property
    def names(self) -> tuple[str, ...]:
        """The keys' names."""
        return tuple(key.name for key in self.keys)

    def _pairs(self, node: Node, report: Report) -> dict[str, tuple[Scalar, Node]]:
        if not isinstance(node, Mapping):
            if not is_null(node):
                report.add(
                    "SB022",
                    node,
                    f"{self.what} must be a mapping, not {kind(node)}",
                    hint=self.hint,
                )
            return {}
        found: dict[str, tuple[Scalar, Node]] = {}
        names = self.names
        for key, value in node.pairs:
            if key.text in names:
                found[key.text] = key, value
                continue
            near = did_you_mean(key.text, names)
            report.add(
                "SB020",
                key,
                f"{self.what} has no key {quoted(key.text)}",
                expected=listed(names, limit=24),
                hint=_COMMA if _after_comma(key, value) else near,
            )
        return found

    def _report_missing(self, key: Key[WorldT], node: Node, report: Report) -> None:
        if isinstance(node, Mapping) and not self.told_elsewhere:
            report.add(
                "SB021",
                node,
                f"{self.what} without {key.name}",
                hint=f"add {key.example}" if key.example else None,
            )


def _after_comma(key: Scalar, value: Node) -> bool:
    """Whether a key is the rest of a text that a comma cut in two inside { }."""
    return is_null(value) and value.start == value.end == key.end


def _property(key: Key[Any], definitions: Definitions) -> Schema:
    schema = key.value.schema(definitions)
    if key.clearable:
        schema = nullable(schema)
    # Draft-07 ignores what stands beside a $ref, so a description needs a frame.
    return {"description": key.description, **({"allOf": [schema]} if "$ref" in schema else schema)}


def nullable(schema: Schema) -> Schema:
    """Allow nothing, too."""
    return {"anyOf": [schema, {"type": "null"}]}
