"""From a plan and its drawn panels to a finished book, lettered and ready to write."""

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Protocol

from schemas.book import Book, Margin, Note, Page, PanelImage, PlacedPanel, TextLine
from schemas.errors import AssetMissing
from schemas.geometry import Box
from schemas.plan import PagePlan, PanelFrame, PanelPlan, Plan
from schemas.story import PageFormat
from storyboard.fonts import BOOK_FONT
from storyboard.lettering import Lettered, LetteringStyle, letter
from storyboard.lettering.letterer import check
from storyboard.lettering.text import styled
from storyboard.planning.pages.bleed import bled, trimmed

LETTERS_HINT = (
    "the package's fonts cover Latin scripts and common symbols; for others put a font file beside "
    "the story and name it: font: fonts/Mine.ttf"
)
_MOST_LETTERS = 5
"""Letters that a message names."""
_BORDER, _LINE = 0.115, 0.1
"""The lines around panels and balloons, in ems of the lettering."""
_GREY = "#55555f"
_FOLIO = 7.0
"""The size of page numbers and titles in the margin, in points."""


class Letterer(Protocol):
    """What letters a panel: `storyboard.lettering.letter`, or a memory of it."""

    def __call__(
        self, panel: PanelPlan, box: Box, style: LetteringStyle, *, picture: Box | None = None
    ) -> Lettered:
        """Letter a panel that lies in `box`, its unit square in `picture`."""


def make_book(plan: Plan, images: Mapping[str, PanelImage], *, letterer: Letterer = letter) -> Book:
    """Place the drawn panels on their pages and letter them.

    Args:
        plan: the planned book, its fonts known (`with_own_fonts`).
        images: every panel's picture, by the panel's id.
        letterer: letters each panel.

    Raises:
        AssetMissing: a panel has no picture, or a text has letters that no font at hand draws.
    """
    check_letters(plan)
    look = look_of(plan)
    lettered = partial(letterer, style=look)
    panels = {panel.id: panel for panel in plan.panels}
    pages, notes = [], list[Note]()
    for number, page in enumerate(plan.pages, start=1):
        placed = []
        for frame in page.frames:
            image = _image(images, frame.panel)
            panel, found = _placed(panels[frame.panel], frame, image, plan.page, lettered)
            placed.append(panel)
            notes += found
        pages.append(
            Page(number=number, panels=tuple(placed), margins=tuple(_margins(plan, page, number)))
        )
    return Book(
        title=plan.title,
        author=plan.author,
        language=plan.language,
        reading=plan.page.reading,
        width=plan.page.width,
        height=plan.page.height,
        bleed=plan.page.bleed,
        border=round(_BORDER * look.size, 2),
        pages=tuple(pages),
        notes=tuple(notes),
    )


def check_letters(plan: Plan) -> None:
    """Make sure that every text can be drawn, before anything expensive is.

    Raises:
        AssetMissing: naming every character that no vendored font has, and where it stands.
    """
    gaps = [
        f"panel {panel.id}, “{_short(words)}”: {named_letters(letters)}"
        for panel in plan.panels
        for words, letters in check(panel, look_of(plan))
    ]
    if gaps:
        raise AssetMissing(
            "no font at hand can draw some letters:\n  " + "\n  ".join(gaps), hint=LETTERS_HINT
        )


def look_of(plan: Plan) -> LetteringStyle:
    """Return the lettering of a book: one size throughout, from the page's format."""
    size = lettering_size(plan.page)
    return LetteringStyle(
        size=size,
        speakers=plan.speakers,
        language=plan.language,
        font=plan.font or BOOK_FONT,
        rtl=plan.page.reading == "rtl",
        line_width=round(_LINE * size, 2),
    )


def lettering_size(page: PageFormat) -> float:
    """Return the font size in points: 8.8 on a US comic's page, 7 to 14 on others.

    A page to be scrolled is read on a telephone, so its letters are larger for its width.
    """
    share = 33 if page.reading == "scroll" else 54
    return round(min(max(page.width / share, 7.0), 14.0 if share == 54 else 30.0), 1)


def picture_box(frame: Box, image: PanelImage) -> Box:
    """Return where the whole picture lies so that it fills the frame, cropped evenly."""
    scale = max(frame.width / image.width, frame.height / image.height)
    (x, y), a, b = frame.centre, scale * image.width / 2, scale * image.height / 2
    return Box(left=x - a, top=y - b, right=x + a, bottom=y + b)


def _placed(
    panel: PanelPlan,
    frame: PanelFrame,
    image: PanelImage,
    page: PageFormat,
    lettered: Callable[..., Lettered],
) -> tuple[PlacedPanel, Sequence[Note]]:
    whole = bled(frame.box, page)
    found = lettered(panel, trimmed(whole, page), picture=picture_box(whole, image))
    placed = PlacedPanel(
        panel=panel.id, box=whole, image=image, alt=panel.alt, letterings=found.letterings
    )
    return placed, found.notes


def _image(images: Mapping[str, PanelImage], panel: str) -> PanelImage:
    if panel not in images:
        raise AssetMissing(f"panel {panel} has not been drawn", hint="render the story first")
    return images[panel]


def _margins(plan: Plan, page: PagePlan, number: int) -> Iterator[Margin]:
    """Yield the title above the first page and a number below every page, where there is room."""
    top = min((frame.box.top for frame in page.frames), default=0.0)
    bottom = max((frame.box.bottom for frame in page.frames), default=plan.page.height)
    if number == 1 and top >= 2 * _FOLIO:
        title = f"{plan.title} · {plan.author}" if plan.author else plan.title
        yield from _margin(title, plan, top / 2 + 0.3 * _FOLIO)
    if plan.page.height - bottom >= 2 * _FOLIO and len(plan.pages) > 1:
        baseline = (plan.page.height + bottom) / 2 + 0.3 * _FOLIO
        yield from _margin(str(number), plan, baseline)


def _margin(words: str, plan: Plan, baseline: float) -> Iterator[Margin]:
    page_width, font = plan.page.width, plan.font or BOOK_FONT
    text = styled(" ".join(words.split()).replace("*", "\\*"), family=font, base=font)
    if text.words and not text.missing():
        last = len(text.words) - 1
        width = text.width(0, last) * _FOLIO
        line = TextLine(
            x=(page_width - width) / 2, baseline=baseline, width=width, runs=text.runs(0, last)
        )
        if width < 0.9 * page_width:
            yield Margin(line=line, size=_FOLIO, colour=_GREY)


def _short(words: str) -> str:
    return words if len(words) <= 40 else words[:39] + "…"


def named_letters(letters: Sequence[str]) -> str:
    """Return characters as a message shows them, with code points and names."""
    shown = ", ".join(
        f"“{_visible(letter)}” (U+{ord(letter):04X} {unicodedata.name(letter, 'unnamed')})"
        for letter in letters[:_MOST_LETTERS]
    )
    more = len(letters) - _MOST_LETTERS
    return f"{shown} and {more} more" if more > 0 else shown


def _visible(letter: str) -> str:
    """Put a combining mark on a circle, lest the letter before it be blamed."""
    return f"\u25cc{letter}" if unicodedata.combining(letter) else letter
