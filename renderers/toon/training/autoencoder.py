"""Trains the autoencoder's mender on crops: sharp outlines, true colours, no seams."""

import copy
import math
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from random import Random
from typing import NamedTuple

import torch
from torch.nn import functional

from renderers.diffusion.models.patch_autoencoder import PatchAutoencoder
from renderers.toon.training import polish
from renderers.toon.training.crops import batches
from renderers.training.journal import Journal
from renderers.training.muon import Muon
from renderers.training.team import Team, together

SIDE = 192
"""Pixels along a crop's side: room for the mender's widest look."""


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


def train(
    vae: PatchAutoencoder,
    folder: Path,
    team: Team,
    *,
    minutes: float,
    rate: float,
    batch: int,
    seed: int,
    redrawn: Path | None = None,
    compiled: bool = True,
) -> None:
    """Train the decoder for some minutes, resuming from and leaving `autoencoder.pt`.

    The projection stays as it is, so that latents encoded before stay valid. Latents are
    disturbed, so that the decoder also mends a denoiser's small errors; with `redrawn`, a folder
    of what the denoiser made of known panels, half of the lessons are its real errors. It trains
    where the autoencoder lies; pictures are painted and encoded on the CPU.
    """
    device = next(vae.parameters()).device
    journal = Journal(folder / "autoencoder", team)
    vae.encoder.requires_grad_(False)
    vae.linear.requires_grad_(False)
    weights = [weight for weight in vae.parameters() if weight.requires_grad]
    optimiser = Muon(weights, rate)
    journal.resume(vae, optimiser)
    decode = torch.compile(vae.decode) if compiled else vae.decode
    dice = Random(f"autoencoder {seed} {team.rank} {journal.step}")
    torch.manual_seed(dice.randrange(2**31))
    source = _lessons(vae, dice, batch)
    if redrawn is not None:
        source = _alternately(source, polish.lessons(redrawn, dice, side=SIDE, size=batch))
    for passed in together(team, weights, seconds=60 * minutes):
        for group in optimiser.param_groups:
            group["lr"] = rate * min(1, (journal.step + 1) / 100) * min(1, 2 * (1 - passed) + 0.04)
        latent, picture = (part.to(device) for part in next(source))
        with torch.autocast(device.type, torch.bfloat16):
            made = decode(latent, return_dict=False)[0]
        loss = loss_of(made.float(), picture)
        torch.autograd.backward(loss.total)
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimiser.step()
        optimiser.zero_grad()
        journal.note(psnr=loss.psnr, loss=float(loss.total.detach()))
        journal.tick(vae, optimiser)
    journal.keep(vae, optimiser)


def _lessons(vae: PatchAutoencoder, dice: Random, batch: int) -> Iterator[polish.DecoderSample]:
    encoder = copy.deepcopy(vae.encoder).cpu()
    for picture in batches(dice, side=SIDE, size=batch):
        picture = picture.contiguous(memory_format=torch.channels_last)
        yield polish.DecoderSample(disturbed(encoder(picture).detach()), picture)


def _alternately(*sources: Iterator[polish.DecoderSample]) -> Iterator[polish.DecoderSample]:
    for source in cycle(sources):
        yield next(source)


def disturbed(latent: torch.Tensor) -> torch.Tensor:
    """Add noise to latents: none to a third of them, up to a quarter of their unit to the rest."""
    level = (0.375 * torch.rand(len(latent), 1, 1, 1) - 0.125).clamp_min(0)
    return latent + level * torch.randn_like(latent)
