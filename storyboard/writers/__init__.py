"""Writers: one module a format, chosen by the file name's suffix."""

from collections.abc import Callable
from pathlib import Path

from schemas.book import Book
from schemas.errors import StoryboardError
from storyboard.writers.png import write_pages

__all__ = ["SUFFIXES", "write", "write_pages"]


def _pdf(book: Book, path: Path) -> None:
    from storyboard.writers.pdf import write_pdf

    write_pdf(book, path)


def _html(book: Book, path: Path) -> None:
    from storyboard.writers.html import write_html

    write_html(book, path)


def _cbz(book: Book, path: Path) -> None:
    from storyboard.writers.cbz import write_cbz

    write_cbz(book, path)


_WRITERS: dict[str, Callable[[Book, Path], None]] = {".pdf": _pdf, ".html": _html, ".cbz": _cbz}
SUFFIXES = tuple(_WRITERS)
"""The suffixes that `write` knows."""


def write(book: Book, path: Path) -> None:
    """Write the book in the format that the path's suffix names, atomically.

    Raises:
        StoryboardError: no writer has that suffix, or the file cannot be written.
        AssetMissing: a panel's picture cannot be read.
    """
    writer = _WRITERS.get(path.suffix.lower())
    if writer is None:
        raise StoryboardError(
            f"cannot write {path.name}: books are written as {', '.join(SUFFIXES)}",
            hint="PNG pages are written into a folder",
        )
    writer(book, path)
