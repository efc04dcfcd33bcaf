"""Judges panels of the packaged cast by the networks that toon ships: its segmenter and joints."""

from typing import Any, NamedTuple

import numpy as np
import torch
from PIL import Image

from renderers import toon
from renderers.diffusion.models.patch_autoencoder import Latents, PatchAutoencoder
from renderers.diffusion.segmenter import Segmenter, load_segmenter
from renderers.judging.maps import Maps, verdict_of
from renderers.judging.verdict import Verdict
from schemas.plan import PanelPlan


def latent_of(picture: Image.Image, autoencoder: PatchAutoencoder) -> Latents:
    """Encode a picture, less what its right and lower edge have beyond whole cells."""
    cell = autoencoder.patch
    width, height = (side // cell * cell for side in picture.size)
    pixels = np.array(picture.convert("RGB").crop((0, 0, width, height)))
    with torch.no_grad():
        return autoencoder.encode(
            torch.from_numpy(pixels).permute(2, 0, 1)[None].float() / 127.5 - 1
        ).latent


@torch.no_grad()
def maps_of(network: Segmenter, latent: Latents) -> Maps:
    """Return the probabilities that a segmenter, or a reader of joints, sees in one latent."""
    return torch.as_tensor(network(latent.float())[0].sigmoid())


class LatentJudge(NamedTuple):
    """Judges by who and which joints are seen in the latent of a picture.

    The segmenter also guides drawing (SAL), so that it must not be the only judge of what it
    guided.
    """

    autoencoder: PatchAutoencoder
    segmenter: Segmenter
    joints: Segmenter

    def judge(self, panel: PanelPlan, picture: Image.Image) -> Verdict:
        """Tell who is drawn where, who is missing or too many, and how well poses are kept."""
        latent = latent_of(picture, self.autoencoder)
        shown, heat = maps_of(self.segmenter, latent), maps_of(self.joints, latent)
        return verdict_of(panel, picture, shown, self.segmenter.shape.subjects, heat)


def load_latent_judge() -> LatentJudge:
    """Load the judge of the packaged cast, on the CPU.

    Raises:
        AssetMissing: a network is absent or damaged.
    """
    cpu = torch.device("cpu")
    vae: Any = PatchAutoencoder.from_pretrained(toon.FOLDER / "vae")
    segmenter, joints = (
        load_segmenter(toon.FOLDER / part, device=cpu) for part in ("segmenter", "joints")
    )
    return LatentJudge(vae.float().eval(), segmenter, joints)
