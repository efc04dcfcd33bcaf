"""Where the problems of one file are collected while it is read.

Readers return what they understood and report the rest, so that one run finds everything.
"""

from typing import Any

from storyboard.diagnostics import Diagnostic
from storyboard.reading.nodes import Node, span
from storyboard.reading.source import Source, Span


class Report:
    """The problems found so far in one source."""

    def __init__(self, source: Source, *, painted: tuple[Span, ...] = ()) -> None:
        self.source = source
        self._painted = painted
        self._found: dict[tuple[str, int, str], Diagnostic] = {}
        self._elsewhere: list[Diagnostic] = []

    def add(self, code: str, at: Node | Span, message: str, **details: Any) -> None:
        """Report a problem; where a syntax error was reported already, it is a consequence.

        `details` are those of `Source.diagnostic`: expected, hint, related.
        """
        place = at if isinstance(at, tuple) else span(at)
        if any(start <= place[0] <= end and start < end for start, end in self._painted):
            return
        # A node repeated by aliases is read more than once, its problems are told once.
        self._found.setdefault(
            (code, place[0], message), self.source.diagnostic(code, place, message, **details)
        )

    def include(self, *problems: Diagnostic) -> None:
        """Report problems of another file that this one names, with their own places."""
        self._elsewhere += problems

    @property
    def has_errors(self) -> bool:
        """Whether anything worse than a warning was reported."""
        return any(each.is_error for each in self.problems)

    @property
    def problems(self) -> list[Diagnostic]:
        """Everything reported, in the order it was found."""
        return [*self._found.values(), *self._elsewhere]
