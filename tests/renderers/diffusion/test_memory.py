"""Memory modes draw the same picture, whatever they do to get there."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from renderers.base import Context
from renderers.diffusion.models.autoencoder import Autoencoder
from renderers.diffusion.models.load import load_model
from renderers.diffusion.models.memory import Offload
from renderers.methods.msp import Msp
from schemas.settings import InitSettings, MemorySettings, MspSettings, SalSettings
from tests.renderers.diffusion.conftest import drawn, panel, pixels
from tests.renderers.diffusion.tiny import Family

Folders = Callable[..., Path]
START = InitSettings(source="collage", strength=0.9)


ALL = MemorySettings(offload="model", vae_slicing=True, attention="sliced")


@pytest.mark.parametrize(
    ("family", "mode", "memory"),
    [
        ("sd15", "reference", MemorySettings(offload="model")),
        ("sd15", "reference", MemorySettings(vae_slicing=True)),
        ("sd15", "reference", MemorySettings(attention="sliced")),
        ("sd15", "fast", MemorySettings(attention="sliced")),
        ("sdxl", "reference", ALL),
        ("toon", "fast", ALL),
    ],
)
def test_the_picture_is_the_same(
    msp: Callable[..., Msp], family: Family, mode: str, memory: MemorySettings
) -> None:
    plan = panel("sks", "hta")
    common: dict[str, Any] = {"controlnet": True, "mode": mode, "steps": 3, "init": START}
    (plain,), (saving,) = (
        drawn(msp(family, memory=wanted, cache_every=2, **common), plan)
        for wanted in (MemorySettings(), memory)
    )
    difference = np.abs(pixels(plain) - pixels(saving)).max()
    assert difference <= (0 if memory.attention == "auto" else 1)


def test_sliced_attention_is_installed(msp: Callable[..., Msp]) -> None:
    renderer = msp(controlnet=True, memory=MemorySettings(attention="sliced"))
    networks = renderer.engine.model.networks
    for network in (networks.unet, networks.controlnet):
        kinds = {type(each).__name__ for each in network.attn_processors.values()}
        assert kinds == {"SlicedAttnProcessor"}


class Moved(nn.Module):
    """A part that notes where it is sent instead of going."""

    def __init__(self, name: str, log: list[tuple[str, str]]) -> None:
        super().__init__()
        self.name, self.log = name, log
        self.inner = nn.Identity()

    def to(self, device: Any) -> "Moved":  # type: ignore[override]
        self.log.append((self.name, str(device)))
        return self

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.inner(x)


def test_only_the_group_at_work_is_on_the_device() -> None:
    log: list[tuple[str, str]] = []
    text, unet, control, vae = (Moved(name, log) for name in ("text", "unet", "control", "vae"))
    Offload([[text], [unet, control], [vae]], torch.device("cuda"))
    x = torch.zeros(1)
    text(x), control(x), unet(x), control(x)
    # An autoencoder's parts are called without it.
    vae.inner(x)
    assert log == [
        ("text", "cuda"),
        ("text", "cpu"),
        ("unet", "cuda"),
        ("control", "cuda"),
        ("unet", "cpu"),
        ("control", "cpu"),
        ("vae", "cuda"),
    ]


def test_every_part_is_offloaded(model_folder: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    groups: list[Any] = []
    monkeypatch.setattr(
        "renderers.diffusion.models.memory.Offload", lambda parts, device: groups.extend(parts)
    )
    folder = str(model_folder("sdxl"))
    model = load_model(folder, device="cpu", memory=MemorySettings(offload="model"))
    assert [len(group) for group in groups] == [2, 1, 1]
    assert groups[1:] == [[model.networks.unet], [model.autoencoder.network]]


class Counting(nn.Module):
    """An autoencoder that counts how many pictures it is given at once."""

    def __init__(self) -> None:
        super().__init__()
        self.config: dict[str, Any] = {"block_out_channels": (4,)}
        self.dtype, self.batches = torch.float32, list[int]()

    def decode(self, z: torch.Tensor, return_dict: bool = True) -> tuple[torch.Tensor]:
        self.batches.append(len(z))
        return (2 * z[:, :3],)


def test_slicing_decodes_one_after_another_and_can_be_differentiated() -> None:
    latents = torch.randn(3, 4, 2, 2, requires_grad=True)
    found = []
    for slices in (False, True):
        network = Counting()
        pictures = Autoencoder(network, slices=slices).decoded(latents)
        assert network.batches == ([1, 1, 1] if slices else [3])
        (gradient,) = torch.autograd.grad(pictures.sum(), latents)
        found.append((pictures, gradient))
    for whole, sliced in zip(*found, strict=True):
        assert torch.equal(whole, sliced)


@pytest.mark.parametrize("family", ["sd15", "toon"])
def test_tiles_are_diffusers_own(msp: Callable[..., Msp], family: Family) -> None:
    plan = panel("sks", "hta")
    tiled = msp(family, memory=MemorySettings(vae_tiling=True))
    network = tiled.engine.model.autoencoder.network
    assert network.use_tiling
    # Such small pictures are one tile to AutoencoderDC, and to AutoencoderKL made for 64 pixels.
    if family == "sd15":
        network.tile_sample_min_size, network.tile_latent_min_size = 64, 8
    (whole,), (small,) = drawn(msp(family), plan), drawn(tiled, plan)
    assert np.array_equal(pixels(whole), pixels(small))
    if family == "sd15":
        network.tile_sample_min_size, network.tile_latent_min_size = 32, 4
        (pieces,) = drawn(tiled, plan)
        assert np.abs(pixels(whole) - pixels(pieces)).max() > 0


def test_an_autoencoder_without_tiles_says_so(tmp_path: Path) -> None:
    from renderers.toon.build import save_random

    folder = save_random(tmp_path / "toon")
    settings = MspSettings(
        model=str(folder),
        device="cpu",
        resolution=128,
        steps=2,
        memory=MemorySettings(vae_tiling=True),
    )
    (found,) = drawn(Msp(settings, Context(root=Path())), panel("sks"))
    assert any("cannot work in tiles" in note for note in found.notes)


def test_guidance_through_the_decoder_works_offloaded(
    msp: Callable[..., Msp], tmp_path: Path
) -> None:
    from renderers.diffusion.segmenter import Segmenter, SegmenterShape

    folder = Segmenter(SegmenterShape(3, ("hta", "sks"), (8, 16), "pixels")).save(tmp_path / "seg")
    sal = SalSettings(model=str(folder), start=0, end=1, every=1)
    (plain,), (saving,) = (
        drawn(msp(sal=sal, memory=memory), panel("sks", "hta"))
        for memory in (MemorySettings(), MemorySettings(offload="model", vae_slicing=True))
    )
    assert np.abs(pixels(plain) - pixels(saving)).max() <= 1
