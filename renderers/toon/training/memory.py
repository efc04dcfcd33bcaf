"""The panels that a run remembers: a few new ones a step, the rest met again in new noise.

Composing a panel costs as much as a fifth of learning from it. What is remembered at a step is
known from the step's number alone, so that a run that is taken up composes the same panels again.
"""

from collections.abc import Callable, Mapping
from random import Random
from typing import Any, NamedTuple

import torch
from torch.nn import functional
from transformers import CLIPTokenizer

from renderers.toon.training.backdrops import Cells
from renderers.toon.training.batches import tokenised
from renderers.toon.training.lessons import Stock, lesson, stacked

FRESH = 4
"""New panels a step."""
Encode = Callable[[torch.Tensor], torch.Tensor]
"""From pictures from -1 to 1 to latents."""
ROOM = 500
"""Panels remembered of every shape."""
_BEGUN = 24
"""Panels that are composed when a shape is first met."""


class RememberedRow(NamedTuple):
    """One remembered panel, in bytes and halves."""

    latent: torch.Tensor
    hint: torch.Tensor
    tokens: torch.Tensor
    who: torch.Tensor
    heads: torch.Tensor


class Remembered(NamedTuple):
    """A batch of panels of one shape, as floats."""

    latent: torch.Tensor
    """`[b, c, h, w]`."""
    hint: torch.Tensor
    """`[b, 4, 8h, 8w]`, 0 to 1: skeletons, and the area of those who are spoken of."""
    tokens: torch.Tensor
    who: torch.Tensor
    """`[b, cast, h, w]`, 0 to 1."""
    heads: torch.Tensor
    """`[b, h, w]`, 0 to 1."""


class PanelMemory:
    """Panels by shape, the oldest forgotten first."""

    def __init__(
        self,
        stock: Stock,
        tokenizer: CLIPTokenizer,
        encode: Encode,
        odds: Mapping[Cells, int],
        *,
        seed: int = 0,
    ) -> None:
        """Remember nothing yet; `encode` brings pictures from -1 to 1 to latents."""
        self._stock, self._encode, self._seed = stock, encode, seed
        self._tokenizer = tokenizer
        # A handful of backdrops, as a test draws, need not have every shape.
        self._odds = {cells: share for cells, share in odds.items() if stock.backdrops.get(cells)}
        self._rows: dict[Cells, list[RememberedRow]] = {cells: [] for cells in self._odds}
        self.wordless = tokenised(tokenizer, [""])[0]

    def batch(self, dice: Random, step: int, count: int) -> Remembered:
        """Compose the step's new panels; return them among others of their shape."""
        cells = self.cells(step)
        rows = self._rows[cells]
        rows += self._composed(cells, self._new(step, first=not rows))
        del rows[:-ROOM]
        chosen = rows[-FRESH:] + dice.choices(rows, k=count - FRESH)
        latent, hint, tokens, who, heads = (
            torch.stack(column) for column in zip(*chosen, strict=True)
        )
        return Remembered(
            latent.float(), hint.float() / 255, tokens, who.float() / 255, heads.float() / 255
        )

    def recall(self, steps: int) -> None:
        """Compose what is remembered after so many steps of a run that is taken up."""
        met: dict[Cells, list[int]] = {cells: [] for cells in self._odds}
        for step in range(steps):
            cells = self.cells(step)
            met[cells] += self._new(step, first=not met[cells])
            del met[cells][:-ROOM]
        for cells, seeds in met.items():
            for first in range(0, len(seeds), _BEGUN):
                self._rows[cells] += self._composed(cells, seeds[first : first + _BEGUN])

    def cells(self, step: int) -> Cells:
        """Return which shape a step's panels have."""
        dice = Random(f"shape {self._seed} {step}")
        return dice.choices(list(self._odds), list(self._odds.values()))[0]

    def _new(self, step: int, *, first: bool) -> list[int]:
        dice = Random(f"panels {self._seed} {step}")
        return [dice.randrange(1_000_000_000) for _ in range(_BEGUN if first else FRESH)]

    def _composed(self, cells: Cells, seeds: list[int]) -> list[RememberedRow]:
        lessons = [lesson(self._stock, cells, seed) for seed in seeds]
        pictures, hints, who, heads = stacked(lessons)
        with torch.no_grad():
            latents = self._encode(pictures.float() / 127.5 - 1).half()
        tokens = tokenised(self._tokenizer, [each.prompt for each in lessons])
        return [RememberedRow(*row) for row in zip(latents, hints, tokens, who, heads, strict=True)]


def encoder_of(vae: Any) -> Encode:
    """Return what encodes pictures half as large as the autoencoder's."""

    def encode(pictures: torch.Tensor) -> torch.Tensor:
        large = functional.interpolate(pictures, scale_factor=2, mode="nearest")
        return torch.as_tensor(vae.encode(large).latent)

    return encode
