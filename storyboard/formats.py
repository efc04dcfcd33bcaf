"""The formats of a book, each once: its name, who writes it, and where it lies."""

from collections.abc import Sequence
from typing import NamedTuple

from schemas.errors import StoryboardError


class BookFormat(NamedTuple):
    """One way to write a book."""

    name: str
    writer: str
    """`module:function`, called with a book and a path, and `dpi` if it has that."""
    pages: bool = False
    """Whether it is a folder of pages rather than one file."""
    usual: bool = True
    """Whether it is written unless something else is asked for."""
    dpi: int | None = None
    """Pixels an inch of its pages unless something else is asked for; None where it has none."""

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
        BookFormat("png", "storyboard.writers.png:write_pages", pages=True, dpi=150),
        BookFormat("cbz", "storyboard.writers.cbz:write_cbz", usual=False, dpi=200),
    )
}
"""By name, in the order in which they are written."""
LEAST_DPI, MOST_DPI = 36, 1200
"""Pixels an inch that pages can have."""
USUAL = tuple(name for name, each in FORMATS.items() if each.usual)


def chosen_formats(names: Sequence[str], *, dpi: int | None = None) -> tuple[BookFormat, ...]:
    """Return the formats of some names, each once, in the order in which they are written.

    Args:
        names: as authors write them.
        dpi: pixels an inch, for those that have a resolution.

    Raises:
        StoryboardError: a name is no format's, or no page can have that resolution.
    """
    if dpi is not None and not LEAST_DPI <= dpi <= MOST_DPI:
        raise StoryboardError(f"pages have {LEAST_DPI} to {MOST_DPI} pixels an inch, not {dpi}")
    for name in names:
        if name not in FORMATS:
            hint = f"The formats are {', '.join(FORMATS)}."
            raise StoryboardError(f'books are not written as "{name}"', hint=hint)
    found = (each for name, each in FORMATS.items() if name in names)
    return tuple(each._replace(dpi=dpi) if dpi and each.dpi else each for each in found)
