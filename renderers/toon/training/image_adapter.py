"""Trains a small adapter of MS-Diffusion (arXiv 2406.07209) for toon-noise; the model is frozen.

The adapter has the published layout. In the place of CLIP's view it reads the latents that
toon-noise itself makes of a picture, each cell with its place.

Panels come in pairs of twins that differ in their people's colours alone, and are met in the same
noise. Most of what a small model gets wrong of a panel no picture could have told it; between twins
that cancels out, so that the error of their difference is that of who somebody is.
"""

from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import torch
from jaxtyping import Float
from torch import Tensor, nn

from renderers.diffusion.images.encoder import LatentEncoder
from renderers.diffusion.images.ms_adapter import HEAD, MsAdapter, cross_attentions
from renderers.diffusion.images.prompts import IMAGES, ImagePrompt
from renderers.diffusion.images.resampler import GroundingResampler, fourier
from renderers.diffusion.models.model import Model
from renderers.toon.training.backdrops import Backdrops, Cells
from renderers.toon.training.denoiser import schedule
from renderers.toon.training.from_noise import timesteps
from renderers.toon.training.image_lessons import ImageLesson, ImageRow, image_lesson
from renderers.toon.training.memory import encoder_of
from renderers.training.journal import Journal
from renderers.training.muon import Muon
from renderers.training.team import Team

CELLS: Cells = (16, 16)
Twins = tuple[ImageRow, ImageRow]
_FIGURES = 3.0
"""How much more a cell counts that shows somebody."""


class AdapterShape(NamedTuple):
    """How large an adapter's resampler is."""

    width: int = 64
    depth: int = 2
    heads: int = 1
    tokens: int = 4
    grow: int = 2


class AdapterRecipe(NamedTuple):
    """How to train."""

    samples: int
    """Until so many panels have been seen in all; the rate falls over the last third."""
    batch: int = 12
    rate: float = 1.2e-2
    fresh: int = 1
    """New pairs a step; the others are met again in new noise."""
    room: int = 1500
    """Pairs that are remembered."""
    bare: float = 0.35
    """Share of the pairs without skeletons and places, as methods of one prompt draw."""
    wordless: float = 0.1
    """Share without pictures' grounding, so that it may be dropped."""
    apart: float = 8.0
    """How much more counts by what twins differ than what they have in common."""
    shift: float = 3.0
    """Noise levels u become shift·u / (1 + (shift-1)·u); in little noise colours are seen."""
    seed: int = 0
    keep: int = 40


class ImageAdapterNetwork(nn.Module):
    """What is trained: a resampler, and keys and values of every cross-attention."""

    def __init__(self, resampler: nn.Module, layers: Any) -> None:
        """Join the two."""
        super().__init__()
        self.resampler, self.layers = resampler, layers


def new_state(model: Model, encoder: LatentEncoder, shape: AdapterShape) -> dict[str, Any]:
    """Make an untrained adapter: it asks as the text is asked, and has little to say."""
    unet = model.networks.unet
    text = int(unet.config.cross_attention_dim)
    resampler = GroundingResampler(
        width=shape.width,
        depth=shape.depth,
        head=HEAD,
        heads=shape.heads,
        tokens=shape.tokens,
        image=encoder.width,
        phrase=text,
        output=text,
        grow=shape.grow,
    )
    layers: dict[str, Tensor] = {}
    for index, name in cross_attentions(unet).items():
        attn = unet.get_submodule(name.removesuffix(".processor"))
        layers[f"{index}.to_k_ip.weight"] = attn.to_k.weight.detach().float().clone()
        layers[f"{index}.to_v_ip.weight"] = 0.02 * torch.randn(attn.to_v.weight.shape)
    dummies = torch.zeros(1, 4, text)
    return {
        "image_proj": resampler.state_dict(),
        "ms_adapter": layers,
        "dummy_image_tokens": dummies,
    }


