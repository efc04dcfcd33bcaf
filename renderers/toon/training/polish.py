"""Lets the decoder learn from the denoiser's own errors: panels noised, denoised, and compared.

A panel that is noised halfway and denoised again still shows the same scene, so its original is
what the decoder should have shown.
"""

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

import numpy as np
import torch
from torch import nn
from transformers import CLIPTokenizer

from renderers.toon.training.batches import tokenised
from renderers.toon.training.crops import TRAINING_SEEDS, aim, as_tensor
from renderers.toon.training.denoiser import schedule
from renderers.toon.world import example, scene_of
from renderers.toon.world.captions import caption

FIRST = 500_000_000
"""The first seed of redrawn panels: not those that the denoiser learnt from."""


class DecoderSample(NamedTuple):
    """What the decoder is given, and what it should show."""

    latent: torch.Tensor
    picture: torch.Tensor


@torch.no_grad()
def redraw(
    network: nn.Module,
    tokenizer: CLIPTokenizer,
    latent: torch.Tensor,
    said: str,
    *,
    start: int,
    steps: int,
) -> torch.Tensor:
    """Noise a latent `[c, h, w]` to timestep `start` and denoise it by DDIM, without guidance."""
    device = next(network.parameters()).device
    levels, words = schedule(), tokenised(tokenizer, [said]).to(device)
    times = [round(start * (steps - step) / steps) for step in range(steps)]
    x0 = latent[None].float().to(device)
    eps = torch.randn_like(x0)
    for time in times:
        t = torch.tensor([time])
        signal, noise = (level.to(device) for level in levels.at(t))
        x = (signal * x0 + noise * eps).contiguous(memory_format=torch.channels_last)
        with torch.autocast(device.type, torch.bfloat16):
            v = network(x, t.to(device), words, None).float()
        x0, eps = signal * x - noise * v, noise * x + signal * v
    return torch.as_tensor(x0[0].cpu())


def redraw_shelf(
    network: nn.Module,
    tokenizer: CLIPTokenizer,
    encode: nn.Module,
    folder: Path,
    number: int,
    *,
    size: int = 48,
) -> None:
    """Redraw some panels from moderate noise, and keep their latents."""
    folder.mkdir(parents=True, exist_ok=True)
    made = {}
    for seed in range(FIRST + number * size, FIRST + (number + 1) * size):
        dice, panel = Random(f"polish {seed}"), example(seed)
        picture = as_tensor(np.array(panel.painting.picture)[None])
        latent = encode(picture).detach()[0]
        words = caption(panel.scene, dice)
        start = dice.randrange(200, 620)
        made[seed] = redraw(network, tokenizer, latent, words, start=start, steps=5).half()
    torch.save(made, folder / f"redrawn-{number:05d}.pt")


def lessons(folder: Path, dice: Random, *, side: int, size: int) -> Iterator[DecoderSample]:
    """Yield batches of redrawn crops with the originals they should have been."""
    assert FIRST < TRAINING_SEEDS
    pool: list[DecoderSample] = []
    while True:
        files = sorted(folder.glob("redrawn-*.pt"))
        made = torch.load(dice.choice(files), weights_only=True)
        for seed in dice.sample(sorted(made), min(8, len(made))):
            pool.extend(_crops(seed, made[seed].float(), dice, side=side))
        while len(pool) >= 4 * size:
            drawn = [pool.pop(dice.randrange(len(pool))) for _ in range(size)]
            picture = torch.stack([lesson.picture for lesson in drawn])
            latent = torch.stack([lesson.latent for lesson in drawn])
            yield DecoderSample(latent, picture.contiguous(memory_format=torch.channels_last))


def _crops(seed: int, latent: torch.Tensor, dice: Random, *, side: int) -> Iterator[DecoderSample]:
    panel = example(seed)
    assert panel.scene == scene_of(seed)
    picture = as_tensor(np.array(panel.painting.picture)[None])[0]
    cell = picture.shape[1] // latent.shape[1]
    cells = side // cell
    for _ in range(8):
        x, y = aim(panel, dice)
        left = int(min(max(x / cell - cells / 2, 0), latent.shape[2] - cells))
        top = int(min(max(y / cell - cells / 2, 0), latent.shape[1] - cells))
        shown = picture[:, top * cell : top * cell + side, left * cell : left * cell + side]
        yield DecoderSample(latent[:, top : top + cells, left : left + cells], shown)
