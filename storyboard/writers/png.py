"""The book's pages as PNG pictures."""

from collections.abc import Iterator
from pathlib import Path

from schemas.book import Book
from storyboard import files
from storyboard.writers.typeset import fonts, source

_AT_ONCE = 8
"""Pages drawn together; more would only take memory."""


def write_pages(book: Book, folder: Path, *, dpi: float = 150) -> tuple[Path, ...]:
    """Write one PNG a page, `01.png` and on, and return their paths in order."""
    digits = max(2, len(str(len(book.pages))))
    paths = [folder / f"{page.number:0{digits}}.png" for page in book.pages]
    for path, data in zip(paths, page_bytes(book, dpi=dpi, beside=folder), strict=True):
        files.write(path, data)
    return tuple(paths)


def page_bytes(book: Book, *, dpi: float = 150, beside: Path | None = None) -> Iterator[bytes]:
    """Yield every page as a PNG picture."""
    import typst

    for start in range(0, len(book.pages), _AT_ONCE):
        part = book.but(pages=book.pages[start : start + _AT_ONCE])
        with source(part, beside=beside) as main:
            data: bytes | list[bytes] = typst.compile(
                str(main), root=str(main.parent), font_paths=fonts(), format="png", ppi=dpi
            )
        yield from [data] if isinstance(data, bytes) else data
