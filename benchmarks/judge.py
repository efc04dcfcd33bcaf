"""Judges a drawn composition: who is in it, in which pose, and how visible its seams are."""

from functools import cache
from typing import NamedTuple

import numpy as np
import torch
from compositions import Composition
from PIL import Image
from seams import seam

from renderers import toon
from renderers.diffusion.models.patch_autoencoder import PatchAutoencoder
from renderers.diffusion.segmenter import Segmenter, load_segmenter
from renderers.toon import judging
from renderers.toon.world.painting import covers, visible


class Verdict(NamedTuple):
    """What was found in a panel."""

    right: int
    """Subjects recognised in their own segments."""
    missing: int
    """Subjects seen nowhere."""
    extra: int
    """Subjects seen whom nobody asked for."""
    pose: float | None
    """Mean distance of the joints from the pose map, in fractions of the figure's height."""
    pck: float | None
    """Share of the joints within a tenth of the figure's height."""
    seam: float | None


class Readers(NamedTuple):
    """The shipped networks that read pictures; none of them draws."""

    autoencoder: PatchAutoencoder
    segmenter: Segmenter
    joints: Segmenter


@cache
def readers() -> Readers:
    """Load them, once a process."""
    cpu = torch.device("cpu")
    vae: PatchAutoencoder = PatchAutoencoder.from_pretrained(toon.FOLDER / "vae")
    segmenter, joints = (
        load_segmenter(toon.FOLDER / part, device=cpu) for part in ("segmenter", "joints")
    )
    return Readers(vae.float().eval(), segmenter, joints)


def judged(picture: Image.Image, panel: Composition) -> Verdict:
    """Judge a picture of a composition; it is read at the composition's own size."""
    vae, segmenter, joints = readers()
    shown = picture.convert("RGB").resize(panel.collage.size, Image.Resampling.LANCZOS)
    latent = judging.latent_of(shown, vae)
    masks = np.stack([np.asarray(mask, np.float32) for mask in visible(covers(panel.scene))]) / 255
    known = torch.from_numpy(masks)
    names = segmenter.shape.subjects
    found = judging.subjects_in(
        judging.maps_of(segmenter, latent), known, list(panel.tokens), names
    )  # fmt: skip
    poses = [actor.pose for actor in panel.scene.actors]
    error = judging.pose_error(judging.maps_of(joints, latent), known, poses)
    right = sum(map(str.__eq__, panel.tokens, [name or "" for name in found.recognised]))
    measured = bool(error.distances)
    return Verdict(
        right, len(found.missing), len(found.extra), error.mean if measured else None,
        error.pck if measured else None, seam(shown, panel.collage, masks.max(axis=0)),
    )  # fmt: skip
