"""Parts of which answers are made: schemas that strict output knows, and their careful reading."""

import json
from collections.abc import Sequence
from typing import Any

from storyboard.diagnostics import did_you_mean
from storyboard.director.replies import Unfit

LONGEST = 200
"""Characters of any free text in an answer."""


def json_in(text: str) -> Any:
    """Find the object in an answer that may be wrapped in prose or in a code block."""
    start, end = text.find("{"), text.rfind("}")
    if start < 0 or end < start:
        raise Unfit("the answer holds no JSON object")
    try:
        return json.loads(text[start : end + 1])
    except (ValueError, RecursionError) as error:
        raise Unfit(f"the answer is not valid JSON: {error}") from error


def word_of(
    value: Any, words: Sequence[str], code: str, what: str, problems: list[str]
) -> str | None:
    """Return a word of a vocabulary; None for null. Any other answer is a problem."""
    if value is None or (isinstance(value, str) and value in words):
        return value
    near = did_you_mean(value, list(words)) if isinstance(value, str) else None
    problems.append(f"{code}: there is no {what} {shown(value)}{f' ({near})' if near else ''}")
    return None


def text_of(value: Any, what: str, problems: list[str]) -> str | None:
    """Return a text in one line, without controls; None for null or nothing."""
    if value is None:
        return None
    if not isinstance(value, str) or len(value) > LONGEST:
        problems.append(f"SB022: {what} must be a text of at most {LONGEST} characters")
        return None
    plain = " ".join("".join(c if c.isprintable() else " " for c in value).split())
    return plain or None


def shown(value: Any) -> str:
    """Return a value of an answer for a message, cut short."""
    return repr(value)[:60]


def closed(properties: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of an object with exactly these keys."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def one_of(words: Sequence[str]) -> dict[str, Any]:
    """Return the schema of one word of several."""
    return {"type": "string", "enum": list(words)}


def maybe(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a value or null."""
    return {"anyOf": [schema, {"type": "null"}]}


def list_of(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a list."""
    return {"type": "array", "items": schema}
