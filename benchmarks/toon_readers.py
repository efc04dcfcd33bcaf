"""Measures how well toon's segmenter and its reader of joints read real held-out panels.

    python benchmarks/toon_readers.py --panels 40

Panels are painted, not drawn by the model, so what is measured are the readers alone:

who      share of the subjects recognised in their own masks
iou      overlap of the cells at probability 0.5 with the true mask, averaged over the cast
missing  share of the subjects seen nowhere
extra    subjects seen whom nobody planned, per panel
error    mean distance of joints, in fractions of the figure's height
pck      share of the joints within a tenth of the height

With noise a latent has that much of a standard Gaussian added to it.
"""

import argparse
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from compositions import composition

from renderers import toon
from renderers.diffusion.models.patch_autoencoder import PatchAutoencoder
from renderers.diffusion.segmenter import Segmenter, load_segmenter
from renderers.judging import maps
from renderers.toon.judging import latent_of, maps_of
from renderers.toon.training.labels import labels_of
from renderers.toon.world import StagedScene, paint
from renderers.toon.world.painting import covers, visible
from schemas.geometry import Size

NOISES = (0.0, 0.25, 0.5)


class Case(NamedTuple):
    """A held-out panel, read."""

    shown: maps.Maps
    true: torch.Tensor
    """Which cells show each subject."""
    tokens: tuple[str, ...]
    verdict: maps.Sightings
    pose: maps.PoseError


class Readers(NamedTuple):
    """What reads latents, and what makes them."""

    vae: PatchAutoencoder
    who: Segmenter
    joints: Segmenter

    def read(self, subjects: int, number: int, *, noise: float, enlarged: float) -> Case:
        """Read one panel."""
        scene, latent = painted(self.vae, subjects, number, enlarged)
        generator = torch.Generator().manual_seed(number)
        latent = latent + noise * torch.randn(latent.shape, generator=generator)
        masks = torch.stack(
            [torch.from_numpy(np.array(mask)) / 255 for mask in visible(covers(scene, shrink=4))]
        )
        shown, heat = (maps_of(network, latent) for network in (self.who, self.joints))
        tokens = tuple(actor.look.card.token for actor in scene.actors)
        return Case(
            shown,
            labels_of(scene).masks > 127,
            tokens,
            maps.subjects_in(shown, masks, tokens, self.who.shape.subjects),
            maps.pose_error(heat, masks, [actor.pose for actor in scene.actors]),
        )


@cache
def painted(
    vae: PatchAutoencoder, subjects: int, number: int, enlarged: float
) -> tuple[StagedScene, torch.Tensor]:
    """Paint and encode a held-out panel, so much larger than the denoiser's."""
    scene = composition(subjects, number).scene
    sides = {name: int(enlarged * side) for name, side in scene.size.model_dump().items()}
    scene = scene._replace(size=Size(**sides))
    return scene, latent_of(paint(scene).picture, vae)


def readers(folder: Path) -> Readers:
    """Load a model's readers."""
    vae: PatchAutoencoder = PatchAutoencoder.from_pretrained(folder / "vae").float()
    cpu = torch.device("cpu")
    return Readers(
        vae, *(load_segmenter(folder / name, device=cpu) for name in ("segmenter", "joints"))
    )


def row(cases: list[Case]) -> str:
    """Sum up some panels."""
    right = sum(
        seen == token
        for case in cases
        for seen, token in zip(case.verdict.recognised, case.tokens, strict=True)
    )
    planned = sum(len(case.tokens) for case in cases)
    missing = sum(len(case.verdict.missing) for case in cases) / planned
    extra = sum(len(case.verdict.extra) for case in cases) / len(cases)
    pose = maps.PoseError(tuple(far for case in cases for far in case.pose.distances))
    return (
        f"{right / planned:6.3f} {missing:8.3f} {extra:6.3f} {pose.mean:6.3f} {pose.pck:6.3f}"
        f" {len(pose.distances):7d}"
    )


def overlaps(cases: list[Case], names: tuple[str, ...]) -> dict[str, float]:
    """Return every subject's overlap over all panels."""
    shared: dict[str, int] = defaultdict(int)
    either: dict[str, int] = defaultdict(int)
    for case in cases:
        for at, name in enumerate(names):
            seen, true = case.shown[at] >= maps.SEEN, case.true[at]
            shared[name] += int((seen & true).sum())
            either[name] += int((seen | true).sum())
    return {name: shared[name] / max(1, either[name]) for name in names}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--panels", type=int, default=40, help="for each number of subjects")
    parser.add_argument("--enlarged", type=float, default=1.0, help="1.5 is the engine's own size")
    parser.add_argument("--model", type=Path, default=Path(toon.__file__).parent)
    asked = parser.parse_args()
    ready = readers(asked.model)
    for noise in NOISES:
        print(f"noise {noise}\nn    who  missing  extra  error    pck  joints")
        cases = {
            subjects: [
                ready.read(subjects, number, noise=noise, enlarged=asked.enlarged)
                for number in range(asked.panels)
            ]
            for subjects in (1, 2, 3, 4)
        }
        for subjects, some in cases.items():
            print(subjects, row(some))
        everything = [case for some in cases.values() for case in some]
        ious = overlaps(everything, ready.who.shape.subjects)
        print("iou", " ".join(f"{name} {value:.3f}" for name, value in ious.items()))
        print(f"mean iou {sum(ious.values()) / len(ious):.3f}")


if __name__ == "__main__":
    main()
