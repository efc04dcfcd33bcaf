"""M_SAL as MSP-Diffusion has it (arXiv 2405.12742): a U-Net over a ResNet-34, on pixels.

The encoder is transformers' ResNet (arXiv 1512.03385). Its norms over batches become norms over
groups of channels (arXiv 1803.08494): batches of four have no statistics to speak of, and a picture
must not depend on its company.
"""

from math import gcd
from typing import Any

import torch
from jaxtyping import Float
from torch import Tensor, nn

from renderers.diffusion.segmenter import Segmenter, SegmenterShape

_NARROW = 16
"""Channels of the decoder at the picture's own size."""


class ResidualSegmenter(Segmenter):
    """A segmenter with a ResNet for its encoder."""

    def __init__(self, shape: SegmenterShape) -> None:
        """Make one with random weights; `shape.depths` are the blocks of each stage."""
        nn.Module.__init__(self)
        self.shape = shape
        first, *stages = shape.widths
        self.encoder = _encoder(shape.channels, first, stages, shape.depths)
        below = list(zip(shape.widths[:0:-1], shape.widths[-2::-1], strict=True))
        self.up = nn.ModuleList(_mixing(a + b, b) for a, b in below)
        self.last = _mixing(first, _NARROW)
        self.head = nn.Conv2d(_NARROW, len(shape.subjects), 1)

    def forward(self, pictures: Float[Tensor, "b c h w"]) -> Float[Tensor, "b subjects h w"]:
        """Return each subject's logits at the picture's own resolution."""
        *skips, x = self._encoded(pictures)
        for block, skip in zip(self.up, reversed(skips), strict=True):
            x = nn.functional.interpolate(x, size=skip.shape[-2:], mode="nearest")
            x = block(torch.cat([x, skip], dim=1))
        x = nn.functional.interpolate(x, size=pictures.shape[-2:], mode="nearest")
        return torch.Tensor(self.head(self.last(x)))

    def _encoded(self, x0: Float[Tensor, "b c h w"]) -> list[Tensor]:
        stem = self.encoder.embedder
        levels = [stem.embedder(x0)]
        x = stem.pooler(levels[0])
        for stage in self.encoder.encoder.stages:
            x = stage(x)
            levels.append(x)
        return levels


def _encoder(channels: int, first: int, stages: list[int], depths: tuple[int, ...]) -> Any:
    from transformers import ResNetConfig, ResNetModel

    config = ResNetConfig(
        num_channels=channels,
        embedding_size=first,
        hidden_sizes=stages,
        depths=list(depths),
        layer_type="basic",
    )
    network: Any = ResNetModel(config)
    for parent in list(network.modules()):
        for name, child in list(parent.named_children()):
            if isinstance(child, nn.BatchNorm2d):
                width = child.num_features
                setattr(parent, name, nn.GroupNorm(gcd(32, width), width))
    return network


def _mixing(inputs: int, outputs: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, 3, padding=1, bias=False),
        nn.GroupNorm(gcd(8, outputs), outputs),
        nn.ReLU(),
        nn.Conv2d(outputs, outputs, 3, padding=1, bias=False),
        nn.GroupNorm(gcd(8, outputs), outputs),
        nn.ReLU(),
    )
