"""The book as a tagged PDF (PDF/UA-1): vector balloons, text to select and to be read aloud."""

import io
from pathlib import Path

from schemas.book import Book, Page
from storyboard import files
from storyboard.writers.pieces import NONE, Pieces
from storyboard.writers.typeset import fonts, let_go, source

_AT_ONCE = 8
"""Pages set together; typst holds all pictures of what it sets, unpacked."""


def write_pdf(book: Book, path: Path, *, pieces: Pieces = NONE) -> None:
    """Write the book to a PDF file; the same book always gives the same bytes."""
    files.write(path, pdf_bytes(book, beside=path, pieces=pieces))


def pdf_bytes(book: Book, *, beside: Path | None = None, pieces: Pieces = NONE) -> bytes:
    """Return the book as a PDF document, with a trim box on every page that has a bleed.

    Long books are set some pages at a time; those that were set before are `pieces`.
    """
    starts = range(0, len(book.pages), _AT_ONCE)
    parts = (_part(book, book.pages[start : start + _AT_ONCE], beside, pieces) for start in starts)
    if len(starts) < 2:
        return next(parts, None) or _set(book, beside)
    from storyboard.writers.joining import joined

    return joined(parts)


def _part(book: Book, pages: tuple[Page, ...], beside: Path | None, pieces: Pieces) -> bytes:
    key = pieces.key("pdf", book, pages)
    if (known := pieces.find(key)) is not None:
        return known
    part = _set(book.but(pages=pages), beside)
    if len(pages) < len(book.pages):
        let_go()
    return pieces.keep(key, part)


def _set(book: Book, beside: Path | None) -> bytes:
    import typst

    with source(book, bleed=book.bleed, beside=beside) as main:
        data: bytes = typst.compile(
            str(main),
            root=str(main.parent),
            font_paths=fonts(),
            format="pdf",
            pdf_standards=["ua-1"],
        )
    return _trimmed(data, book) if book.bleed else data


def _trimmed(data: bytes, book: Book) -> bytes:
    """Append an incremental update (ISO 32000-1, 7.5.6) that gives every page its boxes."""
    from pypdf import PdfWriter
    from pypdf.generic import RectangleObject

    writer = PdfWriter(io.BytesIO(data), incremental=True)
    right, top = book.bleed + book.width, book.bleed + book.height
    for page in writer.pages:
        page.trimbox = RectangleObject((book.bleed, book.bleed, right, top))
        page.bleedbox = RectangleObject((0, 0, right + book.bleed, top + book.bleed))
    trimmed = io.BytesIO()
    writer.write(trimmed)
    return trimmed.getvalue()
