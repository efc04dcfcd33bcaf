"""Which step belongs to which stage of MSP-Diffusion."""

from renderers.diffusion.sampler import Stages
from schemas.settings import MspSettings


def steps_of(settings: MspSettings, recommended: int | None) -> int:
    """Return how many steps the whole schedule has: as told, as the model likes it, as the paper.

    The paper takes 80 with a scaffold and 50 without.
    """
    return settings.steps or recommended or (80 if settings.scaffold != "none" else 50)


def plan_stages(settings: MspSettings, *, steps: int, whole: int) -> Stages:
    """Share out `steps`, the last of a schedule of `whole` steps.

    kappa is a fraction of the steps that are taken; `global_steps` counts steps of the whole
    schedule, so that a start from a picture shortens every stage alike.
    """
    diffuser = min(steps, round(_global_steps(settings, whole) * steps / whole)) if whole else 0
    parting = diffuser if settings.global_position == "start" else 0
    merging = max(parting, round(settings.kappa * steps))
    harmony = [settings.harmony] * steps
    later = steps - merging
    if settings.global_position == "after_segments":
        harmony[merging : merging + diffuser] = [1.0] * min(diffuser, later)
    if settings.global_position == "spread":
        for turn in range(min(diffuser, later)):
            harmony[merging + turn * later // min(diffuser, later)] = 1.0
    until = settings.kappa if settings.reference_until is None else settings.reference_until
    return Stages(parting, merging, harmony, min(merging, round(until * steps)))


def _global_steps(settings: MspSettings, whole: int) -> int:
    """Return the global diffuser's steps; the paper's are 2, and 8 of 80 with a scaffold."""
    if settings.global_steps is not None:
        return settings.global_steps
    return round(whole / 10) if settings.scaffold != "none" else 2
