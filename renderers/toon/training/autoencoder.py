"""Trains the autoencoder on crops: sharp outlines, true colours, latents that bear noise."""

import math
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import NamedTuple

import torch
from diffusers import AutoencoderDC
from torch.nn import functional

from renderers.toon.training.crops import batches
from renderers.toon.training.journal import Journal
from renderers.toon.training.muon import Muon
from renderers.toon.training.team import Team, together

SIDE = 128


class Loss(NamedTuple):
    """What a reconstruction is punished for."""

    total: torch.Tensor
    squared: torch.Tensor

    @property
    def psnr(self) -> float:
        """Peak signal to noise ratio in decibels; values span 2."""
        return -10 * math.log10(float(self.squared.detach()) / 4 + 1e-12)


def loss_of(made: torch.Tensor, wanted: torch.Tensor) -> Loss:
    """L1, gradients, coarse scales, and chroma, without which hue collapses to one axis."""
    squared = (made - wanted).square().mean()
    total = (made - wanted).abs().mean() + squared + 0.6 * _edges(made, wanted)
    for pool, coarse, chroma in ((1, 0.0, 0.7), (2, 0.3, 0.0), (8, 0.5, 0.7)):
        a, b = functional.avg_pool2d(made, pool), functional.avg_pool2d(wanted, pool)
        total = total + coarse * (a - b).abs().mean()
        total = total + chroma * (_chroma(a) - _chroma(b)).abs().mean()
    return Loss(total, squared)


def _chroma(picture: torch.Tensor) -> torch.Tensor:
    return picture[:, ::2] - picture[:, 1:2]


def _edges(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    gap = a - b
    across, down = gap[..., 1:] - gap[..., :-1], gap[..., 1:, :] - gap[..., :-1, :]
    return across.abs().mean() + down.abs().mean()


def rebuild(
    vae: AutoencoderDC, picture: torch.Tensor, noise: torch.Tensor, coarser: bool
) -> tuple[torch.Tensor, torch.Tensor]:
    """Encode, disturb, decode; return the picture and how far latents are from standard.

    With `coarser` the latent is halved before decoding and must give the halved picture, which
    keeps latents smooth for diffusion (after EQ-VAE, arXiv 2502.09509).
    """
    latent = vae.encoder(picture)
    mean, spread = latent.float().mean((0, 2, 3)), latent.float().std((0, 2, 3))
    if coarser:
        latent = functional.avg_pool2d(latent, 2)
    off = mean.square().mean() + (spread - 1).square().mean()
    return vae.decoder(latent + noise), off


def train(
    vae: AutoencoderDC, folder: Path, team: Team, *, minutes: float, rate: float, batch: int,
    seed: int, compiled: bool = True, side: int = SIDE, decoder_only: bool = False,
) -> None:  # fmt: skip
    """Train for some minutes, resuming from and leaving `autoencoder.pt` in the folder."""
    journal = Journal(folder / "autoencoder", team)
    weights = list((vae.decoder if decoder_only else vae).parameters())
    vae.encoder.requires_grad_(not decoder_only)
    optimiser = Muon(weights, rate)
    journal.resume(vae, optimiser)
    forward: Callable[..., tuple[torch.Tensor, torch.Tensor]] = rebuild
    if compiled:
        forward = torch.compile(rebuild)
    dice = Random(f"autoencoder {seed} {team.rank} {journal.step}")
    torch.manual_seed(dice.randrange(2**31))
    source = batches(dice, side=side, size=batch)
    for passed in together(team, weights, seconds=60 * minutes):
        picture = next(source).contiguous(memory_format=torch.channels_last)
        coarser = journal.step % 5 == 4 and not decoder_only
        for group in optimiser.param_groups:
            group["lr"] = rate * min(1, (journal.step + 1) / 100) * _cooled(passed)
        shot = _step(vae, forward, optimiser, weights, picture, coarser)
        if not coarser:
            journal.note(psnr=shot.psnr, loss=float(shot.total.detach()))
        journal.tick(vae, optimiser)
    journal.keep(vae, optimiser)


def _cooled(passed: float) -> float:
    return min(1.0, 2 * (1 - passed) + 0.04)


def _step(
    vae: AutoencoderDC, forward: Callable[..., tuple[torch.Tensor, torch.Tensor]],
    optimiser: torch.optim.Optimizer, weights: list[torch.Tensor], picture: torch.Tensor,
    coarser: bool,
) -> Loss:  # fmt: skip
    cells = picture.shape[-1] // 2 ** (len(vae.config.encoder_block_out_channels) - 1 + coarser)
    level = 0.2 * torch.rand(len(picture), 1, 1, 1)
    noise = level * torch.randn(len(picture), vae.config.latent_channels, cells, cells)
    with torch.autocast("cpu", torch.bfloat16):
        made, off = forward(vae, picture, noise, coarser)
    wanted = functional.avg_pool2d(picture, 2) if coarser else picture
    loss = loss_of(made.float(), wanted)
    (loss.total + 0.05 * off).backward()
    torch.nn.utils.clip_grad_norm_(weights, 2.0)
    optimiser.step()
    optimiser.zero_grad()
    return loss
