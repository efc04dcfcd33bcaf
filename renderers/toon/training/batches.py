"""Batches for the denoiser: latents, what is said of them, and the skeletons in them.

Making a batch is work of milliseconds a sample. A CPU does it between steps; for a GPU several
processes run ahead (`feed` with workers).
"""

from collections.abc import Iterator, Sequence
from random import Random
from typing import NamedTuple

import numpy as np
import torch
from torch.utils.data import DataLoader, IterableDataset, get_worker_info
from transformers import CLIPTokenizer

from renderers.conditioning.maps import pose_map
from renderers.toon.training.latents import LatentWindow, Library
from renderers.toon.world.captions import caption

NOTHING = (
    "",
    "",
    "",
    "",
    "blurry",
    "blurry, extra limbs",
    "low quality, deformed",
    "blurry, extra limbs, bad anatomy, low quality",
)
"""What stands for no caption: the empty prompt, and words that authors write as negatives."""


class Odds(NamedTuple):
    """What a batch is made of."""

    cells: int = 12 * 1024
    """Latent cells in a batch, whatever its shape."""
    whole: float = 0.4
    """Share of the batches that are whole panels."""
    unprompted: float = 0.1
    """Share of the samples that learn to go without words, for classifier-free guidance."""
    posed: float = 0.65
    """Share of the batches in which the ControlNet is shown skeletons."""
    hidden: float = 0.1
    """Share of the skeletons left out of those."""


class Batch(NamedTuple):
    """What the denoiser learns from in one step."""

    x0: torch.Tensor
    tokens: torch.Tensor
    hints: torch.Tensor | None
    """Pose maps, `[b, 3, h, w]` from 0 to 1; None leaves the ControlNet out."""


def draw(library: Library, dice: Random, odds: Odds) -> list[LatentWindow]:
    """Draw the windows of one batch: whole panels, or parts of them, about as many cells."""
    if dice.random() < odds.whole:
        return library.panels(dice, max(1, odds.cells // 1024))
    side = dice.choice((16, 16, 24))
    return library.windows(dice, max(1, odds.cells // side**2), side=side)


def prompts(windows: Sequence[LatentWindow], dice: Random, odds: Odds) -> list[str]:
    """Caption windows; some stay without, for classifier-free guidance."""
    return [
        dice.choice(NOTHING)
        if dice.random() < odds.unprompted
        else caption(window.scene, dice, among=window.among)
        for window in windows
    ]


def tokenised(tokenizer: CLIPTokenizer, texts: Sequence[str]) -> torch.Tensor:
    """Return token ids, padded to the model's length."""
    return torch.as_tensor(
        tokenizer(
            list(texts),
            padding="max_length",
            truncation=True,
            max_length=tokenizer.model_max_length,
            return_tensors="pt",
        ).input_ids
    )


def hint(window: LatentWindow, dice: Random, odds: Odds) -> torch.Tensor:
    """Draw a window's part of the panel's pose map, some of its skeletons left out."""
    scene, frame = window.scene, window.frame
    poses = [
        actor.pose
        for actor in scene.actors
        if actor.pose is not None and dice.random() >= odds.hidden
    ]
    size = scene.size
    box = (
        round(frame.left * size.width),
        round(frame.top * size.height),
        round(frame.right * size.width),
        round(frame.bottom * size.height),
    )
    drawn = np.array(pose_map(poses, size).crop(box))
    return torch.from_numpy(drawn).permute(2, 0, 1)


def make(library: Library, tokenizer: CLIPTokenizer, dice: Random, odds: Odds) -> Batch:
    """Draw a batch."""
    windows = draw(library, dice, odds)
    tokens = tokenised(tokenizer, prompts(windows, dice, odds))
    hints = None
    if dice.random() < odds.posed:
        hints = torch.stack([hint(window, dice, odds) for window in windows]) / 255
    return Batch(torch.stack([window.latent for window in windows]).float(), tokens, hints)


class Endless(IterableDataset[Batch]):
    """Batches without end; every process of a loader throws dice of its own."""

    def __init__(
        self, library: Library, tokenizer: CLIPTokenizer, odds: Odds, *, seed: str
    ) -> None:
        """Take what batches are made from."""
        self._library, self._tokenizer, self._odds, self._seed = library, tokenizer, odds, seed

    def __iter__(self) -> Iterator[Batch]:
        """Yield batches, taking in new shelves now and then."""
        worker = get_worker_info()
        dice = Random(f"{self._seed} {worker.id if worker else 0}")
        count = 0
        while True:
            count += 1
            if count % 50 == 0:
                self._library.refresh()
            yield make(self._library, self._tokenizer, dice, self._odds)


def feed(dataset: Endless, *, workers: int) -> Iterator[Batch]:
    """Yield a dataset's batches, made by so many processes ahead of time; 0 makes them here."""
    loader: DataLoader[Batch] = DataLoader(
        dataset, batch_size=None, num_workers=workers, pin_memory=workers > 0
    )
    return iter(loader)
