"""Trains the independent judge's reader of pictures, on panels that no other training sees."""

from pathlib import Path
from random import Random
from typing import NamedTuple

import numpy as np
import torch
from torch.nn import functional

from renderers.judging.networks import PictureReader, ReaderShape
from renderers.toon.training.judges.disturbance import smudged
from renderers.toon.world import paint, scene_of
from renderers.toon.world.figures import cast
from renderers.training.journal import Journal
from renderers.training.muon import Muon
from renderers.training.team import Team, together
from schemas.geometry import Size

FIRST = 3_000_000_000
"""Seeds from here to the measuring ones' are this judge's."""
SIDE = 192
"""Pixels along a window cut from a panel."""


class PixelJudgeRecipe(NamedTuple):
    """How to train."""

    minutes: float
    rate: float = 3e-3
    batch: int = 20
    fresh: int = 1
    """New panels a step."""
    album: int = 1500
    """Panels that are remembered."""
    seed: int = 0


class LabelledPanel(NamedTuple):
    """A painted panel and who is in it."""

    picture: torch.Tensor
    """`[3, h, w]`, bytes."""
    who: torch.Tensor
    """`[h, w]`, bytes: 0 is nobody, n the n-th of the cast."""


def shape_of_cast() -> ReaderShape:
    """Return a reader's shape that knows the packaged cast."""
    return ReaderShape(tuple(card.token for card in cast()))


def train(
    folder: Path, recipe: PixelJudgeRecipe, shape: ReaderShape | None = None
) -> PictureReader:
    """Train for some minutes, resuming from and leaving `pixels.pt`; return the network."""
    network: PictureReader = PictureReader(shape or shape_of_cast())
    weights = list(network.parameters())
    optimiser, team = Muon(weights, recipe.rate, decay=0.01), Team(0, 1)
    journal = Journal(folder / "pixels", team)
    journal.resume(network, optimiser)
    dice = Random(f"pixels {recipe.seed} {journal.step}")
    torch.manual_seed(dice.randrange(2**31))
    album = [panel(dice) for _ in range(recipe.batch)]
    for passed in together(team, weights, seconds=60 * recipe.minutes):
        for group in optimiser.param_groups:
            group["lr"] = recipe.rate * min(1, (journal.step + 1) / 50, 2 * (1 - passed) + 0.02)
        album = [*album, *(panel(dice) for _ in range(recipe.fresh))][-recipe.album :]
        learn(network, dice.choices(album, k=recipe.batch), dice, journal)
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimiser.step()
        optimiser.zero_grad()
        journal.tick(network, optimiser)
    journal.keep(network, optimiser)
    return network.eval()


def panel(dice: Random) -> LabelledPanel:
    """Paint a panel of the training world at about 256² pixels; dyed strangers are nobody."""
    scene = scene_of(FIRST + dice.randrange(1_000_000_000))
    size = Size(width=max(SIDE, scene.size.width // 2), height=max(SIDE, scene.size.height // 2))
    picture, masks = paint(scene._replace(size=size))
    who = np.zeros((size.height, size.width), np.uint8)
    tokens = [card.token for card in cast()]
    for actor, mask in zip(scene.actors, masks, strict=True):
        number = 0 if actor.generic is not None else tokens.index(actor.look.card.token) + 1
        who[np.asarray(mask) > 127] = number
    return LabelledPanel(
        torch.from_numpy(np.array(picture)).permute(2, 0, 1), torch.from_numpy(who)
    )


def learn(
    network: PictureReader, panels: list[LabelledPanel], dice: Random, journal: Journal
) -> None:
    """Leave the gradients of one batch of windows."""
    windows = [_window(panel, dice) for panel in panels]
    pictures = torch.stack([window.picture for window in windows]).float() / 255
    pictures = torch.cat([smudged(part, dice) for part in pictures.chunk(5)])
    wanted = torch.stack([window.who for window in windows]).long()
    with torch.autocast("cpu", torch.bfloat16):
        logits = network(pictures).float()
    shares = _shares(wanted, logits.shape[1], network.shape.cell)
    weight = torch.where(shares[:, 0] > 0.5, 1.0, 2.0)
    loss = (-(shares * logits.log_softmax(1)).sum(1) * weight).mean()
    torch.autograd.backward(loss)
    seen = shares[:, 0] < 0.5
    right = (logits.argmax(1) == shares.argmax(1))[seen].float().mean() if seen.any() else 0.0
    journal.note(loss=float(loss.detach()), right=float(right), windows=len(windows))


def _window(panel: LabelledPanel, dice: Random) -> LabelledPanel:
    high, wide = panel.who.shape
    top, left = dice.randrange(high - SIDE + 1), dice.randrange(wide - SIDE + 1)
    there = (slice(top, top + SIDE), slice(left, left + SIDE))
    picture, who = panel.picture[:, there[0], there[1]], panel.who[there]
    return (
        LabelledPanel(picture.flip(2), who.flip(1))
        if dice.random() < 0.5
        else LabelledPanel(picture, who)
    )


def _shares(who: torch.Tensor, count: int, cell: int) -> torch.Tensor:
    """Return how much of every cell shows each, `[b, count, h, w]`."""
    each = functional.one_hot(who, count).permute(0, 3, 1, 2).float()
    return functional.avg_pool2d(each, cell)
