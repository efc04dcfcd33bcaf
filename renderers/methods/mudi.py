"""MuDI's inference (arXiv 2404.04243): one prompt, from noise that the subjects have shifted."""

from collections.abc import Iterator, Sequence

from renderers.base import Context, Drawn, Step
from renderers.methods.dreambooth import DreamBooth
from schemas.plan import PanelPlan
from schemas.settings import DiffusionSettings


class Mudi:
    """Draws every panel by its one prompt, from noise in which its subjects already lie.

    Raises:
        AssetMissing: the model is absent or unreadable.
    """

    def __init__(self, settings: DiffusionSettings, context: Context) -> None:
        self._one_prompt = DreamBooth(settings, context)

    def render(self, panels: Sequence[PanelPlan]) -> Iterator[Step | Drawn]:
        """Draw the panels in order.

        Raises:
            AssetMissing: a subject's picture is not there.
        """
        return self._one_prompt.render(panels)
