"""What an image adapter learns from: panels of strangers, and other pictures of the same people.

Nobody in them is known by a word. Who somebody is, in which colours and with whose head of hair,
the reference picture alone can tell. Every panel has a twin that differs in its people's colours
alone, so that the two tell apart what pictures say and what words and places do.
"""

from random import Random
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image

from renderers.prompts import joined
from renderers.toon.training.backdrops import CELL, Backdrop, Backdrops, Cells
from renderers.toon.training.lessons import hint_of
from renderers.toon.world import StagedScene, captions
from renderers.toon.world.painting import peopled
from renderers.toon.world.staging import Actor, actors_of, style_of
from renderers.toon.world.strangers import Stranger, portrait

LEARNED, UNSEEN = (0, 1_000_000), (1_000_000, 2_000_000)
"""Seeds of the colours of those whom training sees, and of those for measuring."""
_SIDE = 256
"""Pixels along a reference picture."""


class ImageLesson(NamedTuple):
    """One panel of strangers, back to front."""

    picture: NDArray[np.uint8]
    prompt: str
    hint: NDArray[np.uint8]
    references: tuple[Image.Image, ...]
    """A picture of each of them, in another pose."""
    phrases: tuple[str, ...]
    masks: NDArray[np.uint8]
    """`[n, h, w]`: how much of every cell shows each of them."""


def image_lesson(
    backdrops: Backdrops, cells: Cells, seed: int, *, twin: bool = False
) -> ImageLesson:
    """Compose the seed's panel, or its twin: the same in all but its people's colours."""
    dice = Random(f"image lesson {seed}")
    place = dice.choice([each for each in backdrops[cells] if each.shot != "wide"])
    scene = strangers_scene(place, dice, dice.choice((1, 1, 2)), LEARNED)
    scene = _dyed_again(scene, Random(f"twin {seed}")) if twin else scene
    painting = peopled(Image.fromarray(place.picture), scene, None)
    spoken = tuple(range(len(scene.actors)))
    prompt = captions.whole(list(scene.actors), scene, dice, framed=True)
    if dice.random() < 0.4:
        spoken = (dice.choice(spoken),)
        said = captions.subject(scene.actors[spoken[0]], dice)
        prompt = joined((said, captions.place(scene, dice)))
    return ImageLesson(
        np.array(painting.picture),
        prompt,
        hint_of(scene, painting, spoken, spoken),
        tuple(pictured(scene.actors[index], dice) for index in spoken),
        tuple(phrase_of(scene.actors[index]) for index in spoken),
        np.stack([np.array(painting.masks[index].reduce(CELL)) for index in spoken]),
    )


def strangers_scene(
    place: Backdrop, dice: Random, count: int, dyes: tuple[int, int]
) -> StagedScene:
    """Stage strangers in a place, dyed from a range of seeds."""
    actors = tuple(
        actor._replace(generic=dice.randrange(*dyes))
        for actor in actors_of(dice, count, place.shot, place.size.aspect)
    )
    return StagedScene(
        place.size,
        place.shot,
        actors,
        place.setting.but(weather=None),
        place.place,
        place.camera,
        style_of(dice),
        place.seed,
    )


def _dyed_again(scene: StagedScene, dice: Random) -> StagedScene:
    dyed = [actor._replace(generic=dice.randrange(*LEARNED)) for actor in scene.actors]
    return scene._replace(actors=tuple(dyed))


def pictured(actor: Actor, dice: Random) -> Image.Image:
    """Draw the actor's reference picture: in a pose of its own."""
    own = actor.look.card.id
    whole = portrait(Stranger(own, own, actor.generic), dice, side=_SIDE)
    return whole.crop(whole.getbbox())


def phrase_of(actor: Actor) -> str:
    """Say what somebody is, and nothing of who."""
    return actor.look.card.class_noun


class ImageRow(NamedTuple):
    """One lesson as numbers."""

    latent: torch.Tensor
    hint: torch.Tensor
    states: torch.Tensor
    """The prompt, encoded."""
    seen: torch.Tensor
    """`[n, patches, width]`: what the image encoder makes of the reference pictures."""
    grounding: torch.Tensor
    """`[n, width]`: each phrase and the Fourier features of each box."""
    where: torch.Tensor
    """`[n, h, w]`: each box, all of it."""
    shown: torch.Tensor
    """`[h, w]`: how much of every cell shows somebody of them."""
