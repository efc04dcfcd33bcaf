"""U-Net, ControlNet and classifier-free guidance as one function: prompts in, estimates out."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import torch
from jaxtyping import Float
from torch import Tensor

from renderers.diffusion.panels import Hint, Prompt, Text
from renderers.diffusion.schedule import Latent, Schedule, Step


class Control(NamedTuple):
    """When and how strongly the ControlNet speaks."""

    scale: float = 1.0
    start: float = 0.0
    end: float = 1.0

    def at(self, step: Step) -> float:
        """Return the scale in a step; 0 outside the window."""
        return self.scale if self.start <= step.start and step.end <= self.end else 0.0


class Query(NamedTuple):
    """One sample of a forward pass: a latent's row, and what the network is told about it."""

    row: int
    text: Text
    hint: Hint | None


class Networks(NamedTuple):
    """What predicts: a diffusers U-Net and perhaps its ControlNet."""

    unet: Any
    controlnet: Any | None
    pixels: int
    """Pixels per latent cell along a side; SDXL is told the picture's size."""
    dtype: torch.dtype = torch.float32


class GuidedDenoiser(NamedTuple):
    """Classifier-free guidance (arXiv 2207.12598): x0 = x0_u + scale·(x0_c - x0_u).

    Prompts that look at one latent with one negative prompt and one hint share a single
    unconditional pass. This is exact, and nearly halves the cost of a shared canvas.
    """

    networks: Networks
    schedule: Schedule
    guidance_scale: float = 7.5
    control: Control = Control()
    batch: int = 8
    """Most samples in one forward pass; it bounds memory, not the result."""

    @torch.no_grad()
    def __call__(
        self, x: Latent, step: Step, prompts: Sequence[Prompt], rows: Sequence[int]
    ) -> Float[Tensor, "n c h w"]:
        """Return one x0 for every prompt; prompt i looks at latent `rows[i]`."""
        asked = [Query(row, p.positive, p.hint) for row, p in zip(rows, prompts, strict=True)]
        if self.guidance_scale <= 1:
            output = self.predict(x, step, asked)
            return self.schedule.clean(x[list(rows)], output, step.now)
        negatives = [Query(row, p.negative, p.hint) for row, p in zip(rows, prompts, strict=True)]
        unique = {_key(query): query for query in negatives}
        place = {key: index for index, key in enumerate(unique)}
        output = self.predict(x, step, [*unique.values(), *asked])
        without = output[[place[_key(query)] for query in negatives]]
        guided = without + self.guidance_scale * (output[len(unique) :] - without)
        return self.schedule.clean(x[list(rows)], guided, step.now)

    def predict(self, x: Latent, step: Step, queries: Sequence[Query]) -> Float[Tensor, "n c h w"]:
        """Ask the network every question, some at a time; answers are float32."""
        parts = [self._forward(x, step, part) for part in _chunks(queries, self.batch)]
        return torch.cat(parts)

    def _forward(self, x: Latent, step: Step, queries: Sequence[Query]) -> Float[Tensor, "n c h w"]:
        networks, scale = self.networks, self.control.at(step)
        sample = x[[query.row for query in queries]].to(networks.dtype)
        time = torch.full((len(queries),), step.timestep, device=x.device)
        states = torch.stack([query.text.states for query in queries])
        added = {"added_cond_kwargs": self._added(queries, sample)} if self._wants_size() else {}
        residuals: dict[str, Any] = {}
        if networks.controlnet is not None and scale > 0:
            hints = torch.stack([_hint(query) for query in queries])
            down, mid = networks.controlnet(
                sample, time, encoder_hidden_states=states, controlnet_cond=hints.to(sample.dtype),
                conditioning_scale=scale, return_dict=False, **added,
            )  # fmt: skip
            residuals = {
                "down_block_additional_residuals": down, "mid_block_additional_residual": mid
            }  # fmt: skip
        (output,) = networks.unet(
            sample, time, encoder_hidden_states=states, return_dict=False, **residuals, **added
        )
        return torch.Tensor(output.float())

    def _wants_size(self) -> bool:
        return bool(self.networks.unet.config.addition_embed_type == "text_time")

    def _added(self, queries: Sequence[Query], sample: Latent) -> dict[str, Tensor]:
        """SDXL's micro-conditioning (arXiv 2307.01952, 2.2): full size, no crop."""
        height, width = (length * self.networks.pixels for length in sample.shape[-2:])
        size = torch.tensor([height, width, 0, 0, height, width], device=sample.device)
        pooled = [query.text.pooled for query in queries if query.text.pooled is not None]
        return {
            "text_embeds": torch.stack(pooled),
            "time_ids": size.to(sample.dtype).expand(len(queries), -1),
        }


def _key(query: Query) -> tuple[int, int, int]:
    return query.row, id(query.text.states), id(query.hint)


def _hint(query: Query) -> Float[Tensor, "3 height width"]:
    assert query.hint is not None, "with a ControlNet every prompt has a hint"
    return query.hint


def _chunks(queries: Sequence[Query], size: int) -> Iterator[Sequence[Query]]:
    for first in range(0, len(queries), size):
        yield queries[first : first + size]
