"""Pictures to latents and back, for every kind of autoencoder diffusers has for images.

A U-Net's latents are (z - shift)·scale of what the autoencoder itself calls latents; channels may
also have a mean and a deviation of their own.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import torch
from jaxtyping import Float
from PIL import Image
from torch import Tensor

from renderers.diffusion.schedule import Latent

Pixels = Float[Tensor, "b 3 height width"]


class Autoencoder(NamedTuple):
    """An AutoencoderKL, AutoencoderTiny, AutoencoderDC or any of their kind, in the U-Net's units.

    Others tell their pixels per latent cell as `spatial_compression_ratio`.
    """

    network: Any
    upcast: bool = False
    """Half-precision SDXL autoencoders overflow while decoding; they are run in float32."""
    slices: bool = False
    """Decode one picture after another, for the largest activations of a run are here."""

    @property
    def vae_scale_factor(self) -> int:
        """Pixels per latent cell along a side."""
        ratio = getattr(self.network, "spatial_compression_ratio", None)
        return int(ratio or 2 ** (len(self.network.config["block_out_channels"]) - 1))

    @property
    def channels(self) -> int:
        """Channels of a latent."""
        return int(self.network.config["latent_channels"])

    @torch.no_grad()
    def encode(self, pictures: Pixels) -> Latent:
        """Encode RGB in [0, 1]; the likeliest latents, so that nothing is random."""
        with _precision(self):
            parts = self._parts(self._cast(pictures * 2 - 1))
            z = torch.cat([_latents(self.network.encode(part)) for part in parts])
        shift, scale = self._units(z.float())
        return torch.Tensor((z.float() - shift) * scale)

    @torch.no_grad()
    def decode(self, latents: Latent) -> Pixels:
        """Decode to RGB in [0, 1]."""
        return self.decoded(latents).clamp(0, 1)

    def decoded(self, latents: Latent) -> Pixels:
        """Decode to RGB about [0, 1], unclamped and differentiable."""
        shift, scale = self._units(latents)
        with _precision(self):
            z = self._cast(latents / scale + shift)
            parts = [self.network.decode(part, return_dict=False)[0] for part in self._parts(z)]
        pictures = parts[0] if len(parts) == 1 else torch.cat(parts)
        return torch.Tensor(pictures.float() / 2 + 0.5)

    def in_full(self) -> "Autoencoder":
        """Return it in the precision it is run in, for good: gradients come back later."""
        if self.upcast:
            _cast_to(self.network, torch.float32)
        return self._replace(upcast=False)

    def _parts(self, batch: Tensor) -> Sequence[Tensor]:
        return batch.chunk(len(batch)) if self.slices else (batch,)

    def _cast(self, values: Tensor) -> Tensor:
        return values.to(self.network.dtype)

    def _units(self, like: Tensor) -> tuple[Tensor | float, Tensor | float]:
        config = self.network.config
        scale = config.get("scaling_factor") or 1.0
        mean, deviation = config.get("latents_mean"), config.get("latents_std")
        if mean is None or deviation is None:
            return config.get("shift_factor") or 0.0, scale
        return _channels(mean, like), scale / _channels(deviation, like)


def _latents(encoded: Any) -> Tensor:
    if hasattr(encoded, "latent_dist"):
        return torch.Tensor(encoded.latent_dist.mode())
    return torch.Tensor(encoded.latents if hasattr(encoded, "latents") else encoded.latent)


class _precision:  # noqa: N801 - reads as a clause
    """Run the autoencoder in float32 for a moment, where it needs that."""

    def __init__(self, autoencoder: Autoencoder) -> None:
        self.network, self.wanted = autoencoder.network, autoencoder.upcast
        self.usual = self.network.dtype

    def __enter__(self) -> None:
        if self.wanted:
            _cast_to(self.network, torch.float32)

    def __exit__(self, *_: object) -> None:
        if self.wanted:
            _cast_to(self.network, self.usual)


def _cast_to(network: Any, dtype: torch.dtype) -> None:
    # torch's own `to`: diffusers' has a warning for whoever casts a loaded model.
    torch.nn.Module.to(network, dtype)


def _channels(values: Any, like: Tensor) -> Tensor:
    return torch.tensor(values, dtype=like.dtype, device=like.device).view(1, -1, 1, 1)


def as_tensor(picture: Image.Image) -> Float[Tensor, "3 height width"]:
    """Turn an RGB picture into values in [0, 1]."""
    values = np.asarray(picture.convert("RGB"), dtype=np.float32) / 255
    return torch.from_numpy(values).permute(2, 0, 1)


def as_picture(values: Float[Tensor, "3 height width"]) -> Image.Image:
    """Turn values in [0, 1] into an RGB picture."""
    rounded = (values.detach().float().cpu().permute(1, 2, 0).numpy() * 255).round()
    return Image.fromarray(rounded.astype(np.uint8))
