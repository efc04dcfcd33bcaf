"""CLIP's view of a picture, as image adapters read it."""

from pathlib import Path
from typing import Any

import torch
from jaxtyping import Float
from PIL import Image
from torch import Tensor

from renderers.diffusion.models.parts import load_network, named_class, quiet


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


def squared(picture: Image.Image) -> Image.Image:
    """Return a picture on a white square as large as its longer side."""
    side = max(picture.size)
    square = Image.new("RGB", (side, side), "white")
    at = (side - picture.width) // 2, (side - picture.height) // 2
    alpha = picture.getchannel("A") if picture.mode == "RGBA" else None
    square.paste(picture.convert("RGB"), at, alpha)
    return square


def load_image_encoder(part: Path, *, device: torch.device, dtype: torch.dtype) -> ImageEncoder:
    """Load a CLIP vision model from its directory.

    Raises:
        AssetMissing: it is absent, damaged or pickled.
    """
    with quiet():
        kind = named_class("CLIPVisionModelWithProjection")
        network = load_network(kind, part, device=device, dtype=dtype)
    return ImageEncoder(network, device)
