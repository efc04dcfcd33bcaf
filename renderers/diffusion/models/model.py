"""A loaded model: all its parts, ready to draw."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple, Protocol, runtime_checkable

import torch

from renderers.diffusion.models.autoencoder import Autoencoder
from renderers.diffusion.models.networks import Networks
from renderers.diffusion.models.parts import reading
from renderers.diffusion.models.recommended import Recommended
from renderers.diffusion.models.text import TextEncoder
from renderers.diffusion.schedule import Schedule


class Model(NamedTuple):
    """A loaded model, ready to draw."""

    networks: Networks
    text: TextEncoder
    autoencoder: Autoencoder
    scheduler: Mapping[str, Any]
    """Configuration of the scheduler it was made for."""
    recommended: Recommended
    """How it likes to be asked."""
    device: torch.device
    folder: Path = Path()

    def schedule(
        self, scheduler: Literal["ddim", "euler"], steps: int, *, spacing: str | None = None
    ) -> Schedule:
        """Return the solver's steps for this model, spaced as it was made for, or as asked.

        Raises:
            AssetMissing: its scheduler's configuration cannot be understood.
            StoryboardError: it has not so many steps.
        """
        config = {**self.scheduler, **({} if spacing is None else {"timestep_spacing": spacing})}
        return reading(  # type: ignore[no-any-return]
            self.folder / "scheduler",
            lambda: Schedule.of(config, scheduler=scheduler, steps=steps),
        )

    @property
    def multiple(self) -> int:
        """Panel sides are whole multiples of this many pixels, so that every level halves."""
        levels = len(self.networks.unet.config.block_out_channels) - 1
        return self.networks.vae_scale_factor * int(2**levels)

    @property
    def channels(self) -> int:
        """Channels of a latent."""
        return int(self.networks.unet.config.in_channels)

    @property
    def control_scale_factor(self) -> int | None:
        """Pixels of a pose map per latent cell; None where nothing follows one."""
        if self.networks.takes_hints:
            return int(self.networks.unet.config.hint_pixels)
        if self.networks.controlnet is None:
            return None
        # Every embedding block but the first halves the pose map.
        widths = self.networks.controlnet.config.conditioning_embedding_out_channels
        return int(2 ** (len(widths) - 1))


@runtime_checkable
class Adapter(Protocol):
    """What is put into a loaded model and taken out again: a LoRA, a ControlNet, image prompts."""

    def inject(self, model: Model) -> Model:
        """Return the model with the adapter in it."""

    def eject(self, model: Model) -> Model:
        """Return the model as it was before."""
