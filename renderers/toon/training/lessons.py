"""What the denoiser from noise learns from: a panel, what is said of it, and what it is shown.

Sixty in a hundred are single subjects, a fifth two; a quarter of the panels are said whole, with
everybody's skeleton, so that one prompt for all is a fair opponent of segments. Everything comes
from one seed, so that a run can be taken up to the sample.
"""

from random import Random
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw

from renderers.conditioning.maps import pose_map
from renderers.prompts import joined
from renderers.toon.training.backdrops import CELL, Backdrop, Backdrops, Cells
from renderers.toon.world import Painting, StagedScene, captions, held_out
from renderers.toon.world.figures import cast
from renderers.toon.world.painting import peopled
from renderers.toon.world.staging import actors_of, style_of
from renderers.toon.world.things import accompanied
from renderers.toon.world.troupe import ALONE, Troupe
from schemas.geometry import Size

HINT_PIXELS = 8
"""Pixels of a hint along a latent cell."""
_DRY = 0.3
"""Share of the panels with weather that are shown without, and said so: it hides faces."""


class LessonOdds(NamedTuple):
    """How often what is told."""

    subjects: tuple[int, ...] = (3, 55, 20, 11, 11)
    """Of a hundred panels, how many show nobody, one, two, three, four."""
    local: tuple[float, ...] = (0.0, 0.65, 0.52, 0.24, 0.24)
    """By the number of subjects: share that is said of one of them alone."""
    place: float = 0.06
    """Share of the panels of several of which the place alone is said."""
    company: float = 0.5
    """Share in which everybody's skeleton is shown, whoever is spoken of."""
    things: float = 0.22
    """Share with a thing or an animal of the library, where there is a troupe."""


ODDS = LessonOdds()


class Stock(NamedTuple):
    """What panels are composed of."""

    backdrops: Backdrops
    troupe: Troupe = ALONE
    """Who there is beyond the cast as it is drawn."""


class PanelLesson(NamedTuple):
    """One panel, ready to be learned from."""

    picture: NDArray[np.uint8]
    """RGB."""
    prompt: str
    hint: NDArray[np.uint8]
    """The pose map, and in a fourth channel where those are who are spoken of."""
    who: NDArray[np.uint8]
    """`[cast, h, w]`: how much of every cell shows each of the cast; 255 is all."""
    heads: NDArray[np.uint8]
    """`[h, w]`: how much of every cell is head: what readers look at, and few cells show."""


def lesson(stock: Stock, cells: Cells, seed: int, odds: LessonOdds = ODDS) -> PanelLesson:
    """Compose the seed's panel of a shape."""
    dice = Random(seed)
    scene, painting = composed(stock, cells, dice, odds)
    prompt, spoken = told(scene, dice, odds)
    everybody = tuple(range(len(scene.actors)))
    posed = everybody if dice.random() < odds.company else spoken
    return PanelLesson(
        np.array(painting.picture),
        prompt,
        hint_of(scene, painting, posed, spoken),
        _who(scene, painting),
        _heads(scene, painting),
    )


def composed(
    stock: Stock, cells: Cells, dice: Random, odds: LessonOdds
) -> tuple[StagedScene, Painting]:
    """Compose a panel of a shape by chance, as large as its backdrop."""
    while True:
        place = dice.choice(stock.backdrops[cells])
        dry = place.weather is not None and dice.random() < _DRY
        count = dice.choices(range(len(odds.subjects)), odds.subjects)[0]
        count = min(count, 2 if place.shot == "close" else 4)
        scene = _scene(place, count, dice, stock.troupe, dry=dry)
        if stock.troupe is not ALONE and dice.random() < odds.things:
            with_it = accompanied(dice, scene.actors, scene.shot, scene.size.aspect)
            scene = scene._replace(actors=with_it)
        if not held_out(scene):
            weather = None if dry or place.weather is None else Image.fromarray(place.weather)
            return scene, peopled(Image.fromarray(place.picture), scene, weather)


def _scene(place: Backdrop, count: int, dice: Random, troupe: Troupe, *, dry: bool) -> StagedScene:
    setting = place.setting.but(weather=None) if dry else place.setting
    actors = actors_of(dice, count, place.shot, place.size.aspect, troupe)
    return StagedScene(
        place.size,
        place.shot,
        actors,
        setting,
        place.place,
        place.camera,
        style_of(dice),
        place.seed,
    )


def told(scene: StagedScene, dice: Random, odds: LessonOdds) -> tuple[str, tuple[int, ...]]:
    """Say a panel wholly, or one subject, or the place; return whom that speaks of as well."""
    count = len(scene.actors)
    if not count or (count > 1 and dice.random() < odds.place):
        return captions.place(scene, dice, style=dice.random() < 0.8), ()
    if dice.random() < odds.local[min(count, len(odds.local) - 1)]:
        one = dice.randrange(count)
        where = dice.random() < 0.75
        place = captions.place(scene, dice, style=dice.random() < 0.5) if where else None
        return joined((captions.subject(scene.actors[one], dice), place)), (one,)
    return captions.whole(list(scene.actors), scene, dice, framed=True), tuple(range(count))


def hint_of(
    scene: StagedScene,
    painting: Painting,
    posed: tuple[int, ...],
    spoken: tuple[int, ...],
    *,
    cell: int = CELL,
) -> NDArray[np.uint8]:
    """Draw the skeletons of `posed`, and where those are seen who are spoken of.

    `cell` is how many of the scene's pixels a latent cell has along a side.
    """
    wide, high = (side // cell * HINT_PIXELS for side in (scene.size.width, scene.size.height))
    poses = [pose for index in posed if (pose := scene.actors[index].pose) is not None]
    area = Image.new("L", (wide, high))
    for index in spoken:
        area = ImageChops.lighter(area, painting.masks[index].resize((wide, high)))
    skeletons = pose_map(poses, Size(width=wide, height=high)).convert("RGB")
    return np.dstack([np.array(skeletons), np.array(area)])


def _who(scene: StagedScene, painting: Painting) -> NDArray[np.uint8]:
    tokens = [card.token for card in cast()]
    cells = scene.size.height // CELL, scene.size.width // CELL
    found = np.zeros((len(tokens), *cells), np.uint8)
    for actor, mask in zip(scene.actors, painting.masks, strict=True):
        if actor.generic is None and not actor.extra:
            found[tokens.index(actor.look.card.token)] = np.array(mask.reduce(CELL))
    return found


def _heads(scene: StagedScene, painting: Painting) -> NDArray[np.uint8]:
    heads, seen = Image.new("L", painting.picture.size), Image.new("L", painting.picture.size)
    draw = ImageDraw.Draw(heads)
    for actor, mask in zip(scene.actors, painting.masks, strict=True):
        seen = ImageChops.lighter(seen, mask)
        if actor.look.view.head is not None:
            box = actor.shown(actor.look.view.head)
            corners = [
                box.left * heads.width,
                box.top * heads.height,
                box.right * heads.width,
                box.bottom * heads.height,
            ]
            draw.rectangle(corners, fill=255)
    return np.array(ImageChops.darker(heads, seen).reduce(CELL))


def stacked(
    lessons: list[PanelLesson],
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return pictures, hints, who and heads of panels of one shape, bytes, channels first."""
    pictures, hints = (np.stack([each[at] for each in lessons]) for at in (0, 2))
    who, heads = (np.stack([each[at] for each in lessons]) for at in (3, 4))
    return (
        torch.from_numpy(pictures).permute(0, 3, 1, 2),
        torch.from_numpy(hints).permute(0, 3, 1, 2),
        torch.from_numpy(who),
        torch.from_numpy(heads),
    )
