"""The world toon is trained on: endless comic panels with exact labels, each from a seed.

`example(seed)` stages a scene, paints it and returns both; captions come from the scene.
"""

from collections.abc import Iterator
from random import Random
from typing import NamedTuple

from renderers.toon.world.heldout import held_out
from renderers.toon.world.painting import Painting, paint
from renderers.toon.world.staging import Scene, stage

__all__ = ["Example", "Painting", "Scene", "example", "examples", "held_out", "paint", "stage"]


class Example(NamedTuple):
    """A scene and its picture."""

    scene: Scene
    painting: Painting


def example(seed: int, *, heldout: bool = False, subjects: int | None = None) -> Example:
    """Return the seed's example: of the training world, or of the combinations kept from it.

    With `subjects` the panel has that many, else chance decides.
    """
    dice = Random(seed)
    while True:
        scene = stage(dice, subjects=subjects)
        if held_out(scene) == heldout:
            return Example(scene, paint(scene))


def examples(first: int, last: int) -> Iterator[Example]:
    """Yield the training examples of a range of seeds."""
    return (example(seed) for seed in range(first, last))
