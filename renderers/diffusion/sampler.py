"""MSP-Diffusion (arXiv 2405.12742), on Composite Diffusion (2307.13720): the sampling loop.

x is a noisy latent, x0 the denoiser's estimate of the clean one, eps the noise in x. Panels are
counted by p, the segments of all panels by s; `owner` sends a segment to its panel. Everything the
networks need (guidance, ControlNet, adapters, batching) hides behind `denoise`.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, Protocol, runtime_checkable

import torch
from jaxtyping import Float, Int
from torch import Tensor

from renderers.diffusion.panels import Canvas, Masks, Panels, Parts, Prompt, References
from renderers.diffusion.schedule import Latent, Level, SolverStep, advance, noised


@runtime_checkable
class Denoiser(Protocol):
    """Estimates clean latents. `rows[i]` is the latent that prompt i looks at."""

    def __call__(
        self, x: Latent, step: SolverStep, prompts: Sequence[Prompt], rows: Sequence[int]
    ) -> Float[Tensor, "n c h w"]:
        """Return one x0 for every prompt."""


@runtime_checkable
class Guide(Protocol):
    """Corrects estimates before they are stepped to: subject-aware guidance, or none."""

    def alone(self, x0: Parts, step: SolverStep) -> Parts:
        """Correct each segment's own estimate."""

    def together(self, x0: Canvas, step: SolverStep) -> Canvas:
        """Correct the shared canvases' estimates."""


class Unguided(NamedTuple):
    """Leaves every estimate as it is."""

    def alone(self, x0: Parts, step: SolverStep) -> Parts:
        """Return x0."""
        return x0

    def together(self, x0: Canvas, step: SolverStep) -> Canvas:
        """Return x0."""
        return x0


class Stages(NamedTuple):
    """Which step belongs to which stage."""

    global_until: int
    """Steps before this one are the global diffuser's: one prompt, one canvas."""
    segments_until: int
    """From `global_until` to here every segment diffuses alone; afterwards all share one canvas."""
    harmony: Sequence[float]
    """The global prompt's share in every step; read from `segments_until` on."""
    references_until: int = 0
    """Until here segments with a reference picture stand still; at most `segments_until`."""

    @property
    def segmented(self) -> bool:
        """Whether any step asks a segment's own prompt."""
        alone = self.segments_until > self.global_until
        return alone or min(self.harmony[self.segments_until :], default=1) < 1


Renew = Callable[[SolverStep], Canvas | None]
"""Draws a step's fresh noise, one for each panel, which its segments share; None keeps the old."""


def keep(step: SolverStep) -> None:
    """Renew no noise: plain DDIM."""


def composite(xs: Parts, masks: Masks, owner: Int[Tensor, " s"], count: int) -> Canvas:
    """Show each segment's latent only through its own mask: one canvas for each of the panels."""
    canvas = xs.new_zeros(count, *xs.shape[1:])
    return canvas.index_add(0, owner, masks * xs)


@torch.no_grad()
def sample(
    denoise: Denoiser,
    panels: Panels,
    steps: Sequence[SolverStep],
    x: Canvas,
    eps: Canvas,
    *,
    stages: Stages,
    guide: Guide = Unguided(),  # noqa: B008 - a value
    renew: Renew = keep,
) -> Iterator[Canvas]:
    """Yield the panels' latents after every step, from the noisy `x` to clean ones.

    `eps` is the noise that `x` was made with; scaffolds are noised with the same, so that they
    meet the segments without a seam.
    """
    p, owner = len(x), panels.owner.tolist()

    # Global diffuser: the whole panel's prompt lays out one canvas.
    whole = steps[: stages.global_until]
    for x in sample_scenes(denoise, panels.scenes, whole, x, renew=renew):  # noqa: B020
        yield x

    # Segments: each diffuses alone, on a trajectory of its own, so identities cannot mix.
    # All part from one canvas, or the composite would lose variance along soft seams.
    xs = x[panels.owner]
    for index, step in list(enumerate(steps))[stages.global_until : stages.segments_until]:
        pinned = panels.references if index < stages.references_until else {}
        xs = paste_scaffold(xs, panels, eps, step.now)
        x0 = guide.alone(predict_x0(denoise, xs, step, panels.alone, pinned), step)
        fresh = renew(step)
        xs = advance(xs, x0, step, None if fresh is None else fresh[panels.owner])
        xs = pin_references(xs, pinned, panels, eps, step.then)
        x = composite(xs, panels.masks, panels.owner, p)
        yield x

    # Harmonisation: one canvas again, on which every segment sees the others.
    # For these solvers, merging the estimates is merging the latents: both are linear in x0.
    for step, harmony in list(zip(steps, stages.harmony, strict=True))[stages.segments_until :]:
        x0 = guide.together(harmonised(denoise, x, step, panels, owner, harmony), step)
        x = advance(x, x0, step, renew(step))
        yield x


@torch.no_grad()
def sample_scenes(
    denoise: Denoiser,
    scenes: Sequence[Prompt],
    steps: Sequence[SolverStep],
    x: Canvas,
    *,
    renew: Renew = keep,
) -> Iterator[Canvas]:
    """Yield the panels' latents after every step, each by the one prompt of its whole scene."""
    for step in steps:
        x = advance(x, denoise(x, step, scenes, range(len(x))), step, renew(step))
        yield x


def paste_scaffold(xs: Parts, panels: Panels, eps: Canvas, level: Level) -> Parts:
    """Show the scaffold outside every segment, at the segments' own noise level."""
    if panels.scaffold is None:
        return xs
    around = noised(panels.scaffold, eps, level)[panels.owner]
    return torch.lerp(around, xs, panels.masks)


def predict_x0(
    denoise: Denoiser, xs: Parts, step: SolverStep, prompts: Sequence[Prompt], pinned: References
) -> Parts:
    """Estimate every segment by its own prompt; a pinned one is its reference."""
    free = [j for j in range(len(xs)) if j not in pinned]
    x0 = torch.empty_like(xs)
    if free:
        x0[free] = denoise(xs, step, [prompts[j] for j in free], free)
    for j, reference in pinned.items():
        x0[j] = reference
    return x0


def pin_references(
    xs: Parts, pinned: References, panels: Panels, eps: Canvas, level: Level
) -> Parts:
    """Let pinned segments be their references, noised straight to the level: no denoising."""
    for j, reference in pinned.items():
        xs[j] = noised(reference, eps[panels.owner[j]], level)
    return xs


def harmonised(
    denoise: Denoiser,
    x: Canvas,
    step: SolverStep,
    panels: Panels,
    owner: Sequence[int],
    harmony: float,
) -> Canvas:
    """Estimate shared canvases by their segments' prompts and, in part, by the global prompt."""
    p, s = len(x), len(owner)
    if harmony == 1:
        return denoise(x, step, panels.scenes, range(p))
    if harmony == 0:
        parts = denoise(x, step, panels.together, owner)
        return composite(parts, panels.soft, panels.owner, p)
    x0 = denoise(x, step, [*panels.together, *panels.scenes], [*owner, *range(p)])
    parts, whole = composite(x0[:s], panels.soft, panels.owner, p), x0[s:]
    return torch.lerp(parts, whole, harmony)
