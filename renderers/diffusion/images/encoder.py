"""What image adapters read of a picture: CLIP's view of it, or a small model's own latents."""

from pathlib import Path
from typing import Any, Protocol, runtime_checkable

import numpy as np
import torch
from jaxtyping import Float
from PIL import Image
from torch import Tensor

from renderers.diffusion.models.locate import read_mapping
from renderers.diffusion.models.parts import load_network, named_class, quiet

LATENT_SIDE = 8
"""Cells along the side of a picture that is read by its latents."""
_WAVES = (1, 2)
"""Half-waves across the picture that tell its cells where they are."""


@runtime_checkable
class PictureEncoder(Protocol):
    """Makes numbers of a picture, for an adapter that was trained on just these."""

    def embed(self, picture: Image.Image) -> Float[Tensor, "1 width"]:
        """Return the picture's one embedding."""

    def features(self, picture: Image.Image | None) -> Float[Tensor, "1 patches width"]:
        """Return a row for each patch; None is what a picture of nothing has."""


class ImageEncoder:
    """A CLIP vision model. Pictures are squared by white margins: a cropped figure has no head."""

    def __init__(self, network: Any, device: torch.device) -> None:
        from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil

        size = network.config.image_size
        self._network, self._device = network, device
        self._processor = CLIPImageProcessorPil(size=size, crop_size=size)

    @torch.no_grad()
    def embed(self, picture: Image.Image) -> Float[Tensor, "1 width"]:
        """Return the picture's one embedding."""
        return torch.Tensor(self._network(self._pixels(picture)).image_embeds)

    @torch.no_grad()
    def features(self, picture: Image.Image | None) -> Float[Tensor, "1 patches width"]:
        """Return the last hidden states but one; None is what a picture of nothing has."""
        pixels = self._pixels(picture or Image.new("RGB", (8, 8)))
        if picture is None:
            pixels = torch.zeros_like(pixels)
        output = self._network(pixels, output_hidden_states=True)
        return torch.Tensor(output.hidden_states[-2])

    def _pixels(self, picture: Image.Image) -> Tensor:
        values = self._processor(squared(picture), return_tensors="pt").pixel_values
        return torch.Tensor(values).to(self._device, self._network.dtype)


class LatentEncoder:
    """A picture's latents, each cell with its place: what toon's adapter reads in CLIP's stead."""

    def __init__(self, autoencoder: Any, device: torch.device) -> None:
        self._autoencoder, self._device = autoencoder, device

    @property
    def width(self) -> int:
        """Numbers of a cell: its latent's, and four for each wave."""
        return int(self._autoencoder.config.latent_channels) + 4 * len(_WAVES)

    def embed(self, picture: Image.Image) -> Float[Tensor, "1 width"]:
        """Return the mean of the picture's cells."""
        return self.features(picture).mean(dim=1)

    @torch.no_grad()
    def features(self, picture: Image.Image | None) -> Float[Tensor, "1 patches width"]:
        """Return the cells row by row; a picture of nothing is zero everywhere."""
        side = LATENT_SIDE * int(self._autoencoder.patch)
        if picture is None:
            return torch.zeros(1, LATENT_SIDE**2, self.width, device=self._device)
        small = squared(picture).resize((side, side), Image.Resampling.LANCZOS)
        pixels = torch.from_numpy(np.array(small)).permute(2, 0, 1)[None].float() / 127.5 - 1
        weight = next(self._autoencoder.parameters())
        latent = self._autoencoder.encode(pixels.to(weight)).latent.float()
        return torch.cat([latent, _places().to(latent)], dim=1).flatten(2).transpose(1, 2)


def _places() -> Float[Tensor, "1 waves side side"]:
    """Return waves down and across a square."""
    along = torch.pi * (torch.arange(LATENT_SIDE) + 0.5) / LATENT_SIDE
    rows = along[:, None].expand(LATENT_SIDE, LATENT_SIDE)
    waves = [f(k * x) for k in _WAVES for x in (rows, rows.T) for f in (torch.sin, torch.cos)]
    return torch.stack(waves)[None]


def squared(picture: Image.Image) -> Image.Image:
    """Return a picture on a white square as large as its longer side."""
    side = max(picture.size)
    square = Image.new("RGB", (side, side), "white")
    at = (side - picture.width) // 2, (side - picture.height) // 2
    alpha = picture.getchannel("A") if picture.mode == "RGBA" else None
    square.paste(picture.convert("RGB"), at, alpha)
    return square


def load_image_encoder(part: Path, *, device: torch.device, dtype: torch.dtype) -> PictureEncoder:
    """Load what reads pictures from its directory: CLIP's vision model, or toon's autoencoder.

    Raises:
        AssetMissing: it is absent, damaged or pickled.
    """
    name = str(read_mapping(part / "config.json").get("_class_name"))
    with quiet():
        if name == "PatchAutoencoder":
            network = load_network(named_class(name), part, device=device, dtype=dtype)
            return LatentEncoder(network, device)
        kind = named_class("CLIPVisionModelWithProjection")
        network = load_network(kind, part, device=device, dtype=dtype)
    return ImageEncoder(network, device)
