"""Measures what toon's autoencoder loses on held-out panels.

    python benchmarks/toon_autoencoder.py --panels 10

psnr    peak signal to noise ratio in dB, after encoding and decoding
edges   correlation of the gradients' sizes before and after: 1 keeps every outline as sharp
linear  the same two without the mender, by the inverse projection alone
"""

import argparse
import math

import numpy as np
import torch
from compositions import composition

from renderers import toon
from renderers.diffusion.models.patch_autoencoder import PatchAutoencoder
from renderers.toon.training.crops import as_tensor


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--panels", type=int, default=10, help="panels of each of 1 to 4 subjects")
    count = parser.parse_args().panels
    vae: PatchAutoencoder = PatchAutoencoder.from_pretrained(toon.FOLDER / "vae").float().eval()
    rows = [measured(vae, subjects, at) for subjects in (1, 2, 3, 4) for at in range(count)]
    psnr, edges, linear_psnr, linear_edges = np.mean(rows, axis=0)
    print(f"{len(rows)} panels: psnr {psnr:.1f} dB, edges {edges:.3f}; ", end="")
    print(f"linear {linear_psnr:.1f} dB, {linear_edges:.3f}")


@torch.no_grad()
def measured(vae: PatchAutoencoder, subjects: int, number: int) -> tuple[float, ...]:
    """Return a panel's four numbers."""
    picture = as_tensor(np.array(composition(subjects, number).collage)[None])
    latent = vae.encode(picture).latent
    made, linear = vae.decode(latent)[0].clamp(-1, 1), vae.linear(latent).clamp(-1, 1)
    return psnr(made, picture), edges(made, picture), psnr(linear, picture), edges(linear, picture)


def psnr(made: torch.Tensor, wanted: torch.Tensor) -> float:
    """Return the peak signal to noise ratio of values from -1 to 1."""
    return -10 * math.log10(float((made - wanted).square().mean()) / 4 + 1e-12)


def edges(made: torch.Tensor, wanted: torch.Tensor) -> float:
    """Return the correlation of two pictures' gradient sizes."""
    sizes = torch.stack([_slopes(made).flatten(), _slopes(wanted).flatten()])
    return float(torch.corrcoef(sizes)[0, 1])


def _slopes(picture: torch.Tensor) -> torch.Tensor:
    across = picture[..., :-1, 1:] - picture[..., :-1, :-1]
    down = picture[..., 1:, :-1] - picture[..., :-1, :-1]
    return torch.hypot(across, down).mean(1)


if __name__ == "__main__":
    main()
