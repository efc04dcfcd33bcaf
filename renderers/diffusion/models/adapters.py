"""Files of one character alone: a LoRA, heard only in that character's segment, or a learned word.

LoRAs stay unfused, so that one model serves every character; a textual inversion adds its token
to the vocabulary, where it disturbs nobody who does not say it.
"""

from collections.abc import Mapping
from pathlib import Path
from pickle import UnpicklingError
from typing import Any, NamedTuple

import torch
from torch import Tensor

from renderers.diffusion.models.model import Model
from renderers.diffusion.models.parts import quiet, reading
from schemas.errors import AssetMissing

State = Mapping[str, Any]


class Lora(NamedTuple):
    """A LoRA (arXiv 2106.09685) as an adapter: unfused, and silent until it is activated."""

    name: str
    state: State

    def inject(self, model: Model) -> Model:
        """Return the model with the LoRA in its U-Net and, where it has such weights, its text.

        Raises:
            ValueError: it holds no weights for this U-Net.
        """
        unet, encoders, mixin = model.networks.unet, model.text.encoders, _mixin(model)
        weights, alphas = mixin.lora_state_dict(dict(self.state), unet_config=unet.config)
        before = set(getattr(unet, "peft_config", ()))
        mixin.load_lora_into_unet(weights, alphas, unet, adapter_name=self.name)
        for suffix, encoder in zip(("", "_2"), encoders, strict=False):
            prefix = f"text_encoder{suffix}"
            if any(key.startswith(f"{prefix}.") for key in weights):
                mixin.load_lora_into_text_encoder(
                    weights, alphas, encoder, prefix=prefix, adapter_name=self.name
                )
        if set(getattr(unet, "peft_config", ())) == before:
            raise ValueError("it holds no weights for this U-Net")
        return model

    def eject(self, model: Model) -> Model:
        """Return the model without it."""
        for network in (model.networks.unet, *model.text.encoders):
            if self.name in (getattr(network, "peft_config", None) or {}):
                network.delete_adapters(self.name)
        model.text.forget(self.name)
        return model


def _mixin(model: Model) -> Any:
    """Return diffusers' loader of LoRAs for the model's family."""
    from diffusers.loaders.lora_pipeline import (
        StableDiffusionLoraLoaderMixin,
        StableDiffusionXLLoraLoaderMixin,
    )

    two = len(model.text.encoders) > 1
    return StableDiffusionXLLoraLoaderMixin if two else StableDiffusionLoraLoaderMixin


class Adapters:
    """The adapter files that a model has been given so far, each loaded once."""

    def __init__(self, model: Model) -> None:
        self._model = model
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
            reading(path, lambda: self._model.text.learn(*learned_word(state, token)))
            return None
        name = f"adapter{len(self._known)}"
        reading(path, lambda: Lora(name, state).inject(self._model))
        return name


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
