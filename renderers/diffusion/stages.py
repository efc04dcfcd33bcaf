"""Which step belongs to which stage of MSP-Diffusion."""

from renderers.diffusion.sampler import Stages
from schemas.settings import MspSettings


def default_steps(settings: MspSettings) -> int:
    """Return the paper's steps where neither story nor model says any: 80 with a scaffold."""
    return 80 if settings.scaffold != "none" else 50


def plan_stages(settings: MspSettings, *, steps: int, whole: int) -> Stages:
    """Share out `steps`, the last of a schedule of `whole` steps."""
    diffuser, global_until, segments_until, references_until = settings.borders(steps, whole)
    harmony = [settings.harmony] * steps
    later = steps - segments_until
    if settings.global_position == "after_segments":
        harmony[segments_until : segments_until + diffuser] = [1.0] * min(diffuser, later)
    if settings.global_position == "spread":
        for turn in range(min(diffuser, later)):
            harmony[segments_until + turn * later // min(diffuser, later)] = 1.0
    return Stages(global_until, segments_until, harmony, references_until)
