"""Finds the autoencoder's fixed projection: principal components of the world's patches."""

from collections.abc import Iterable

import torch

from renderers.diffusion.models.patch_autoencoder import PatchAutoencoder

WHITENING = 0.6
"""0 keeps the components' own spreads, so that noise eats detail long before layout; 1 makes them
alike."""


@torch.no_grad()
def fit(
    vae: PatchAutoencoder, pictures: Iterable[torch.Tensor], *, whitening: float = WHITENING
) -> torch.Tensor:
    """Fit the projection to pictures `[b, 3, h, w]` in whole patches; return the latents' spreads.

    Latents have mean 0 and, over all channels, variance 1.
    """
    patches = torch.cat([_patches(picture, vae.patch) for picture in pictures]).double()
    # One mean a colour: the transposed convolution has no more biases.
    mean = patches.mean(0).view(3, -1).mean(1, keepdim=True).expand(3, vae.patch**2).reshape(-1)
    values, vectors = torch.linalg.eigh((patches - mean).T @ (patches - mean) / len(patches))
    kept = vae.encoder.out_channels
    spreads = values.flip(0)[:kept].clamp_min(1e-9).sqrt()
    scales = spreads**whitening
    scales *= (spreads / scales).square().mean().sqrt()
    components = vectors.flip(1)[:, :kept].T
    vae.project_on(mean.float(), components.float(), scales.float())
    return torch.as_tensor((spreads / scales).float())


def _patches(picture: torch.Tensor, side: int) -> torch.Tensor:
    """Cut pictures into flat patches, channels first."""
    cut = picture.unfold(2, side, side).unfold(3, side, side)  # b 3 h w side side
    return cut.permute(0, 2, 3, 1, 4, 5).reshape(-1, 3 * side**2)
