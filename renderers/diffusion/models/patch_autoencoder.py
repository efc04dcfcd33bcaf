"""An autoencoder whose encoder is a fixed linear map of patches, and whose decoder mends.

Encoding projects every patch on its principal components, partly whitened: cheap, exact, and the
same for ever, so that latents and denoisers outlive any retraining of the decoder. Decoding
inverts the projection and adds what a small residual network makes of it: outlines across the
patches' seams, and detail that the projection dropped.
"""

from collections.abc import Sequence
from typing import NamedTuple

import torch
from diffusers.configuration_utils import ConfigMixin, register_to_config
from diffusers.models.modeling_utils import ModelMixin
from jaxtyping import Float
from torch import Tensor, nn
from torch.nn import functional

from renderers.diffusion.models.pyramid_mender import PyramidMender, ResidualBlock, nothing

Pixels = Float[Tensor, "b 3 height width"]
Latents = Float[Tensor, "b c h w"]


class Encoded(NamedTuple):
    """What encoding returns."""

    latent: Latents


class Decoded(NamedTuple):
    """What decoding returns."""

    sample: Pixels


class PatchAutoencoder(ModelMixin, ConfigMixin):  # type: ignore[misc]
    """Linear patches in, mended pictures out; pictures range from -1 to 1."""

    @register_to_config  # type: ignore[untyped-decorator]
    def __init__(
        self,
        latent_channels: int = 64,
        block_out_channels: Sequence[int] = (64,) * 5,
        dilations: Sequence[int] = (1,) * 7,
        grain: int = 4,
        scaling_factor: float = 1.0,
        pyramid: Sequence[int] = (),
        layers_per_level: Sequence[int] = (),
    ) -> None:
        """Make one with an empty projection; `project_on` fills it.

        Args:
            latent_channels: components kept of every patch.
            block_out_channels: the mender's width, once for every halving and once more: a patch
                is 2 ** (len - 1) pixels wide.
            dilations: how far apart each of the mender's residual blocks looks, in features; wide
                ones keep large flat areas of one colour.
            grain: pixels per feature of the mender along a side.
            scaling_factor: what the denoiser multiplies latents by.
            pyramid: the widths of a `PyramidMender`'s levels, the cells' own first, which then
                mends in the place of the flat one; and of the dilations and grain.
            layers_per_level: its residual blocks at every level.
        """
        super().__init__()  # type: ignore[no-untyped-call]
        patch, width = 2 ** (len(block_out_channels) - 1), block_out_channels[0]
        self.patch, self.grain = patch, grain
        self.encoder = nn.Conv2d(3, latent_channels, patch, stride=patch)
        self.linear = nn.ConvTranspose2d(latent_channels, 3, patch, stride=patch)
        self.mender: PyramidMender | None = None
        if pyramid:
            self.mender = PyramidMender(latent_channels, patch, pyramid, layers_per_level)
            return
        self.latent_in = nn.Conv2d(
            latent_channels, width * (patch // grain) ** 2 // 4, 3, padding=1
        )
        self.picture_in = nn.Conv2d(3 * grain**2 + width // 4, width, 3, padding=1)
        self.blocks = nn.Sequential(*(ResidualBlock(width, dilation) for dilation in dilations))
        self.picture_out = nn.Conv2d(width, 3 * grain**2, 3, padding=1)
        nothing(self.picture_out)

    @torch.no_grad()
    def project_on(self, mean: Tensor, components: Tensor, scales: Tensor) -> None:
        """Set the projection: z = (patch - mean) · components / scales.

        Args:
            mean: `[3 · patch²]`, channels first.
            components: `[latent_channels, 3 · patch²]`, orthonormal rows.
            scales: `[latent_channels]`, what each coefficient is divided by.
        """
        shape = (-1, 3, self.patch, self.patch)
        self.encoder.weight.copy_((components / scales[:, None]).view(shape))
        _bias(self.encoder).copy_(-(components @ mean) / scales)
        self.linear.weight.copy_((components * scales[:, None]).view(shape))
        # A transposed convolution has one bias a colour; the mean patch's own shape is flat.
        _bias(self.linear).copy_(mean.view(3, -1).mean(1))

    def encode(self, x: Pixels) -> Encoded:
        """Project every patch."""
        return Encoded(self.encoder(x))

    def decode(self, z: Latents, return_dict: bool = True) -> Decoded | tuple[Pixels]:
        """Invert the projection, then mend."""
        picture = self.linear(z)
        picture = picture + self._mended(z, picture)
        return Decoded(picture) if return_dict else (picture,)

    def _mended(self, z: Latents, picture: Pixels) -> Pixels:
        if self.mender is not None:
            return torch.as_tensor(self.mender(z, picture))
        fine = functional.pixel_shuffle(self.latent_in(z), self.patch // self.grain)
        coarse = functional.pixel_unshuffle(picture, self.grain)
        features = self.blocks(self.picture_in(torch.cat([coarse, fine], 1)))
        return functional.pixel_shuffle(self.picture_out(features), self.grain)

    def forward(self, x: Pixels) -> Pixels:
        """Encode and decode."""
        decoded = self.decode(self.encode(x).latent)
        return decoded[0]


def _bias(layer: nn.Conv2d | nn.ConvTranspose2d) -> Tensor:
    assert layer.bias is not None
    return layer.bias
