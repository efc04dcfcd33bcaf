"""Judges a drawn composition: who is in it, in which pose, and how visible its seams are."""

from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from compositions import Composition
from PIL import Image

from renderers.base import Judge
from renderers.cast.figures import load_figure
from renderers.judging.maps import PoseError
from renderers.judging.open_set import open_set_judge
from renderers.judging.pixels import load_pixel_judge
from renderers.judging.seam import seam
from renderers.judging.verdict import Verdict
from renderers.toon.judging import load_latent_judge
from renderers.toon.world.figures import cast, looks
from renderers.toon.world.painting import covers, visible
from schemas.settings import CollageSettings


class Judged(NamedTuple):
    """What was found in a panel."""

    right: int
    """Subjects recognised in their own segments, by the segmenter that also guides (SAL)."""
    right_pixels: int
    """The same by the independent judge, which reads pixels."""
    right_alike: int
    """The same by the open-set judge, which compares with the cast's own pictures."""
    missing: int
    """Subjects seen nowhere, by the segmenter."""
    extra: int
    """Subjects seen whom nobody asked for, by the segmenter."""
    pose: float | None
    """Mean distance of the joints from the pose map, in fractions of the figure's height."""
    pck: float | None
    """Share of the joints within a tenth of the figure's height."""
    seam: float | None


class Judges(NamedTuple):
    """The judges that come along; none of them draws."""

    latents: Judge
    pixels: Judge
    alike: Judge


@cache
def judges() -> Judges:
    """Load them, once a process."""
    pictures = {
        card.id: [load_figure(drawn[0].layers, Path()) for drawn in looks(card.id)[::4]]
        for card in cast()
    }
    return Judges(load_latent_judge(), load_pixel_judge(), open_set_judge(pictures))


def judged(picture: Image.Image, panel: Composition) -> Judged:
    """Judge a picture of a composition; it is read at the composition's own size."""
    shown = picture.convert("RGB").resize(panel.collage.size, Image.Resampling.LANCZOS)
    plan = panel.plan(CollageSettings())
    latents, pixels, alike = (judge.judge(plan, shown) for judge in judges())
    error = PoseError(tuple(far for found in latents.findings for far in found.joints))
    masks = np.stack([np.asarray(mask, np.float32) for mask in visible(covers(panel.scene))]) / 255
    measured = bool(error.distances)
    return Judged(
        _right(latents),
        _right(pixels),
        _right(alike),
        len(latents.missing),
        len(latents.extra),
        error.mean if measured else None,
        error.pck if measured else None,
        seam(shown, panel.collage, masks.max(axis=0)),
    )


def _right(verdict: Verdict) -> int:
    return sum(finding.right for finding in verdict.findings)
