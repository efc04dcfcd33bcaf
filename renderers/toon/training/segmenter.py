"""Trains what reads latents: the segmenter, which knows the cast, and the reader of joints.

Both judge panels that were drawn, and the segmenter guides estimates of half-drawn ones. Neither
looks like an encoded picture, so they learn from latents that are disturbed as a denoiser would.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random
from typing import NamedTuple

import torch
from torch.nn import functional

from renderers.diffusion.segmenter import Segmenter, SegmenterShape
from renderers.toon.training.labels import Known, tokens
from renderers.training.journal import Journal
from renderers.training.muon import Muon
from renderers.training.segmenting import disturbed, loss_of_masks
from renderers.training.team import Team, together
from schemas.geometry import JOINTS

WIDTHS = (48, 96, 160)
SPREAD = 0.7
"""A joint's width in its heatmap: the Gaussian's deviation, in latent cells."""
SIDES = (12, 16, 20, 24)
"""Sides of the square windows, in latent cells."""


class SegmenterBatch(NamedTuple):
    """A batch of latents and the maps that should be read in them, `[b, names, h, w]`."""

    latent: torch.Tensor
    wanted: torch.Tensor


class Task(NamedTuple):
    """What a network learns to read."""

    name: str
    names: tuple[str, ...]
    """Its channels' names."""
    wanted: Callable[[Known], torch.Tensor]
    """From a labelled window to its maps, from 0 to 1."""
    loss: Callable[[torch.Tensor, torch.Tensor], torch.Tensor]
    """From logits and wanted maps to a number."""


def of_subjects() -> Task:
    """Return the segmenter's task: every one of the cast's visible mask."""
    return Task("segmenter", tokens(), shown, loss_of_masks)


def shown(known: Known) -> torch.Tensor:
    """Return how much of every cell shows each subject."""
    return known.labels.masks.float() / 255


def of_joints() -> Task:
    """Return the task of reading poses: a heatmap for every joint, whosesoever it is."""
    return Task("joints", JOINTS, heatmaps, loss_of_joints)


def heatmaps(known: Known) -> torch.Tensor:
    """Draw a window's joints as Gaussians of height 1; the nearest figure's wins."""
    high, wide = known.latent.shape[1:]
    maps = torch.zeros(len(JOINTS), high, wide)
    rows, columns = torch.arange(high) + 0.5, torch.arange(wide) + 0.5
    for number, x, y in known.labels.joints.tolist():
        far = (rows[:, None] - y * high) ** 2 + (columns[None] - x * wide) ** 2
        here = torch.exp(-far / (2 * SPREAD**2))
        maps[int(number)] = torch.maximum(maps[int(number)], here)
    return maps


def loss_of_joints(logits: torch.Tensor, wanted: torch.Tensor) -> torch.Tensor:
    """Cross-entropy, in which the few cells near a joint weigh as much as the many others."""
    weight = 1 + 20 * wanted
    each = functional.binary_cross_entropy_with_logits(logits, wanted, weight, reduction="none")
    return each.sum(1).mean()


