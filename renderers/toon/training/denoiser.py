"""Trains UNet and text encoder together: v-prediction on windows and whole panels."""

import copy
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import torch
from diffusers import DDIMScheduler
from torch import nn
from transformers import CLIPTokenizer

from renderers.toon import shapes
from renderers.toon.training.journal import Journal
from renderers.toon.training.latents import Library, Window
from renderers.toon.training.muon import Muon
from renderers.toon.training.team import Team, together
from renderers.toon.world.captions import caption

NOTHING = (
    "", "", "", "", "blurry", "blurry, extra limbs", "low quality, deformed",
    "blurry, extra limbs, bad anatomy, low quality",
)  # fmt: skip
"""What stands for no caption: the empty prompt, and words that authors write as negatives."""


class Recipe(NamedTuple):
    """How to train."""

    minutes: float
    rate: float
    cells: int = 16 * 1024
    """Latent cells in a batch, whatever its shape."""
    early: float = 0.55
    """Share of the samples drawn at noise below `knee`; the rest are drawn everywhere."""
    knee: float = 0.6
    whole: float = 0.4
    """Share of the batches that are whole panels."""
    unprompted: float = 0.1
    ema: float = 0.999
    seed: int = 0


class Denoiser(nn.Module):
    """What is trained: UNet and text encoder as one."""

    def __init__(self, unet: nn.Module, text: nn.Module) -> None:
        """Join the two."""
        super().__init__()
        self.unet, self.text = unet, text

    def forward(self, x: torch.Tensor, t: torch.Tensor, tokens: torch.Tensor) -> torch.Tensor:
        """Return v for a noisy latent."""
        states = self.text(tokens).last_hidden_state
        return torch.Tensor(self.unet(x, t, states).sample)


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


def draw(library: Library, dice: Random, recipe: Recipe) -> list[Window]:
    """Draw the windows of one batch: whole panels, or parts of them, about as many cells."""
    if dice.random() < recipe.whole:
        return library.panels(dice, max(1, recipe.cells // 1024))
    side = dice.choice((16, 16, 24))
    return library.windows(dice, max(1, recipe.cells // side**2), side=side)


def prompts(windows: Sequence[Window], dice: Random, recipe: Recipe) -> list[str]:
    """Caption windows; some stay without, for classifier-free guidance."""
    return [
        dice.choice(NOTHING) if dice.random() < recipe.unprompted
        else caption(window.scene, dice, among=window.among)
        for window in windows
    ]  # fmt: skip


def timesteps(count: int, dice: Random, recipe: Recipe) -> torch.Tensor:
    """Draw noise levels: many where a collage's start needs them, the rest everywhere."""
    return torch.tensor([
        int(1000 * dice.random() * (recipe.knee if dice.random() < recipe.early else 1))
        for _ in range(count)
    ])  # fmt: skip


def tokenised(tokenizer: CLIPTokenizer, texts: Sequence[str]) -> torch.Tensor:
    """Return token ids, padded to the model's length."""
    return torch.as_tensor(tokenizer(
        list(texts), padding="max_length", truncation=True, max_length=tokenizer.model_max_length,
        return_tensors="pt",
    ).input_ids)  # fmt: skip


def train(
    network: Denoiser, tokenizer: CLIPTokenizer, library: Library, folder: Path, team: Team,
    recipe: Recipe,
) -> nn.Module:  # fmt: skip
    """Train for some minutes, resuming from and leaving `denoiser.pt`; return the mean weights."""
    weights = [weight for weight in network.parameters() if weight.requires_grad]
    optimiser = Muon(weights, recipe.rate, decay=0.01)
    journal = Journal(folder / "denoiser", team, every=20, keep=40)
    average = copy.deepcopy(network).requires_grad_(False)
    journal.resume(nn.ModuleList([network, average]), optimiser)
    dice = Random(f"denoiser {recipe.seed} {team.rank} {journal.step}")
    torch.manual_seed(dice.randrange(2**31))
    levels = schedule()
    for passed in together(team, weights, seconds=60 * recipe.minutes, meeting=20):
        for group in optimiser.param_groups:
            group["lr"] = recipe.rate * _warmth(journal.step, passed)
        if journal.step % 50 == 49:
            library.refresh()
        windows = draw(library, dice, recipe)
        _step(network, tokenizer, windows, dice, recipe, levels, journal)
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimiser.step()
        optimiser.zero_grad()
        _follow(average, network, min(recipe.ema, (1 + journal.step) / (10 + journal.step)))
        journal.tick(nn.ModuleList([network, average]), optimiser)
    journal.keep(nn.ModuleList([network, average]), optimiser)
    return average


def _warmth(step: int, passed: float) -> float:
    """Rise over fifty steps, stay, and fall over the last third of the time."""
    return min(1, (step + 1) / 50) * min(1, 3 * (1 - passed) + 0.05)


def _step(
    network: Denoiser, tokenizer: CLIPTokenizer, windows: Sequence[Window], dice: Random,
    recipe: Recipe, levels: Noise, journal: Journal,
) -> None:  # fmt: skip
    x0 = torch.stack([window.latent for window in windows]).float()
    eps, t = torch.randn_like(x0), timesteps(len(windows), dice, recipe)
    signal, noise = levels.at(t)
    x = (signal * x0 + noise * eps).contiguous(memory_format=torch.channels_last)
    tokens = tokenised(tokenizer, prompts(windows, dice, recipe))
    with torch.autocast("cpu", torch.bfloat16):
        v = network(x, t, tokens).float()
    errors = (v - (signal * eps - noise * x0)).square().mean((1, 2, 3))
    torch.autograd.backward(errors.mean())
    journal.note(loss=float(errors.mean().detach()), samples=len(windows))
    for name, low, high in (("clean", 0, 250), ("middle", 250, 600), ("noisy", 600, 1000)):
        chosen = errors.detach()[(t >= low) & (t < high)]
        if len(chosen):
            journal.note(**{name: float(chosen.mean())})


@torch.no_grad()
def _follow(average: nn.Module, network: nn.Module, decay: float) -> None:
    for mean, weight in zip(average.parameters(), network.parameters(), strict=True):
        mean.lerp_(weight, 1 - decay)
