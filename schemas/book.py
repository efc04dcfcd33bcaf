"""The finished book: pictures placed on pages and words as measured lines, ready to write.

Everything is in points (1/72 inch) from the trimmed page's top left. A line of text is measured
once and every writer draws it as it stands, so that no two formats wrap differently.
"""

from typing import Literal

from pydantic import Field

from schemas.base import Value
from schemas.geometry import Box, Point

BalloonKind = Literal["speech", "whisper", "shout", "thought", "radio", "off-panel"]


class PanelImage(Value):
    """A drawn panel on disk."""

    panel: str
    path: str
    width: int = Field(gt=0)
    height: int = Field(gt=0)


HEAVY = 0.035
"""How much emphasis thickens letters, in ems; their advance stays."""


class Run(Value):
    """A stretch of text in one style."""

    text: str
    font: str
    """Family name of a vendored font."""
    weight: Literal["regular", "bold"] = "regular"
    italic: bool = False
    heavy: bool = False
    """Emphasis amid bold text: drawn with a line of `HEAVY` ems around every letter."""


class TextLine(Value):
    """One measured line: its left end and baseline, width and runs."""

    x: float
    baseline: float
    width: float
    runs: tuple[Run, ...] = Field(min_length=1)

    @property
    def text(self) -> str:
        """The line without its styles."""
        return "".join(run.text for run in self.runs)


class Curve(Value):
    """A closed outline: a start and cubic segments (control, control, end); a straight
    segment repeats its ends as controls."""

    start: Point
    segments: tuple[tuple[Point, Point, Point], ...]


class Lettering(Value):
    """One balloon, caption or sound effect."""

    kind: BalloonKind | Literal["caption", "effect"]
    speaker: str | None = None
    """The speaker's name, for readers who cannot see the tail."""
    outlines: tuple[Curve, ...] = ()
    """Body with tail (one curve), then loose parts such as thought bubbles; or, for an effect,
    its letters' contours. All strokes are drawn before all fills, so that outlines which overlap
    become one; a stroke of `stroke_width` shows outside the outline."""
    fill: str = "#ffffff"
    """A colour, or `none`."""
    stroke: str = "#000000"
    stroke_width: float = 1.2
    dashed: bool = False
    box: Box
    """The body without tail."""
    size: float
    """Font size in points."""
    colour: str = "#000000"
    outline_colour: str | None = None
    """A contour around the letters, for sound effects."""
    rotation: float = 0
    """Degrees clockwise about the box's centre, of the lines and the outlines."""
    lines: tuple[TextLine, ...] = Field(min_length=1)


class PlacedPanel(Value):
    """A picture on a page, with its words in reading order."""

    panel: str
    box: Box
    image: PanelImage
    alt: str
    letterings: tuple[Lettering, ...] = ()


class Margin(Value):
    """A line in the page's margin: the title, or the page's number."""

    line: TextLine
    size: float
    """Font size in points."""
    colour: str = "#000000"


class Page(Value):
    """One page, panels in reading order."""

    number: int = Field(ge=1)
    panels: tuple[PlacedPanel, ...]
    margins: tuple[Margin, ...] = ()
    """Furniture, which is not part of the story."""


class Note(Value):
    """Something about the lettering that the author should know."""

    code: str
    """A stable name, such as `balloon-overflow`."""
    panel: str
    message: str


class Book(Value):
    """Everything a writer needs."""

    title: str
    author: str | None = None
    language: str
    reading: Literal["ltr", "rtl", "scroll"]
    width: float
    height: float
    bleed: float = 0
    border: float = 1.0
    """The ink line around panels, centred on their edges."""
    pages: tuple[Page, ...] = Field(min_length=1)
    notes: tuple[Note, ...] = ()
