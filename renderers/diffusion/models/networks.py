"""One forward pass: a U-Net, perhaps with its ControlNet, given everything as tensors."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import torch
from jaxtyping import Float
from torch import Tensor

from renderers.diffusion.attention import AttentionPart, extend, restore
from renderers.diffusion.models.shared_prefix import share_until_text
from renderers.diffusion.models.text import set_adapter
from renderers.diffusion.panels import ActiveLoras
from renderers.diffusion.schedule import Latent, SolverStep, Span


class Control(NamedTuple):
    """When and how strongly the ControlNet speaks."""

    scale: float = 1.0
    start: float = 0.0
    end: float = 1.0

    def conditioning_scale(self, step: SolverStep) -> float:
        """Return the scale in a step; 0 outside the window."""
        return self.scale if Span(self.start, self.end).holds(step) else 0.0


class UNetInputs(NamedTuple):
    """What a batch is conditioned on, beside its latents and the time."""

    states: Float[Tensor, "b tokens width"]
    pooled: Float[Tensor, "b pooled"] | None
    control_images: Float[Tensor, "b channels height width"] | None
    attention: dict[str, Any]
    """What injected attention parts are told, by name; empty for plain attention."""
    adapter: ActiveLoras = None
    """The LoRAs that are active in the U-Net."""
    whole: tuple[int, int] | None = None
    """Height and width of the latent that a batch of crops was taken from; None for whole ones."""
    latent_index: tuple[int, ...] = ()
    """Which latent each sample is of: where numbers are equal, latents are. Empty tells nothing."""


class Networks(NamedTuple):
    """What predicts: a diffusers U-Net, perhaps its ControlNet, and injected attention parts."""

    unet: Any
    controlnet: Any | None
    vae_scale_factor: int
    """Pixels per latent cell along a side; SDXL is told the picture's size."""
    dtype: torch.dtype = torch.float32
    parts: Mapping[str, AttentionPart] = MappingProxyType({})

    def predict(self, x: Latent, inputs: UNetInputs, timestep: float, control: float) -> Latent:
        """Return the U-Net's output, float32; `control` scales the ControlNet's residuals."""
        set_adapter(self.unet, inputs.adapter)
        sample, time = x.to(self.dtype), torch.full((len(x),), timestep, device=x.device)
        residuals: dict[str, Any] = {}
        if self.controlnet is not None and inputs.control_images is not None and control > 0:
            down, mid = self.controlnet(
                sample,
                time,
                controlnet_cond=inputs.control_images.to(self.dtype),
                conditioning_scale=control,
                return_dict=False,
                **self.unet_kwargs(inputs._replace(attention=self._for_controlnet(inputs)), sample),
            )
            residuals = {
                "down_block_additional_residuals": down,
                "mid_block_additional_residual": mid,
            }
        kwargs = self.unet_kwargs(inputs, sample) | {"return_dict": False}
        if self.takes_hints and inputs.control_images is not None and control > 0:
            kwargs["added_cond_kwargs"] = {"hint": control * inputs.control_images}
        with share_until_text(self.unet, inputs.latent_index, regional=bool(inputs.attention)):
            (output,) = self.unet(sample, time, **residuals, **kwargs)
        return torch.Tensor(output.float())

    def unet_kwargs(self, inputs: UNetInputs, sample: Latent) -> dict[str, Any]:
        """Return what a U-Net or ControlNet is called with beside latents and time."""
        kwargs = {"encoder_hidden_states": inputs.states, **self._size(inputs, sample)}
        parts = {"cross_attention_kwargs": {"parts": inputs.attention}}
        return kwargs | (parts if inputs.attention else {})

    def inject(self, name: str, part: AttentionPart) -> "Networks":
        """Return the networks with an attention part in them, above those that are there."""
        for network in self._extended_by(part):
            extend(network, name, part)
        return self._replace(parts={**self.parts, name: part})

    def eject(self, name: str) -> "Networks":
        """Return the networks without an attention part, as if it had never been there."""
        for network in self._extended_by(self.parts[name]):
            restore(network, name)
        return self._replace(parts={key: part for key, part in self.parts.items() if key != name})

    def _extended_by(self, part: AttentionPart) -> Iterator[Any]:
        yield self.unet
        if self.controlnet is not None and part.for_controlnet:
            yield self.controlnet

    def _for_controlnet(self, inputs: UNetInputs) -> dict[str, Any]:
        return {
            name: given
            for name, given in inputs.attention.items()
            if self.parts[name].for_controlnet
        }

    @property
    def pools_text(self) -> bool:
        """Whether the U-Net pools its text, so that several prompts cannot share a pass."""
        config = self.unet.config
        return bool(config.addition_embed_type == "text" and not config.get("pooled_tokens"))

    @property
    def takes_hints(self) -> bool:
        """Whether the U-Net itself is shown poses and places, and needs no ControlNet."""
        return bool(self.unet.config.get("hint_channels"))

    def _size(self, inputs: UNetInputs, sample: Latent) -> dict[str, Any]:
        """SDXL's micro-conditioning (arXiv 2307.01952, 2.2): sizes before and after cropping.

        A crop is given as a picture of its own, from an original of the panel's size: uncropped,
        for a figure is whole in it, and sharp, for a small original would mean a blurred one.
        """
        if self.unet.config.addition_embed_type != "text_time":
            return {}
        target = tuple(sample.shape[-2:])
        cells = torch.tensor([*(inputs.whole or target), 0, 0, *target], device=sample.device)
        ids = (self.vae_scale_factor * cells).to(self.dtype).expand(len(sample), -1)
        return {"added_cond_kwargs": {"text_embeds": inputs.pooled, "time_ids": ids}}
