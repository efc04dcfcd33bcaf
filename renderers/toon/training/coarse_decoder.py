"""Trains toon-noise's decoder: from cells of 32 pixels to lines and faces.

What a coarse cell holds is not enough to say where each line is; a decoder that has seen the cast
knows it all the same. It learns from crops of panels, aimed at heads: of their own latents,
of disturbed ones, and of what the denoiser makes of them when they are noised and denoised, since
that is what it will be given.
"""

import copy
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import nn

from renderers.diffusion.models.patch_autoencoder import PatchAutoencoder
from renderers.toon.training.autoencoder import loss_of
from renderers.toon.training.backdrops import CELLS, Cells
from renderers.toon.training.batches import tokenised
from renderers.toon.training.crops import aim, as_tensor, corner
from renderers.toon.training.denoiser import follow, schedule
from renderers.toon.training.lessons import ODDS, Stock, composed, hint_of, told
from renderers.toon.world import Example
from renderers.training.journal import Journal
from renderers.training.muon import Muon
from renderers.training.team import Team

PIXELS = 32
"""Along a cell's side."""


class DecoderRecipe(NamedTuple):
    """How to train."""

    samples: int
    """Crops to see in all; the last `cooling` of them at a falling rate."""
    cooling: int = 0
    batch: int = 16
    rate: float = 3e-3
    window: int = 8
    """Cells along a crop's side."""
    panels: int = 8
    """New panels in a round; each gives crops of its own latent and of the denoiser's."""
    crops: int = 6
    """Of each of the two."""
    rounds: int = 12
    """Steps in a round: a crop is met about twice."""
    room: int = 900
    """Crops to choose among."""
    noise: float = 0.4
    """The strongest disturbance of a latent."""
    redrawn: tuple[int, int] = (120, 700)
    """How far panels are noised before the denoiser draws them again: timesteps."""
    ema: float = 0.995
    seed: int = 0
    keep: int = 100


class DecoderCrop(NamedTuple):
    """What the decoder is given, and what it should show."""

    latent: torch.Tensor
    picture: torch.Tensor
    """Bytes."""


class Redrawer(NamedTuple):
    """The denoiser whose errors are to be mended."""

    unet: Any
    text: Any
    tokenizer: Any

    def redraw(
        self, x0: torch.Tensor, prompts: list[str], hint: torch.Tensor, dice: Random, start: int
    ) -> torch.Tensor:
        """Noise latents to a timestep, and denoise them in a few steps, without guidance."""
        levels, steps = schedule(), 2 + round(start / 200)
        states = self.text(tokenised(self.tokenizer, prompts)).last_hidden_state
        fresh = dice.random() < 0.6
        eps = torch.randn_like(x0)
        for step in range(steps):
            t = torch.full((len(x0),), round(start * (steps - step) / steps))
            signal, noise = levels.at(t)
            x = (signal * x0 + noise * eps).contiguous(memory_format=torch.channels_last)
            with torch.autocast("cpu", torch.bfloat16):
                v = self.unet(x, t, states, added_cond_kwargs={"hint": hint}).sample.float()
            x0, eps = signal * x - noise * v, noise * x + signal * v
            # The engine renews the noise in every step.
            eps = torch.randn_like(x0) if fresh else eps
        return x0


