"""Trains the open-set judge's embedding: strangers' pictures apart, each one's own together."""

from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

import torch
from PIL import Image
from torch.nn import functional

from renderers.judging.figures import SIDE, part_of, squared, trimmed
from renderers.judging.networks import EmbeddingShape, FigureEmbedding
from renderers.toon.training.judges.disturbance import smudged
from renderers.toon.world.strangers import Stranger, portrait, stranger
from renderers.training.journal import Journal
from renderers.training.muon import Muon
from renderers.training.team import Team, together

NEVER = "strangers whom no training sees"
"""The seed of the strangers whom the threshold is set on."""
SHAPE = EmbeddingShape()
PARTS = ((0.0, 0.15), (0.0, 0.33), (0.15, 0.45), (0.33, 0.66), (0.5, 1.0))
"""Parts by which strangers are also told, from top to bottom: heads, bodies, lower halves."""
WHOLE = 0.4
"""Share of the batches that are of whole figures; the others are of one part each."""
_SCALE = 10.0
"""What cosines are multiplied by before the softmax (SupCon, arXiv 2004.11362)."""


class EmbeddingRecipe(NamedTuple):
    """How to train."""

    minutes: float
    rate: float = 3e-3
    people: int = 24
    """Strangers in a batch."""
    each: int = 4
    """Pictures of each."""
    fresh: int = 1
    """New strangers a step; the others are met again, in the pictures drawn of them before."""
    album: int = 300
    """Strangers who are remembered."""
    seed: int = 0


class Acquaintance(NamedTuple):
    """A stranger and some pictures, `[n, 4, side, side]`."""

    who: Stranger
    pictures: torch.Tensor
    parts: tuple[torch.Tensor, ...]
    """For each of `PARTS` what other pictures show of it, likewise."""


def train(folder: Path, recipe: EmbeddingRecipe, shape: EmbeddingShape = SHAPE) -> FigureEmbedding:
    """Train for some minutes, resuming from and leaving `figures.pt`; return the network."""
    network: FigureEmbedding = FigureEmbedding(shape)
    weights = list(network.parameters())
    optimiser, team = Muon(weights, recipe.rate, decay=0.01), Team(0, 1)
    journal = Journal(folder / "figures", team)
    journal.resume(network, optimiser)
    dice = Random(f"figures {recipe.seed} {journal.step}")
    torch.manual_seed(dice.randrange(2**31))
    album = [known(dice, recipe.each + 2) for _ in range(recipe.people)]
    for passed in together(team, weights, seconds=60 * recipe.minutes):
        for group in optimiser.param_groups:
            group["lr"] = recipe.rate * min(1, (journal.step + 1) / 50, 2 * (1 - passed) + 0.02)
        album = [*album, *(known(dice, recipe.each + 2) for _ in range(recipe.fresh))]
        album = album[-recipe.album :]
        again = dice.sample(album[: -recipe.fresh], recipe.people - recipe.fresh)
        met = [*album[-recipe.fresh :], *again]
        learn(network, met, recipe.each, dice, journal)
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimiser.step()
        optimiser.zero_grad()
        journal.tick(network, optimiser)
    journal.keep(network, optimiser)
    return calibrated(network, count=min(60, 5 * recipe.people))


def known(dice: Random, count: int, *, who: Stranger | None = None) -> Acquaintance:
    """Draw some pictures of a stranger, each cut out of a ground that shows at the edges."""
    who = who or stranger(dice)
    portraits = [_cut(portrait(who, dice, side=2 * SIDE), dice) for _ in range(count)]
    whole = [trimmed(portrait(who, dice, side=3 * SIDE, full=True)) for _ in range(count)]
    parts = (_parts(whole, part, dice) for part in PARTS)
    return Acquaintance(who, squared(portraits), tuple(parts))