class Pool:
    """Labelled panels by shape, to cut windows from."""

    def __init__(self, panels: Iterable[Known]) -> None:
        """Take in the panels."""
        self.shapes: dict[tuple[int, int], list[Known]] = defaultdict(list)
        for known in panels:
            self.shapes[known.latent.shape[1], known.latent.shape[2]].append(known)

    def variances(self, *, sample: int = 200) -> torch.Tensor:
        """Return the channels' variances `[c, 1, 1]`, of some panels."""
        dice, flat = Random(0), [known for panels in self.shapes.values() for known in panels]
        cells = [known.latent.flatten(1).float() for known in dice.choices(flat, k=sample)]
        return torch.cat(cells, 1).var(1).view(-1, 1, 1)

    def draw(self, dice: Random, *, cells: int) -> list[Known]:
        """Draw windows of one size, or whole panels of one shape, of so many cells together."""
        if dice.random() < 0.4:
            shape = dice.choices(list(self.shapes), [len(some) for some in self.shapes.values()])[0]
            return dice.choices(self.shapes[shape], k=max(1, cells // (shape[0] * shape[1])))
        side = dice.choice([side for side in SIDES if self._roomy(side)])
        roomy = self._roomy(side)
        drawn = dice.choices(roomy, [len(some) for some in roomy], k=max(1, cells // side**2))
        return [window(dice.choice(panels), dice, side=side) for panels in drawn]

    def _roomy(self, side: int) -> list[list[Known]]:
        return [panels for shape, panels in self.shapes.items() if min(shape) >= side]


def window(known: Known, dice: Random, *, side: int) -> Known:
    """Cut a square window, mostly one with somebody in it."""
    latent, (masks, joints) = known
    high, wide = latent.shape[1:]
    left, top = dice.randrange(wide - side + 1), dice.randrange(high - side + 1)
    if dice.random() < 0.8 and len(spots := masks.amax(0).nonzero()):
        y, x = spots[dice.randrange(len(spots))].tolist()
        left = min(max(x - dice.randrange(side), 0), wide - side)
        top = min(max(y - dice.randrange(side), 0), high - side)
    there = (slice(None), slice(top, top + side), slice(left, left + side))
    moved = joints * torch.tensor([1, wide / side, high / side])
    moved = moved - torch.tensor([0, left / side, top / side])
    return known._replace(
        latent=latent[there], labels=known.labels._replace(masks=masks[there], joints=moved)
    )


def lesson(task: Task, pool: Pool, dice: Random, *, cells: int) -> SegmenterBatch:
    """Draw a batch."""
    windows = pool.draw(dice, cells=cells)
    latent = torch.stack([known.latent for known in windows]).float()
    return SegmenterBatch(latent, torch.stack([task.wanted(known) for known in windows]))


class SegmenterRecipe(NamedTuple):
    """How to train."""

    minutes: float
    rate: float = 2e-3
    cells: int = 8 * 1024
    seed: int = 0


def train(
    task: Task,
    pool: Pool,
    folder: Path,
    team: Team,
    recipe: SegmenterRecipe,
    *,
    widths: tuple[int, ...],
    device: torch.device,
) -> Segmenter:
    """Train for some minutes, resuming from and leaving `<task>.pt`; return the network."""
    variances = pool.variances().to(device)
    network: Segmenter = Segmenter(SegmenterShape(len(variances), task.names, widths)).to(device)
    weights = list(network.parameters())
    optimiser = Muon(weights, recipe.rate, decay=0.01)
    journal = Journal(folder / task.name, team)
    journal.resume(network, optimiser)
    dice = Random(f"{task.name} {recipe.seed} {team.rank} {journal.step}")
    torch.manual_seed(dice.randrange(2**31))
    for passed in together(team, weights, seconds=60 * recipe.minutes):
        for group in optimiser.param_groups:
            group["lr"] = recipe.rate * min(1, (journal.step + 1) / 50, 2 * (1 - passed) + 0.02)
        _learn(task, network, lesson(task, pool, dice, cells=recipe.cells), variances, journal)
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimiser.step()
        optimiser.zero_grad()
        journal.tick(network, optimiser)
    journal.keep(network, optimiser)
    return network


def _learn(
    task: Task, network: Segmenter, batch: SegmenterBatch, variances: torch.Tensor, journal: Journal
) -> None:
    """Leave the gradients of one batch."""
    x, wanted = disturbed(batch.latent.to(variances.device), variances), batch.wanted
    with torch.autocast(x.device.type, torch.bfloat16):
        logits = network(x.contiguous(memory_format=torch.channels_last)).float()
    wanted = wanted.to(x.device)
    loss = task.loss(logits, wanted)
    torch.autograd.backward(loss)
    shown = logits.detach().sigmoid()
    shared = torch.minimum(shown, wanted).sum() / torch.maximum(shown, wanted).sum()
    journal.note(loss=float(loss.detach()), overlap=float(shared), samples=len(x))
