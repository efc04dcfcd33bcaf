"""The book as a comic archive: PNG pages and a ComicInfo.xml (v2.0) that readers sort by."""

import io
import zipfile
from pathlib import Path
from xml.etree import ElementTree

from schemas.book import Book
from storyboard import files
from storyboard.writers.pieces import NONE, Pieces
from storyboard.writers.png import page_bytes

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The oldest time a zip can tell; with it the same book gives the same bytes."""


def write_cbz(book: Book, path: Path, *, dpi: float = 200, pieces: Pieces = NONE) -> None:
    """Write the book to a CBZ file."""
    files.write(path, cbz_bytes(book, dpi=dpi, beside=path, pieces=pieces))


def cbz_bytes(
    book: Book, *, dpi: float = 200, beside: Path | None = None, pieces: Pieces = NONE
) -> bytes:
    """Return the book as a stored zip of pages and their description."""
    data = io.BytesIO()
    pages = list(page_bytes(book, dpi=dpi, beside=beside, pieces=pieces))
    digits = max(2, len(str(len(pages))))
    with zipfile.ZipFile(data, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(zipfile.ZipInfo("ComicInfo.xml", _EPOCH), comic_info(book))
        for number, page in enumerate(pages, start=1):
            archive.writestr(zipfile.ZipInfo(f"{number:0{digits}}.png", _EPOCH), page)
    return data.getvalue()


def comic_info(book: Book) -> bytes:
    """Return the book's ComicInfo.xml; its schema prescribes the elements' order."""
    root = ElementTree.Element("ComicInfo")
    fields = {
        "Title": book.title,
        "Writer": book.author or "",
        "PageCount": str(len(book.pages)),
        "LanguageISO": book.language.split("-")[0],
        "Manga": "YesAndRightToLeft" if book.reading == "rtl" else "No",
    }
    for name, value in fields.items():
        if value:
            ElementTree.SubElement(root, name).text = value
    pages = ElementTree.SubElement(root, "Pages")
    for index in range(len(book.pages)):
        ElementTree.SubElement(pages, "Page", Image=str(index))
    ElementTree.indent(root)
    data: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return data
