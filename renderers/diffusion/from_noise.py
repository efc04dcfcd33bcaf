"""Subjects that start from pure noise, where all else starts from a noised collage.

A picture that is noised by 0.7 still tells its colours, so that whoever is in the collage is drawn
again whether the model knows them or not. A subject whose picture is left out of it is drawn by
what the model was taught alone: as in Composite Diffusion's segment stage with a scaffold
(arXiv 2307.13720), its segment diffuses from noise down to the collage's level, surrounded by the
collage at the same levels, and is then set into it.
"""

from collections.abc import Collection, Sequence
from typing import NamedTuple

import torch

from renderers.diffusion.panels import Canvas, Panels
from renderers.diffusion.sampler import Denoiser, Renew, composite, keep
from renderers.diffusion.schedule import Schedule, SolverStep, advance, noised


class NoisedStart(NamedTuple):
    """What panels start from, and what it was made of."""

    x: Canvas
    """The collages, noised to the level of the sampler's first step."""
    clean: Canvas
    """The collages."""
    eps: Canvas
    """The noise."""


def before(whole: Schedule, left: Schedule) -> tuple[SolverStep, ...]:
    """Return the steps of a schedule that come before its last part."""
    return whole.steps[: len(whole.steps) - len(left.steps)]


@torch.no_grad()
def with_subjects_from_noise(
    denoise: Denoiser,
    panels: Panels,
    whole: Schedule,
    steps: Sequence[SolverStep],
    start: NoisedStart,
    subjects: Collection[str],
    *,
    renew: Renew = keep,
) -> Canvas:
    """Return the panels' start with some subjects, by id, drawn from noise into it.

    `steps` are those of the whole schedule that the collages have no part in.
    """
    chosen = [j for j, names in enumerate(panels.names) if names and names[0] in subjects]
    if not chosen or not steps:
        return start.x
    owner, masks = panels.owner[chosen], panels.masks[chosen]
    prompts = [panels.alone[j] for j in chosen]
    xs = start.eps[owner] * whole.start_noise
    for step in steps:
        xs = torch.lerp(noised(start.clean, start.eps, step.now)[owner], xs, masks)
        x0 = denoise(xs, step, prompts, range(len(prompts)))
        fresh = renew(step)
        xs = advance(xs, x0, step, None if fresh is None else fresh[owner])
    seen = composite(torch.ones_like(xs), masks, owner, len(start.x))
    return start.x * (1 - seen) + composite(xs, masks, owner, len(start.x))