def train(
    vae: PatchAutoencoder, redrawer: Redrawer, stock: Stock, folder: Path, recipe: DecoderRecipe
) -> PatchAutoencoder:
    """Train until `recipe.samples` crops are seen, resuming `decoder.pt`; return the mean weights.

    `stock` has backdrops of 32 pixels a cell. The projection stays as it is, so that the denoiser
    remains of use. A run that is taken up goes on with other crops than the unbroken one.
    """
    vae.encoder.requires_grad_(False)
    vae.linear.requires_grad_(False)
    average = copy.deepcopy(vae).requires_grad_(False)
    weights = [weight for weight in vae.parameters() if weight.requires_grad]
    optimiser = Muon(weights, recipe.rate)
    journal = Journal(folder / "decoder", Team(0, 1), every=25, keep=recipe.keep)
    both: Any = nn.ModuleList([vae, average])
    journal.resume(both, optimiser)
    source = _batches(vae, redrawer, stock, recipe, journal.step)
    both.to(memory_format=torch.channels_last)
    for step in range(journal.step, recipe.samples // recipe.batch):
        left = recipe.samples - step * recipe.batch
        for group in optimiser.param_groups:
            falling = min(1, max(0.02, left / max(1, recipe.cooling)))
            group["lr"] = recipe.rate * min(1, (step + 1) / 50) * falling
        _learn(vae, *next(source), journal)
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimiser.step()
        optimiser.zero_grad()
        decay = min(recipe.ema, (10 + step) / (20 + step))
        follow(average, vae, decay)
        journal.tick(both, optimiser)
    journal.keep(both, optimiser)
    return average


def _learn(vae: Any, latent: torch.Tensor, picture: torch.Tensor, journal: Journal) -> None:
    with torch.autocast("cpu", torch.bfloat16):
        made = vae.decode(latent.contiguous(memory_format=torch.channels_last)).sample
    loss = loss_of(made.float(), picture)
    torch.autograd.backward(loss.total)
    journal.note(psnr=loss.psnr, loss=float(loss.total.detach()))


def _batches(
    vae: PatchAutoencoder, redrawer: Redrawer, stock: Stock, recipe: DecoderRecipe, step: int
) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
    pool: list[DecoderCrop] = []
    shapes = {cells: share for cells, share in CELLS.items() if stock.backdrops.get(cells)}
    for number in range(step // recipe.rounds, 1_000_000_000):
        dice = Random(f"decoder {recipe.seed} {number}")
        torch.manual_seed(dice.randrange(2**31))
        cells = dice.choices(list(shapes), list(shapes.values()))[0]
        pool += crops(vae, redrawer, stock, cells, dice, recipe)
        del pool[: -recipe.room]
        for _ in range(recipe.rounds):
            chosen = dice.choices(pool, k=recipe.batch)
            latent = torch.stack([each.latent for each in chosen]).float()
            picture = torch.stack([each.picture for each in chosen]).float() / 127.5 - 1
            yield disturbed(latent, recipe.noise), picture


def disturbed(latent: torch.Tensor, most: float) -> torch.Tensor:
    """Add noise to latents: none to half of them, up to `most` of their unit to the rest."""
    level = (most * (2 * torch.rand(len(latent), 1, 1, 1) - 1)).clamp_min(0)
    return latent + level * torch.randn_like(latent)


def crops(
    vae: PatchAutoencoder,
    redrawer: Redrawer,
    stock: Stock,
    cells: Cells,
    dice: Random,
    recipe: DecoderRecipe,
) -> Iterator[DecoderCrop]:
    """Compose panels of a shape; yield crops of their latents and of the denoiser's."""
    panels, prompts, hints = [], [], []
    for _ in range(recipe.panels):
        panel = Example(*composed(stock, cells, dice, ODDS))
        prompt, spoken = told(panel.scene, dice, ODDS)
        everybody = tuple(range(len(panel.scene.actors)))
        hints.append(hint_of(panel.scene, panel.painting, everybody, spoken, cell=PIXELS))
        panels.append(panel)
        prompts.append(prompt)
    pictures = as_tensor(np.stack([np.array(each.painting.picture) for each in panels]))
    hint = torch.from_numpy(np.stack(hints)).permute(0, 3, 1, 2).float() / 255
    start = dice.randrange(*recipe.redrawn)
    with torch.no_grad():
        own = torch.as_tensor(vae.encode(pictures).latent)
        redrawn = redrawer.redraw(own, prompts, hint, dice, start)
    for latents in (own, redrawn):
        for panel, latent in zip(panels, latents, strict=True):
            for _ in range(recipe.crops):
                yield _crop(panel, latent, dice, recipe.window)


def _crop(panel: Example, latent: torch.Tensor, dice: Random, window: int) -> DecoderCrop:
    x, y = aim(panel, dice)
    high, wide = latent.shape[1:]
    left, top = corner(x / PIXELS, window, wide), corner(y / PIXELS, window, high)
    far = PIXELS * (left + window), PIXELS * (top + window)
    box = (PIXELS * left, PIXELS * top, *far)
    shown = torch.from_numpy(np.array(panel.painting.picture.crop(box))).permute(2, 0, 1)
    return DecoderCrop(latent[:, top : top + window, left : left + window].half(), shown)
