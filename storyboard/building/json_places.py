"""Where a value stands in a JSON text, for messages about values that were found wrong."""

import json
import re
from collections.abc import Sequence
from typing import NamedTuple

_BLANK = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder()
_LONGEST = 160


class Place(NamedTuple):
    """A line and column, which count from 1, and the line's text; empty where it is long."""

    line: int
    column: int
    text: str


def place_of(text: str, path: Sequence[str | int]) -> Place:
    """Return where the value stands that a path leads to.

    Steps that the text does not have are passed over, such as the branches of a union in
    pydantic's paths; so is what comes after a value that is missing.
    """
    at = _skipped(text, 0)
    for step in path:
        found = _entered(text, at, step)
        at = at if found is None else found
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    line = text[start : end if end >= 0 else len(text)].rstrip("\r")
    return Place(text.count("\n", 0, at) + 1, at - start + 1, line if len(line) < _LONGEST else "")


def _skipped(text: str, at: int) -> int:
    found = _BLANK.match(text, at)
    return found.end() if found else at


def _entered(text: str, at: int, step: str | int) -> int | None:
    """Return where the item of that key or number begins in what stands at `at`."""
    opening = text[at : at + 1]
    if opening not in ("{", "[") or isinstance(step, str) != (opening == "{"):
        return None
    at, number = _skipped(text, at + 1), 0
    while text[at] not in "}]":
        key: str | int = number
        if opening == "{":
            key, at = _DECODER.raw_decode(text, at)
            at = _skipped(text, _skipped(text, at) + 1)
        if key == step:
            return at
        at = _skipped(text, _DECODER.raw_decode(text, at)[1])
        at = _skipped(text, at + 1) if text[at] == "," else at
        number += 1
    return None
