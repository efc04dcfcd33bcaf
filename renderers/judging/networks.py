"""The networks of judges that read pixels, and how they are kept: small, of residual blocks."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import torch
from jaxtyping import Float
from torch import Tensor, nn
from torch.nn import functional

from renderers.diffusion.models.locate import read_mapping
from renderers.diffusion.models.parts import reading
from schemas.errors import AssetMissing

CONFIG, WEIGHTS = "config.json", "model.safetensors"
SHIPPED = Path(__file__).parents[1] / "toon" / "judges"
"""Where the judges' networks lie that come along."""


class _ResidualBlock(nn.Module):
    """Two convolutions beside a skip; the first may halve the picture."""

    def __init__(self, inputs: int, outputs: int, *, stride: int = 1, dilation: int = 1) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, dilation, dilation)
        self.norm1 = nn.GroupNorm(8, outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, dilation, dilation)
        self.norm2 = nn.GroupNorm(8, outputs)
        plain = stride == 1 and inputs == outputs
        self.skip = nn.Identity() if plain else nn.Conv2d(inputs, outputs, 1, stride)

    def forward(self, x: Tensor) -> Tensor:
        y = functional.silu(self.norm1(self.conv1(x)))
        return torch.as_tensor(functional.silu(self.skip(x) + self.norm2(self.conv2(y))))


class EmbeddingShape(NamedTuple):
    """How large an embedding of figures is, and how its answers are read."""

    widths: tuple[int, ...] = (32, 64, 96, 128)
    size: int = 64
    """Numbers in an embedding."""
    threshold: float = 0.5
    """From this cosine on, a figure is taken for the one whom it is likest."""


class FigureEmbedding(nn.Module):
    """Tells figures apart whom it has never seen: pictures of one and the same lie close."""

    def __init__(self, shape: EmbeddingShape) -> None:
        """Make an untrained one."""
        super().__init__()
        self.shape = shape
        pairs = zip((4, *shape.widths), shape.widths, strict=False)
        self.blocks = nn.Sequential(*(_ResidualBlock(a, b, stride=2) for a, b in pairs))
        self.head = nn.Linear(2 * shape.widths[-1], shape.size)

    def forward(self, figures: Float[Tensor, "n 4 side side"]) -> Float[Tensor, "n size"]:
        """Return embeddings of length 1."""
        features = self.blocks(figures)
        pooled = torch.cat([features.mean((2, 3)), features.amax((2, 3))], dim=1)
        return functional.normalize(self.head(pooled), dim=1)


class ReaderShape(NamedTuple):
    """How large a reader of pictures is, and whom it knows."""

    subjects: tuple[str, ...]
    """Their tokens; one map each, after the map of nobody."""
    widths: tuple[int, ...] = (32, 48, 80)
    dilations: tuple[int, ...] = (1, 2, 4, 1)
    """How wide the blocks after the last halving look."""
    resolution: int = 256
    """Pictures are read at about so many pixels squared, whatever their own size."""

    @property
    def cell(self) -> int:
        """Pixels of the picture along a map's cell."""
        return int(2 ** len(self.widths))


class PictureReader(nn.Module):
    """Says of every cell of a picture who is there: halvings first, then ever wider looks."""

    def __init__(self, shape: ReaderShape) -> None:
        """Make an untrained one."""
        super().__init__()
        self.shape = shape
        pairs = zip((3, *shape.widths), shape.widths, strict=False)
        deep = shape.widths[-1]
        self.down = nn.Sequential(*(_ResidualBlock(a, b, stride=2) for a, b in pairs))
        self.wide = nn.Sequential(
            *(_ResidualBlock(deep, deep, dilation=d) for d in shape.dilations)
        )
        self.head = nn.Conv2d(deep, len(shape.subjects) + 1, 1)

    def forward(self, pictures: Float[Tensor, "b 3 height width"]) -> Float[Tensor, "b n h w"]:
        """Return logits; the first map is nobody's. Pictures range from 0 to 1."""
        return torch.as_tensor(self.head(self.wide(self.down(pictures - 0.5))))


def save(network: FigureEmbedding | PictureReader, folder: Path) -> Path:
    """Write a judge's network, its weights as fp16; return the folder."""
    from safetensors.torch import save_file

    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(network.shape._asdict(), indent=2) + "\n"
    (folder / CONFIG).write_text(text, encoding="utf-8")
    weights = {name: value.half().contiguous() for name, value in network.state_dict().items()}
    save_file(weights, folder / WEIGHTS)
    return folder


def load_embedding(folder: Path) -> FigureEmbedding:
    """Load an embedding of figures, on the CPU.

    Raises:
        AssetMissing: it is absent, damaged, or of another shape than it says.
    """
    made: FigureEmbedding = _loaded(
        folder, lambda config: FigureEmbedding(EmbeddingShape(**config))
    )
    return made


def load_reader(folder: Path) -> PictureReader:
    """Load a reader of pictures, on the CPU.

    Raises:
        AssetMissing: it is absent, damaged, or of another shape than it says.
    """
    made: PictureReader = _loaded(folder, lambda config: PictureReader(ReaderShape(**config)))
    return made


def _loaded(folder: Path, make: Callable[[dict[str, Any]], Any]) -> Any:
    from safetensors.torch import load_file

    config = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in read_mapping(folder / CONFIG).items()
    }
    network = reading(folder, lambda: make(config))
    if not (folder / WEIGHTS).is_file():
        raise AssetMissing(f"{folder / WEIGHTS} is missing")
    reading(folder, lambda: network.load_state_dict(load_file(folder / WEIGHTS)))
    return network.float().eval().requires_grad_(False)
