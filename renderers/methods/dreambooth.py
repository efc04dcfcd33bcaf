"""DreamBooth alone (arXiv 2208.12242): rare tokens in one prompt tell subjects apart.

Other methods that draw by one prompt differ in what they start from, and in who may be drawn.
"""

from collections.abc import Iterator, Sequence

from renderers.base import Context, Drawn, Step
from renderers.diffusion.engine import Engine
from renderers.diffusion.method import Method
from renderers.diffusion.panel_inputs import PanelInputs
from renderers.diffusion.sampler import sample_scenes
from renderers.diffusion.schedule import Latent
from renderers.methods.notes import only_scene, unshifted
from renderers.methods.pictures import start_of
from schemas.geometry import Size
from schemas.plan import PanelPlan
from schemas.settings import DiffusionSettings


class DreamBooth:
    """Draws every panel by its one prompt, from the noise that the settings ask for.

    Raises:
        AssetMissing: the model is absent or unreadable.
    """

    def __init__(self, settings: DiffusionSettings, context: Context) -> None:
        self._engine = Engine(settings, context, init=settings.start)

    def render(self, panels: Sequence[PanelPlan]) -> Iterator[Step | Drawn]:
        """Draw the panels in order."""
        return self._engine.render(panels, Method(self._sample, self._prepare, notes=self._notes))

    def _prepare(self, plan: PanelPlan, size: Size) -> PanelInputs:
        engine = self._engine
        return start_of(plan, size, init=engine.init, root=engine.root)

    def _sample(self, engine: Engine, batch: Sequence[PanelInputs], x: Latent) -> Iterator[Latent]:
        denoise, scenes, steps = engine.denoiser(), engine.scenes(batch), engine.schedule.steps
        return sample_scenes(denoise, scenes, steps, x, renew=engine.renew(batch))

    def _notes(self, panel: PanelInputs) -> Iterator[str]:
        yield from only_scene(panel, self._engine)
        yield from unshifted(panel, self._engine)