class AdapterTrainer:
    """One run: a frozen model with an adapter in it that learns."""

    def __init__(
        self, model: Model, backdrops: Backdrops, recipe: AdapterRecipe, shape: AdapterShape
    ) -> None:
        """Put a new adapter into the model."""
        torch.manual_seed(recipe.seed)
        vae = model.autoencoder.network
        self._encode, self._recipe, self._backdrops = encoder_of(vae), recipe, backdrops
        self.encoder = LatentEncoder(vae, model.device)
        adapter = MsAdapter(new_state(model, self.encoder, shape), self.encoder, 1.0)
        self.model = adapter.inject(model)
        unet = self.model.networks.unet.requires_grad_(False)
        unet.train()
        self.network = ImageAdapterNetwork(adapter.resampler, unet.get_submodule(IMAGES))
        self.network.requires_grad_(True)
        self._levels = schedule()
        self._pairs: list[Twins] = []

    def train(self, folder: Path) -> None:
        """Train until enough panels are seen, resuming `adapter.pt` in the folder."""
        recipe = self._recipe
        optimiser = Muon(self.network.parameters(), recipe.rate)
        journal = Journal(folder / "adapter", Team(0, 1), every=20, keep=recipe.keep)
        journal.resume(self.network, optimiser)
        seeds = [seed for step in range(journal.step) for seed in self._new(step)]
        self._pairs = [self.twins(seed) for seed in seeds[-recipe.room :]]
        whole = recipe.samples // recipe.batch
        for step in range(journal.step, whole):
            torch.manual_seed(recipe.seed + 1_000_003 * step)
            for group in optimiser.param_groups:
                left = min(1.0, 0.02 + 3 * (whole - step) / whole)
                group["lr"] = recipe.rate * min(1, (step + 1) / 20) * left
            common, apart, told = self.errors(self._batch(step))
            optimiser.zero_grad()
            torch.autograd.backward(common + recipe.apart * apart)
            nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
            optimiser.step()
            journal.note(common=float(common.detach()), apart=float(apart.detach()), told=told)
            journal.tick(self.network, optimiser)
        journal.keep(self.network, optimiser)

    def state(self) -> dict[str, dict[str, Tensor]]:
        """Return the adapter in the published layout, in half precision."""
        networks, layers = self.model.networks, list(self.network.layers)
        names = list(cross_attentions(networks.unet))
        pairs = zip(
            [f"{i}.to_{kind}_ip.weight" for kind in "kv" for i in names], layers, strict=True
        )
        return {
            "image_proj": {k: v.half() for k, v in self.network.resampler.state_dict().items()},
            "ms_adapter": {key: layer.weight.detach().half() for key, layer in pairs},
        }

    def errors(self, pairs: Sequence[Twins]) -> tuple[Tensor, Tensor, float]:
        """Return the mean error of v that twins have in common, and that by which they differ.

        Figures count more. The third is how large the difference itself is: as large an error tells
        nothing of who somebody is.
        """
        rows = [row for pair in pairs for row in pair]
        x0 = torch.stack([row.latent for row in rows]).float()
        t = timesteps(len(pairs), self._recipe.shift).repeat_interleave(2)
        signal, noise = self._levels.at(t)
        eps = torch.randn_like(x0[::2]).repeat_interleave(2, dim=0)
        wanted = signal * eps - noise * x0
        off = self._predicted(rows, signal * x0 + noise * eps, t) - wanted
        weight = 1 + _FIGURES * torch.stack([row.shown for row in rows[::2]])

        def mean(values: Tensor) -> Tensor:
            return torch.as_tensor((values.square().mean(1) * weight).sum() / weight.sum())

        told = mean(wanted[::2] - wanted[1::2]) / 4
        return mean(off[::2] + off[1::2]) / 4, mean(off[::2] - off[1::2]) / 4, float(told)

    def _predicted(self, rows: Sequence[ImageRow], x: Tensor, t: Tensor) -> Tensor:
        """Predict v of twins that stand beside each other, and are told alike."""
        count = len(rows) // 2
        hint = torch.stack([row.hint for row in rows]).float() / 255
        hint[(torch.rand(count) < self._recipe.bare).repeat_interleave(2)] = 0
        grounded = (torch.rand(count) >= self._recipe.wordless).repeat_interleave(2).tolist()
        told = [
            ImagePrompt(self.network.resampler(row.seen, row.grounding if yes else None), row.where)
            for row, yes in zip(rows, grounded, strict=True)
        ]
        part: Any = self.model.networks.parts[IMAGES]
        (v,) = self.model.networks.unet(
            x,
            t,
            torch.stack([row.states for row in rows]),
            added_cond_kwargs={"hint": hint},
            cross_attention_kwargs={"parts": {IMAGES: part.collate(told)}},
            return_dict=False,
        )
        return torch.as_tensor(v)

    def _new(self, step: int) -> list[int]:
        dice = Random(f"adapter {self._recipe.seed} {step}")
        count = self._recipe.fresh if step else self._recipe.batch // 2
        return [dice.randrange(1_000_000_000) for _ in range(count)]

    def _batch(self, step: int) -> list[Twins]:
        fresh = [self.twins(seed) for seed in self._new(step)]
        self._pairs = (self._pairs + fresh)[-self._recipe.room :]
        dice = Random(f"batch {self._recipe.seed} {step}")
        again = dice.choices(self._pairs, k=max(0, self._recipe.batch // 2 - len(fresh)))
        return [*fresh, *again]

    @torch.no_grad()
    def twins(self, seed: int) -> Twins:
        """Compose a seed's panel and its twin, and encode what never changes of them."""
        one, other = (
            self._encoded(image_lesson(self._backdrops, CELLS, seed, twin=twin))
            for twin in (False, True)
        )
        return one, other

    def _encoded(self, lesson: ImageLesson) -> ImageRow:
        text = self.model.text
        picture = torch.from_numpy(lesson.picture).permute(2, 0, 1)[None].float() / 127.5 - 1
        masks = torch.from_numpy(lesson.masks).float() / 255
        boxes, where = boxes_of(masks)
        phrases = torch.stack([text.phrase(each) for each in lesson.phrases]).float()
        return ImageRow(
            self._encode(picture)[0].half(),
            torch.from_numpy(lesson.hint).permute(2, 0, 1),
            text.encode(lesson.prompt).states,
            torch.cat([self.encoder.features(each) for each in lesson.references]),
            torch.cat([phrases, fourier(boxes)], dim=1),
            where,
            masks.amax(dim=0),
        )


def boxes_of(masks: Float[Tensor, "n h w"]) -> tuple[Float[Tensor, "n 4"], Float[Tensor, "n h w"]]:
    """Return the box around every mask as fractions, and all the cells of each."""
    from renderers.methods.images import edges

    height, width = masks.shape[1:]
    boxes, where = torch.tensor([edges(mask) for mask in masks]), torch.zeros_like(masks)
    for place, (left, top, right, bottom) in zip(where, boxes.tolist(), strict=True):
        rows = slice(round(top * height), round(bottom * height))
        place[rows, round(left * width) : round(right * width)] = 1
    return boxes, where
