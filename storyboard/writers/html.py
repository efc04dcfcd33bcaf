"""The book as one self-contained web page: vector balloons, live text, no connection to anywhere.

The page forbids itself every network request; its one script and one style sheet are allowed by
their hashes, so that nothing an author types can become code.
"""

import base64
import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from schemas.book import HEAVY, Book, Curve, Lettering, Page, PlacedPanel, Run, TextLine
from storyboard import files
from storyboard.templating import templates
from storyboard.writers.pictures import embedded
from storyboard.writers.pieces import NONE, Pieces
from storyboard.writers.webfonts import family_class, web_fonts

TEMPLATES = Path(__file__).parent / "templates"
_PAGES = "<!-- pages -->\n"
"""Stands for the pages in the document; no words of an author's have a tag in them."""
_MANNERS = {
    "whisper": "whispering",
    "shout": "shouting",
    "thought": "thinking",
    "radio": "over the radio",
    "off-panel": "out of sight",
}


def write_html(book: Book, path: Path, *, pieces: Pieces = NONE) -> None:
    """Write the book to an HTML file; the same book always gives the same bytes."""
    files.write_parts(path, _parts(book, pieces))


def html_text(book: Book, *, pieces: Pieces = NONE) -> str:
    """Return the book as an HTML document; pages that were written before are `pieces`."""
    return b"".join(_parts(book, pieces)).decode()


def _parts(book: Book, pieces: Pieces) -> Iterator[bytes]:
    """Yield the document: what is before the pages, each of them, what is after."""
    ours = templates(TEMPLATES)
    faces = web_fonts(book, pieces=pieces)
    style = ours.get_template("book.css").render(
        fonts=faces,
        classes={face.family: family_class(face.family) for face in faces},
        heavy=HEAVY,
        width=_number(book.width),
        height=_number(book.height),
        pages=[_places(book, page) for page in book.pages],
    )
    script = (TEMPLATES / "book.js").read_text(encoding="utf-8")
    document = ours.get_template("book.html").render(
        book=book,
        style=style,
        script=script,
        style_hash=_hash(style),
        script_hash=_hash(script),
        pages=_PAGES,
    )
    before, after = document.encode().split(_PAGES.encode())
    yield before
    for page in book.pages:
        yield _section(book, page, pieces)
        yield b"\n"
    yield after


def _hash(text: str) -> str:
    """Return what a Content-Security-Policy calls an inline text by."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")


def _places(book: Book, page: Page) -> dict[str, Any]:
    """Return where a page's panels lie, in per cent of the page."""
    return {
        "number": page.number,
        "panels": [
            {
                "left": _number(100 * panel.box.left / book.width),
                "top": _number(100 * panel.box.top / book.height),
                "width": _number(100 * panel.box.width / book.width),
                "height": _number(100 * panel.box.height / book.height),
                "points": _number(panel.box.width),
                "aspect": f"{panel.box.width / panel.box.height:.5f}",
            }
            for panel in page.panels
        ],
    }


def _section(book: Book, page: Page, pieces: Pieces) -> bytes:
    """Return a page as an element of the document."""
    key = pieces.key("html", book, [page])
    if (known := pieces.find(key)) is not None:
        return known
    section = (
        templates(TEMPLATES).get_template("page.html").render(book=book, page=_page(book, page))
    )
    return pieces.keep(key, section.encode())


def _page(book: Book, page: Page) -> dict[str, Any]:
    return {
        "number": page.number,
        "panels": [_panel(book, panel) for panel in page.panels],
        "margins": [
            {
                "size": _number(margin.size),
                "colour": margin.colour,
                **_line(margin.line, (0.0, 0.0)),
            }
            for margin in page.margins
        ],
    }


def _panel(book: Book, panel: PlacedPanel) -> dict[str, Any]:
    picture = embedded(panel.image)
    origin = (panel.box.left, panel.box.top)
    return {
        "alt": panel.alt,
        "border": _number(book.border),
        "width": _number(panel.box.width),
        "height": _number(panel.box.height),
        "picture": f"data:{picture.mime};base64,{base64.b64encode(picture.data).decode('ascii')}",
        "letterings": [
            _lettering(lettering, origin, book.language) for lettering in panel.letterings
        ],
    }


def _lettering(lettering: Lettering, origin: tuple[float, float], language: str) -> dict[str, Any]:
    x, y = lettering.box.centre
    return {
        "kind": lettering.kind,
        "who": _who(lettering, language),
        "path": _path(lettering.outlines, origin),
        "fill": lettering.fill,
        "stroke": lettering.stroke,
        "dashed": lettering.dashed,
        "stroke_width": _number(2 * lettering.stroke_width),
        "join": "miter" if lettering.kind in ("shout", "radio", "caption") else "round",
        "turn": _turn(lettering.rotation, (x - origin[0], y - origin[1])),
        "size": _number(lettering.size),
        "colour": lettering.colour,
        "lines": [_line(line, origin) for line in lettering.lines],
    }


def _turn(degrees: float, centre: tuple[float, float]) -> str | None:
    if not degrees:
        return None
    return f"rotate({_number(degrees)} {_number(centre[0])} {_number(centre[1])})"


def _who(lettering: Lettering, language: str) -> str | None:
    """Return what tells a listener who speaks, and in English also how."""
    if lettering.speaker is None:
        return None
    manner = _MANNERS.get(lettering.kind) if language.split("-")[0] == "en" else None
    return f"{lettering.speaker}, {manner}: " if manner else f"{lettering.speaker}: "


def _line(line: TextLine, origin: tuple[float, float]) -> dict[str, Any]:
    return {
        "x": _number(line.x - origin[0]),
        "y": _number(line.baseline - origin[1]),
        "width": _number(line.width),
        "runs": [(_face(run), run.text) for run in line.runs],
    }


def _face(run: Run) -> str:
    """Return the classes that give a run its face: the family's initials, b, i, h."""
    bold, italic = " b" if run.weight == "bold" else "", " i" if run.italic else ""
    return f"{family_class(run.font)}{bold}{italic}{' h' if run.heavy else ''}"


def _path(outlines: Sequence[Curve], origin: tuple[float, float]) -> str:
    def point(at: tuple[float, float]) -> str:
        return f"{_number(at[0] - origin[0])} {_number(at[1] - origin[1])}"

    return "".join(
        f"M{point(curve.start)}"
        + "".join(f"C{point(one)} {point(two)} {point(end)}" for one, two, end in curve.segments)
        + "Z"
        for curve in outlines
    )


def _number(value: float) -> str:
    """Return a number with at most two decimals, the shortest way."""
    short = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if short == "-0" else short
