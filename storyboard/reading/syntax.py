"""From text to nodes, saying in an author's words what YAML does not understand.

One unquoted colon in a line of dialogue must not hide the other problems of a file, so a line that
only needs quotes is reported, painted over in a copy that keeps every position, and the copy is
parsed again.
"""

import re
from typing import NamedTuple

from ruamel.yaml.error import MarkedYAMLError, YAMLError

from storyboard.diagnostics import Diagnostic
from storyboard.memory import TextMemory
from storyboard.reading.compose import Composer, TooMuchError, events
from storyboard.reading.nodes import Node
from storyboard.reading.scenewise import parsed_by_scenes
from storyboard.reading.source import Source, Span

PAINT = "\ue000"
"""Stands where text was painted over; whatever is found there has been reported."""
_MENDING_LIMIT = 1_000_000
"""Characters parsed again at most, so that a hopeless file is given up soon."""

_KEY = r"[^\s'\"\[\]{}#&*!|>@`%,?:-][^:#\n]*?"
_LINE = re.compile(
    rf"(?P<lead>[ ]*(?:- +)*(?:{_KEY}[ ]*:[ ]+)?)(?P<value>[^\s].*?)[ ]*(?:[ ]#.*)?", re.DOTALL
)


_TABBED = re.compile(r"^\t+", re.MULTILINE)
_INNER_TAB = re.compile(r"(?<=\S) *\t[ \t]*")
_SPACED = re.compile(r"^ +\S|^\t+ ", re.MULTILINE)


class Mended(NamedTuple):
    """A text of the same length in which one problem is painted over."""

    text: str
    painted: Span


class Parsed(NamedTuple):
    """What a text says, and what is wrong with its YAML."""

    root: Node | None
    problems: list[Diagnostic]
    painted: tuple[Span, ...]
    """Where problems were reported and mended; further problems there are consequences."""
    complete: bool
    """Whether the whole text could be read, be it with mended lines."""


def parse(source: Source, *, memory: TextMemory | None = None) -> Parsed:
    """Parse a text as YAML 1.2; problems come back sorted by place.

    Args:
        source: the text.
        memory: knows scenes that were parsed before.
    """
    problems, painted = list[Diagnostic](), list[Span]()
    # YAML 1.2 allows tabs between words, the parser does not.
    text = _INNER_TAB.sub(lambda tabs: " " * len(tabs.group()), source.text)
    if memory is not None and (whole := parsed_by_scenes(source, text, memory)) is not None:
        return Parsed(whole, [], (), complete=True)
    budget = _MENDING_LIMIT
    while True:
        composer = Composer(source)
        try:
            root = composer.compose(events(text))
        except TooMuchError:
            return Parsed(None, problems + composer.problems, tuple(painted), complete=False)
        except MarkedYAMLError as error:
            problem, mend = _explain(error, source, text)
            if mend or "SB006" not in {each.code for each in problems}:
                problems.append(problem)  # Mended tabs may have the wrong width.
            budget -= len(text)
            if mend is None or budget < 0:
                return Parsed(None, problems + composer.problems, tuple(painted), complete=False)
            painted.append(mend.painted)
            text = mend.text
        except (YAMLError, ValueError, OverflowError) as error:
            problems.append(source.diagnostic("SB004", (0, 0), f"not YAML: {error}"))
            return Parsed(None, problems, tuple(painted), complete=False)
        else:
            spans = (*painted, *composer.broken)
            return Parsed(root, problems + composer.problems, spans, complete=True)


def _explain(error: MarkedYAMLError, source: Source, text: str) -> tuple[Diagnostic, Mended | None]:
    """Return a syntax error as a diagnostic, and the text without it where that can be had."""
    mark = error.problem_mark or error.context_mark
    at = min(mark.index, len(text)) if mark else 0
    problem = str(error.problem)
    if "\\t" in problem and text[at : at + 1] == "\t":
        return _tabs(source, text, at)
    opened = _never_closed(error, text)
    if opened is not None:
        at = opened
    value = _value_at(text, source.line_start(at), at)
    if value and _is_trap(text, value, at):
        painted = text[: value[0]] + PAINT * (value[1] - value[0]) + text[value[1] :]
        return _needs_quotes(source, text, value, at), Mended(painted, value)
    if opened is not None:
        what = "quote" if text[at] in "'\"" else "bracket"
        return source.diagnostic("SB004", (at, at + 1), f"this {what} is never closed"), None
    return _plain_syntax(source, text, at, problem), None


