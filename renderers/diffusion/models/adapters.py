"""Files of one character alone: a LoRA, heard only in that character's segment, or a learned word.

LoRAs stay unfused, so that one model serves every character; a textual inversion adds its token
to the vocabulary, where it disturbs nobody who does not say it.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from pickle import UnpicklingError
from types import MappingProxyType
from typing import Any, NamedTuple

import torch
from torch import Tensor

from renderers.diffusion.models.lora_fit import fitted, put_in
from renderers.diffusion.models.lora_names import partly, understood
from renderers.diffusion.models.model import Model
from renderers.diffusion.models.parts import quiet, reading
from schemas.errors import AssetMissing

State = Mapping[str, Any]
_BUNDLED = re.compile(r"^(?:bundle_emb\.[^.]+\.(?:string_to_param\.)?(?=[^.]+$)|(?=clip_[lg]$))")
"""Learned words in a LoRA's file, as kohya's scripts and pivotal tuning write them."""


class AdapterFile(NamedTuple):
    """What an adapter file holds: a LoRA's tensors, learned words, or both (pivotal tuning)."""

    lora: State
    words: State
    metadata: Mapping[str, str]
    """The header of a safetensors file."""


class Lora(NamedTuple):
    """A LoRA (arXiv 2106.09685) as an adapter: unfused, and silent until it is activated."""

    name: str
    state: State
    metadata: Mapping[str, str] = MappingProxyType({})

    def inject(self, model: Model) -> Model:
        """Return the model with the LoRA in its U-Net and in its text encoders, as far as it fits.

        Raises:
            ValueError: it is no LoRA, or none of its layers fits this model.
        """
        put_in(self.name, fitted(self.state, self.metadata, model))
        return model

    def eject(self, model: Model) -> Model:
        """Return the model without it."""
        for network in (model.networks.unet, *model.text.encoders):
            if self.name in (getattr(network, "peft_config", None) or {}):
                network.delete_adapters(self.name)
        model.text.forget(self.name)
        return model


class Adapters:
    """The adapter files that a model has been given so far, each loaded once."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._known: dict[tuple[Path, float], str | None] = {}
        self._notes: dict[Path, str] = {}

    def load(self, path: Path, *, token: str, strength: float = 1.0) -> str | None:
        """Load a file and return its LoRA's name; None if it holds learned words alone.

        `token` is what the story calls the word that a file has learned; `strength` is what the
        LoRA's own is multiplied by.

        Raises:
            AssetMissing: the file is absent, damaged, or made for another model.
        """
        path = path.absolute()
        key = path, strength
        if key not in self._known:
            file = adapter_file(path)
            with quiet():
                self._known[key] = self._taken(path, file, token, strength)
        return self._known[key]

    def note(self, path: Path) -> str | None:
        """Return what is to be said of a file that was loaded: that not all of it could be used."""
        return self._notes.get(path.absolute())

    def _taken(self, path: Path, file: AdapterFile, token: str, strength: float) -> str | None:
        if file.words and all(path != known for known, _ in self._known):
            word, vectors = learned_word(file.words, token)
            half = len(vectors) < len(self._model.text.encoders)
            if half and "clip_l" not in file.words:
                raise AssetMissing(f"{path} was learned for a model with one text encoder")
            reading(path, lambda: self._model.text.learn(word, vectors, spoken=token))
            if half:
                self._notes[path] = (
                    f"{path.name} teaches one of the model's two text encoders alone"
                )
        if not file.lora:
            return None
        lora = Lora(f"adapter{len(self._known)}", file.lora, file.metadata)
        fit = reading(path, lambda: fitted(lora.state, lora.metadata, self._model))
        reading(path, lambda: put_in(lora.name, fit.louder(strength)))
        if fit.left_out:
            self._notes[path] = partly(path.name, fit.used, fit.left_out)
        return lora.name


def adapter_file(path: Path) -> AdapterFile:
    """Read an adapter file and tell its LoRA from its learned words.

    Raises:
        AssetMissing: it is absent, damaged, or more than tensors.
    """
    state, metadata = read_weights(path), read_header(path)
    if is_learned_word(state):
        return AdapterFile({}, state, metadata)
    words = {key: value for key, value in state.items() if _BUNDLED.match(key)}
    lora = {key: value for key, value in state.items() if key not in words}
    # The first is the first encoder's, whatever it is called.
    names = dict(
        zip(("clip_l", "clip_g"), (words[key] for key in sorted(words, reverse=True)), strict=False)
    )
    return AdapterFile(lora, names, metadata)


def read_header(path: Path) -> Mapping[str, str]:
    """Return what a safetensors file says of itself; nothing of other files."""
    if path.suffix.lower() != ".safetensors":
        return {}
    from safetensors import safe_open

    with safe_open(path, "pt") as file:
        return file.metadata() or {}


def read_weights(path: Path) -> State:
    """Read an adapter file: safetensors, or a pickle of nothing but tensors.

    Raises:
        AssetMissing: it is absent, damaged, or more than tensors.
    """
    if not path.is_file():
        raise AssetMissing(f"there is no adapter file {path}")
    if path.suffix.lower() == ".safetensors":
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
    if any(understood(key) for key in state):
        return False
    return bool(known & set(state)) or (len(state) == len(vectors) == 1 and vectors[0].ndim <= 2)


def learned_word(state: State, token: str) -> tuple[str, tuple[Tensor, ...]]:
    """Return a textual inversion's token, and its vectors for every text encoder.

    Understood are diffusers' files, which name the token, A1111's, and SDXL's pairs.
    """
    if "clip_l" in state:
        # SDXL's two encoders in their order; Stable Diffusion 1's own is the first alone.
        return token, tuple(_rows(state[name]) for name in ("clip_l", "clip_g") if name in state)
    if "string_to_param" in state:
        return str(state.get("name") or token), (_rows(state["string_to_param"]["*"]),)
    if "emb_params" in state:
        return token, (_rows(state["emb_params"]),)
    ((name, vectors),) = state.items()
    return name, (_rows(vectors),)


def _rows(vectors: Tensor) -> Tensor:
    return vectors.detach().float().view(-1, vectors.shape[-1])
