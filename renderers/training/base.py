"""The model that is taught: its networks, and how a training asks them."""

from pathlib import Path
from typing import Any, NamedTuple

import torch
from diffusers.models.attention_processor import AttnProcessor
from jaxtyping import Float
from torch import Tensor
from torch.nn import functional

from renderers.diffusion.models.load import Model, choose_device, load_model
from renderers.diffusion.models.text import TextEncoder
from renderers.diffusion.schedule import Latent
from schemas.errors import StoryboardError
from schemas.geometry import Size
from schemas.training import TrainingSettings

_NOISE = (
    "num_train_timesteps",
    "beta_start",
    "beta_end",
    "beta_schedule",
    "trained_betas",
    "prediction_type",
    "rescale_betas_zero_snr",
)


Hint = Float[Tensor, "b channels high wide"]
"""What a U-Net that takes hints is shown: a pose map, and where its subject is."""


class PromptEmbeds(NamedTuple):
    """What a batch's prompts say to the U-Net."""

    states: Float[Tensor, "b tokens width"]
    pooled: Float[Tensor, "b pooled"] | None


class Base(NamedTuple):
    """A loaded model in training, with the noise that it was trained on."""

    model: Model
    noise: Any
    """diffusers' DDPMScheduler."""

    @property
    def unet(self) -> Any:
        """The denoiser."""
        return self.model.networks.unet

    @property
    def text(self) -> TextEncoder:
        """The text encoders and their tokenizers."""
        return self.model.text

    def said(self, prompts: tuple[str, ...]) -> PromptEmbeds:
        """Encode prompts; gradients flow where text encoders learn."""
        texts = [self.text.embed(prompt) for prompt in prompts]
        pooled = [text.pooled for text in texts if text.pooled is not None]
        return PromptEmbeds(
            torch.stack([text.states for text in texts]), torch.stack(pooled) if pooled else None
        )

    def hint(self, mask: Float[Tensor, "1 1 high wide"], cells: tuple[int, int]) -> Hint | None:
        """Return what tells a U-Net that takes hints where its subject is; None for any other.

        A mask that is everywhere tells nothing, as does a hint of zeros. Poses are left out, as
        in a part of such a model's own training.
        """
        if not self.model.networks.takes_hints:
            return None
        pixels = int(self.unet.config.hint_pixels)
        size = pixels * cells[0], pixels * cells[1]
        area = functional.interpolate(mask, size=size, mode="area")
        made = area.new_zeros(1, int(self.unet.config.hint_channels), *area.shape[2:])
        if area.min() < 1:
            made[:, -1:] = area
        return made

    def predict(self, x: Latent, t: Tensor, said: PromptEmbeds, hint: Hint | None = None) -> Latent:
        """Return the U-Net's output for noisy latents, in float32."""
        added: dict[str, Any] = {} if hint is None else {"hint": hint.to(x.device)}
        if self.unet.config.addition_embed_type == "text_time":
            # SDXL is told the picture's size, uncropped (arXiv 2307.01952, 2.2).
            high, wide = (self.model.networks.vae_scale_factor * side for side in x.shape[-2:])
            ids = torch.tensor([high, wide, 0, 0, high, wide], device=x.device).to(x)
            added = {"text_embeds": said.pooled, "time_ids": ids.expand(len(x), -1)}
        output = self.unet(
            x.to(self.unet.dtype),
            t,
            said.states,
            added_cond_kwargs=added or None,
            return_dict=False,
        )[0]
        return torch.Tensor(output.float())

    def size(self, settings: TrainingSettings, aspect: float) -> Size:
        """Return the pictures' size at an aspect ratio, in whole steps of the U-Net's levels."""
        cells = int(self.unet.config.sample_size or 64)
        side = settings.resolution or cells * self.model.networks.vae_scale_factor
        step = self.model.multiple
        width = max(step, round(side * aspect**0.5 / step) * step)
        return Size(width=width, height=max(step, round(side / aspect**0.5 / step) * step))


def load_base(
    name: str, settings: TrainingSettings, *, root: Path, online: bool, whole: bool
) -> Base:
    """Load the model to be taught; `whole` in float32, since all of its weights are to move.

    On a processor it is in float32 too, whatever it recommends for drawing: gradients are small.

    Raises:
        AssetMissing: it is absent or unreadable.
        StoryboardError: it is of a kind that cannot be taught here.
    """
    on_processor = choose_device(settings.device).type == "cpu"
    dtype = "float32" if whole or on_processor else "auto"
    model = load_model(name, root=root, device=settings.device, dtype=dtype, online=online)
    if model.networks.pools_text:
        raise StoryboardError(f"{name} pools its text, and cannot be taught here")
    # Activation checkpointing works in this mode alone; nothing drops out.
    model.networks.unet.train()
    if model.device.type == "cpu" and settings.precision == "bfloat16":
        # Fused attention's backward pass is the slower one there: a step takes a fifth longer.
        model.networks.unet.set_attn_processor(AttnProcessor())
    if settings.gradient_checkpointing:
        model.networks.unet.enable_gradient_checkpointing()
    return Base(model, noise_of_training(model.scheduler))


def noise_of_training(config: Any) -> Any:
    """Return diffusers' training noise for a scheduler's configuration.

    Raises:
        StoryboardError: the model does not learn by noise prediction as Stable Diffusion does.
    """
    from diffusers.schedulers.scheduling_ddpm import DDPMScheduler

    known = {name: config[name] for name in _NOISE if config.get(name) is not None}
    if known.get("prediction_type", "epsilon") not in ("epsilon", "v_prediction"):
        raise StoryboardError(
            f"a model that predicts {known['prediction_type']} cannot be taught here",
            hint="Models that predict epsilon or v_prediction can.",
        )
    kind: Any = DDPMScheduler
    return kind(**known)
