"""The world toon is trained on: endless comic panels with exact labels, each from a seed.

`example(seed)` stages a scene, paints it and returns both; captions come from the scene.
"""

from random import Random
from typing import NamedTuple

from renderers.toon.world.heldout import held_out
from renderers.toon.world.painting import Painting, paint
from renderers.toon.world.staging import StagedScene, stage

__all__ = [
    "Example",
    "Painting",
    "StagedScene",
    "example",
    "examples",
    "held_out",
    "paint",
    "scene_of",
    "stage",
]


class Example(NamedTuple):
    """A scene and its picture."""

    scene: StagedScene
    painting: Painting


def scene_of(seed: int, *, heldout: bool = False, subjects: int | None = None) -> StagedScene:
    """Return the seed's scene: of the training world, or of the combinations kept from it.

    With `subjects` the panel has that many, else chance decides.
    """
    dice = Random(seed)
    while True:
        scene = stage(dice, subjects=subjects)
        if held_out(scene) == heldout:
            return scene


def example(seed: int, *, heldout: bool = False, subjects: int | None = None) -> Example:
    """Return the seed's scene with its picture."""
    scene = scene_of(seed, heldout=heldout, subjects=subjects)
    return Example(scene, paint(scene))