def _parts(whole: Sequence[Image.Image], part: tuple[float, float], dice: Random) -> torch.Tensor:
    """Cut one part, about, out of whole figures."""
    moved = [(edge + dice.uniform(-0.03, 0.03)) if 0 < edge < 1 else edge for edge in part]
    found = [part_of(figure, (moved[0], moved[1])) or figure for figure in whole]
    # Half the memory; an album of strangers is large.
    return squared([_cut(each, dice) for each in found]).half()


def _cut(figure: Image.Image, dice: Random) -> Image.Image:
    """Cut a figure as a planned mask would: here a little too wide, there something before it."""
    alpha = figure.getchannel("A")
    colour = tuple(dice.randrange(256) for _ in range(3))
    ground = Image.new("RGBA", figure.size, (*colour, 255))
    ground.alpha_composite(figure)
    if dice.random() < 0.3:
        side = figure.width
        across, down = dice.randrange(side // 2), dice.randrange(side // 2, side)
        hidden = Image.new("L", (dice.randrange(side // 4, side // 2), side // 2))
        alpha.paste(hidden, (across, down))
    spread = alpha.resize((figure.width + 4, figure.height + 4)).crop(
        (2, 2, figure.width + 2, figure.height + 2)
    )
    ground.putalpha(spread if dice.random() < 0.5 else alpha)
    return trimmed(ground) if ground.getchannel("A").getbbox() else figure


def learn(
    network: FigureEmbedding, met: list[Acquaintance], each: int, dice: Random, journal: Journal
) -> None:
    """Leave the gradients of one batch: every picture picks its own among all."""
    shown = [someone.pictures for someone in met]
    if dice.random() >= WHOLE:
        part = dice.randrange(len(PARTS))
        shown = [someone.parts[part] for someone in met]
    pictures = torch.cat([some[dice.sample(range(len(some)), each)] for some in shown]).float()
    flips = torch.rand(len(pictures), 1, 1, 1) < 0.5
    pictures = torch.where(flips, pictures.flip(3), pictures)
    # Half by half, so that the same stranger is met clean and smudged.
    parts = [smudged(part, dice) for part in pictures.chunk(6)]
    x = torch.cat(parts).contiguous(memory_format=torch.channels_last)
    with torch.autocast("cpu", torch.bfloat16):
        vectors = network(x).float()
    loss = contrast(vectors, torch.arange(len(met)).repeat_interleave(each))
    torch.autograd.backward(loss)
    journal.note(loss=float(loss.detach()), pictures=len(x))


def contrast(vectors: torch.Tensor, people: torch.Tensor) -> torch.Tensor:
    """Return the supervised contrastive loss: -log of a picture's own people's share."""
    cosines = _SCALE * vectors @ vectors.T
    itself = torch.eye(len(vectors), dtype=torch.bool)
    log_shares = functional.log_softmax(cosines.masked_fill(itself, -1e4), dim=1)
    own = (people[:, None] == people[None]) & ~itself
    return torch.as_tensor(-(log_shares * own).sum(1) / own.sum(1)).mean()


@torch.no_grad()
def calibrated(network: FigureEmbedding, *, count: int) -> FigureEmbedding:
    """Set the threshold where strangers never seen are taken for another as often as missed."""
    dice = Random(NEVER)
    vectors = torch.stack([network.eval()(known(dice, 6).pictures) for _ in range(count)])
    likest = torch.einsum("pid,qjd->piqj", vectors, vectors[:, :3]).topk(3, dim=3).values.mean(3)
    people = range(count)
    own = torch.cat([likest[p, 3:, p] for p in people])
    others = torch.cat([likest[p, 3:, [q for q in people if q != p]].flatten() for p in people])
    levels = torch.linspace(-1, 1, 401)
    missed = (own[:, None] < levels).float().mean(0)
    mistaken = (others[:, None] >= levels).float().mean(0)
    level = float(levels[(missed - mistaken).abs().argmin()])
    network.shape = network.shape._replace(threshold=round(level, 3))
    return network
