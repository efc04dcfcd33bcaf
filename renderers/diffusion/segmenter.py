"""Who is where in a latent: the small network that subject-aware guidance asks.

It plays M_SAL's part in MSP-Diffusion (arXiv 2405.12742), which is a ResNet-34 U-Net on pixels.
Reading latents instead spares the autoencoder's decoder in every gradient, some three thousand
times the work (docs of `benchmarks/engine_cost.py`).
"""

import copy
import json
from collections.abc import Sequence
from math import gcd
from pathlib import Path
from typing import Any, Literal, NamedTuple

import torch
from jaxtyping import Float
from torch import Tensor, nn

from renderers.diffusion.models.autoencoder import Autoencoder
from renderers.diffusion.models.locate import read_json
from renderers.diffusion.models.parts import reading
from renderers.diffusion.schedule import Latent
from schemas.errors import AssetMissing

CONFIG, WEIGHTS = "config.json", "model.safetensors"
_NARROW = 16
"""Channels of the decoder at the picture's own size."""

Logits = Float[Tensor, "b subjects h w"]


class SegmenterShape(NamedTuple):
    """How large a segmenter is, and whom it knows."""

    channels: int
    """Channels of the latents it reads."""
    subjects: tuple[str, ...]
    """What the output channels tell apart, in their order.

    For guidance these are the subjects' identifiers as they stand in prompts (`sks`); a reader of
    poses has the joints' names here.
    """
    widths: tuple[int, ...] = (32, 64, 96)
    sees: Literal["latents", "pixels"] = "latents"
    depths: tuple[int, ...] = ()
    """Blocks of each stage of a ResNet, of which `widths` are the stem's and the stages' channels;
    none make the small network."""


class Segmenter(nn.Module):
    """A small U-Net with one sigmoid channel for each of the names that it knows."""

    def __init__(self, shape: SegmenterShape) -> None:
        super().__init__()
        self.shape = shape
        widths = shape.widths
        self.down = nn.ModuleList(
            _block(a, b) for a, b in zip((shape.channels, *widths), widths, strict=False)
        )
        pairs = list(zip(widths[:0:-1], widths[-2::-1], strict=True))
        self.up = nn.ModuleList(_block(a + b, b) for a, b in pairs)
        self.head = nn.Conv2d(widths[0], len(shape.subjects), 1)

    @property
    def subjects(self) -> tuple[str, ...]:
        """Whom its maps show, in their order."""
        return self.shape.subjects

    def forward(self, x0: Latent) -> Logits:
        """Return each subject's logits at the latent's own resolution."""
        *skips, x = self._encoded(x0)
        for block, skip in zip(self.up, reversed(skips), strict=True):
            x = nn.functional.interpolate(x, size=skip.shape[-2:], mode="nearest")
            x = block(torch.cat([x, skip], dim=1))
        return torch.Tensor(self.head(x))

    def features(
        self, x0: Latent, masks: Float[Tensor, "b 1 h w"] | None = None
    ) -> Float[Tensor, "b features"]:
        """Return the deepest level's mean, the paper's SAS feature, of what the masks show."""
        shown = x0 if masks is None else masks * x0
        return self._encoded(shown)[-1].mean(dim=(2, 3))

    def _encoded(self, x0: Latent) -> list[Tensor]:
        levels: list[Tensor] = []
        for block in self.down:
            x = nn.functional.avg_pool2d(levels[-1], 2, ceil_mode=True) if levels else x0
            levels.append(block(x))
        return levels

    def save(self, folder: Path, *, half: bool = False) -> Path:
        """Write configuration and weights, in float16 where `half` says so; return the folder."""
        from safetensors.torch import save_model

        folder.mkdir(parents=True, exist_ok=True)
        (folder / CONFIG).write_text(json.dumps(self.shape._asdict(), indent=2) + "\n")
        kept = copy.deepcopy(self).half() if half else self
        save_model(kept, str(folder / WEIGHTS))
        return folder


class ResidualSegmenter(Segmenter):
    """M_SAL as MSP-Diffusion has it: a U-Net over a ResNet (arXiv 1512.03385), transformers' own.

    Its norms over batches become norms over groups of channels (arXiv 1803.08494): batches of four
    have no statistics to speak of, and a picture must not depend on its company.
    """

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


def segmenter_of(shape: SegmenterShape) -> Segmenter:
    """Make a segmenter of a shape, with random weights."""
    return ResidualSegmenter(shape) if shape.depths else Segmenter(shape)


class InPixels(NamedTuple):
    """A segmenter of pictures, asked about latents through a decoder; the smaller, the cheaper."""

    segmenter: Segmenter
    decoder: Autoencoder

    @property
    def subjects(self) -> tuple[str, ...]:
        """Whom its maps show, in their order."""
        return self.segmenter.subjects

    def __call__(self, x0: Latent) -> Float[Tensor, "b subjects height width"]:
        """Return each subject's logits at the picture's resolution."""
        return torch.Tensor(self.segmenter(self.decoder.decoded(x0)))

    def features(self, x0: Latent, masks: Float[Tensor, "b 1 h w"]) -> Float[Tensor, "b features"]:
        """Return the features of what of the pictures the masks show.

        Pixels are masked, not latents: a decoder makes something of an empty latent too.
        """
        pictures = self.decoder.decoded(x0)
        sized = nn.functional.interpolate(masks, size=pictures.shape[-2:], mode="area")
        return self.segmenter.features(pictures, sized)


def load_segmenter(folder: Path, *, device: torch.device) -> Segmenter:
    """Load a segmenter, in float32 however it was written: its gradients are small.

    Raises:
        AssetMissing: it is absent, damaged, or of another shape than it says.
    """
    from safetensors.torch import load_file

    config = read_json(folder / CONFIG)
    network = reading(folder, lambda: segmenter_of(_shape_of(config)))
    if not (folder / WEIGHTS).is_file():
        raise AssetMissing(f"{folder / WEIGHTS} is missing")
    weights = reading(folder, lambda: load_file(folder / WEIGHTS))
    reading(folder, lambda: network.load_state_dict(weights))
    ready: Segmenter = network.to(device).eval().requires_grad_(False)
    return ready


def _shape_of(config: Any) -> SegmenterShape:
    known = {"depths": (), **config}
    lists: dict[str, Sequence[Any]] = {
        name: known[name] for name in ("subjects", "widths", "depths")
    }
    sees: Literal["latents", "pixels"] = "pixels" if config["sees"] == "pixels" else "latents"
    both = {name: tuple(values) for name, values in lists.items()}
    return SegmenterShape(int(config["channels"]), sees=sees, **both)


def _block(inputs: int, outputs: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, 3, padding=1),
        nn.GroupNorm(8, outputs),
        nn.SiLU(),
        nn.Conv2d(outputs, outputs, 3, padding=1),
        nn.GroupNorm(8, outputs),
        nn.SiLU(),
    )


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
