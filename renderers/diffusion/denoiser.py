"""Classifier-free guidance over many prompts at once: prompts in, estimates out."""

from collections.abc import Hashable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import torch
from jaxtyping import Float
from torch import Tensor

from renderers.diffusion.models.networks import Control, Networks, UNetInputs
from renderers.diffusion.panels import ActiveLoras, ControlImage, Crop, Prompt, Text
from renderers.diffusion.savings.caching import StepCache
from renderers.diffusion.schedule import Latent, Schedule, SolverStep, Span


class Query(NamedTuple):
    """One sample of a forward pass: a latent's row, and what the network is conditioned on."""

    row: int
    text: Text
    control_image: ControlImage | None
    adapter: ActiveLoras
    crop: Crop | None = None

    def cropped(self, x: Latent) -> Float[Tensor, "c height width"]:
        """Return what the network looks at."""
        return x[self.row] if self.crop is None else self.crop.of(x[self.row])

    def paste(self, x: Latent, x0: Float[Tensor, "c height width"]) -> Float[Tensor, "c h w"]:
        """Put an estimate where it was cropped; around it nothing is known, and zero."""
        if self.crop is None:
            return x0
        whole = torch.zeros_like(x[self.row])
        self.crop.of(whole).copy_(x0)
        return whole

    @property
    def key(self) -> Hashable:
        """What tells it from other queries at the same step."""
        return self.row, self.text.key, id(self.control_image), self.adapter, self.crop

    @property
    def kind(self) -> Hashable:
        """What the queries of one forward pass have in common."""
        return self.adapter, self.crop and self.crop[2:], tuple(self.text.parts)


class GuidedDenoiser(NamedTuple):
    """Classifier-free guidance (arXiv 2207.12598): x0 = x0_u + scale·(x0_c - x0_u).

    Prompts that look at one latent with one negative prompt and one control image share a single
    unconditional pass. This is exact, and nearly halves the cost of a shared canvas.
    """

    networks: Networks
    schedule: Schedule
    guidance_scale: float = 7.5
    control: Control = Control()
    batch: int = 8
    """Most samples in one forward pass; it bounds memory, not the result."""
    guided: Span = Span()
    """Outside it x0 = x0_c, at half the cost (a limited interval, arXiv 2404.07724)."""
    cache: StepCache | None = None
    """Deep features that steps share; of one sampling only."""
    guidance_rescale: float = 0.0

    @torch.no_grad()
    def __call__(
        self, x: Latent, step: SolverStep, prompts: Sequence[Prompt], rows: Sequence[int]
    ) -> Float[Tensor, "n c h w"]:
        """Return one x0 for every prompt; prompt i looks at latent `rows[i]`."""
        pairs = list(zip(rows, prompts, strict=True))
        cond = [Query(row, p.positive, p.control_image, p.adapter, p.crop) for row, p in pairs]
        if self.guidance_scale > 1 and self.guided.holds(step):
            uncond = [
                Query(row, p.negative, self._unguided(p), p.adapter, p.crop) for row, p in pairs
            ]
            outputs = self._guided(x, step, cond, uncond)
        else:
            outputs = self.predict(x, step, cond)
        clean = self.schedule.clean
        return torch.stack(
            [
                query.paste(x, clean(query.cropped(x), output, step.now))
                for query, output in zip(cond, outputs, strict=True)
            ]
        )

    def _unguided(self, prompt: Prompt) -> ControlImage | None:
        """Return what the unconditional pass is shown of a prompt's control image.

        A U-Net's own hint is guided to as words are: it was trained without either.
        """
        image = prompt.control_image
        if image is None or not self.networks.takes_hints:
            return image
        return _nothing(image.shape, image.dtype, image.device)

    def _guided(
        self, x: Latent, step: SolverStep, cond: Sequence[Query], uncond: Sequence[Query]
    ) -> list[Tensor]:
        unique = {query.key: query for query in uncond}
        outputs = self.predict(x, step, [*unique.values(), *cond])
        without = dict(zip(unique, outputs, strict=False))
        return [
            guided(
                output[None],
                without[each.key][None],
                self.guidance_scale,
                self.guidance_rescale,
            )[0]
            for each, output in zip(uncond, outputs[len(unique) :], strict=True)
        ]

    def predict(self, x: Latent, step: SolverStep, queries: Sequence[Query]) -> list[Tensor]:
        """Run the network on every query, those of one kind and depth together."""
        # Two subjects with one prompt, in one latent, are one query.
        once = list({query.key: query for query in queries}.values())
        due = [self.cache is None or self.cache.due(self._key(q, step), step) for q in once]
        outputs: dict[Hashable, Tensor] = {}
        for part in _chunks(once, due, self.batch):
            chunk = [once[i] for i in part]
            found = self._predict(x, step, chunk)
            outputs.update(zip((query.key for query in chunk), found, strict=True))
        return [outputs[query.key] for query in queries]

    def _key(self, query: Query, step: SolverStep) -> Hashable:
        """What deep features belong to; a ControlNet speaks through them."""
        return query.key, self.control.conditioning_scale(step)

    def _predict(
        self, x: Latent, step: SolverStep, queries: Sequence[Query]
    ) -> Float[Tensor, "n c height width"]:
        sample = torch.stack([query.cropped(x) for query in queries])
        unet_inputs = _unet_inputs(queries, x, self.networks)
        control = self.control.conditioning_scale(step)
        if self.cache is None:
            return self.networks.predict(sample, unet_inputs, step.timestep, control)
        keys = [self._key(query, step) for query in queries]
        return self.cache.predict(self.networks, sample, unet_inputs, step, control, keys=keys)


