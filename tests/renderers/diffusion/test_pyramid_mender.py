"""A mender that begins at the cells: nothing at first, of any size, and it learns lines."""

from pathlib import Path
from typing import Any

import torch

from renderers.diffusion.models.patch_autoencoder import PatchAutoencoder
from renderers.diffusion.models.pyramid_mender import PyramidMender


def small() -> Any:
    torch.manual_seed(0)
    kind: Any = PatchAutoencoder
    return kind(
        latent_channels=12, block_out_channels=(8,) * 4, pyramid=(16, 12), layers_per_level=(1, 1)
    )


def test_it_mends_nothing_at_first() -> None:
    vae = small()
    z = torch.randn(2, 12, 3, 5)
    assert torch.equal(vae.decode(z).sample, vae.linear(z))


def test_it_learns_what_the_projection_dropped() -> None:
    vae = small()
    picture = (torch.arange(48)[None, :] % 8 == torch.arange(24)[:, None] % 8).float()
    picture = picture.expand(1, 3, -1, -1) * 2 - 1
    z = vae.encode(picture).latent.detach()
    before = (vae.linear(z) - picture).square().mean()
    optimiser = torch.optim.Adam(vae.mender.parameters(), 3e-3)
    for _ in range(60):
        optimiser.zero_grad()
        loss = (vae.decode(z).sample - picture).square().mean()
        torch.autograd.backward(loss)
        optimiser.step()
    assert loss < before / 10


def test_it_is_saved_and_loaded(tmp_path: Path) -> None:
    vae = small()
    torch.nn.init.normal_(vae.mender.picture_out.weight)
    vae.save_pretrained(tmp_path)
    kind: Any = PatchAutoencoder
    again = kind.from_pretrained(tmp_path)
    z = torch.randn(1, 12, 2, 2)
    assert torch.equal(again.decode(z).sample, vae.decode(z).sample)


def test_a_cell_s_level_reaches_every_pixel_of_it() -> None:
    torch.manual_seed(0)
    mender = PyramidMender(4, 16, (8, 8, 8), (1, 0, 1))
    torch.nn.init.normal_(mender.picture_out.weight)
    z = torch.randn(1, 4, 3, 3)
    changed = z.clone()
    changed[:, :, 1, 1] += 1
    picture = torch.zeros(1, 3, 48, 48)
    gap = (mender(changed, picture) - mender(z, picture)).abs().sum(1)[0]
    assert (gap[16:32, 16:32] > 0).all()
