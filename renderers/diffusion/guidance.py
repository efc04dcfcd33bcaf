"""Subject-aware guidance (SAL, arXiv 2405.12742): estimates are moved to where the right subject
is recognised in the right place.

The paper's loss, one minus the cross-entropy of a map with itself, has no useful gradient: zero
with a detached target, and towards doubt otherwise. Three readings of its intent are offered:
`target` asks for the planned masks and punishes any other subject inside them, `confidence` asks
for certainty, `feature` asks for likeness to the subject's own picture. All are energies of x0;
gradients stop at x0, the U-Net counting as constant.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, Protocol, runtime_checkable

import torch
from jaxtyping import Float
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits as cross_entropy
from torch.nn.functional import cosine_similarity, interpolate, max_pool2d

from renderers.diffusion.panels import Panels
from renderers.diffusion.schedule import Latent, SolverStep

Energy = Callable[[Any], Tensor]
"""From latents to one energy a row: `Float[Tensor, "b"]`."""

Maps = Float[Tensor, "b subjects h w"]


@runtime_checkable
class SubjectSegmenter(Protocol):
    """Tells subjects apart, in latents or, behind a decoder, in pixels."""

    @property
    def subjects(self) -> tuple[str, ...]:
        """Return whom its maps show, in their order."""

    def __call__(self, x0: Any) -> Any:
        """Return one map of logits for every subject, `[b, subjects, height, width]`."""

    def features(self, x0: Any, masks: Any) -> Any:
        """Return one feature vector a row, of what it sees inside the masks `[b, 1, h, w]`."""


class GuidanceInterval(NamedTuple):
    """When guidance speaks, and how loudly."""

    scale: float
    """Share of the noise estimate that a correction may change."""
    start: float = 0.2
    end: float = 0.9
    every: int = 2
    """Only in every n-th step."""
    first: int = 0
    """The turn from which they are counted."""

    def counted(self, steps: Sequence[SolverStep]) -> "GuidanceInterval":
        """Count from the first of the steps inside, or a start from a picture might meet none."""
        return self._replace(first=next((s.turn for s in steps if self._holds(s)), 0))

    def at(self, step: SolverStep) -> float:
        """Return the scale in a step; 0 outside the window and between its turns."""
        turn = (step.turn - self.first) % self.every
        return self.scale if self._holds(step) and turn == 0 else 0.0

    def _holds(self, step: SolverStep) -> bool:
        return self.start <= step.start and step.end <= self.end + 1e-9


class SubjectAware(NamedTuple):
    """SAL as the sampler's guide."""

    energy_alone: Energy
    energy_together: Energy
    masks_alone: Float[Tensor, "s 1 h w"]
    """Where each segment may be corrected."""
    masks_together: Float[Tensor, "p 1 h w"]
    window: GuidanceInterval

    def alone(self, x0: Latent, step: SolverStep) -> Latent:
        """Correct each segment's own estimate, inside its mask."""
        return descended(x0, self.energy_alone, self.masks_alone, step, self.window.at(step))

    def together(self, x0: Latent, step: SolverStep) -> Latent:
        """Correct shared canvases, inside their subjects' masks."""
        return descended(x0, self.energy_together, self.masks_together, step, self.window.at(step))


def descended(
    x0: Latent, energy: Energy, masks: Float[Tensor, "b 1 h w"], step: SolverStep, scale: float
) -> Latent:
    """Lower the energy: x0 - scale·(noise/signal)·√n·g/‖g‖, g its gradient inside the masks.

    The correction thus changes the noise estimate by `scale` of its own size, whatever the
    energy's units; raw gradients would grow fourteenfold from the last step to the first.
    """
    if scale == 0 or step.now.signal == 0:
        return x0
    gradient = masks * gradient_of(energy, x0)
    size = gradient.flatten(1).norm(dim=1).clamp_min(1e-12).view(-1, 1, 1, 1)
    count = x0[0].numel() ** 0.5
    moved = scale * step.now.noise / step.now.signal * count * gradient / size
    # Where there is nobody to recognise, the gradient is nothing but rounding.
    return x0 - torch.where(size > 1e-9, moved, 0.0)


def gradient_of(energy: Energy, x0: Latent) -> Latent:
    """Return each row's own gradient; rows do not meet in an energy."""
    with torch.enable_grad():
        x = x0.detach().requires_grad_()
        (gradient,) = torch.autograd.grad(energy(x).sum(), x)
    return gradient.detach()