def _tabs(source: Source, text: str, at: int) -> tuple[Diagnostic, Mended | None]:
    """Report the first tab; where all indentation is tabs, go on as if they were spaces."""
    end = at + len(text[at:]) - len(text[at:].lstrip("\t"))
    lines = len(_TABBED.findall(text))
    message = "a tab is used as indentation" + (
        f", here and in {lines - 1} more lines" if lines > 2 else ""
    )
    problem = source.diagnostic("SB006", (at, end), message, hint="indent with spaces")
    if _SPACED.search(text):
        return problem, None
    return problem, Mended(_TABBED.sub(lambda tabs: " " * len(tabs.group()), text), (at, at))


def _never_closed(error: MarkedYAMLError, text: str) -> int | None:
    """Return the offset of a quote or bracket that is opened and not closed."""
    context, mark = str(error.context), error.context_mark
    if mark is None or not any(word in context for word in ("flow", "quoted scalar")):
        return None
    if "escape" in str(error.problem):
        return None
    return mark.index if text[mark.index : mark.index + 1] in tuple("[{'\"") else None


def _value_at(text: str, start: int, at: int) -> Span | None:
    """Return the extent of the line's value, after dashes and key, if `at` lies within it."""
    end = re.compile(r"$", re.MULTILINE).search(text, start)
    line = _LINE.fullmatch(text, start, end.start() if end else len(text))
    if line is None or not line["lead"].strip():
        return None
    start, stop = line.span("value")
    return (start, stop) if start <= at <= stop else None


def _is_trap(text: str, value: Span, at: int) -> bool:
    """Whether a value would be fine prose, had it quotes around it."""
    written = text[slice(*value)]
    if PAINT in written:
        return False
    if written[0] in "[{" and written[-1] not in "]}":
        return re.search(r"[\]}]\s*\S", written) is not None
    if written[0] in "[{":
        return False
    return written[0] in "*&!@`%|>?-'\"," or (text[at : at + 1] == ":" and at > value[0])


def _needs_quotes(source: Source, text: str, value: Span, at: int) -> Diagnostic:
    written = text[slice(*value)]
    first = written[0]
    if text[at - 1] == "\\" and value[0] < at and first == '"':
        return source.diagnostic(
            "SB005",
            (at - 1, at + 1),
            f"in double quotes, \\{text[at : at + 1]} has no meaning",
            hint="write \\\\ for a backslash, or put the text in single quotes",
        )
    if first in "'\"":
        message = f"the text goes on after its closing {first}, or has none"
        hint = 'put the whole text in double quotes, with \\" for each double quote within'
    elif text[at : at + 1] == ":":
        message, hint = "a colon and a space within text that has no quotes", _quote_hint(written)
        value = (at, at + 1)
    else:
        message, hint = f"a text that starts with {first} needs quotes", _quote_hint(written)
    return source.diagnostic("SB005", value, message, hint=hint)


def _quote_hint(written: str) -> str:
    if len(written) > 50 or '"' in written:
        return "put the whole text in double quotes"
    return f'write "{written}"'


def _plain_syntax(source: Source, text: str, at: int, problem: str) -> Diagnostic:
    span: Span = (at, at + 1)
    if "could not find expected ':'" in problem:
        before = text.rfind("\n", 0, at) - 1
        start = source.line_start(max(0, before))
        stripped = text[start:at].strip()
        begin = start + (len(text[start:at]) - len(text[start:at].lstrip()))
        return source.diagnostic(
            "SB004",
            (begin, begin + len(stripped)),
            "a key without a colon",
            hint="keys are written `key: value`",
        )
    if "mapping values are not allowed" in problem:
        return source.diagnostic(
            "SB004",
            span,
            "a key cannot stand here",
            hint="indent the line like its neighbours, or put the text before it in quotes",
        )
    if "<block end>" in problem or "<document start>" in problem:
        return source.diagnostic(
            "SB004",
            span,
            "this line does not fit the lines above it",
            hint="lines of one list or mapping start in the same column",
        )
    return source.diagnostic("SB004", span, f"not YAML: {problem}")
