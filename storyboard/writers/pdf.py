"""The book as a tagged PDF (PDF/UA-1): vector balloons, text to select and to be read aloud."""

import io
from pathlib import Path

from schemas.book import Book
from storyboard import files
from storyboard.writers.typeset import fonts, source


def write_pdf(book: Book, path: Path) -> None:
    """Write the book to a PDF file; the same book always gives the same bytes."""
    files.write(path, pdf_bytes(book, beside=path))


def pdf_bytes(book: Book, *, beside: Path | None = None) -> bytes:
    """Return the book as a PDF document, with a trim box on every page that has a bleed."""
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
