"""One forward pass: a U-Net, perhaps with its ControlNet, told everything as tensors."""

from typing import Any, NamedTuple

import torch
from jaxtyping import Float
from torch import Tensor

from renderers.diffusion.attention import attend_by_regions
from renderers.diffusion.models.text import hear
from renderers.diffusion.savings.prefix import shared
from renderers.diffusion.schedule import Latent, Span, Step
from schemas.errors import StoryboardError


class Control(NamedTuple):
    """When and how strongly the ControlNet speaks."""

    scale: float = 1.0
    start: float = 0.0
    end: float = 1.0

    def at(self, step: Step) -> float:
        """Return the scale in a step; 0 outside the window."""
        return self.scale if Span(self.start, self.end).holds(step) else 0.0


class Question(NamedTuple):
    """What a batch is asked about, beside its latents."""

    states: Float[Tensor, "b tokens width"]
    pooled: Float[Tensor, "b pooled"] | None
    hints: Float[Tensor, "b 3 height width"] | None
    attention: dict[str, Any]
    """What the attention processors are told, such as regions; empty for plain attention."""
    adapter: str | None = None
    """The LoRA that the U-Net hears."""
    whole: tuple[int, int] | None = None
    """Height and width of the latent that a batch of cuts was taken from; None for whole ones."""
    looks: tuple[int, ...] = ()
    """Which latent each sample is of: where numbers are equal, latents are. Empty tells nothing."""


class Networks(NamedTuple):
    """What predicts: a diffusers U-Net and perhaps its ControlNet."""

    unet: Any
    controlnet: Any | None
    pixels: int
    """Pixels per latent cell along a side; SDXL is told the picture's size."""
    dtype: torch.dtype = torch.float32

    def answer(self, x: Latent, question: Question, timestep: float, control: float) -> Latent:
        """Return the U-Net's output, float32; `control` scales the ControlNet's residuals."""
        hear(self.unet, question.adapter)
        sample, time = x.to(self.dtype), torch.full((len(x),), timestep, device=x.device)
        told = self.told(question, sample) | {"return_dict": False}
        residuals: dict[str, Any] = {}
        if self.controlnet is not None and question.hints is not None and control > 0:
            down, mid = self.controlnet(
                sample, time, controlnet_cond=question.hints.to(self.dtype),
                conditioning_scale=control, **told,
            )  # fmt: skip
            residuals = {
                "down_block_additional_residuals": down, "mid_block_additional_residual": mid
            }  # fmt: skip
        with shared(self.unet, question.looks, regional=bool(question.attention)):
            (output,) = self.unet(sample, time, **residuals, **told)
        return torch.Tensor(output.float())

    def told(self, question: Question, sample: Latent) -> dict[str, Any]:
        """Return what U-Net and ControlNet are told alike, in diffusers' words."""
        told = {"encoder_hidden_states": question.states, **self._size(question, sample)}
        attention = {"cross_attention_kwargs": question.attention} if question.attention else {}
        return told | attention

    @property
    def pools_text(self) -> bool:
        """Whether the U-Net pools its text, so that several prompts cannot share a pass."""
        return bool(self.unet.config.addition_embed_type == "text")

    def attend_by_regions(self) -> None:
        """Let attention follow regions where it is given some.

        Raises:
            StoryboardError: the U-Net pools its text, and would mix several prompts.
        """
        if self.pools_text:
            raise StoryboardError(
                "this model pools its text, so that several prompts cannot share a pass",
                hint="set the renderer's mode to reference",
            )
        for network in (self.unet, self.controlnet):
            if network is not None:
                attend_by_regions(network)

    def _size(self, question: Question, sample: Latent) -> dict[str, Any]:
        """SDXL's micro-conditioning (arXiv 2307.01952, 2.2): sizes before and after cropping.

        A cut is told as a picture of its own, from an original of the panel's size: uncropped, for
        a figure is whole in it, and sharp, for a small original would mean a blurred one.
        """
        if self.unet.config.addition_embed_type != "text_time":
            return {}
        target = tuple(sample.shape[-2:])
        cells = torch.tensor([*(question.whole or target), 0, 0, *target], device=sample.device)
        ids = (self.pixels * cells).to(self.dtype).expand(len(sample), -1)
        return {"added_cond_kwargs": {"text_embeds": question.pooled, "time_ids": ids}}
