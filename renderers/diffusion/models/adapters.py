"""Files of one character alone: a LoRA, heard only in that character's segment, or a learned word.

LoRAs stay unfused, so that one model serves every character; a textual inversion adds its token
to the vocabulary, where it disturbs nobody who does not say it.
"""

from collections.abc import Mapping
from pathlib import Path
from pickle import UnpicklingError
from typing import Any

import torch
from torch import Tensor

from renderers.diffusion.models.networks import Networks
from renderers.diffusion.models.parts import quiet, reading
from renderers.diffusion.models.text import TextEncoder
from schemas.errors import AssetMissing

State = Mapping[str, Any]


class Adapters:
    """The adapter files that a model has been given so far, each loaded once."""

    def __init__(self, networks: Networks, text: TextEncoder) -> None:
        self._networks = networks
        self._text = text
        self._known: dict[Path, str | None] = {}

    def load(self, path: Path, *, token: str) -> str | None:
        """Load a file and return its LoRA's name; None if it is a textual inversion.

        `token` is what a learned word is called if the file does not say.

        Raises:
            AssetMissing: the file is absent, damaged, or made for another model.
        """
        path = path.absolute()
        if path not in self._known:
            state = read_weights(path)
            with quiet():
                self._known[path] = self._taken(path, state, token)
        return self._known[path]

    def _taken(self, path: Path, state: State, token: str) -> str | None:
        if is_learned_word(state):
            reading(path, lambda: self._text.learn(*learned_word(state, token)))
            return None
        name = f"adapter{len(self._known)}"
        reading(path, lambda: self._take_lora(state, name))
        return name

    def _take_lora(self, state: State, name: str) -> None:
        from diffusers.loaders.lora_pipeline import (
            StableDiffusionLoraLoaderMixin,
            StableDiffusionXLLoraLoaderMixin,
        )

        unet, encoders = self._networks.unet, self._text.encoders
        mixin: Any = StableDiffusionLoraLoaderMixin
        if len(encoders) > 1:
            mixin = StableDiffusionXLLoraLoaderMixin
        weights, alphas = mixin.lora_state_dict(dict(state), unet_config=unet.config)
        before = set(getattr(unet, "peft_config", ()))
        mixin.load_lora_into_unet(weights, alphas, unet, adapter_name=name)
        for suffix, encoder in zip(("", "_2"), encoders, strict=False):
            prefix = f"text_encoder{suffix}"
            if any(key.startswith(f"{prefix}.") for key in weights):
                mixin.load_lora_into_text_encoder(
                    weights, alphas, encoder, prefix=prefix, adapter_name=name
                )
        if set(getattr(unet, "peft_config", ())) == before:
            raise ValueError("it holds no weights for this U-Net")


def read_weights(path: Path) -> State:
    """Read an adapter file: safetensors, or a pickle of nothing but tensors.

    Raises:
        AssetMissing: it is absent, damaged, or more than tensors.
    """
    if not path.is_file():
        raise AssetMissing(f"there is no adapter file {path}")
    if path.suffix == ".safetensors":
        from safetensors.torch import load_file

        state: State = reading(path, lambda: load_file(path))
        return state
    try:
        # `weights_only` refuses every pickle that could run code.
        loaded = reading(path, lambda: torch.load(path, map_location="cpu", weights_only=True))
    except UnpicklingError as problem:
        raise AssetMissing(
            f"{path} is a pickle that holds more than weights, and could run code",
            hint="convert it to safetensors",
        ) from problem
    if isinstance(loaded, Mapping) and isinstance(inner := loaded.get("state_dict"), Mapping):
        loaded = inner  # As training checkpoints wrap it.
    if not isinstance(loaded, Mapping) or not loaded:
        raise AssetMissing(f"{path} is not an adapter file")
    return loaded


def is_learned_word(state: State) -> bool:
    """Tell a textual inversion from a LoRA."""
    vectors = [value for value in state.values() if isinstance(value, Tensor)]
    known = {"string_to_param", "emb_params", "clip_l", "clip_g"}
    return bool(known & set(state)) or (len(state) == len(vectors) == 1 and vectors[0].ndim <= 2)


def learned_word(state: State, token: str) -> tuple[str, tuple[Tensor, ...]]:
    """Return a textual inversion's token, and its vectors for every text encoder.

    Understood are diffusers' files, which name the token, A1111's, and SDXL's pairs.
    """
    if "clip_l" in state and "clip_g" in state:
        return token, (_rows(state["clip_l"]), _rows(state["clip_g"]))
    if "string_to_param" in state:
        return str(state.get("name") or token), (_rows(state["string_to_param"]["*"]),)
    if "emb_params" in state:
        return token, (_rows(state["emb_params"]),)
    ((name, vectors),) = state.items()
    return name, (_rows(vectors),)


def _rows(vectors: Tensor) -> Tensor:
    return vectors.detach().float().view(-1, vectors.shape[-1])
