"""Reading who is where: losses, disturbances and overlap of segmenters in training."""

import torch
from jaxtyping import Float
from torch import Tensor
from torch.nn import functional

from renderers.diffusion.schedule import Latent

Maps = Float[Tensor, "b subjects high wide"]


def loss_of_masks(logits: Maps, wanted: Maps) -> Tensor:
    """Cross-entropy of every cell, and soft Dice, which counts a small subject like a large one.

    Subjects who are not there count a tenth in Dice: there are many of them to one who is.
    """
    each = functional.binary_cross_entropy_with_logits(logits, wanted, reduction="none")
    shown = logits.sigmoid()
    shared, both = (shown * wanted).sum((2, 3)), (shown + wanted).sum((2, 3))
    dice = 1 - (2 * shared + 1) / (both + 1)
    weight = torch.where(wanted.sum((2, 3)) > 1, 1.0, 0.1)
    return each.sum(1).mean() + (weight * dice).sum() / weight.sum()


def disturbed(
    latent: Latent,
    variances: Float[Tensor, "c 1 1"],
    generator: torch.Generator | None = None,
) -> Latent:
    """Make latents look half-drawn, each in its own way.

    A third are estimated from noise as a denoiser knowing only the channels' variances would
    (Wiener's filter); the others are noisy. All lose some of their contrast, and some are blurred.
    """

    def drawn(*shape: int, normal: bool = False) -> Tensor:
        make = torch.randn if normal else torch.rand
        return make(shape, generator=generator).to(latent.device)

    def chance(low: float, high: float, odds: float = 1.0) -> Tensor:
        each = low + (high - low) * drawn(len(latent), 1, 1, 1)
        return each * (drawn(len(latent), 1, 1, 1) < odds)

    sigma = chance(0.1, 1.6, odds=0.33)
    estimate = latent + sigma * drawn(*latent.shape, normal=True)
    estimate = estimate * variances / (variances + sigma**2)
    blurred = functional.avg_pool2d(estimate, 3, stride=1, padding=1, count_include_pad=False)
    estimate = estimate.lerp(blurred, chance(0, 0.8, odds=0.3))
    gain = chance(0.75, 1.1)
    gain = gain * torch.exp(0.12 * drawn(*latent.shape[:2], 1, 1, normal=True))
    return gain * estimate + chance(0, 0.5, odds=0.6) * drawn(*latent.shape, normal=True)


def overlap(logits: Maps, wanted: Maps) -> list[float | None]:
    """Return each subject's intersection over union; None for whoever is nowhere."""
    found, there = logits > 0, wanted > 0.5
    shared, either = (found & there).sum((0, 2, 3)), (found | there).sum((0, 2, 3))
    seen = there.sum((0, 2, 3))
    return [
        float(a / b) if n else None
        for a, b, n in zip(shared.tolist(), either.tolist(), seen.tolist(), strict=True)
    ]
