"""What is wrong with a story file, and where; `errors.py` has the error that carries them.

Lines and columns count from 1, columns in characters. The codes are explained in
`storyboard.diagnostics.codes`, the ways to print them are in `storyboard.diagnostics.formats`.
"""

import difflib
from collections.abc import Iterable, Sequence
from typing import Literal

from schemas.base import Value

Severity = Literal["error", "warning"]


class Related(Value):
    """Another place that has to do with a problem, such as a key's first appearance."""

    message: str
    line: int
    column: int


class Diagnostic(Value):
    """One problem of a story file.

    `end_line` and `end_column` are the place just after the last character meant.
    """

    code: str
    """A stable code of `storyboard.diagnostics.codes.CODES`, such as `SB012`."""
    severity: Severity
    message: str
    file: str
    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1
    source_line: str = ""
    """The text of `line`, to be shown above the caret; empty where there is no text."""
    expected: str | None = None
    hint: str | None = None
    related: tuple[Related, ...] = ()

    @property
    def is_error(self) -> bool:
        """Whether the story cannot be used because of this."""
        return self.severity == "error"


def summary(diagnostics: Sequence[Diagnostic]) -> str:
    """Count the problems: `2 errors and 1 warning`, or `no problems`."""
    errors = sum(each.is_error for each in diagnostics)
    counts = ((errors, "error"), (len(diagnostics) - errors, "warning"))
    parts = [f"{count} {noun}{'s' * (count > 1)}" for count, noun in counts if count]
    return " and ".join(parts) or "no problems"


def quoted(text: str, *, limit: int = 60) -> str:
    """Quote an author's text for a message: shortened, and harmless to a terminal.

    >>> quoted("wied")
    '"wied"'
    """
    short = text if len(text) <= limit else text[: limit - 1] + "…"
    safe = (char if char.isprintable() else ascii(char)[1:-1] for char in short)
    return f'"{"".join(safe)}"'


def nearest(word: str, choices: Iterable[str], *, cutoff: float = 0.6) -> str | None:
    """Return the choice that the author probably meant, or None where nothing is near."""
    by_lower: dict[str, str] = {}
    for choice in choices:
        by_lower.setdefault(choice.lower(), choice)
    near = difflib.get_close_matches(word.lower()[:80], by_lower, n=1, cutoff=cutoff)
    return by_lower[near[0]] if near else None


def did_you_mean(word: str, choices: Iterable[str], *, cutoff: float = 0.6) -> str | None:
    """Return the hint `did you mean "ringo"?`, or None where nothing is near."""
    near = nearest(word, choices, cutoff=cutoff)
    return f"did you mean {quoted(near)}?" if near else None


def listed(choices: Iterable[str], *, limit: int = 14) -> str:
    """Join choices for a reader: `one, two or three`; long lists are cut."""
    words = list(choices)
    if len(words) > limit:
        return ", ".join(words[:limit]) + f" … ({len(words)} in all)"
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} or {words[-1]}"
