"""The formats of a book, each once: its name, who writes it, and where it lies."""

from collections.abc import Sequence
from typing import NamedTuple

from schemas.errors import StoryboardError


class BookFormat(NamedTuple):
    """One way to write a book."""

    name: str
    writer: str
    """`module:function`, called with a book, a path and a resolution; imported when it writes."""
    pages: bool = False
    """Whether it is a folder of pages rather than one file."""
    usual: bool = True
    """Whether it is written unless something else is asked for."""

    def place(self, book: str) -> str:
        """Return where it lies in the build directory, for a book of that name."""
        if self.pages:
            return "pages" if book == "book" else f"pages-{book}"
        return f"{book}.{self.name}"


FORMATS = {
    each.name: each
    for each in (
        BookFormat("pdf", "storyboard.writers.pdf:write_pdf"),
        BookFormat("html", "storyboard.writers.html:write_html"),
        BookFormat("png", "storyboard.writers.png:write_pages", pages=True),
        BookFormat("cbz", "storyboard.writers.cbz:write_cbz", usual=False),
    )
}
"""By name, in the order in which they are written."""
USUAL = tuple(name for name, each in FORMATS.items() if each.usual)


def chosen_formats(names: Sequence[str]) -> tuple[BookFormat, ...]:
    """Return the formats of some names, each once, in the order in which they are written.

    Raises:
        StoryboardError: a name is no format's, or there is none at all.
    """
    for name in names:
        if name not in FORMATS:
            hint = f"The formats are {', '.join(FORMATS)}."
            raise StoryboardError(f'books are not written as "{name}"', hint=hint)
    return tuple(each for name, each in FORMATS.items() if name in names)
