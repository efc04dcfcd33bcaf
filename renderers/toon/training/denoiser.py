"""Trains UNet, text encoder and pose ControlNet together: v-prediction on windows and panels.

Given a name and a skeleton a picture is nearly determined, so the three learn faster together
than a ControlNet would afterwards; in part of the batches it is left out, and the UNet learns to
draw by words alone.
"""

import copy
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import torch
from diffusers import DDIMScheduler
from torch import nn
from transformers import CLIPTokenizer

from renderers.toon import shapes
from renderers.toon.training.batches import Batch, Endless, Odds, feed
from renderers.toon.training.latents import Library
from renderers.training.journal import Journal
from renderers.training.muon import Muon
from renderers.training.team import Team, together


class DenoiserRecipe(NamedTuple):
    """How to train."""

    minutes: float
    rate: float
    odds: Odds = Odds()
    early: float = 0.35
    """Share of the samples drawn at noise below `knee`; the rest are drawn everywhere."""
    knee: float = 0.6
    ema: float = 0.999
    seed: int = 0
    workers: int = 0
    """Processes that make batches ahead of time; a GPU needs a dozen, a CPU none."""


class JointDenoiser(nn.Module):
    """What is trained: UNet, text encoder and ControlNet as one."""

    def __init__(self, unet: nn.Module, text: nn.Module, controlnet: nn.Module) -> None:
        """Join the three."""
        super().__init__()
        self.unet, self.text, self.controlnet = unet, text, controlnet

    def forward(
        self, x: torch.Tensor, t: torch.Tensor, tokens: torch.Tensor, hints: torch.Tensor | None
    ) -> torch.Tensor:
        """Return v for a noisy latent; without hints the ControlNet is left out."""
        states = self.text(tokens).last_hidden_state
        if hints is None:
            return torch.Tensor(self.unet(x, t, states).sample)
        down, mid = self.controlnet(x, t, states, controlnet_cond=hints, return_dict=False)
        return torch.Tensor(
            self.unet(
                x,
                t,
                states,
                down_block_additional_residuals=down,
                mid_block_additional_residual=mid,
            ).sample
        )


class Noise(NamedTuple):
    """The schedule's signal and noise levels at every timestep."""

    signal: torch.Tensor
    noise: torch.Tensor

    def at(self, t: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return both levels for a batch of timesteps, ready to multiply latents."""
        return self.signal[t].view(-1, 1, 1, 1), self.noise[t].view(-1, 1, 1, 1)


def schedule() -> Noise:
    """Return toon's own schedule."""
    kind: Any = DDIMScheduler
    products = kind(**shapes.scheduler_config()).alphas_cumprod
    return Noise(products.sqrt(), (1 - products).sqrt())


def timesteps(count: int, dice: Random, recipe: DenoiserRecipe) -> torch.Tensor:
    """Draw noise levels: more where a collage's start needs them, the rest everywhere."""
    return torch.tensor(
        [
            int(1000 * dice.random() * (recipe.knee if dice.random() < recipe.early else 1))
            for _ in range(count)
        ]
    )


def train(
    network: JointDenoiser,
    tokenizer: CLIPTokenizer,
    library: Library,
    folder: Path,
    team: Team,
    recipe: DenoiserRecipe,
) -> nn.Module:
    """Train for some minutes, resuming from and leaving `denoiser.pt`; return the mean weights.

    It trains where the network lies; on a GPU in bf16 as on a CPU.
    """
    weights = [weight for weight in network.parameters() if weight.requires_grad]
    optimiser = Muon(weights, recipe.rate, decay=0.01)
    journal = Journal(folder / "denoiser", team, every=20, keep=40)
    average = copy.deepcopy(network).requires_grad_(False)
    journal.resume(nn.ModuleList([network, average]), optimiser)
    name = f"denoiser {recipe.seed} {team.rank} {journal.step}"
    dice = Random(name)
    torch.manual_seed(dice.randrange(2**31))
    batches = feed(Endless(library, tokenizer, recipe.odds, seed=name), workers=recipe.workers)
    levels = schedule()
    for passed in together(team, weights, seconds=60 * recipe.minutes, meeting=20):
        for group in optimiser.param_groups:
            group["lr"] = recipe.rate * _warmth(journal.step, passed)
        batch = next(batches)
        _learn(network, batch, timesteps(len(batch.x0), dice, recipe), levels, journal)
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimiser.step()
        optimiser.zero_grad()
        follow(average, network, min(recipe.ema, (1 + journal.step) / (10 + journal.step)))
        journal.tick(nn.ModuleList([network, average]), optimiser)
    journal.keep(nn.ModuleList([network, average]), optimiser)
    return average


def _warmth(step: int, passed: float) -> float:
    """Rise over fifty steps, stay, and fall over the last third of the time."""
    return min(1, (step + 1) / 50) * min(1, 3 * (1 - passed) + 0.05)


def _learn(
    network: JointDenoiser, batch: Batch, t: torch.Tensor, levels: Noise, journal: Journal
) -> None:
    """Leave the gradients of one batch."""
    device = next(network.parameters()).device
    signal, noise = (level.to(device) for level in levels.at(t))
    x0 = batch.x0.to(device, non_blocking=True)
    eps = torch.randn_like(x0)
    x = (signal * x0 + noise * eps).contiguous(memory_format=torch.channels_last)
    hints = None if batch.hints is None else batch.hints.to(device, non_blocking=True)
    with torch.autocast(device.type, torch.bfloat16):
        v = network(x, t.to(device), batch.tokens.to(device), hints).float()
    errors = (v - (signal * eps - noise * x0)).square().mean((1, 2, 3))
    torch.autograd.backward(errors.mean())
    journal.note(loss=float(errors.mean().detach()), samples=len(x0))
    kind = "" if hints is None else "posed_"
    for name, low, high in (("clean", 0, 250), ("middle", 250, 600), ("noisy", 600, 1000)):
        chosen = errors.detach().cpu()[(t >= low) & (t < high)]
        if len(chosen):
            journal.note(**{kind + name: float(chosen.mean())})


@torch.no_grad()
def follow(average: nn.Module, network: nn.Module, decay: float) -> None:
    """Let mean weights come nearer to a network's."""
    for mean, weight in zip(average.parameters(), network.parameters(), strict=True):
        mean.lerp_(weight, 1 - decay)
