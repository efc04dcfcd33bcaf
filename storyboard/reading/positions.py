"""Where a story's parts stand in its file, for problems that are found after it was read."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from storyboard.diagnostics import Diagnostic
from storyboard.reading.nodes import Mapping as MappingNode
from storyboard.reading.nodes import Node, Scalar, Sequence, span
from storyboard.reading.source import Source


class Positions(NamedTuple):
    """The nodes of a story that was read."""

    source: Source
    root: Node
    keys: Mapping[str, Node]
    """By key of the story."""
    characters: Mapping[str, Node]
    """By id: where each is listed or described."""
    panels: Mapping[str, tuple[Node, Mapping[str, Node]]]
    """By `scene-panel`: the panel, and its values by key."""

    def in_story(self, key: str) -> Node:
        """Return where the story says something, or the whole story."""
        return self.keys.get(key, self.root)

    def in_panel(self, panel: str, *keys: str, text: str | None = None) -> Node:
        """Return where a panel says something: the first of the keys that it has.

        `text` is looked for below the keys. A panel that has none of this stands for itself.
        """
        node, values = self.panels.get(panel, (self.root, {}))
        given = [values[key] for key in keys if key in values]
        found = (each for key in given for each in _scalars(key) if each.text.strip() == text)
        return next(found, given[0] if given else node)

    def problem(self, code: str, at: Node, message: str, **details: Any) -> Diagnostic:
        """Build a diagnostic; `details` are those of `Source.diagnostic`."""
        return self.source.diagnostic(code, span(at), message, **details)


def _scalars(node: Node) -> Iterator[Scalar]:
    match node:
        case Scalar():
            yield node
        case Sequence():
            for item in node.items:
                yield from _scalars(item)
        case MappingNode():
            for _, value in node.pairs:
                yield from _scalars(value)
