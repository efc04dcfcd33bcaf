"""What estimates clean latents, made of a model as a story's settings ask for it."""

from collections.abc import Iterable
from typing import NamedTuple

from renderers.diffusion.denoiser import GuidedDenoiser
from renderers.diffusion.models.model import Model
from renderers.diffusion.models.networks import Control
from renderers.diffusion.regional import RegionalDenoiser
from renderers.diffusion.savings.caching import StepCache
from renderers.diffusion.schedule import Schedule, Span
from schemas.settings import ControlNetSettings, DiffusionSettings


class Denoisers(NamedTuple):
    """Makes denoisers, each for one sampling.

    `borders` are the indices of the steps at which a stage begins.
    """

    model: Model
    settings: DiffusionSettings
    control: ControlNetSettings
    schedule: Schedule

    def one_by_one(self, borders: Iterable[int] = ()) -> GuidedDenoiser:
        """Return what asks prompt by prompt."""
        # Eight samples keep a panel of Stable Diffusion below its own decoding's peak, nearly.
        most = self.settings.batch or (4 if self.model.device.type == "cpu" else 8)
        return GuidedDenoiser(
            self.model.networks,
            self.schedule,
            self.guidance_scale,
            self._control_span,
            most,
            self._guided,
            self._cache(borders),
            self.settings.guidance_rescale,
        )

    def regional(self, borders: Iterable[int] = ()) -> RegionalDenoiser:
        """Return what asks all prompts in one pass."""
        return RegionalDenoiser(
            self.model.networks,
            self.schedule,
            self.guidance_scale,
            self._control_span,
            self._guided,
            self._cache(borders),
            self.settings.guidance_rescale,
        )

    @property
    def guidance_scale(self) -> float:
        """How strong guidance is: the story's, else what the model recommends."""
        scale = self.settings.guidance_scale
        return self.model.recommended.guidance_scale if scale is None else scale

    @property
    def _guided(self) -> Span:
        return Span(self.settings.guidance_start, self.settings.guidance_end)

    @property
    def _control_span(self) -> Control:
        return Control(self.control.scale, self.control.start, self.control.end)

    def _cache(self, borders: Iterable[int]) -> StepCache | None:
        begun, every = {0, *borders}, self.settings.cache_every
        turns = {step.turn for index, step in enumerate(self.schedule.steps) if index in begun}
        return StepCache(every, turns) if every > 1 else None
