"""Writers: a module a format, which `storyboard.formats` names, and what several of them need."""

from importlib import import_module
from pathlib import Path

from schemas.book import Book
from storyboard.formats import BookFormat
from storyboard.writers.pieces import NONE, Pieces


def write(book: Book, kind: BookFormat, path: Path, *, pieces: Pieces = NONE) -> None:
    """Write the book in a format: to a file, or as pages into a folder; imports what writes it.

    Args:
        book: the book.
        kind: the format.
        path: the file or folder.
        pieces: remembers the parts that were written before.

    Raises:
        StoryboardError: the file cannot be written.
        AssetMissing: a panel's picture cannot be read.
    """
    module, function = kind.writer.split(":")
    resolution = {"dpi": kind.dpi} if kind.dpi else {}
    getattr(import_module(module), function)(book, path, pieces=pieces, **resolution)
