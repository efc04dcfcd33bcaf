"""What a method of drawing adds to the engine."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from renderers.diffusion.panel_inputs import PanelInputs
from renderers.diffusion.schedule import Latent
from schemas.geometry import Size
from schemas.plan import PanelPlan

if TYPE_CHECKING:
    from renderers.diffusion.engine import Engine

Sample = Callable[["Engine", Sequence[PanelInputs], Latent], Iterator[Latent]]
"""From equal-sized panels and the latents they start from to latents after every step of an
engine's schedule."""


class Method(NamedTuple):
    """What is a method's own; the engine does the rest."""

    sample: Sample
    prepare: Callable[[PanelPlan, Size], PanelInputs] | None = None
    """Makes the pictures that a panel is drawn from; None makes masks and pose maps alone."""
    single_pass: Callable[[PanelPlan], bool] = lambda plan: False
    """Whether one pass a step draws the whole panel; such panels are batched among themselves."""
    notes: Callable[[PanelInputs], Iterable[str]] = lambda panel: ()
    """What the author should know of a panel, beside what the engine knows."""
