"""The page: named sizes and lengths with units become points (1/72 inch)."""

import re
from typing import Any

from schemas.story import PageFormat
from storyboard.diagnostics import did_you_mean, listed, quoted
from storyboard.reading.nodes import Mapping, Node, Scalar, is_null, kind, number
from storyboard.reading.report import Report
from storyboard.reading.values import Fields, fold
from storyboard.reading.words import READINGS

UNITS = {"pt": 1.0, "in": 72.0, "mm": 72 / 25.4, "cm": 72 / 2.54, "px": 0.75}
"""Points to a unit; px is CSS's, 96 to the inch."""
SIZES = {
    "us-comic": "6.625x10.25in", "manga-b5": "182x257mm", "a4": "210x297mm", "a5": "148x210mm",
    "letter": "8.5x11in", "square": "8x8in", "webtoon": "800x1280px",
}  # fmt: skip
"""Trimmed page sizes by name; any of them may be followed by `landscape`."""
PAGE_KEYS = {
    "size": "A page size's name, or width x height with a unit, such as 6.625x10.25in.",
    "reading": "Reading direction: ltr, rtl, or scroll for a vertical strip.",
    "bleed": "How far pictures reach beyond the trimmed page, such as 0.125in.",
    "gutter": "Space between panels, such as 0.12in.",
    "margin": "Space between the page's edge and its panels, such as 0.35in.",
}
_NUMBER = r"(\d+(?:\.\d*)?|\.\d+)"
_UNIT = f"({'|'.join(UNITS)})"
_LENGTH = re.compile(rf"{_NUMBER}\s*{_UNIT}?")
_PAIR = re.compile(rf"{_NUMBER}\s*{_UNIT}?\s*[x\u00d7*]\s*{_NUMBER}\s*{_UNIT}")
_SHORTEST, _LONGEST = 36.0, 7200.0


def read_page(report: Report, node: Node | None) -> PageFormat:
    """Read `page`, whose value may be a size alone; absent keys take their defaults."""
    if node is None or is_null(node):
        return PageFormat()
    if isinstance(node, Scalar):
        size = _size(report, node)
        return PageFormat(**_sized(size, fold(node.text)))
    fields = Fields(report, node, PAGE_KEYS, what="page")
    given: dict[str, Any] = {}
    at = fields.get("size")
    if at is not None:
        given |= _sized(_size(report, at), fold(at.text) if isinstance(at, Scalar) else "")
    if reading := fields.word("reading", READINGS, what="a reading direction"):
        given["reading"] = reading
    given |= _spaces(report, fields, **{**PageFormat().model_dump(), **given})
    return PageFormat(**given)


def _sized(size: tuple[float, float] | None, name: str) -> dict[str, Any]:
    """Return a size's fields; a webtoon scrolls unless the author says otherwise."""
    if size is None:
        return {}
    scroll = {"reading": "scroll"} if name == "webtoon" else {}
    return {"width": size[0], "height": size[1], **scroll}


def _spaces(
    report: Report, fields: Fields, *, width: float, height: float, **_: Any
) -> dict[str, float]:
    found: dict[str, float] = {}
    for key, most in (("bleed", 144.0), ("gutter", 0.25), ("margin", 0.4)):
        limit = most if most > 1 else most * min(width, height)
        node = fields.get(key)
        value = None if node is None else length(report, node, what=key)
        if node is not None and value is not None and value > limit:
            report.add("SB024", node, f"{key} is too large for the page",
                       expected=f"at most {limit:g}pt")  # fmt: skip
        elif value is not None:
            found[key] = value
    return found


def length(report: Report, node: Node, *, what: str) -> float | None:
    """Read a length in points: a number with a unit, or a bare number of points."""
    match = _LENGTH.fullmatch(node.text.strip().lower()) if isinstance(node, Scalar) else None
    if match is None:
        shown = quoted(node.text) if isinstance(node, Scalar) and node.text else kind(node)
        report.add("SB025", node, f"{what} is {shown}, which is no length",
                   expected="a number and a unit, such as 0.12in, 3mm or 9pt")  # fmt: skip
        return None
    return float(match[1]) * UNITS[match[2] or "pt"]


def _size(report: Report, node: Node) -> tuple[float, float] | None:
    written = node.text.strip().lower() if isinstance(node, Scalar) else ""
    name, turned = re.subn(r"[\s-]+landscape$", "", written)
    match = _PAIR.fullmatch(SIZES.get(re.sub(r"[\s_]+", "-", name), name))
    if match is None:
        _report_size(report, node, name)
        return None
    width = float(match[1]) * UNITS[match[2] or match[4]]
    height = float(match[3]) * UNITS[match[4]]
    if not all(_SHORTEST <= side <= _LONGEST for side in (width, height)):
        report.add("SB024", node, "a page of this size cannot be made",
                   expected=f"sides of {_SHORTEST / 72:g} to {_LONGEST / 72:g} inches")  # fmt: skip
        return None
    width, height = (round(side, 3) for side in (width, height))
    return (max(width, height), min(width, height)) if turned else (width, height)


def _report_size(report: Report, node: Node, name: str) -> None:
    shown = quoted(name) if isinstance(node, Scalar) and name else kind(node)
    hint = did_you_mean(name, SIZES)
    if isinstance(node, Mapping) or (isinstance(node, Scalar) and number(node) is not None):
        hint = "write width x height and a unit in one text"
    report.add("SB025", node, f"{shown} is not a page size", hint=hint,
               expected=f"{listed([*SIZES, 'lengths such as 6.625x10.25in'])}")  # fmt: skip
