"""Pieces of books: what was written before is taken, and only if it is whole and the same."""

from collections import Counter
from pathlib import Path

import pytest

from schemas.book import Book
from storyboard.building.pages import make_book
from storyboard.formats import FORMATS
from storyboard.writers import png, typeset, write
from storyboard.writers.pieces import Pieces
from tests.storyboard.staged import drawn, figure, line, panel, plan


def book_of(folder: Path, *says: str) -> Book:
    planned = plan(
        *(
            [panel(figure("ada", x=0.4), name=f"scene-{index}", lines=[line("ada", words)])]
            for index, words in enumerate(says)
        )
    )
    return make_book(planned, drawn(planned, folder))


def pieces(folder: Path, *, code: str = "1") -> Pieces:
    return Pieces(folder / "pieces", code=code)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many pages were typeset each time."""
    counts: list[int] = []
    real = typeset._book

    def counting(book: Book, bleed: float, folder: Path) -> dict[str, object]:
        counts.append(len(book.pages))
        return real(book, bleed, folder)

    monkeypatch.setattr(typeset, "_book", counting)
    return counts


def test_an_edit_draws_the_page_that_it_changed(tmp_path: Path, counted: list[int]) -> None:
    before, after = book_of(tmp_path, "One.", "Two."), book_of(tmp_path, "One.", "Too.")
    list(png.page_bytes(before, pieces=pieces(tmp_path)))
    changed = list(png.page_bytes(after, pieces=pieces(tmp_path)))
    assert counted == [2, 1]
    assert changed == list(png.page_bytes(after))


@pytest.mark.parametrize("name", FORMATS)
def test_a_book_of_pieces_has_the_bytes_of_one_without(tmp_path: Path, name: str) -> None:
    book = book_of(tmp_path, "One.", "Two.")
    kind, made = FORMATS[name], []
    for number, each in enumerate((Pieces(), pieces(tmp_path), pieces(tmp_path))):
        path = tmp_path / str(number) / kind.place("book")
        write(book, kind, path, pieces=each)
        files = sorted(path.iterdir()) if kind.pages else [path]
        made.append([file.read_bytes() for file in files])
    assert made[0] == made[1] == made[2]


def test_a_damaged_piece_and_one_of_another_version_are_made_anew(
    tmp_path: Path, counted: list[int]
) -> None:
    book = book_of(tmp_path, "One.")
    wanted = list(png.page_bytes(book, pieces=pieces(tmp_path)))
    for piece in (tmp_path / "pieces").iterdir():
        piece.write_bytes(piece.read_bytes()[:-1])
    assert list(png.page_bytes(book, pieces=pieces(tmp_path))) == wanted
    assert list(png.page_bytes(book, pieces=pieces(tmp_path, code="2"))) == wanted
    assert counted == [1, 1, 1]


def test_what_nobody_asked_for_is_forgotten_but_no_other_format_and_nothing_else(
    tmp_path: Path,
) -> None:
    kept = pieces(tmp_path)
    list(png.page_bytes(book_of(tmp_path, "One."), pieces=kept))
    (tmp_path / "pieces" / "mine.txt").write_text("mine")
    write(book_of(tmp_path, "One."), FORMATS["html"], tmp_path / "book.html", pieces=kept)
    later = pieces(tmp_path)
    list(png.page_bytes(book_of(tmp_path, "Two."), pieces=later))
    later.forget()
    left = Counter(path.name.rpartition(".")[0] for path in (tmp_path / "pieces").iterdir())
    assert left == {"book.png150": 1, "book.html": 2, "mine": 1}  # of the page and its font
