"""Embeddings of pictures and of texts by networks of transformers, named by directory or hub id.

A metric bears its name only with the network that its paper says, so that an encoder says which it
is; CLIP, SigLIP, DINO and DINOv2 are read, and several together, as DreamSim is an ensemble.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple, Protocol

import numpy as np
import torch
from PIL import Image

from renderers.diffusion.images.encoder import squared
from renderers.diffusion.models.locate import find_part, read_mapping
from renderers.diffusion.models.parts import load_network, load_tokenizer, quiet, reading
from renderers.judging.metrics.similarity import Rows
from schemas.errors import AssetMissing

Pooling = Literal["mean", "first"]
"""What is taken of a vision network that has no embedding of its own: the mean of its last hidden
states, as MuDI takes of DINOv2, or the first (CLS), as the DINO metric does."""


class Encoder(Protocol):
    """Makes a row of numbers of every picture."""

    def pictures(self, pictures: Sequence[Image.Image]) -> Rows:
        """Return an embedding for each picture; it is set on a white square."""


class TransformersEncoder(NamedTuple):
    """One network of transformers with what prepares pictures, and perhaps texts, for it."""

    network: Any
    processor: Any
    tokenizer: Any | None = None
    """None where the network reads no text."""
    pooling: Pooling = "mean"

    @property
    def kind(self) -> str:
        """Which architecture it is, as its configuration says: `clip`, `dinov2`, …"""
        return str(self.network.config.model_type)

    @torch.no_grad()
    def pictures(self, pictures: Sequence[Image.Image]) -> Rows:
        """Return an embedding for each picture; it is set on a white square."""
        squares = [squared(picture) for picture in pictures]
        pixels = torch.as_tensor(self.processor(squares, return_tensors="pt").pixel_values)
        pixels = pixels.to(self.network.dtype)
        if hasattr(self.network, "get_image_features"):
            return _rows(self.network.get_image_features(pixel_values=pixels))
        states = self.network(pixel_values=pixels).last_hidden_state
        return _rows(states.mean(1) if self.pooling == "mean" else states[:, 0])

    @torch.no_grad()
    def texts(self, texts: Sequence[str]) -> Rows:
        """Return an embedding for each text, cut to what the network reads.

        Raises:
            ValueError: the network reads no text.
        """
        if self.tokenizer is None or not hasattr(self.network, "get_text_features"):
            raise ValueError(f"a {self.kind} network embeds no text")
        most = self.network.config.text_config.max_position_embeddings
        ids = self.tokenizer(
            list(texts), padding=True, truncation=True, max_length=most, return_tensors="pt"
        )
        return _rows(self.network.get_text_features(**ids))


class Ensemble(NamedTuple):
    """Several encoders as one: their embeddings, each of length 1, side by side."""

    encoders: tuple[Encoder, ...]

    def pictures(self, pictures: Sequence[Image.Image]) -> Rows:
        """Return an embedding for each picture."""
        rows = [each.pictures(pictures) for each in self.encoders]
        return np.concatenate([row / np.linalg.norm(row, axis=1, keepdims=True) for row in rows], 1)


def load_encoder(
    name: str | Sequence[str],
    *,
    root: Path = Path(),
    online: bool = False,
    pooling: Pooling = "mean",
    what: str = "embedding",
) -> Encoder:
    """Load an encoder of pictures by directory or hub id, on the CPU; several are an ensemble.

    Args:
        name: one, or several.
        root: directories are looked for here first.
        online: whether it may be downloaded.
        pooling: what is taken of a network without an embedding of its own.
        what: the setting that names it, for messages.

    Raises:
        AssetMissing: it is absent, damaged, pickled, or embeds no pictures.
    """
    names = [name] if isinstance(name, str) else [*name]
    folders = [find_part(each, root=root, online=online, what=what) for each in names]
    made = tuple(_loaded(folder, pooling) for folder in folders)
    return made[0] if len(made) == 1 else Ensemble(made)


def _loaded(folder: Path, pooling: Pooling) -> TransformersEncoder:
    from transformers import AutoImageProcessor, AutoModel, AutoTokenizer

    read_mapping(folder / "preprocessor_config.json")
    kind = str(read_mapping(folder / "config.json").get("model_type"))
    with quiet():
        network = load_network(AutoModel, folder, device=torch.device("cpu"), dtype=torch.float32)
        if not hasattr(network, "get_image_features") and not hasattr(network.config, "image_size"):
            raise AssetMissing(f"{folder} holds a {kind} network, which embeds no pictures")
        kind_of_processor: Any = AutoImageProcessor
        processor = reading(
            folder, lambda: kind_of_processor.from_pretrained(folder, local_files_only=True)
        )
        words = None
        if hasattr(network, "get_text_features"):
            words = load_tokenizer(AutoTokenizer, folder)
    return TransformersEncoder(network, processor, words, pooling)


def _rows(found: Any) -> Rows:
    """Return embeddings as rows; transformers wraps those of CLIP's towers."""
    tensor = found if isinstance(found, torch.Tensor) else found.pooler_output
    rows: Rows = tensor.double().numpy()
    return rows
