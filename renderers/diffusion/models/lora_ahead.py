"""Whether a LoRA fits a model, known from the heads of their files: no tensor is read, no torch.

`lora_fit` says the same of a loaded model; a test compares the two.
"""

import math
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from renderers.diffusion.models.locate import read_mapping, weights_variant
from renderers.diffusion.models.lora_names import NetworkName, from_sgm, partly, understood
from schemas.errors import AssetMissing

Shape = tuple[int, ...]
Matrix = tuple[int, int]
"""What comes out and what goes in, of a convolution over channels, rows and columns."""

_NETWORKS: tuple[NetworkName, ...] = ("unet", "text_encoder", "text_encoder_2")
_EMBEDDINGS = ("token_embedding", "position_embedding")
"""Tables of vectors, whose weights look like those of linear layers."""


class ForeseenFit(NamedTuple):
    """How much of a LoRA a model will use."""

    used: int
    """How many layers fit."""
    left_out: tuple[str, ...]
    """Layers that the model does not have, or has in another shape."""

    def told(self, name: str) -> str:
        """Say that a file, called `name`, fits in part."""
        return partly(name, self.used, self.left_out)


def fit_ahead(adapter: Path, model: Path) -> ForeseenFit | None:
    """Say which layers of an adapter file fit the model in a directory.

    Returns:
        None where there is nothing to say: it is no safetensors file, or it has no LoRA in it.

    Raises:
        AssetMissing: none of its layers fits, or the model's files cannot be read.
    """
    if adapter.suffix.lower() != ".safetensors" or not adapter.is_file():
        return None
    layers = _layers(adapter)
    if not layers:
        return None
    per_block = int(read_mapping(model / "unet" / "config.json").get("layers_per_block", 2))
    modules = {name: _modules(model / name) for name in _NETWORKS}
    left_out = []
    for (network, layer), shapes in layers.items():
        name = from_sgm(layer, per_block) if network == "unet" else layer
        if modules[network].get(name) != _matrix(shapes):
            left_out.append(f"{network}: {layer}")
    if len(left_out) == len(layers):
        raise AssetMissing(
            f"{adapter} cannot be used: none of its layers fits this model",
            hint="it was trained on another model; draw with that, or train it on this one",
        )
    return ForeseenFit(len(layers) - len(left_out), tuple(left_out))


def _layers(adapter: Path) -> Mapping[tuple[NetworkName, str], Mapping[str, Shape]]:
    """Return the shapes of each layer's parts; a file that cannot be read has no layers."""
    found: dict[tuple[NetworkName, str], dict[str, Shape]] = defaultdict(dict)
    for key, shape in _shapes(adapter).items():
        if (known := understood(key)) is not None:
            found[known.network, known.layer][known.part] = shape
    return found


@lru_cache(maxsize=16)
def _modules(part: Path) -> Mapping[str, Matrix]:
    """Return what may be given something in a part of a model, by name with `_` for `.`."""
    found = {}
    for file in _weights(part) if part.is_dir() else ():
        for key, shape in _shapes(file).items():
            name = key.removesuffix(".weight").removeprefix("text_model.")
            if key.endswith(".weight") and len(shape) in (2, 4) and not name.endswith(_EMBEDDINGS):
                found[name.replace(".", "_")] = shape[0], math.prod(shape[1:])
    return found


def _weights(part: Path) -> list[Path]:
    """Return the files in which a part's weights are, which may be in pieces."""
    variant = weights_variant(part) or ""  # as `x.fp16-00001-of-00002.safetensors`
    return [
        path
        for path in sorted(part.glob("*.safetensors"))
        if bool(variant) == ("." in path.stem) and variant in path.stem
    ]


def _shapes(file: Path) -> dict[str, Shape]:
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(file, framework="numpy") as tensors:
            return {key: tuple(tensors.get_slice(key).get_shape()) for key in tensors.keys()}  # noqa: SIM118 - no mapping
    except (SafetensorError, OSError):
        return {}  # Whoever reads all of it says so.


def _matrix(parts: Mapping[str, Shape]) -> Matrix | None:
    """Return the shape of what a layer's parts add to a weight; None where one is missing."""
    try:
        if any(name.startswith("hada_") for name in parts):
            return parts["hada_w1_a"][0], math.prod(parts["hada_w1_b"][1:])
        if any(name.startswith("lokr_") for name in parts):
            one, two = _factor(parts, "lokr_w1"), _factor(parts, "lokr_w2")
            return one[0] * two[0], one[1] * two[1]
        kernel = parts["mid"][2:] if "mid" in parts else ()
        return parts["up"][0], math.prod(parts["down"][1:]) * math.prod(kernel)
    except (KeyError, IndexError):
        return None


def _factor(parts: Mapping[str, Shape], name: str) -> Matrix:
    """Return the shape of one factor of LoKr, which may be a product itself."""
    if name in parts:
        return parts[name][0], math.prod(parts[name][1:])
    return parts[f"{name}_a"][0], math.prod(parts[f"{name}_b"][1:])
