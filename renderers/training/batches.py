"""From compositions to latents: what one step learns from, decided by its number alone.

Nothing is remembered between steps, so that a resumed training sees what it would have seen.
"""

import hashlib
from random import Random
from typing import NamedTuple

import torch
from jaxtyping import Float
from PIL import Image
from torch import Tensor
from torch.nn import functional

from renderers.base import Personalizer
from renderers.diffusion.models.autoencoder import as_tensor
from renderers.diffusion.schedule import Latent
from renderers.methods.collage import GREY
from renderers.training.base import Base, Hint, PromptEmbeds
from renderers.training.canvases import Composer, Composition
from schemas.geometry import Size
from schemas.training import DrawingTraining, TrainingSettings
from schemas.training_groups import SilhouetteSettings

_UNTOLD = 0.2
"""Share of the pictures in which a U-Net that takes hints is not told where the subject is."""
_PROMPTS = 512
"""Embeddings that are kept where text encoders do not learn."""


class TrainingBatch(NamedTuple):
    """Encoded pictures of one size with their prompts; the prior's come last."""

    latents: Latent
    weights: Float[Tensor, "b 1 h w"]
    """How much the loss counts in each place."""
    prompts: tuple[str, ...]
    priors: int
    known: dict[str, PromptEmbeds]
    """Embeddings that earlier batches had."""
    hint: Hint | None = None
    """Where the subjects are, for a U-Net that is shown it."""
    starts: Latent | None = None
    """What a renderer would start from: the same with the subjects' outlines alone."""

    def said(self, personalizer: Personalizer) -> PromptEmbeds:
        """Encode the prompts, each once where the text encoders stay as they are."""
        if personalizer.learns_text:
            return personalizer.base.said(self.prompts)
        with torch.no_grad():
            for prompt in self.prompts:
                if prompt not in self.known:
                    self.known[prompt] = personalizer.base.said((prompt,))
        found = [self.known[prompt] for prompt in self.prompts]
        pooled = [each.pooled for each in found if each.pooled is not None]
        while len(self.known) > _PROMPTS:
            del self.known[next(iter(self.known))]
        states = torch.cat([each.states for each in found])
        return PromptEmbeds(states, torch.cat(pooled) if pooled else None)


class _Encoded(NamedTuple):
    """One picture of a batch."""

    latent: Latent
    weights: Tensor
    prompt: str
    hint: Hint | None
    start: Latent | None = None


class Batches:
    """What every step of a training learns from."""

    def __init__(
        self,
        base: Base,
        settings: TrainingSettings,
        composer: Composer,
        *,
        prior: Composer | None = None,
    ) -> None:
        """Take what composes subjects' pictures and, to be learned as well, the prior's."""
        self._base, self._settings = base, settings
        kinds = [composer] if prior is None else [composer, prior]
        self._composers = [kind for kind in kinds for _ in range(settings.batch)]
        self._sizes = [base.size(settings, aspect) for aspect in settings.aspect_ratios]
        self._kept: dict[tuple[int, int, Size], _Encoded] = {}
        self._known: dict[str, PromptEmbeds] = {}

    def at(self, step: int, part: int) -> TrainingBatch:
        """Return a step's batch, or one of several of which the step is made."""
        rng = Random(f"{self._settings.seed} {step} {part}")
        size = rng.choice(self._sizes)
        made = [
            self._encoded(index, composer, rng, size)
            for index, composer in enumerate(self._composers)
        ]
        hints = [torch.zeros_like(h) if rng.random() < _UNTOLD else h for h in _hints(made)]
        return TrainingBatch(
            torch.cat([each.latent for each in made]),
            torch.cat([each.weights for each in made]),
            tuple(each.prompt for each in made),
            len(made) - self._settings.batch,
            self._known,
            torch.cat(hints) if hints else None,
            self._starts(made, rng),
        )

    def _starts(self, made: list[_Encoded], rng: Random) -> Latent | None:
        """Return what each picture is drawn from: its silhouette, or itself."""
        if (taught := silhouette_of(self._settings)) is None:
            return None
        starts = [
            each.latent if each.start is None or rng.random() >= taught.share else each.start
            for each in made
        ]
        return torch.cat(starts)

    def _encoded(self, index: int, composer: Composer, rng: Random, size: Size) -> _Encoded:
        if self._settings.cached is None:
            return self._encode(composer(rng, size), subject=index < self._settings.batch)
        kind, number = index // self._settings.batch, rng.randrange(self._settings.cached)
        key = kind, number, size
        if key not in self._kept:
            made = composer(Random(f"{kind} {number}"), size)
            self._kept[key] = self._encode(made, subject=index < self._settings.batch)
        return self._kept[key]

    def _encode(self, made: Composition, *, subject: bool) -> _Encoded:
        device = self._base.model.device
        latent, start = self._latent(made.image), None
        if subject and silhouette_of(self._settings) is not None:
            outline = Image.new("RGB", made.image.size, GREY)
            start = self._latent(Image.composite(outline, made.image, made.mask))
        cells = latent.shape[-2], latent.shape[-1]
        weights = weighed(made, cells, self._settings).to(device)
        hint = self._base.hint(as_tensor(made.mask)[None, :1], cells)
        return _Encoded(latent, weights, made.prompt, hint, start)

    def _latent(self, picture: Image.Image) -> Latent:
        pixels = as_tensor(picture)[None].to(self._base.model.device)
        return self._base.model.autoencoder.encode(pixels)


def silhouette_of(settings: TrainingSettings) -> SilhouetteSettings | None:
    """Return how a recipe teaches to draw from an outline, if it does."""
    return settings.silhouette if isinstance(settings, DrawingTraining) else None


def weighed(
    made: Composition, cells: tuple[int, int], settings: TrainingSettings
) -> Float[Tensor, "1 1 h w"]:
    """Return how much the loss counts in every latent cell, where subjects and heads are known."""
    if not made.masked or not isinstance(settings, DrawingTraining):
        return torch.ones(1, 1, *cells)
    weights = shrunk(made.mask, cells) * (1 - settings.outside) + settings.outside
    if made.heads is None or settings.head == 1:
        return weights
    return weights * (1 + (settings.head - 1) * shrunk(made.heads, cells))


def _hints(made: list[_Encoded]) -> list[Hint]:
    return [each.hint for each in made if each.hint is not None]


def shrunk(mask: Image.Image, cells: tuple[int, int]) -> Float[Tensor, "1 1 h w"]:
    """Return how much of every latent cell a mask covers."""
    values = as_tensor(mask)[:1]
    return functional.interpolate(values[None], size=cells, mode="area")


def seed_of(*parts: object) -> int:
    """Return a number that parts decide, whatever process asks."""
    return int.from_bytes(hashlib.sha256(repr(parts).encode()).digest()[:7])
