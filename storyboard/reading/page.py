"""The page: named sizes and lengths with units become points (1/72 inch)."""

import re
from typing import Any

from schemas.story import PageFormat
from storyboard.diagnostics import did_you_mean, listed, quoted
from storyboard.reading.keys import Definitions, Key, Kind, Schema, Section, WithReport
from storyboard.reading.kinds import defined, word
from storyboard.reading.nodes import Mapping, Node, Scalar, kind, number
from storyboard.reading.report import Report
from storyboard.reading.synonyms import READINGS
from storyboard.reading.values import fold

UNITS = {"pt": 1.0, "in": 72.0, "mm": 72 / 25.4, "cm": 72 / 2.54, "px": 0.75}
"""Points to a unit; px is CSS's, 96 to the inch."""
SIZES = {
    "us-comic": "6.625x10.25in",
    "manga-b5": "182x257mm",
    "a4": "210x297mm",
    "a5": "148x210mm",
    "letter": "8.5x11in",
    "square": "8x8in",
    "webtoon": "800x1280px",
}
"""Trimmed page sizes by name; any of them may be followed by `landscape`."""
_NUMBER = r"(\d+(?:\.\d*)?|\.\d+)"
_UNIT = f"({'|'.join(UNITS)})"
_LENGTH = re.compile(rf"{_NUMBER}\s*{_UNIT}?")
_PAIR = re.compile(rf"{_NUMBER}\s*{_UNIT}?\s*[x\u00d7*]\s*{_NUMBER}\s*{_UNIT}")
SHORTEST, LONGEST = 36.0, 7200.0
"""Of a page's sides, in points."""
_LENGTH_PATTERN = r"^\s*(\d+\.?\d*|\.\d+)\s*(pt|in|mm|cm|px)?\s*$"
_SIZE_PATTERN = r"^\s*[\d.]+\s*(pt|in|mm|cm|px)?\s*[x*×]\s*[\d.]+\s*(pt|in|mm|cm|px)\s*$"


def _length(key: str) -> Kind[WithReport]:
    def read(node: Node, context: WithReport) -> float | None:
        return length(context.report, node, what=key)

    schema: Schema = {
        "anyOf": [{"type": "string", "pattern": _LENGTH_PATTERN}, {"type": "number", "minimum": 0}]
    }
    return defined("length", Kind(read, lambda _: schema))


def _size_schema(_: Definitions) -> Schema:
    names = [name + turned for turned in ("", " landscape") for name in SIZES]
    return {"anyOf": [{"enum": names}, {"type": "string", "pattern": _SIZE_PATTERN}]}


PAGE = Section(
    "page",
    (
        Key(
            "size",
            Kind(lambda node, context: _size(context.report, node), _size_schema),
            "page size: `us-comic` (6.625×10.25 in), `manga-b5` (182×257 mm), `a4`, `a5`, "
            "`letter`, `square` (8×8 in), `webtoon` (800×1280 px, scrolling), each also "
            "`… landscape`; or `6.625x10.25in` in any unit",
            default="`us-comic`",
        ),
        Key(
            "reading",
            word(READINGS, "a reading direction"),
            "reading direction: `ltr`, `rtl`, or `scroll` for a vertical strip",
            default="`ltr`; `scroll` for `webtoon`",
        ),
        Key(
            "bleed",
            _length("bleed"),
            "how far pictures reach beyond the trimmed page, such as `0.125in`, at most 2 in",
            default="`0`",
        ),
        Key("gutter", _length("gutter"), "space between panels", default="`0.12in`"),
        Key(
            "margin",
            _length("margin"),
            "space between the page's edge and its panels",
            default="`25pt`",
        ),
    ),
    short="size",
)


def read_page(node: Node, context: WithReport) -> PageFormat:
    """Read `page`, whose value may be a size alone; absent keys take their defaults."""
    report, fields = context.report, PAGE.read(node, context)
    given = {key: value for key, value in fields.values.items() if value is not None}
    if size := given.pop("size", None):
        at = fields.nodes["size"]
        given = _sized(size, fold(at.text) if isinstance(at, Scalar) else "") | given
    sides = {**PageFormat().model_dump(), **given}
    for key, most in (("bleed", 144.0), ("gutter", 0.25), ("margin", 0.4)):
        limit = most if most > 1 else most * min(sides["width"], sides["height"])
        if given.get(key, 0) > limit:
            report.add(
                "SB024",
                fields.nodes[key],
                f"{key} is too large for the page",
                expected=f"at most {limit:g}pt",
            )
            del given[key]
    page = PageFormat(**given)
    if 2 * page.margin >= 0.8 * min(page.width, page.height):
        report.add(
            "SB024",
            fields.nodes.get("margin", node),
            "the page's margins leave no room for panels",
            hint=f"a margin of at most {0.1 * min(page.width, page.height):.0f}pt suits it",
        )
    return page


def _sized(size: tuple[float, float], name: str) -> dict[str, Any]:
    """Return a size's fields; a webtoon scrolls unless the author says otherwise."""
    scroll = {"reading": "scroll"} if name == "webtoon" else {}
    return {"width": size[0], "height": size[1], **scroll}


def length(report: Report, node: Node, *, what: str) -> float | None:
    """Read a length in points: a number with a unit, or a bare number of points."""
    match = _LENGTH.fullmatch(node.text.strip().lower()) if isinstance(node, Scalar) else None
    if match is None:
        shown = quoted(node.text) if isinstance(node, Scalar) and node.text else kind(node)
        report.add(
            "SB025",
            node,
            f"{what} is {shown}, which is no length",
            expected="a number and a unit, such as 0.12in, 3mm or 9pt",
        )
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
    if not all(SHORTEST <= side <= LONGEST for side in (width, height)):
        report.add(
            "SB024",
            node,
            "a page of this size cannot be made",
            expected=f"sides of {SHORTEST / 72:g} to {LONGEST / 72:g} inches",
        )
        return None
    width, height = (round(side, 3) for side in (width, height))
    return (max(width, height), min(width, height)) if turned else (width, height)


def _report_size(report: Report, node: Node, name: str) -> None:
    shown = quoted(name) if isinstance(node, Scalar) and name else kind(node)
    hint = did_you_mean(name, SIZES)
    if isinstance(node, Mapping) or (isinstance(node, Scalar) and number(node) is not None):
        hint = "write width x height and a unit in one text"
    report.add(
        "SB025",
        node,
        f"{shown} is not a page size",
        hint=hint,
        expected=f"{listed([*SIZES, 'lengths such as 6.625x10.25in'])}",
    )