def guided(
    cond: Float[Tensor, "n c h w"], uncond: Float[Tensor, "n c h w"], scale: float, rescale: float
) -> Float[Tensor, "n c h w"]:
    """Return guided outputs; `rescale` is how far their contrast is brought back (2305.08891).

    Strong guidance overexposes; the deviation of the prompt's own output is the right one.
    """
    output = uncond + scale * (cond - uncond)
    if rescale == 0:
        return output
    axes = (1, 2, 3)
    ratio = cond.std(dim=axes, keepdim=True) / output.std(dim=axes, keepdim=True)
    return output * (1 - rescale + rescale * ratio)


@lru_cache(maxsize=8)
def _nothing(shape: torch.Size, dtype: torch.dtype, device: torch.device) -> Tensor:
    """Return a hint that shows nothing, always the same, so that passes that see it are shared."""
    return torch.zeros(shape, dtype=dtype, device=device)


def _unet_inputs(queries: Sequence[Query], x: Latent, networks: Networks) -> UNetInputs:
    height, width = x.shape[-2:]
    places = [(query.row, query.crop) for query in queries]
    return UNetInputs(
        torch.stack([query.text.states for query in queries]),
        stacked([query.text.pooled for query in queries]),
        stacked([query.control_image for query in queries]),
        collated([query.text for query in queries], networks),
        queries[0].adapter,
        None if queries[0].crop is None else (height, width),
        tuple(places.index(place) for place in places),
    )


def collated(texts: Sequence[Text], networks: Networks) -> dict[str, Any]:
    """Join what the samples of a pass tell each attention part; all tell the same parts."""
    return {
        name: networks.parts[name].collate([text.parts[name] for text in texts])
        for name in texts[0].parts
    }


def stacked(tensors: Sequence[Tensor | None]) -> Tensor | None:
    """Join what all queries have, or None where none has it."""
    present = [tensor for tensor in tensors if tensor is not None]
    assert len(present) in (0, len(tensors)), "some queries lack what others have"
    return torch.stack(present) if present else None


def _chunks(queries: Sequence[Query], due: Sequence[bool], size: int) -> Iterator[Sequence[int]]:
    """Yield the indices of queries that can share a pass; `due` ones need a full pass."""
    kinds = [(query.kind, full) for query, full in zip(queries, due, strict=True)]
    for kind in dict.fromkeys(kinds):
        members = [i for i, each in enumerate(kinds) if each == kind]
        for first in range(0, len(members), size):
            yield members[first : first + size]
