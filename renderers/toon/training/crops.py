"""Square crops of training panels, aimed at heads and at figures' edges."""

from collections.abc import Iterator
from random import Random

import numpy as np
import torch

from renderers.toon.world import Example, example
from renderers.toon.world.staging import Actor

TRAINING_SEEDS = 1_000_000_000
"""Training draws its seeds below this; measuring draws them above."""


def crops(dice: Random, *, side: int, each: int = 6) -> Iterator[np.ndarray]:
    """Yield square crops `[side, side, 3]` of ever new panels, several of each."""
    while True:
        panel = example(dice.randrange(TRAINING_SEEDS))
        picture = panel.painting.picture
        for _ in range(each):
            x, y = aim(panel, dice)
            left = corner(x, side, picture.width)
            top = corner(y, side, picture.height)
            yield np.array(picture.crop((left, top, left + side, top + side)))


def batches(dice: Random, *, side: int, size: int) -> Iterator[torch.Tensor]:
    """Yield batches of crops, channels last in memory, from -1 to 1; consecutive ones mixed."""
    source = crops(dice, side=side)
    pool: list[np.ndarray] = []
    while True:
        while len(pool) < 4 * size:
            pool.append(next(source))
        picked = [pool.pop(dice.randrange(len(pool))) for _ in range(size)]
        yield as_tensor(np.stack(picked))


def as_tensor(pictures: np.ndarray) -> torch.Tensor:
    """Turn bytes `[b, h, w, 3]` into floats `[b, 3, h, w]` from -1 to 1, channels last."""
    return torch.from_numpy(pictures).permute(0, 3, 1, 2).float() / 127.5 - 1


def corner(centre: float, side: int, length: int) -> int:
    """Return where a crop of a side about a centre begins, so that it lies within a length."""
    return int(min(max(centre - side / 2, 0), max(0, length - side)))


def aim(panel: Example, dice: Random) -> tuple[float, float]:
    """Pick a point: a head, a place on a figure, or anywhere."""
    size, actors = panel.scene.size, panel.scene.actors
    way = dice.random()
    if not actors or way > 0.85:
        x, y = dice.random(), dice.random()
    else:
        x, y = _on(dice.choice(actors), dice, head=way < 0.5)
    return x * size.width, y * size.height


def _on(actor: Actor, dice: Random, *, head: bool) -> tuple[float, float]:
    box = actor.look.view.head
    if box is None or not head:
        box = actor.look.drawing.outline.bounds
    x = dice.uniform(box.left - 0.02, box.right + 0.02)
    y = dice.uniform(box.top - 0.02, box.bottom + 0.02)
    return actor.placement.place((1 - x if actor.mirror else x, y))
