"""Who is where in training panels, at the latents' own resolution; found once and kept in a file.

Labels come from scenes, not from pictures, so panels that were encoded or redrawn before need no
painting again.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import numpy as np
import torch
from PIL import Image
from torch import nn

from renderers.toon.training import latents, polish
from renderers.toon.training.crops import as_tensor
from renderers.toon.world import paint, scene_of
from renderers.toon.world.figures import cast
from renderers.toon.world.painting import covers, visible
from renderers.toon.world.staging import Actor, StagedScene
from schemas.geometry import Size

CELL = 16
"""Pixels along a latent cell's side."""
_GRAIN = 4
"""Masks are drawn this much smaller than the panel before they are averaged over cells."""
RESIZED = 600_000_000
"""The first seed of panels that are painted at other sizes, as the engine draws them."""
SIZES = (0.75, 1.25, 1.5, 1.5)
"""How much larger those are than the denoiser's; 1.5 is the engine's own resolution."""


class Labels(NamedTuple):
    """What a panel shows."""

    masks: torch.Tensor
    """`[subjects, h, w]`, bytes: how much of every cell shows that one of the cast; 255 is all."""
    joints: torch.Tensor
    """`[n, 3]`: which of the 18 joints, and its x and y in the panel's unit square."""


class Known(NamedTuple):
    """A latent and what it shows."""

    latent: torch.Tensor
    """`[c, h, w]`, float16."""
    labels: Labels


def tokens() -> tuple[str, ...]:
    """Return the cast's identifiers: the segmenter's channels."""
    return tuple(card.token for card in cast())


def labels_of(scene: StagedScene) -> Labels:
    """Label a scene; dyed strangers are nobody, but have joints."""
    silhouettes = covers(scene, shrink=_GRAIN)
    high, wide = scene.size.height // CELL, scene.size.width // CELL
    masks, known = torch.zeros(len(cast()), high, wide, dtype=torch.uint8), tokens()
    for actor, mask in zip(scene.actors, visible(silhouettes), strict=True):
        if actor.generic is None:
            cells = np.array(mask.reduce(CELL // _GRAIN))
            masks[known.index(actor.look.card.token)] = torch.from_numpy(cells)
    rows = [
        joint
        for place, actor in enumerate(scene.actors)
        for joint in _joints(actor, silhouettes[place + 1 :])
    ]
    return Labels(masks, torch.tensor(rows, dtype=torch.float32).view(-1, 3))


def _joints(actor: Actor, before: Sequence[Image.Image]) -> Iterator[tuple[float, float, float]]:
    """Yield an actor's joints that are drawn, in the panel, and behind nobody."""
    for number, joint in enumerate(actor.pose.keypoints if actor.pose else ()):
        if joint is None or joint.visible < 1 or not (0 <= joint.x < 1 and 0 <= joint.y < 1):
            continue
        if not any(_covers(cover, joint.x, joint.y) for cover in before):
            yield float(number), joint.x, joint.y


def _covers(cover: Image.Image, x: float, y: float) -> bool:
    alpha: Any = cover.getpixel((int(x * cover.width), int(y * cover.height)))
    return bool(alpha > 127)


def known_panels(folder: Path, encoder: nn.Module, *, resized: int) -> Iterator[Known]:
    """Yield a run's panels with their labels: encoded, redrawn, and painted at other sizes.

    Args:
        folder: the run's; labels are kept in `labels`.
        encoder: from pictures to latents.
        resized: how many files of panels of other sizes there are to be.
    """
    for path in sorted((folder / "shelves").glob("latents-*.pt")):
        first = int(path.stem.rpartition("-")[2]) * latents.SHELF
        made = torch.load(path, weights_only=True, mmap=True)
        yield from _joined(made, _kept(folder, path.stem, range(first, first + len(made))))
    for path in sorted((folder / "redrawn").glob("redrawn-*.pt")):
        redrawn = torch.load(path, weights_only=True)
        yield from _joined(redrawn.values(), _kept(folder, path.stem, list(redrawn)))
    for number in range(resized):
        yield from _resized(folder, encoder, number)


def _joined(made: Any, labels: list[Labels]) -> Iterator[Known]:
    for latent, label in zip(made, labels, strict=True):
        yield Known(latent, label)


def _kept(folder: Path, name: str, seeds: Sequence[int]) -> list[Labels]:
    """Return the labels of some seeds' panels, found once."""
    path = folder / "labels" / f"{name}.pt"
    rows = _once(path, lambda: [tuple(labels_of(scene_of(seed))) for seed in seeds])
    return [Labels(*row) for row in rows]


def _resized(folder: Path, encoder: nn.Module, number: int) -> Iterator[Known]:
    """Yield panels painted larger or smaller than the denoiser's."""
    size = latents.SHELF // 2
    seeds = range(RESIZED + number * size, RESIZED + (number + 1) * size)
    path = folder / "labels" / f"resized-{number:05d}.pt"
    for latent, *labels in _once(path, lambda: [_painted(encoder, seed) for seed in seeds]):
        yield Known(latent, Labels(*labels))


@torch.no_grad()
def _painted(encoder: nn.Module, seed: int) -> tuple[torch.Tensor, ...]:
    factor = Random(f"resized {seed}").choice(SIZES)
    scene = scene_of(seed)
    width, height = (int(factor * side) for side in (scene.size.width, scene.size.height))
    scene = scene._replace(size=Size(width=width, height=height))
    picture = as_tensor(np.array(paint(scene).picture)[None])
    return encoder(picture)[0].half(), *labels_of(scene)


def _once(path: Path, make: Callable[[], list[Any]]) -> list[Any]:
    """Read a file, or make what it should hold and write it in one piece."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(f".{id(path)}.new")
        torch.save(make(), draft)
        draft.replace(path)
    rows: list[Any] = torch.load(path, weights_only=True)
    return rows


assert polish.FIRST < RESIZED
