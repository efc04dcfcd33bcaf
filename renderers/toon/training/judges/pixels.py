"""Trains the independent judge's reader of pictures, on panels that no other training sees."""

from pathlib import Path
from random import Random
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch.nn import functional

from renderers.judging.networks import PictureReader, ReaderShape
from renderers.toon.training.judges.disturbance import smudged
from renderers.toon.world import StagedScene, paint, scene_of
from renderers.toon.world.figures import cast, looks
from renderers.toon.world.gluing import fitted, glued, rows_of
from renderers.toon.world.painting import placed, recoloured
from renderers.toon.world.staging import Actor
from renderers.training.journal import Journal
from renderers.training.muon import Muon
from renderers.training.team import Team, together
from schemas.geometry import Size

FIRST = 3_000_000_000
"""Seeds from here to the measuring ones' are this judge's."""
RESOLUTION = 384
"""Panels are painted at about so many pixels squared."""
SIDE = 192
"""Pixels along a window cut from a panel."""
CHIMERAS = 0.6
"""Share of the panels in which somebody is glued together of two, so that a part is told by what
it shows and not by the rest of the figure."""
DYED = 0.35
"""Share of the parts that are the figure's own in other colours, which are nobody's."""
PARTS = (
    (0.0, 0.2),
    (0.0, 0.3),
    (0.0, 0.4),
    (0.0, 0.55),
    (0.3, 0.7),
    (0.4, 1.0),
    (0.6, 1.0),
    (0.0, 1.0),
    (0.0, 1.0),
)
"""What of a chimera is another's, from top to bottom, about; chance moves the edges."""


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
    return ReaderShape(tuple(card.token for card in cast()), resolution=RESOLUTION)


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
    """Paint a panel of the training world at the judge's resolution; dyed strangers are nobody."""
    scene = scene_of(FIRST + dice.randrange(1_000_000_000))
    scale = RESOLUTION / (scene.size.width * scene.size.height) ** 0.5
    wide, high = (max(SIDE, round(scale * side)) for side in (scene.size.width, scene.size.height))
    scene = scene._replace(size=Size(width=wide, height=high))
    if scene.actors and dice.random() < CHIMERAS:
        return spoiled(scene, dice)
    picture, masks = paint(scene)
    who = np.zeros((high, wide), np.uint8)
    for actor, mask in zip(scene.actors, masks, strict=True):
        who[np.asarray(mask) > 127] = _number(actor)
    return labelled(picture, who)


def labelled(picture: Image.Image, who: NDArray[np.uint8]) -> LabelledPanel:
    """Return a panel as it is remembered."""
    pixels = torch.from_numpy(np.array(picture.convert("RGB"))).permute(2, 0, 1)
    return LabelledPanel(pixels, torch.from_numpy(who))


def spoiled(scene: StagedScene, dice: Random) -> LabelledPanel:
    """Paint a panel in which most figures have a part of another, or in other colours."""
    board = paint(scene._replace(actors=())).picture.convert("RGBA")
    who = np.zeros((scene.size.height, scene.size.width), np.uint8)
    for actor in scene.actors:
        figure = placed(actor, scene.size)
        before = who.copy()
        who[_shown(figure)] = _number(actor)
        if dice.random() < 0.7 and figure.getchannel("A").getbbox():
            part = _part(dice)
            other, number = _other(actor, figure, scene, dice)
            rows = slice(*rows_of(figure, part))
            figure = glued(figure, other, part)
            who[rows] = np.where(_shown(other)[rows], np.uint8(number), before[rows])
        board.alpha_composite(figure)
    return labelled(board, who)


def _shown(figure: Image.Image) -> NDArray[np.bool_]:
    return np.asarray(figure.getchannel("A")) > 127


def _part(dice: Random) -> tuple[float, float]:
    first, last = dice.choice(PARTS)
    moved = [edge + dice.uniform(-0.06, 0.06) for edge in (first, last)]
    return (0.0 if first == 0 else moved[0], 1.0 if last == 1 else moved[1])


def _other(
    actor: Actor, figure: Image.Image, scene: StagedScene, dice: Random
) -> tuple[Image.Image, int]:
    """Return somebody else in a figure's place, or itself in other colours, and its number."""
    if dice.random() < DYED:
        return recoloured(figure, dice.randrange(2**31)), 0
    card = dice.choice([card for card in cast() if card.id != actor.look.card.id])
    other = Actor(dice.choice(dice.choice(looks(card.id))), actor.placement, dice.random() < 0.5)
    shown = placed(other, scene.size)
    if shown.getchannel("A").getbbox() is None:
        return recoloured(figure, dice.randrange(2**31)), 0
    return fitted(shown, figure), _number(other)


def _number(actor: Actor) -> int:
    """Return the map in which somebody is seen; dyed ones are nobody, whose is the first."""
    if actor.generic is not None:
        return 0
    return [card.id for card in cast()].index(actor.look.card.id) + 1


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
