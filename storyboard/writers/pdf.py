"""The book as a tagged PDF (PDF/UA-1): vector balloons, text that can be selected and read aloud."""

from pathlib import Path

from schemas.book import Book
from storyboard.writers.files import written
from storyboard.writers.typeset import fonts, source


def write_pdf(book: Book, path: Path) -> None:
    """Write the book to a PDF file; the same book always gives the same bytes."""
    written(path, pdf_bytes(book))


def pdf_bytes(book: Book) -> bytes:
    """Return the book as a PDF document."""
    import typst

    with source(book) as main:
        data = typst.compile(
            str(main), root=str(main.parent), font_paths=fonts(), format="pdf",
            pdf_standards=["ua-1"],
        )  # fmt: skip
    return data
