"""The book's pages as PNG pictures."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from schemas.book import Book, Page
from storyboard import files
from storyboard.writers.pieces import NONE, Pieces
from storyboard.writers.typeset import fonts, let_go, source

_AT_ONCE = 8
"""Pages drawn together; more would only take memory."""


def write_pages(
    book: Book, folder: Path, *, dpi: float = 150, pieces: Pieces = NONE
) -> tuple[Path, ...]:
    """Write one PNG a page, `01.png` and on, and return their paths in order."""
    digits = max(2, len(str(len(book.pages))))
    paths = [folder / f"{page.number:0{digits}}.png" for page in book.pages]
    drawn = page_bytes(book, dpi=dpi, beside=folder, pieces=pieces)
    for path, data in zip(paths, drawn, strict=True):
        files.write(path, data)
    return tuple(paths)


def page_bytes(
    book: Book, *, dpi: float = 150, beside: Path | None = None, pieces: Pieces = NONE
) -> Iterator[bytes]:
    """Yield every page as a PNG picture; those that were drawn before are `pieces`."""
    for start in range(0, len(book.pages), _AT_ONCE):
        pages = book.pages[start : start + _AT_ONCE]
        keys = [pieces.key(f"png{dpi:.0f}", book, [page]) for page in pages]
        found = [pieces.find(key) for key in keys]
        missing = [page for page, piece in zip(pages, found, strict=True) if piece is None]
        fresh = iter(_drawn(book, missing, dpi, beside))
        if None in found and len(pages) < len(book.pages):
            let_go()
        for key, piece in zip(keys, found, strict=True):
            yield piece or pieces.keep(key, next(fresh))


def _drawn(book: Book, pages: Sequence[Page], dpi: float, beside: Path | None) -> Sequence[bytes]:
    """Draw some pages together."""
    if not pages:
        return []
    import typst

    with source(book.but(pages=tuple(pages)), beside=beside) as main:
        data: bytes | list[bytes] = typst.compile(
            str(main), root=str(main.parent), font_paths=fonts(), format="png", ppi=dpi
        )
    return [data] if isinstance(data, bytes) else data
