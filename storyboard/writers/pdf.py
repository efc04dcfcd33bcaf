"""The book as a tagged PDF (PDF/UA-1): vector balloons, text to select and to be read aloud."""

import re
from pathlib import Path

from schemas.book import Book
from storyboard import files
from storyboard.writers.typeset import fonts, source

_PAGE = re.compile(rb"(?:^|\n)(\d+) 0 obj\s*<<(/Type\s*/Page/.*?)>>\s*endobj", re.DOTALL)


def write_pdf(book: Book, path: Path) -> None:
    """Write the book to a PDF file; the same book always gives the same bytes."""
    files.write(path, pdf_bytes(book))


def pdf_bytes(book: Book) -> bytes:
    """Return the book as a PDF document, with a trim box on every page that has a bleed."""
    import typst

    with source(book, bleed=book.bleed) as main:
        data: bytes = typst.compile(
            str(main), root=str(main.parent), font_paths=fonts(), format="pdf",
            pdf_standards=["ua-1"],
        )  # fmt: skip
    return _trimmed(data, book) if book.bleed else data


def _trimmed(data: bytes, book: Book) -> bytes:
    """Append an incremental update (ISO 32000-1, 7.5.6) that gives every page its boxes."""
    sides = (book.bleed, book.bleed, book.bleed + book.width, book.bleed + book.height)
    trim = " ".join(f"{side:g}" for side in sides).encode()
    sheet = f"0 0 {book.width + 2 * book.bleed:g} {book.height + 2 * book.bleed:g}".encode()
    boxes = b"/TrimBox[" + trim + b"]/BleedBox[" + sheet + b"]"
    pages = {int(match[1]): match[2] for match in _PAGE.finditer(data)}
    assert len(pages) == len(book.pages), "typst writes pages in another way now"
    added, table = data, b"xref\n0 1\n0000000000 65535 f\r\n"
    for number, page in sorted(pages.items()):
        table += b"%d 1\n%010d 00000 n\r\n" % (number, len(added) + 1)
        added += b"\n%d 0 obj\n<<%s%s>>\nendobj" % (number, page, boxes)
    return added + b"\n" + table + _trailer(data, start=len(added) + 1)


def _trailer(data: bytes, *, start: int) -> bytes:
    """Return a trailer that points back to the document's own."""
    _, _, last = data.rpartition(b"trailer")
    found = re.search(rb"<<(.*)>>\s*startxref\s+(\d+)", last, re.DOTALL)
    assert found, "typst writes its trailer in another way now"
    return b"trailer\n<<%s/Prev %s>>\nstartxref\n%d\n%%%%EOF\n" % (found[1], found[2], start)
