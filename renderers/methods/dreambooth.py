"""DreamBooth alone (arXiv 2208.12242): rare tokens in one prompt tell subjects apart."""

from collections.abc import Iterator, Sequence

from renderers.base import Context, Drawn, Step
from renderers.diffusion.engine import Engine, Method
from renderers.diffusion.panel_inputs import PanelInputs
from renderers.diffusion.sampler import sample_scenes
from renderers.diffusion.schedule import Latent
from renderers.methods.notes import only_scene
from schemas.plan import PanelPlan
from schemas.settings import DiffusionSettings


class DreamBooth:
    """Draws every panel by its one prompt, from noise.

    Raises:
        AssetMissing: the model is absent or unreadable.
    """

    def __init__(self, settings: DiffusionSettings, context: Context) -> None:
        self._engine = Engine(settings, context)

    def render(self, panels: Sequence[PanelPlan]) -> Iterator[Step | Drawn]:
        """Draw the panels in order."""
        return self._engine.render(panels, Method(self._sample, notes=self._notes))

    def _sample(self, batch: Sequence[PanelInputs], x: Latent) -> Iterator[Latent]:
        engine = self._engine
        engine.adapters(panel.plan for panel in batch)  # Learned words are heard in the prompt.
        return sample_scenes(engine.denoiser(), engine.scenes(batch), engine.schedule.steps, x)

    def _notes(self, panel: PanelInputs) -> Iterator[str]:
        return only_scene(panel, self._engine)
