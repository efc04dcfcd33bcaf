"""Cross-attention's keys and values learn, and a word a character (arXiv 2212.04488)."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from torch import nn

from renderers.training.base import Base
from renderers.training.pictures import TrainingSubject
from renderers.training.recipes.dreambooth import write_model
from renderers.training.recipes.textual_inversion import write_word
from renderers.training.recipes.words import LearnedWord
from renderers.training.stamps import AdapterKind, of_kind
from schemas.training import CustomDiffusionTraining

KEYS_AND_VALUES = "custom_diffusion.safetensors"


class CustomDiffusionPersonalizer:
    """Trains `to_k` and `to_v` of every cross-attention, and the subjects' words."""

    learns_text = True

    def __init__(
        self, base: Base, settings: CustomDiffusionTraining, subjects: Sequence[TrainingSubject]
    ) -> None:
        self.base = base
        self._words = [LearnedWord(base, subject) for subject in subjects]
        for name, weight in base.unet.named_parameters():
            weight.requires_grad_(".attn2.to_k." in name or ".attn2.to_v." in name)

    def _keys_and_values(self) -> dict[str, nn.Parameter]:
        return {
            f"unet.{name}": weight
            for name, weight in self.base.unet.named_parameters()
            if weight.requires_grad
        }

    def weights(self) -> dict[str, nn.Parameter]:
        """Return keys, values and words."""
        found = self._keys_and_values()
        for word in self._words:
            found |= word.weights()
        return found

    def silence(self, silent: bool) -> None:
        """Raise an error: what the keys and values were is gone.

        Raises:
            NotImplementedError: always.
        """
        raise NotImplementedError("trained keys and values have no base beside them")

    def write(self, folder: Path, *, metadata: dict[str, str]) -> None:
        """Write a diffusers directory that knows the words, and what learned on its own."""
        from safetensors.torch import save_file

        changed: dict[str, Any] = {"unet": self.base.unet}
        for word in self._words:
            word.settle()
        for suffix, tokenizer, encoder in zip(
            ("", "_2"), self.base.text.tokenizers, self.base.text.encoders, strict=False
        ):
            changed |= {f"tokenizer{suffix}": tokenizer, f"text_encoder{suffix}": encoder}
        write_model(self.base, folder, changed)
        alone = {
            name: weight.detach().float().cpu().contiguous()
            for name, weight in self._keys_and_values().items()
        }
        known = of_kind(metadata, AdapterKind.KEYS_AND_VALUES)
        save_file(alone, folder / KEYS_AND_VALUES, metadata={"format": "pt", **known})
        for index, word in enumerate(self._words, start=1):
            write_word(folder / f"<new{index}>.safetensors", word, metadata)
