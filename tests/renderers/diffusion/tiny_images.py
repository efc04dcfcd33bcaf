"""Tiny random image adapters in the published layouts, and the encoder that they read."""

from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file

from renderers.diffusion.images.ms_adapter import cross_attentions
from renderers.diffusion.images.resampler import GroundingResampler

HEAD = 64


def image_encoder() -> Any:
    """Return a CLIP vision model that sees four patches."""
    from transformers import CLIPVisionConfig, CLIPVisionModelWithProjection

    torch.manual_seed(1)
    config = CLIPVisionConfig(
        hidden_size=24,
        intermediate_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        image_size=32,
        patch_size=16,
        projection_dim=12,
    )
    return CLIPVisionModelWithProjection(config).eval()


def ip_state(unet: Any) -> dict[str, dict[str, torch.Tensor]]:
    """Return a plain IP-Adapter for a U-Net."""
    torch.manual_seed(2)
    width = unet.config.cross_attention_dim
    projection = {
        "proj.weight": torch.randn(4 * width, 12),
        "proj.bias": torch.randn(4 * width),
        "norm.weight": torch.ones(width),
        "norm.bias": torch.randn(width),
    }
    return {"image_proj": projection, "ip_adapter": keys_and_values(unet)}


def ms_state(unet: Any, phrase: int = 16) -> dict[str, Any]:
    """Return an adapter of MS-Diffusion for a U-Net."""
    torch.manual_seed(3)
    width = unet.config.cross_attention_dim
    resampler = GroundingResampler(
        width=32, depth=2, head=HEAD, heads=2, tokens=4, image=24, phrase=phrase, output=width
    )
    return {
        "image_proj": resampler.state_dict(),
        "ms_adapter": keys_and_values(unet),
        "dummy_image_tokens": torch.nn.Parameter(torch.randn(1, 4, width)),
    }


def keys_and_values(unet: Any) -> dict[str, torch.Tensor]:
    found = {}
    for index, name in cross_attentions(unet).items():
        shape = unet.get_submodule(name.removesuffix(".processor")).to_k.weight.shape
        for kind in ("k", "v"):
            found[f"{index}.to_{kind}_ip.weight"] = 0.3 * torch.randn(shape)
    return found


def write(folder: Path, state: dict[str, Any], *, pickled: bool = False) -> Path:
    """Write an adapter's file as it is published, with its image encoder beside it."""
    image_encoder().save_pretrained(folder / "image_encoder")
    if pickled:
        torch.save(state, folder / "adapter.bin")
        return folder / "adapter.bin"
    flat = {
        f"{part}.{k}": v.contiguous()
        for part, rows in state.items()
        if isinstance(rows, dict)
        for k, v in rows.items()
    }
    save_file(flat, folder / "adapter.safetensors")
    return folder / "adapter.safetensors"
