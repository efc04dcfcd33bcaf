"""Parts of books that were written before: an edit sets the pages that it changed, and no others.

A piece is kept under the digest of all that it is made from, and sealed as memories are: a piece
that was damaged is a piece that was lost. The folder may be deleted at any time.
"""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from schemas.base import digest_of
from schemas.book import Book, Page
from storyboard import files
from storyboard.memory import sealed, unsealed

_NAME = re.compile(r"(?P<shelf>[a-z-]+\.[a-z]+\d*)\.[0-9a-f]{64}")


class Pieces:
    """Pieces of books in a folder; without one nothing is remembered.

    Args:
        folder: where they lie between runs.
        name: the book's.
        code: tells this version of the writers and their fonts from any other.
        pictures: the digest of every picture's file, by its path.
    """

    def __init__(
        self,
        folder: Path | None = None,
        *,
        name: str = "book",
        code: str = "",
        pictures: Mapping[str, str] = {},
    ) -> None:
        self._folder = None if folder is None or folder.is_symlink() else folder
        self._name = name
        self._code = code
        self._pictures = pictures
        self._used: set[str] = set()

    def key(self, kind: str, book: Book, pages: Sequence[Page]) -> str:
        """Return a name for all that some pages of a book are made from, in one format.

        Args:
            kind: the format, with its resolution if it has one: `pdf`, `png150`.
            book: whose pages they are.
            pages: the pages; only they count, and what they have in common.
        """
        if self._folder is None:
            return ""
        common = book.model_dump_json(exclude={"pages", "notes"})
        shown = [panel.image.path for page in pages for panel in page.panels]
        return self.key_of(
            kind,
            [
                common,
                [page.model_dump_json(exclude=_WHERE) for page in pages],
                [self._pictures.get(path) for path in shown],
            ],
        )

    def key_of(self, kind: str, source: Sequence[object]) -> str:
        """Return a name for what is made from some data that JSON can hold, in one format."""
        if self._folder is None:
            return ""
        return f"{self._name}.{kind}.{digest_of([self._code, *source])}"

    def find(self, key: str) -> bytes | None:
        """Return a piece that was kept whole, or None."""
        if self._folder is None:
            return None
        self._used.add(key)
        with suppress(OSError):
            return unsealed((self._folder / key).read_bytes())
        return None

    def keep(self, key: str, piece: bytes) -> bytes:
        """Remember a piece, if the disk lets us, and return it."""
        if self._folder is not None:
            with suppress(OSError):
                self._folder.mkdir(exist_ok=True)
                files.scribble(self._folder / key, sealed(piece))
        return piece

    def forget(self) -> None:
        """Delete what nobody asked for since this was made, of the formats that were asked for."""
        if self._folder is None or not self._folder.is_dir():
            return
        asked = {_shelf(name) for name in self._used}
        for path in self._folder.iterdir():
            if path.name not in self._used and _shelf(path.name) in asked - {None}:
                path.unlink(missing_ok=True)


def _shelf(name: str) -> str | None:
    """Return which book and format a piece is of."""
    found = _NAME.fullmatch(name)
    return found and found["shelf"]


_WHERE = {"panels": {"__all__": {"image": {"path"}}}}
"""Where a picture lies is no part of a page: a folder may be moved."""
NONE = Pieces()
