"""Ways to print diagnostics: text for people, JSON for scripts, SARIF for code hosts."""

import json
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from storyboard.diagnostics import Diagnostic
from storyboard.diagnostics.codes import CODES
from storyboard.printable import visible

_COLOURS = {"error": "1;31", "warning": "1;33", "help": "1;36", "dim": "1;34", "strong": "1"}


def as_text(diagnostics: Sequence[Diagnostic], *, colour: bool = False, limit: int = 100) -> str:
    """Print the problems as a compiler would: place, code, message, source line, caret, help.

    Only the first `limit` are printed; the last line says how many there are besides.
    """
    blocks = ["\n".join(_block(each, colour=colour)) for each in diagnostics[:limit]]
    if len(diagnostics) > limit:
        blocks.append(f"… and {len(diagnostics) - limit} more")
    return "\n\n".join(blocks)


def as_json(diagnostics: Sequence[Diagnostic]) -> str:
    """Print the problems as a JSON array of objects, one per problem, fields as in `Diagnostic`."""
    return json.dumps([each.model_dump() for each in diagnostics], indent=2, ensure_ascii=False)


def as_sarif(diagnostics: Sequence[Diagnostic]) -> str:
    """Print the problems as SARIF 2.1.0, which code hosts show beside the lines of a change."""
    used = sorted({each.code for each in diagnostics})
    driver = {
        "name": "storyboard",
        "rules": [_rule(code) for code in used],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(each, used.index(each.code)) for each in diagnostics],
    }
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    return json.dumps(log, indent=2, ensure_ascii=False)


def _block(each: Diagnostic, *, colour: bool) -> Iterator[str]:
    def paint(text: str, tone: str) -> str:
        return f"\033[{_COLOURS[tone]}m{text}\033[0m" if colour else text

    place = paint(f"{visible(each.file)}:{each.line}:{each.column}:", "strong")
    kind = paint(f"{each.severity}[{each.code}]", each.severity)
    yield f"{place} {kind}: {visible(each.message)}"
    gutter = " " * len(str(each.line))
    if each.source_line.strip():
        before, marked = _caret(each)
        yield f" {paint(f'{each.line} |', 'dim')} {_shown(each.source_line)}"
        yield f" {gutter} {paint('|', 'dim')} {before}{paint(marked, each.severity)}"
    notes = [("expected", each.expected), ("help", each.hint)]
    notes += [
        ("note", f"{note.message} (line {note.line}, column {note.column})")
        for note in each.related
    ]
    for label, text in notes:
        if text:
            yield f" {gutter} {paint('=', 'dim')} {paint(f'{label}:', 'help')} {visible(text)}"


def _caret(each: Diagnostic) -> tuple[str, str]:
    """Return the blanks before the caret line's carets, and the carets."""
    line, start = each.source_line, each.column - 1
    end = each.end_column - 1 if each.end_line == each.line else len(line.rstrip())
    blanks = "".join(char if char == "\t" else " " * _cells(char) for char in line[:start])
    return blanks, "^" * max(1, sum(_cells(char) for char in line[start:end]))


def _cells(char: str) -> int:
    """Return how many columns of a terminal a character takes."""
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _shown(line: str) -> str:
    return "".join(char if char.isprintable() or char == "\t" else "�" for char in line.rstrip())


def _rule(code: str) -> dict[str, Any]:
    entry = CODES[code]
    return {
        "id": code,
        "shortDescription": {"text": entry.title},
        "fullDescription": {"text": entry.explanation},
        "defaultConfiguration": {"level": entry.severity},
    }


def _result(each: Diagnostic, rule: int) -> dict[str, Any]:
    parts = (each.message, each.expected and f"Expected: {each.expected}.", each.hint)
    result: dict[str, Any] = {
        "ruleId": each.code,
        "ruleIndex": rule,
        "level": each.severity,
        "message": {"text": " ".join(part for part in parts if part)},
        "locations": [
            {
                "physicalLocation": _location(
                    each.file, each.line, each.column, each.end_line, each.end_column
                )
            }
        ],
    }
    if each.related:
        result["relatedLocations"] = [
            {
                "physicalLocation": _location(each.file, note.line, note.column),
                "message": {"text": note.message},
            }
            for note in each.related
        ]
    return result


def _location(
    file: str, line: int, column: int, end_line: int | None = None, end_column: int | None = None
) -> dict[str, Any]:
    region = {"startLine": line, "startColumn": column}
    if end_line and end_column:
        region |= {"endLine": end_line, "endColumn": end_column}
    path = PurePath(file)
    uri = path.as_uri() if path.is_absolute() else quote(path.as_posix())
    return {"artifactLocation": {"uri": uri}, "region": region}