class Places(NamedTuple):
    """Which subjects belong where, for each row of latents."""

    targets: Maps
    """Each subject's own mask; nothing for subjects who are not meant to be there."""
    weights: Maps
    """How much each place of each subject's map counts."""


def target(segmenter: SubjectSegmenter, places: Places) -> Energy:
    """Reading R2: cross-entropy with the planned masks, other subjects' maps wanted empty.

    Its gradient at a logit is weight·(p - mask), so a subject's look leaking into another's place
    is pushed out as strongly as the right one is drawn in.
    """

    def energy(x0: Any) -> Tensor:
        logits = segmenter(x0)
        wanted, weights = _sized(places, logits)
        losses = cross_entropy(logits, wanted, weight=weights, reduction="none")
        return _mean(losses, weights)

    return energy


def confidence(segmenter: SubjectSegmenter, places: Places) -> Energy:
    """Reading R1: inside a subject's mask its map should be certain; nothing else is asked."""

    def energy(x0: Any) -> Tensor:
        logits = segmenter(x0)
        inside, _ = _sized(places, logits)
        losses = cross_entropy(logits, torch.ones_like(logits), weight=inside, reduction="none")
        return _mean(losses, inside)

    return energy


def feature(
    segmenter: SubjectSegmenter, masks: Float[Tensor, "b 1 h w"], references: Latent
) -> Energy:
    """Reading R3: inside its mask a subject should have the features of its own picture.

    `references` are clean latents of the subjects' pictures in place, such as the collage's.
    """
    wanted = segmenter.features(references, masks)

    def energy(x0: Any) -> Tensor:
        return torch.Tensor(1 - cosine_similarity(segmenter.features(x0, masks), wanted, dim=1))

    return energy


def in_company(energy: Energy, panels: Panels) -> Energy:
    """Ask on shared canvases what was asked of every segment: a canvas is all its segments'."""

    def shared(x0: Any) -> Tensor:
        each = energy(x0[panels.owner])
        return each.new_zeros(len(panels.scenes)).index_add(0, panels.owner, each)

    return shared


def places_alone(
    panels: Panels, subjects: Sequence[int | None], *, count: int, others: float = 1.0
) -> Places:
    """Say where subjects belong in each segment's own latent: `subjects[j]` is j's map, or None.

    Only the surroundings of its mask count: what a lone segment makes elsewhere is never shown.
    """
    near = max_pool2d(panels.masks, 5, stride=1, padding=2).gt(0).to(panels.masks.dtype)
    present = torch.tensor([subject is not None for subject in subjects], device=near.device)
    targets = panels.masks * _one_hot(subjects, count, near)
    weights = near * torch.where(_one_hot(subjects, count, near) > 0, 1.0, others)
    return Places(targets, weights * present.view(-1, 1, 1, 1))


def places_together(
    panels: Panels, subjects: Sequence[int | None], *, count: int, others: float = 1.0
) -> Places:
    """Say where subjects belong on each shared canvas."""
    p, (height, width) = len(panels.scenes), panels.masks.shape[-2:]
    own = panels.masks * _one_hot(subjects, count, panels.masks)
    targets = own.new_zeros(p, count, height, width).index_add(0, panels.owner, own)
    present = targets.amax(dim=(2, 3), keepdim=True) > 0
    weights = torch.where(present, 1.0, others) * present.any(dim=1, keepdim=True)
    return Places(targets.clamp(0, 1), weights.expand_as(targets).to(targets.dtype))


def _one_hot(subjects: Sequence[int | None], count: int, like: Tensor) -> Tensor:
    rows = like.new_zeros(len(subjects), count, 1, 1)
    for row, subject in enumerate(subjects):
        if subject is not None:
            rows[row, subject] = 1
    return rows


def _sized(places: Places, logits: Tensor) -> tuple[Tensor, Tensor]:
    """Bring masks to the maps' resolution."""
    size = logits.shape[-2:]
    if places.targets.shape[-2:] == size:
        return places.targets, places.weights
    return (
        interpolate(places.targets, size=size, mode="area"),
        interpolate(places.weights, size=size, mode="area"),
    )


def _mean(losses: Tensor, weights: Tensor) -> Tensor:
    return losses.sum(dim=(1, 2, 3)) / weights.sum(dim=(1, 2, 3)).clamp_min(1e-6)
