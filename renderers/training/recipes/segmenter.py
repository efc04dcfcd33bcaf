"""Who is where: a segmenter of the story's subjects, for subject-aware guidance and for SAS.

MSP-Diffusion trains its M_SAL on the subjects' pictures over a hundred backgrounds (arXiv
2405.12742). Here one reads latents, which spares the decoder in every gradient, or pixels, as
theirs.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

import torch
from jaxtyping import Float
from torch import Tensor, nn

from renderers.diffusion.models.autoencoder import as_tensor
from renderers.diffusion.segmenter import Segmenter, SegmenterShape, load_segmenter, segmenter_of
from renderers.training.base import Base
from renderers.training.batches import seed_of
from renderers.training.labelled import Labeller, maps_of
from renderers.training.objectives import Losses
from renderers.training.pictures import TrainingSubject
from renderers.training.segmenting import Maps, disturbed, loss_of_masks, overlap
from schemas.geometry import Size
from schemas.training import SegmenterTraining

FOLDER = "segmenter"
_SMALL = (48, 96, 160)
_RESNET_34 = (64, 64, 128, 256, 512)
_DEPTHS = (3, 4, 6, 3)
_PROBED = 8
"""Pictures of which the latents' variances are taken."""
_HELD_OUT = 24
"""Pictures on which the overlap is measured, made by chances that no step has."""


class LabelledBatch(NamedTuple):
    """What a segmenter reads, and what it should find."""

    seen: Float[Tensor, "b channels high wide"]
    """Latents or pictures, disturbed."""
    wanted: Maps


class SegmenterPersonalizer:
    """Trains a segmenter that knows the subjects, and whomever the base's own knew."""

    learns_text = False

    def __init__(
        self, base: Base, settings: SegmenterTraining, subjects: Sequence[TrainingSubject]
    ) -> None:
        self.base = base
        self._settings = settings
        torch.manual_seed(settings.seed)
        made = self._begun(tuple(subject.token for subject in subjects))
        self.segmenter: Segmenter = made.to(base.model.device)

    def _begun(self, tokens: tuple[str, ...]) -> Segmenter:
        """Make a segmenter: with what the base's own has learned of seeing, or a new one."""
        settings, own = self._settings, self.base.model.folder / FOLDER
        new = segmenter_of(shape_of(settings, self.base.model.channels, tokens))
        if settings.sees == "pixels" or not (settings.extend and own.is_dir()):
            return new.requires_grad_(True)
        known = load_segmenter(own, device=torch.device("cpu"))
        fits = known.shape.sees == "latents" and known.shape.channels == new.shape.channels
        return (for_subjects(known, tokens) if fits else new).requires_grad_(True)

    def weights(self) -> dict[str, nn.Parameter]:
        """Return the segmenter's weights."""
        return dict(self.segmenter.named_parameters())

    def silence(self, silent: bool) -> None:
        """Do nothing: the base does not hear it."""

    def write(self, folder: Path, *, metadata: dict[str, str]) -> None:
        """Write `segmenter/`, as `sal: {model: …}` names it."""
        self.segmenter.save(folder / FOLDER)


def shape_of(settings: SegmenterTraining, channels: int, tokens: tuple[str, ...]) -> SegmenterShape:
    """Return the shape of a new segmenter for latents of so many channels."""
    if settings.sees == "latents":
        return SegmenterShape(channels, tokens, settings.widths or _SMALL)
    widths, depths = settings.widths or _RESNET_34, settings.depths or _DEPTHS
    return SegmenterShape(3, tokens, widths, "pixels", depths)


def for_subjects(known: Segmenter, tokens: tuple[str, ...]) -> Segmenter:
    """Return a segmenter of these subjects that sees as another; whom that knew it knows."""
    made, state = segmenter_of(known.shape._replace(subjects=tokens)), known.state_dict()
    kept = {name: value for name, value in state.items() if not name.startswith("head.")}
    for name in ("head.weight", "head.bias"):
        rows = made.state_dict()[name].clone()
        for at, token in enumerate(tokens):
            if token in known.subjects:
                rows[at] = state[name][known.subjects.index(token)]
        kept[name] = rows
    made.load_state_dict(kept)
    return made


class LabelledBatches:
    """What every step of a segmenter's training reads."""

    def __init__(
        self, learner: SegmenterPersonalizer, settings: SegmenterTraining, labeller: Labeller
    ) -> None:
        self._learner, self._settings, self._labeller = learner, settings, labeller
        base = learner.base
        self._sizes = [base.size(settings, aspect) for aspect in settings.aspect_ratios]
        self._variances: Tensor | None = None

    def at(self, step: int, part: int) -> LabelledBatch:
        """Return a step's batch, or one of several of which the step is made."""
        rng = Random(f"{self._settings.seed} {step} {part}")
        size = rng.choice(self._sizes)
        made = self._made([rng] * self._settings.batch, size)
        generator = torch.Generator().manual_seed(seed_of(self._settings.seed, step, part))
        if self._settings.sees == "latents":
            return made._replace(seen=disturbed(made.seen, self._spread(), generator))
        return made

    def held_out(self) -> Iterator[LabelledBatch]:
        """Yield pictures that no step shows, undisturbed, one at a time."""
        for index in range(_HELD_OUT):
            yield self._made([Random(f"held out {index}")], self._sizes[0])

    @torch.no_grad()
    def _made(self, rngs: Sequence[Random], size: Size) -> LabelledBatch:
        model, seen, wanted = self._learner.base.model, [], []
        for rng in rngs:
            picture = self._labeller(rng, size)
            shown = as_tensor(picture.image)[None].to(model.device)
            shown = model.autoencoder.encode(shown) if self._settings.sees == "latents" else shown
            seen.append(shown)
            wanted.append(maps_of(picture, (shown.shape[-2], shown.shape[-1])))
        return LabelledBatch(torch.cat(seen), torch.stack(wanted).to(model.device))

    def _spread(self) -> Tensor:
        """Return the latents' variances, channel by channel."""
        if self._variances is None:
            probed = self._made([Random(f"probed {i}") for i in range(_PROBED)], self._sizes[0])
            self._variances = probed.seen.transpose(0, 1).flatten(1).var(1).view(-1, 1, 1)
        return self._variances


def segmenter_loss(
    learner: SegmenterPersonalizer, batch: LabelledBatch, settings: SegmenterTraining, *, seed: int
) -> Losses:
    """Return the loss of one batch."""
    loss = loss_of_masks(learner.segmenter(batch.seen).float(), batch.wanted)
    return Losses(loss, float(loss.detach()))


@torch.no_grad()
def overlaps(learner: SegmenterPersonalizer, batches: LabelledBatches) -> dict[str, float]:
    """Return each subject's intersection over union on held-out pictures, by token."""
    logits, wanted = [], []
    for batch in batches.held_out():
        logits.append(learner.segmenter(batch.seen).float())
        wanted.append(batch.wanted)
    found = overlap(torch.cat(logits), torch.cat(wanted))
    named = zip(learner.segmenter.subjects, found, strict=True)
    return {token: value for token, value in named if value is not None}
