"""Readers of single values: text, numbers, words, lists, mappings.

Each returns None where it could not understand its node, which it has then reported.
"""

import re
import unicodedata
from collections.abc import Iterator
from collections.abc import Mapping as Table

from storyboard.diagnostics import did_you_mean, listed, quoted
from storyboard.reading.nodes import Node, Scalar, Sequence, is_null, kind, number
from storyboard.reading.report import Report

TEXT_LIMIT = 5000
_CUT = re.compile(r"[ \t]+(#[^\s#].*)")
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""Control characters, which no reader could see."""


def fold(text: str) -> str:
    """Return a word as it is compared: case, hyphens, underscores, spaces and the way in which
    accents are encoded do not matter."""
    text = unicodedata.normalize("NFC", text)
    return " ".join(text.casefold().replace("_", " ").replace("-", " ").split())


def text(report: Report, node: Node, *, what: str, prose: bool = False) -> str | None:
    """Read text; numbers and words such as `no` are text as written.

    `prose` is text that a reader will see, in which a `#` may be meant.
    """
    if not isinstance(node, Scalar):
        report.add("SB022", node, f"{what} must be text, not {kind(node)}")
        return None
    value = node.text.strip()
    if node.is_null or not any(unicodedata.category(char)[0] not in "CZ" for char in value):
        report.add("SB021", node, f"{what} is empty", hint=_comment_hint(report, node))
        return None
    if bad := UNPRINTABLE.search(value):
        report.add("SB003", node, f"the control character U+{ord(bad.group()):04X} in {what}")
        return None
    if len(value) > TEXT_LIMIT:
        report.add(
            "SB024", node, f"{what} has {len(value)} characters", expected=f"at most {TEXT_LIMIT}"
        )
        return None
    if prose:
        _warn_of_comment(report, node)
    return value


def _warn_of_comment(report: Report, node: Scalar) -> None:
    """Warn of a `#` that looks like part of the text (`#1`) but starts a comment."""
    source = report.source
    line = source.position(node.end)[0]
    rest = source.line(line)[source.position(node.end)[1] - 1 :]
    if node.plain and (cut := _CUT.match(rest)):
        at = node.end + cut.start(1)
        report.add(
            "SB028",
            (at, at + len(cut.group(1))),
            "a comment cuts this text short",
            hint='put the text in double quotes, or write "# " for a comment',
        )


def _comment_hint(report: Report, node: Scalar) -> str | None:
    line = report.source.line(report.source.position(node.start)[0])
    return "everything after # is a comment; use double quotes" if ": #" in line else None


def decimal(
    report: Report, node: Node, *, what: str, low: float, high: float, above: bool = False
) -> float | None:
    """Read a number of [low, high], or of (low, high] where it must lie `above`."""
    value = number(node) if isinstance(node, Scalar) else None
    if value is None:
        report.add(
            "SB022", node, f"{what} must be a number, not {_shown(node)}", hint=_number_hint(node)
        )
        return None
    if not low <= value <= high or (above and value == low):
        span = f"more than {low:g}, at most {high:g}" if above else f"{low:g} to {high:g}"
        report.add("SB024", node, f"{what} is out of range", expected=span)
        return None
    return float(value)


def integer(report: Report, node: Node, *, what: str, low: int, high: int) -> int | None:
    """Read a whole number of [low, high]."""
    value = number(node) if isinstance(node, Scalar) else None
    if not isinstance(value, int):
        report.add(
            "SB022",
            node,
            f"{what} must be a whole number, not {_shown(node)}",
            hint=_number_hint(node),
        )
        return None
    if not low <= value <= high:
        report.add("SB024", node, f"{what} is out of range", expected=f"{low} to {high}")
        return None
    return value


def _number_hint(node: Node) -> str | None:
    quotes = isinstance(node, Scalar) and not node.plain
    return "numbers have no quotes" if quotes else None


def _shown(node: Node) -> str:
    return quoted(node.text) if isinstance(node, Scalar) and node.text else kind(node)


def word(report: Report, node: Node, words: Table[str, str], *, what: str) -> str | None:
    """Read one of a few words; `words` leads from each folded spelling to the word meant."""
    if not isinstance(node, Scalar) or node.is_null:
        report.add(
            "SB022",
            node,
            f"{what} must be a word, not {kind(node)}",
            expected=listed(dict.fromkeys(words.values())),
        )
        return None
    meant = words.get(fold(node.text))
    if meant is None:
        report.add(
            "SB023",
            node,
            f"{quoted(node.text)} is not {what}",
            expected=listed(dict.fromkeys(words.values())),
            hint=did_you_mean(node.text, words),
        )
    return meant


def items(node: Node) -> Iterator[Node]:
    """Yield a list's items; anything else is a list of one, and nothing is empty."""
    if isinstance(node, Sequence):
        yield from node.items
    elif not is_null(node):
        yield node


def numbers(node: Node) -> list[float] | None:
    """Return a list of finite numbers, or None where it is something else."""
    if not isinstance(node, Sequence):
        return None
    found = [number(item) if isinstance(item, Scalar) else None for item in node.items]
    values = [float(value) for value in found if value is not None and abs(value) < 1e9]
    return values if len(values) == len(found) else None
