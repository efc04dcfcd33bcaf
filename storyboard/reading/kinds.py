"""What may stand at a key: text, a word, a number, a file, a list of these.

Each is a `Kind`: a reader of `storyboard.reading.values` and the JSON Schema of what it reads.
"""

import re
from collections.abc import Callable, Iterable
from collections.abc import Mapping as Table

from storyboard.reading import values
from storyboard.reading.files import PICTURES, one_file
from storyboard.reading.keys import (
    Definitions,
    Kind,
    Schema,
    Section,
    WithReport,
    WorldT,
    nullable,
)
from storyboard.reading.nodes import Node, Scalar

SEED_LIMIT = 2**63 - 1
ID = re.compile(r"[^\W_][\w-]{0,59}")
"""What ids look like: letters, digits, - and _, a letter or digit first."""
_PUNCTUATION = r"!-,./:-@\[-^`{-~"
ID_PATTERN = rf"^[^\s{_PUNCTUATION}_-][^\s{_PUNCTUATION}]*$"
"""Says what ids lack, because the letters of all scripts have no short name in JavaScript."""


def text(what: str, *, prose: bool = False) -> Kind[WithReport]:
    """Take text; `prose` is text that a reader will see, in which a `#` may be meant."""

    def read(node: Node, context: WithReport) -> str | None:
        return values.text(context.report, node, what=what, prose=prose)

    return defined("text", Kind(read, lambda _: {"type": ["string", "number", "boolean"]}))


def texts(what: str, *, prose: bool = False) -> Kind[WithReport]:
    """Take a text or a list of texts; the value is a tuple."""
    one = text(what, prose=prose)

    def read(node: Node, context: WithReport) -> tuple[str, ...]:
        found = (one.read(item, context) for item in values.items(node))
        return tuple(each for each in found if each)

    return defined("texts", Kind(read, lambda known: one_or_many(one.schema(known))))


def word(words: Table[str, str], what: str) -> Kind[WithReport]:
    """Take one of a few words; `words` leads from each folded spelling to the word meant.

    Editors suggest the words meant and allow their other spellings.
    """
    meant = list(dict.fromkeys(words.values()))
    others = sorted(set(words) - set(meant))

    def read(node: Node, context: WithReport) -> str | None:
        return values.word(context.report, node, words, what=what)

    return Kind(read, lambda _: {"anyOf": [{"enum": meant}, {"enum": others}]})


def whole(what: str, *, low: int, high: int) -> Kind[WithReport]:
    """Take a whole number of [low, high]."""

    def read(node: Node, context: WithReport) -> int | None:
        return values.integer(context.report, node, what=what, low=low, high=high)

    return Kind(read, lambda _: {"type": "integer", "minimum": low, "maximum": high})


def seed() -> Kind[WithReport]:
    """Take a number from which randomness follows."""
    return defined("seed", whole("seed", low=0, high=SEED_LIMIT))


def decimal(what: str, *, low: float, high: float, above: bool = False) -> Kind[WithReport]:
    """Take a number of [low, high], or of (low, high] where it must lie `above`."""
    least = "exclusiveMinimum" if above else "minimum"

    def read(node: Node, context: WithReport) -> float | None:
        return values.decimal(context.report, node, what=what, low=low, high=high, above=above)

    return Kind(read, lambda _: {"type": "number", least: low, "maximum": high})


def file(what: str, *, suffixes: tuple[str, ...] = PICTURES) -> Kind[WithReport]:
    """Take the path of a file beside the story."""

    def read(node: Node, context: WithReport) -> str | None:
        return one_file(context.report, node, what=what, suffixes=suffixes)

    return Kind(read, lambda _: {"type": "string"})


def identity(what: str) -> Kind[WithReport]:
    """Take an id, as `ID` says."""

    def read(node: Node, context: WithReport) -> str | None:
        written = node.text.strip() if isinstance(node, Scalar) else ""
        if ID.fullmatch(written):
            return written
        slug = re.sub(r"\W+", "-", written.lower()).strip("-_")[:60]
        context.report.add(
            "SB026",
            node,
            f"{what} cannot have this id",
            expected="letters, digits, - and _",
            hint=f"write {slug}" if slug else None,
        )
        return None

    schema: Schema = {
        "anyOf": [{"type": "string", "pattern": ID_PATTERN}, {"type": "integer", "minimum": 0}]
    }
    return defined("id", Kind(read, lambda _: schema))


def mapping(section: Section[WorldT]) -> Kind[WorldT]:
    """Take a section; its value is the section's `Fields`."""
    return Kind(section.read, section.schema)


def described(read: Callable[[Node, WorldT], object], like: Kind[WorldT]) -> Kind[WorldT]:
    """Take what `like` describes and let `read` make more of it."""
    return Kind(read, like.schema)


def defined(name: str, value: Kind[WorldT]) -> Kind[WorldT]:
    """Give a kind's schema a name, by which other parts refer to it."""

    def schema(definitions: Definitions) -> Schema:
        if name not in definitions:
            definitions[name] = {}  # It may refer to itself.
            definitions[name] = value.schema(definitions)
        return {"$ref": f"#/definitions/{name}"}

    return Kind(value.read, schema)


def one_or_many(schema: Schema, *, least: int = 0) -> Schema:
    """Allow a list, or one item alone."""
    return {"anyOf": [{"type": "array", "items": schema, "minItems": least}, schema]}


def by_name(schema: Schema) -> Schema:
    """Allow a mapping whose keys are the author's own."""
    return {"type": "object", "additionalProperties": nullable(schema)}


def suggested(choices: Iterable[str]) -> Schema:
    """Suggest words, but allow any text: the reader knows more forms of them."""
    return {"anyOf": [{"enum": list(choices)}, {"type": "string"}]}
