"""toon's judge knows the cast: on real panels that no training has seen."""

from pathlib import Path

import numpy as np
import torch

from renderers import toon
from renderers.judging.maps import PoseError, pose_error, subjects_in
from renderers.toon.judging import latent_of, maps_of
from renderers.toon.training.labels import labels_of
from renderers.toon.world import Example, example

SHIPPED = Path(toon.__file__).parent
HELD_OUT = 5_300_000_000
"""Seeds from here on are this test's: no training reads them."""


def held_out_panels() -> list[Example]:
    """Return panels of two, never trained on, in which everybody is seen."""
    panels: list[Example] = []
    for seed in range(HELD_OUT, HELD_OUT + 30):
        panel = example(seed, heldout=True, subjects=2)
        named = all(actor.generic is None for actor in panel.scene.actors)
        sizes = [np.asarray(mask).mean() / 255 for mask in panel.painting.masks]
        if named and len(sizes) == 2 and min(sizes) > 0.02:
            panels.append(panel)
    return panels[:12]


def test_the_shipped_readers_recognise_nearly_everybody_in_real_panels() -> None:
    from renderers.diffusion.models.patch_autoencoder import PatchAutoencoder
    from renderers.diffusion.segmenter import load_segmenter

    vae = PatchAutoencoder.from_pretrained(SHIPPED / "vae").float()
    cpu = torch.device("cpu")
    who, joints = (load_segmenter(SHIPPED / name, device=cpu) for name in ("segmenter", "joints"))
    right, wrong, distances = 0, 0, []
    for scene, painting in held_out_panels():
        latent = latent_of(painting.picture, vae)
        masks = torch.stack([torch.from_numpy(np.array(m)) / 255 for m in painting.masks])
        tokens = [actor.look.card.token for actor in scene.actors]
        verdict = subjects_in(maps_of(who, latent), masks, tokens, who.shape.subjects)
        right += sum(map(str.__eq__, tokens, map(str, verdict.recognised)))
        wrong += len(verdict.missing) + len(verdict.extra)
        poses = [actor.pose for actor in scene.actors]
        heat = maps_of(joints, latent)
        distances += pose_error(heat, masks, poses).distances
    assert right >= 22
    assert wrong <= 3
    assert PoseError(tuple(distances)).pck > 0.7


def test_labels_are_the_paintings_own_masks_averaged_over_cells() -> None:
    scene, painting = example(11, subjects=3)
    labels = labels_of(scene)
    named = [
        np.array(mask.reduce(16))
        for mask, actor in zip(painting.masks, scene.actors, strict=True)
        if actor.generic is None
    ]
    assert named
    gap = np.abs(sum(named).astype(int) - labels.masks.sum(0).numpy().astype(int))
    assert gap.mean() < 1
    numbers, places = labels.joints[:, 0], labels.joints[:, 1:]
    assert set(numbers.tolist()) <= set(range(18))
    assert ((places >= 0) & (places < 1)).all()
