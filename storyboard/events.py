"""What a build tells while it runs: values to show, to log or to ignore."""

from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from schemas.errors import StoryboardError

if TYPE_CHECKING:  # pictures are no concern of a build that finds nothing to do
    from renderers.base import Step


class Reason(NamedTuple):
    """Why one panel's picture must be made."""

    panel: str
    why: tuple[str, ...]
    """In words, such as `pose of dee changed`."""
    stored: bool = False
    """An earlier version of the book had this very picture: it is brought back, not drawn."""


class Planned(NamedTuple):
    """The work is known: the panels to make, in the book's order, and how many are fresh."""

    stale: tuple[Reason, ...]
    fresh: int

    @property
    def to_draw(self) -> int:
        """How many panels must be drawn."""
        return sum(not reason.stored for reason in self.stale)


class PanelDone(NamedTuple):
    """A panel's picture is finished and on disk."""

    panel: str
    how: Literal["drawn", "restored"]
    notes: tuple[str, ...] = ()


class PanelFailed(NamedTuple):
    """A panel could not be drawn; the others go on."""

    panel: str
    message: str
    hint: str | None = None
    code: int = 1
    """The exit code of the error: 1 where it is our bug."""

    @classmethod
    def of(cls, panel: str, error: Exception) -> "PanelFailed":
        """Describe an error that kept a panel from being drawn."""
        if isinstance(error, StoryboardError):
            return cls(panel, str(error), error.hint, error.exit_code)
        return cls(panel, f"{type(error).__name__}: {error}")


class Notice(NamedTuple):
    """Something the author should know."""

    message: str
    advice: bool = False
    """Whether it is about the story and its pictures, and not about what the run met."""


class Written(NamedTuple):
    """A part of the book was written, or found fresh."""

    path: Path
    fresh: bool


class RenderResult(NamedTuple):
    """What a render left on disk."""

    folder: Path
    """The build directory."""
    books: tuple[Path, ...]
    """The book in every asked format: a PDF, an HTML file, a folder of PNG pages."""
    drawn: tuple[str, ...] = ()
    restored: tuple[str, ...] = ()
    fresh: tuple[str, ...] = ()
    failed: tuple[PanelFailed, ...] = ()
    left_out: tuple[str, ...] = ()
    """Stale panels that `only` did not ask for: in the book as last drawn, or as sketches."""
    notes: tuple[str, ...] = ()
    """What the author may not expect, of this run's plan; a run tells only what is new of them."""
    fell_short: tuple[str, ...] = ()
    """Panels that no attempt brought to the quality asked for; the best is in the book."""
    strict: bool = False
    """Whether a panel that fell short is to fail the run."""

    @property
    def exit_code(self) -> int:
        """0 when every asked panel is drawn, 5 when some failed, 6 when one may not fall short."""
        return 5 if self.failed else 6 if self.strict and self.fell_short else 0


Outcome: TypeAlias = "Step | PanelDone | PanelFailed"
Event: TypeAlias = "Planned | Outcome | Notice | Written | RenderResult"
