"""A long book's PDF is made of parts: to a reader it is the PDF that was set at once."""

import io
from pathlib import Path
from typing import Any

import pypdf
import pytest

from schemas.book import Book
from storyboard.building.pages import make_book
from storyboard.writers import pdf
from storyboard.writers.pdf import pdf_bytes
from tests.storyboard.staged import drawn, figure, line, panel, plan


@pytest.fixture
def book(tmp_path: Path) -> Book:
    pages = [
        [
            panel(
                figure("ada", x=0.4),
                name=f"scene-{number}",
                captions=[f"Day {number}."],
                lines=[line("ada", f"It is {number} (or so).")],
            )
        ]
        for number in range(5)
    ]
    planned = plan(*pages)
    return make_book(planned, drawn(planned, tmp_path))


def read(data: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(data), strict=True)


def told(reader: pypdf.PdfReader) -> list[Any]:
    """What a screen reader is told: each tag, its alternative text, its page and marks."""
    numbers = {page.indirect_reference.idnum: page.page_number for page in reader.pages}  # type: ignore[union-attr]
    document = tree(reader)["/K"][0].get_object()
    rows = []
    for tag in map(lambda each: each.get_object(), document["/K"]):
        assert tag["/P"].get_object() == document
        rows.append((tag["/S"], tag.get("/Alt"), numbers[tag.raw_get("/Pg").idnum], tag["/K"]))
    return rows


def tree(reader: pypdf.PdfReader) -> Any:
    return reader.root_object["/StructTreeRoot"]


def owners(reader: pypdf.PdfReader) -> list[Any]:
    """By each page's key, what its marked contents belong to."""
    numbers = iter(tree(reader)["/ParentTree"]["/Nums"])
    tags = dict(zip(numbers, numbers, strict=True))
    assert len(tags) == tree(reader)["/ParentTreeNextKey"]
    return [
        [tag.get_object()["/S"] for tag in tags[page["/StructParents"]].get_object()]
        for page in reader.pages
    ]


@pytest.mark.parametrize("bleed", [0.0, 9.0])
def test_a_joined_book_reads_like_one_that_was_set_at_once(
    book: Book, monkeypatch: pytest.MonkeyPatch, bleed: float
) -> None:
    book = book.but(bleed=bleed)
    whole = read(pdf_bytes(book))
    monkeypatch.setattr(pdf, "_AT_ONCE", 2)
    joined = read(pdf_bytes(book))
    assert [page.extract_text() for page in joined.pages] == [
        page.extract_text() for page in whole.pages
    ]
    assert [page.trimbox for page in joined.pages] == [page.trimbox for page in whole.pages]
    assert told(joined) == told(whole)
    assert owners(joined) == owners(whole)
    for key in ("/Lang", "/MarkInfo", "/ViewerPreferences", "/Outlines"):
        assert joined.root_object[key] == whole.root_object[key]
    assert joined.metadata == whole.metadata
    assert b"NPages>5<" in joined.root_object["/Metadata"].get_data()  # type: ignore[attr-defined]


def test_a_joined_book_shows_each_page_s_own_picture(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = [page.images[0].data for page in read(pdf_bytes(book)).pages]
    monkeypatch.setattr(pdf, "_AT_ONCE", 2)
    assert [page.images[0].data for page in read(pdf_bytes(book)).pages] == whole


def test_equal_books_give_equal_bytes_and_others_another_identity(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "_AT_ONCE", 2)
    data, other = pdf_bytes(book), pdf_bytes(book.but(pages=book.pages[:4]))
    assert data == pdf_bytes(book)
    assert read(data).trailer["/ID"] != read(other).trailer["/ID"]
