"""Writers: one module a format; `storyboard.formats` names them."""

from importlib import import_module
from pathlib import Path

from schemas.book import Book
from storyboard.formats import BookFormat


def write(book: Book, kind: BookFormat, path: Path) -> None:
    """Write the book in a format: to a file, or as pages into a folder; imports what writes it.

    Raises:
        StoryboardError: the file cannot be written.
        AssetMissing: a panel's picture cannot be read.
    """
    module, function = kind.writer.split(":")
    resolution = {"dpi": kind.dpi} if kind.dpi else {}
    getattr(import_module(module), function)(book, path, **resolution)
