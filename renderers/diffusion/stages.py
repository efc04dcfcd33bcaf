"""Which step belongs to which stage of MSP-Diffusion."""

from renderers.diffusion.sampler import Stages
from schemas.settings import MspSettings


def plan_stages(settings: MspSettings, *, steps: int, whole: int) -> Stages:
    """Share out `steps`, the last of a schedule of `whole` steps.

    kappa is a fraction of the steps that are taken; `global_steps` counts steps of the whole
    schedule, so that a start from a picture shortens every stage alike.
    """
    diffuser = min(steps, round(settings.global_steps * steps / whole)) if whole else 0
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
