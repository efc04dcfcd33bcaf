"""The vendored fonts, cut down to the letters a book uses, for embedding in a web page."""

import base64
import io
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from schemas.book import Book, Run
from storyboard.fonts import Style, font_file, own_fonts
from storyboard.writers.pieces import NONE, Pieces


class WebFont(NamedTuple):
    """One face as CSS wants it."""

    family: str
    weight: int
    style: str
    data: str
    """WOFF, in base64."""


def web_fonts(book: Book, *, pieces: Pieces = NONE) -> tuple[WebFont, ...]:
    """Return every face the book uses, each with just its letters; `pieces` has those of before."""
    letters: dict[Style, set[str]] = defaultdict(set)
    for run in _runs(book):
        letters[Style(run.font, run.weight == "bold", run.italic)].update(run.text)
    return tuple(
        _web_font(style, "".join(sorted(letters[style])), pieces) for style in sorted(letters)
    )


def family_class(family: str) -> str:
    """Return the class of a family's text: `f-cn` for Comic Neue, a story's own by its digest."""
    own = own_fonts().get(family)
    initials = family.split()[-1] if own else "".join(word[0] for word in family.split())
    return f"f-{initials.lower()}"


def _runs(book: Book) -> Iterator[Run]:
    for page in book.pages:
        for margin in page.margins:
            yield from margin.line.runs
        for panel in page.panels:
            for lettering in panel.letterings:
                for line in lettering.lines:
                    yield from line.runs


def _web_font(style: Style, letters: str, pieces: Pieces) -> WebFont:
    key = pieces.key_of("html", [style, letters])
    data = pieces.find(key) or pieces.keep(key, _cut(style, letters))
    return WebFont(
        style.family,
        700 if style.bold else 400,
        "italic" if style.italic else "normal",
        base64.b64encode(data).decode("ascii"),
    )


def _cut(style: Style, letters: str) -> bytes:
    """Return a face with some letters alone, as WOFF."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    font = TTFont(font_file(style), recalcTimestamp=False)
    options = subset.Options(
        layout_features=["kern", "mark", "mkmk", "ccmp", "locl"],
        hinting=False,
        name_IDs=[0, 1, 2, 13, 14],
        notdef_outline=True,
    )
    cutter = subset.Subsetter(options)
    cutter.populate(text=letters)
    cutter.subset(font)
    font.flavor = "woff"
    data = io.BytesIO()
    font.save(data)
    return data.getvalue()
