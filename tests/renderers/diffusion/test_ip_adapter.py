"""IP-Adapter with several pictures of a character, against diffusers' pipeline with lists."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import torch
from PIL import Image
from torch import Tensor, nn

from renderers.diffusion.images.encoder import ImageEncoder
from renderers.diffusion.images.prompts import ImageAdapter
from renderers.diffusion.images.telling import with_images
from renderers.diffusion.models.load import load_model
from schemas.plan import PanelPlan
from tests.renderers.diffusion import tiny_images
from tests.renderers.diffusion.conftest import panel
from tests.renderers.diffusion.test_image_prompts import CPU, drawn, halves, loaded, panels_of
from tests.renderers.diffusion.test_parity import pipeline

Folders = Callable[..., Path]
Looks = Sequence[Sequence[str]]
"""By character: the colours of its pictures."""


class _Rows(nn.Module):
    """In the place of diffusers' projection, which hands on what it is given as one adapter's."""

    def forward(self, given: list[Tensor]) -> list[Tensor]:
        return given


@pytest.mark.parametrize(
    ("looks", "masked"),
    [
        ([["red", "navy", "gold"]], False),
        ([["red", "navy"], ["gold", "white"]], True),
    ],
)
def test_several_pictures_are_diffusers_own(
    model_folder: Folders, looks: Looks, masked: bool
) -> None:
    """Of one character everywhere, diffusers joins a list; in masks, rows are joined before."""
    plan = panel(*["sks", "hta"][: len(looks)])
    model, adapter = loaded(model_folder, "ip")
    panels, eps = panels_of(model, plan)
    known = {name: _told(adapter, look) for name, look in zip(["sks", "hta"], looks, strict=False)}
    names = [each[0] if each else None for each in panels.names]
    where = torch.stack(
        [halves()[int(name == "hta")] if masked else torch.ones(8, 8) for name in names]
    )
    pictured = [None if name is None else known[name] for name in names]
    ours = drawn(model, with_images(panels, pictured, where, silent=False), eps)
    theirs = _diffusers(model_folder("sd15"), plan, looks, masked=masked)
    scale = theirs.abs().max()
    torch.testing.assert_close(ours / scale, theirs / scale, atol=1e-5, rtol=0)
    first = {name: _told(adapter, look[:1]) for name, look in zip(known, looks, strict=True)}
    pictured = [None if name is None else first[name] for name in names]
    fewer = drawn(model, with_images(panels, pictured, where, silent=False), eps)
    assert (ours - fewer).abs().max() > 1e-3


def _picture(colour: str) -> Image.Image:
    return Image.new("RGB", (40, 48), colour)


def _told(adapter: ImageAdapter, look: Sequence[str]) -> Any:
    seen = [adapter.see(_picture(colour)) for colour in look]
    return adapter.told(seen, "", (0.0, 0.0, 1.0, 1.0))


def _diffusers(folder: Path, plan: PanelPlan, looks: Looks, *, masked: bool) -> Tensor:
    """Draw by diffusers' own pipeline, attention processors and projection."""
    pipe = pipeline(folder, load_model(str(folder), device="cpu"), "sd15", "ddim")
    pipe.unet._load_ip_adapter_weights([tiny_images.ip_state(pipe.unet)])
    pipe.set_ip_adapter_scale(0.7)
    encoder = ImageEncoder(tiny_images.image_encoder(), CPU)
    seen = torch.stack([torch.cat([encoder.embed(_picture(c)) for c in look]) for look in looks])
    embeds, more = torch.cat([torch.zeros_like(seen), seen]), {}
    if masked:
        with torch.no_grad():
            (tokens,) = pipe.unet.encoder_hid_proj([embeds])
        embeds = tokens.flatten(1, 2).unflatten(0, (2, len(looks)))
        pipe.unet.encoder_hid_proj = _Rows()
        pipe.unet.encoder_hid_proj.image_projection_layers = [None]
        masks = halves().repeat_interleave(8, 1).repeat_interleave(8, 2)[None]
        more = {"cross_attention_kwargs": {"ip_adapter_masks": [masks]}}
    return torch.Tensor(
        pipe(
            plan.prompt,
            width=64,
            height=64,
            output_type="latent",
            num_inference_steps=3,
            guidance_scale=5.0,
            ip_adapter_image_embeds=[embeds],
            generator=torch.Generator().manual_seed(plan.seed),
            **more,
        ).images
    )
