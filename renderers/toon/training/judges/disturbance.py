"""Makes clean pictures look drawn: what a denoiser smudges, judges must be used to."""

from random import Random

import torch
from torch.nn import functional


def smudged(pictures: torch.Tensor, dice: Random) -> torch.Tensor:
    """Blur, stain and dim pictures `[b, c, h, w]` from 0 to 1, together, in a way of its own."""
    found = pictures
    if dice.random() < 0.5:
        small = dice.choice((0.5, 0.6, 0.75))
        shrunk = functional.interpolate(found, scale_factor=small, mode="area")
        found = functional.interpolate(shrunk, size=pictures.shape[2:], mode="bilinear")
    if dice.random() < 0.5:
        grain = dice.choice((1, 2, 4))
        size = (pictures.shape[0], 3, pictures.shape[2] // grain, pictures.shape[3] // grain)
        stain = functional.interpolate(torch.randn(size), size=pictures.shape[2:], mode="bilinear")
        found = torch.cat([found[:, :3] + dice.uniform(0.02, 0.12) * stain, found[:, 3:]], 1)
    gain = 1 + 0.12 * torch.randn(len(found), 3, 1, 1)
    level = 0.05 * torch.randn(len(found), 3, 1, 1)
    return torch.cat([(found[:, :3] * gain + level).clamp(0, 1), found[:, 3:]], 1)
