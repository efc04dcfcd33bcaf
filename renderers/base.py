"""What a renderer, a judge and a personalizer are: anything with these methods. Nobody inherits."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from PIL import Image

from schemas.plan import PanelPlan

if TYPE_CHECKING:
    from torch import nn

    from renderers.judging.verdict import Verdict
    from renderers.training.base import Base


class Drawn(NamedTuple):
    """One drawn panel, with the pictures that show what the model was shown."""

    panel: str
    image: Image.Image
    shown: dict[str, Image.Image]
    """By file suffix: `masks`, `pose`, `scaffold`. Empty where there is nothing to show."""
    notes: tuple[str, ...] = ()
    """What the author should know, such as a pose map that the model cannot follow."""


class Step(NamedTuple):
    """Progress within a panel."""

    panel: str
    step: int
    steps: int


class Renderer(Protocol):
    """Draws planned panels. Pixels depend on the panel alone, never on its company.

    One renderer is loaded and asked by one thread at a time: the libraries beneath allow no more.
    """

    def render(self, panels: Sequence[PanelPlan]) -> Iterator[Step | Drawn]:
        """Draw the panels in order, yielding progress and each panel as soon as it is done."""


class Judge(Protocol):
    """Judges finished panels against their plans."""

    def judge(self, panel: PanelPlan, picture: Image.Image) -> "Verdict":
        """Tell who is drawn where in a picture of the panel."""


class Personalizer(Protocol):
    """Teaches a base model a story's characters by one recipe: what it trains, and how it is kept.

    The loop, the pictures, the checkpoints and the files' names are `renderers.training`'s.
    """

    base: "Base"
    learns_text: bool
    """Whether prompts must be encoded anew at every step."""

    def weights(self) -> "dict[str, nn.Parameter]":
        """Return what is trained, by name."""

    def silence(self, silent: bool) -> None:
        """Let the base answer as it was before, or as it is."""

    def write(self, folder: Path, *, metadata: dict[str, str]) -> None:
        """Write what was learned, as diffusers reads it."""


class Context(NamedTuple):
    """What a renderer is told beside the plan."""

    root: Path
    """The story file's folder; picture names that are paths are relative to it."""
    online: bool = False
    """Whether a model may be downloaded."""
