"""Panels encoded once: shelves of latents, their scenes found again from their seeds."""

from collections import defaultdict
from pathlib import Path
from random import Random
from typing import NamedTuple

import numpy as np
import torch

from renderers.diffusion.models.patch_autoencoder import PatchAutoencoder
from renderers.toon.training.crops import as_tensor
from renderers.toon.world import StagedScene, example, scene_of
from renderers.toon.world.staging import Actor
from schemas.geometry import Box

SHELF = 256
"""Panels in one file."""
WHOLE = Box(left=0, top=0, right=1, bottom=1)


def encode_shelf(vae: PatchAutoencoder, folder: Path, number: int) -> Path:
    """Paint and encode the panels of one shelf, unless it is there already."""
    path = folder / f"latents-{number:05d}.pt"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        latents = [_encoded(vae, seed) for seed in range(number * SHELF, (number + 1) * SHELF)]
        draft = path.with_suffix(".new")
        torch.save(latents, draft)
        draft.replace(path)
    return path


@torch.no_grad()
def _encoded(vae: PatchAutoencoder, seed: int) -> torch.Tensor:
    picture = as_tensor(np.array(example(seed).painting.picture)[None])
    return vae.encode(picture).latent[0].to(torch.float16)


class LatentWindow(NamedTuple):
    """A part of a panel, and which actors are to be seen in it; None where it is the whole."""

    scene: StagedScene
    latent: torch.Tensor
    among: tuple[int, ...] | None
    frame: Box = WHOLE
    """Where it lies in the panel's unit square."""


class Entry(NamedTuple):
    """A panel of the library."""

    scene: StagedScene
    latent: torch.Tensor


class Library:
    """Latents by shape, with their scenes, to draw training windows from."""

    def __init__(self, folder: Path, *, first: int = 0, every: int = 1) -> None:
        """Open the shelves of a folder; a team's workers each take every so-manieth."""
        self.shapes: dict[tuple[int, int], list[Entry]] = defaultdict(list)
        self._folder, self._share = folder, (first, every)
        self._known: set[Path] = set()
        self.refresh()

    def refresh(self) -> None:
        """Take in shelves that have been written since."""
        first, every = self._share
        for path in sorted(self._folder.glob("latents-*.pt")):
            number = int(path.stem.rpartition("-")[2])
            if path not in self._known and number % every == first:
                self._known.add(path)
                self._shelve(torch.load(path, weights_only=True), number * SHELF)

    def _shelve(self, latents: list[torch.Tensor], first: int) -> None:
        for seed, latent in enumerate(latents, start=first):
            self.shapes[latent.shape[1], latent.shape[2]].append(Entry(scene_of(seed), latent))

    def __len__(self) -> int:
        return sum(map(len, self.shapes.values()))

    def panels(self, dice: Random, count: int) -> list[LatentWindow]:
        """Draw whole panels of one shape."""
        sizes = [len(entries) for entries in self.shapes.values()]
        entries = dice.choices(list(self.shapes.values()), sizes)[0]
        return [
            LatentWindow(entry.scene, entry.latent, None)
            for entry in dice.choices(entries, k=count)
        ]

    def windows(self, dice: Random, count: int, *, side: int) -> list[LatentWindow]:
        """Draw square windows of that many latent cells, most of them onto figures."""
        roomy = [entries for (h, w), entries in self.shapes.items() if min(h, w) >= side]
        drawn = dice.choices(roomy, [len(entries) for entries in roomy], k=count)
        return [_window(dice, dice.choice(entries), side=side) for entries in drawn]


def _window(dice: Random, entry: Entry, *, side: int) -> LatentWindow:
    scene, latent = entry
    high, wide = latent.shape[1:]
    x, y = dice.random(), dice.random()
    if scene.actors and dice.random() < 0.85:
        actor = dice.choice(scene.actors)
        box = actor.look.view.head if dice.random() < 0.6 else None
        box = actor.shown(box or actor.look.drawing.outline.bounds)
        x, y = dice.uniform(box.left, box.right), dice.uniform(box.top, box.bottom)
    left = int(min(max(x * wide - side / 2, 0), wide - side))
    top = int(min(max(y * high - side / 2, 0), high - side))
    frame = Box(
        left=left / wide, top=top / high, right=(left + side) / wide, bottom=(top + side) / high
    )
    among = tuple(n for n, actor in enumerate(scene.actors) if _in(actor, frame))
    return LatentWindow(scene, latent[:, top : top + side, left : left + side], among, frame)


def _in(actor: Actor, frame: Box) -> bool:
    """Tell whether enough of an actor is in the frame to be named."""
    body = actor.shown(actor.look.drawing.outline.bounds)
    seen = body.overlap(frame)
    head = actor.look.view.head
    face = actor.shown(head) if head else None
    return seen > 0.3 * min(body.area, frame.area) or bool(
        face and face.overlap(frame) > 0.4 * min(face.area, frame.area)
    )
