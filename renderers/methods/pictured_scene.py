"""One prompt a panel, with the subjects' pictures heard beside it: image adapters used alone."""

from collections.abc import Iterator, Sequence

from renderers.base import Context, Drawn, Step
from renderers.diffusion.engine import Engine
from renderers.diffusion.method import Method
from renderers.diffusion.panel_inputs import PanelInputs
from renderers.diffusion.sampler import sample_scenes
from renderers.diffusion.schedule import Latent
from renderers.methods.images import load_images
from renderers.methods.notes import only_scene
from schemas.plan import PanelPlan
from schemas.settings import IpAdapterSettings, MsDiffusionSettings


class PicturedScene:
    """Draws every panel by its one prompt and by pictures, each heard where its subject is.

    `kind` is the part of the adapter's file that tells what it is; `steps` the method's own.
    """

    def __init__(
        self,
        settings: IpAdapterSettings | MsDiffusionSettings,
        context: Context,
        *,
        kind: str,
        steps: int,
    ) -> None:
        self._engine = Engine(settings, context, steps=steps)
        layout = settings.attention_layout if isinstance(settings, MsDiffusionSettings) else None
        self._images = load_images(self._engine, settings.image_prompt, context, kind, layout)

    def render(self, panels: Sequence[PanelPlan]) -> Iterator[Step | Drawn]:
        """Draw the panels in order."""
        return self._engine.render(panels, Method(self._sample, notes=self._notes))

    def _sample(self, engine: Engine, batch: Sequence[PanelInputs], x: Latent) -> Iterator[Latent]:
        panels = self._images.told(engine.inputs(batch, scene_hears_all=True), batch)
        steps, renew = engine.schedule.steps, engine.renew(batch)
        return sample_scenes(engine.denoiser(), panels.scenes, steps, x, renew=renew)

    def _notes(self, panel: PanelInputs) -> Iterator[str]:
        yield from only_scene(panel, self._engine)
        yield from self._images.notes(panel)
