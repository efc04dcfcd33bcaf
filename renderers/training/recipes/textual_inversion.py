"""Nothing but a word learns (textual inversion, arXiv 2208.01618)."""

from pathlib import Path

from torch import nn

from renderers.training.base import Base
from renderers.training.pictures import TrainingSubject
from renderers.training.recipes.words import LearnedWord
from renderers.training.stamps import AdapterKind, of_kind
from schemas.training import TextualInversionTraining

WORD = "learned_embeds.safetensors"


class WordPersonalizer:
    """Trains one subject's word."""

    learns_text = True

    def __init__(
        self, base: Base, settings: TextualInversionTraining, subject: TrainingSubject
    ) -> None:
        self.base = base
        self._word = LearnedWord(base, subject, vectors=settings.vectors)

    def weights(self) -> dict[str, nn.Parameter]:
        """Return the word's vectors."""
        return self._word.weights()

    def silence(self, silent: bool) -> None:
        """Do nothing: who does not say the word hears the base."""

    def write(self, folder: Path, *, metadata: dict[str, str]) -> None:
        """Write `learned_embeds.safetensors`: the token's vectors, or SDXL's pair of them."""
        write_word(folder / WORD, self._word, metadata)


def write_word(path: Path, word: LearnedWord, metadata: dict[str, str]) -> None:
    """Write a word as diffusers does: by its token, or as `clip_l` and `clip_g`."""
    from safetensors.torch import save_file

    names = ("clip_l", "clip_g") if len(word.rows) > 1 else (word.token,)
    rows = {
        name: each.detach().float().cpu().contiguous()
        for name, each in zip(names, word.rows, strict=True)
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    known = of_kind(metadata, AdapterKind.WORD)
    save_file(rows, path, metadata={"format": "pt", **known})
