"""One subject on a canvas: augmentation as in MSP-Diffusion (arXiv 2405.12742).

The paper gives zoom 0.4 to 0.5, crops of 0.65 to 0.95 with probability 0.1, and random
translation; how they follow each other it does not say. Here a figure is scaled, moved over a
background, and then the whole is sometimes cropped.
"""

from collections.abc import Callable
from functools import lru_cache
from random import Random
from typing import NamedTuple, TypeAlias

from PIL import Image, ImageChops, ImageOps

from renderers.places.backdrops import PLACES, backdrop
from renderers.prompts import joined
from renderers.training.captions import mirrored
from renderers.training.pictures import SubjectPicture, TrainingSubject
from schemas.geometry import Box, Size
from schemas.story import Setting
from schemas.training_groups import AugmentationSettings

_PLAIN = ("a white background", "white"), ("a grey background", "#9a9a9a")
FLIP = Image.Transpose.FLIP_LEFT_RIGHT
"""How figures are mirrored."""


class Composition(NamedTuple):
    """One training picture, ready to be encoded."""

    image: Image.Image
    """RGB."""
    mask: Image.Image
    """L: 255 where a subject is."""
    prompt: str
    masked: bool = False
    """Whether the loss may count less outside the mask."""
    heads: Image.Image | None = None
    """L: 255 where a subject's head is seen; None where nobody says."""


Composer: TypeAlias = Callable[[Random, Size], Composition]
"""Makes a picture of a size by chance; equal chance makes equal pictures."""


class Laid(NamedTuple):
    """A figure on a canvas."""

    figure: Image.Image
    """RGBA."""
    corner: tuple[int, int]
    """Its left upper pixel; may lie outside."""
    head: Box | None = None
    """Where its head is, in its own unit square."""


class Background(NamedTuple):
    """What stands behind, and its words."""

    image: Image.Image
    words: str


def alone(subject: TrainingSubject, settings: AugmentationSettings) -> Composer:
    """Return what shows one of a subject's pictures, each time otherwise."""

    def compose(rng: Random, size: Size) -> Composition:
        picture = rng.choice(subject.pictures)
        if settings.backgrounds == "own":
            return _as_it_is(picture, size)
        flip = settings.flip and rng.random() < 0.5
        figure = picture.figure.transpose(FLIP) if flip else picture.figure
        head = mirrored_box(picture.head) if flip and picture.head else picture.head
        ground = background(rng, size, settings)
        made = _laid(figure, head, ground, rng, size, settings)
        caption = mirrored(picture.caption) if flip else picture.caption
        made = made._replace(prompt=joined((caption, ground.words)))
        return _cropped(made, rng, settings) if rng.random() < settings.crop_probability else made

    return compose


def mirrored_box(box: Box) -> Box:
    """Return a box of the unit square in the square's mirror image."""
    return box.but(left=1 - box.right, right=1 - box.left)


def _as_it_is(picture: SubjectPicture, size: Size) -> Composition:
    image = ImageOps.fit(picture.whole, (size.width, size.height), Image.Resampling.LANCZOS)
    return Composition(image, Image.new("L", image.size, 255), picture.caption)


def background(rng: Random, size: Size, settings: AugmentationSettings) -> Background:
    """Choose what stands behind: one of the places, or plain colour."""
    if settings.backgrounds != "drawn":
        words, colour = rng.choice(_PLAIN)
        return Background(Image.new("RGB", (size.width, size.height), colour), words)
    return place(rng.randrange(settings.places), size)


@lru_cache(maxsize=256)
def place(number: int, size: Size) -> Background:
    """Draw one of the places, always the same for a number."""
    rng = Random(number)
    words = rng.choice(PLACES[rng.choice(list(PLACES))])
    closer = rng.choice((1.0, 1.0, 1.6, 2.2))
    image = backdrop(Setting(prompt=words), size, seed=number, zoom=closer)
    return Background(image, words)


def _laid(
    figure: Image.Image,
    head: Box | None,
    ground: Background,
    rng: Random,
    size: Size,
    settings: AugmentationSettings,
) -> Composition:
    height = rng.uniform(*settings.zoom) * size.height
    scaled = scaled_to(figure, height / figure.height)
    left = _shift(rng, size.width - scaled.width)
    # A figure that is too tall shows its head: the rest is below the picture's edge.
    room = size.height - scaled.height
    top = rng.randint(0, room) if room >= 0 else round(rng.uniform(0.02, 0.2) * size.height)
    return laid_on(ground.image, [Laid(scaled, (left, top), head)])._replace(masked=True)


def _shift(rng: Random, room: int) -> int:
    """Choose where a figure begins; one that is too wide stays in the middle, nearly."""
    return rng.randint(0, room) if room >= 0 else round(room * rng.uniform(0.35, 0.65))


def scaled_to(figure: Image.Image, factor: float) -> Image.Image:
    """Return a figure so many times as large, at least a pixel."""
    size = max(1, round(figure.width * factor)), max(1, round(figure.height * factor))
    return figure.resize(size, Image.Resampling.LANCZOS if factor < 1 else Image.Resampling.BICUBIC)


def laid_on(ground: Image.Image, figures: list[Laid], *, hard: bool = False) -> Composition:
    """Lay figures on a ground, later ones over earlier; `hard` cuts them out without soft edges."""
    image = ground.convert("RGB").copy()
    mask, heads = Image.new("L", ground.size), Image.new("L", ground.size)
    for figure, corner, head in figures:
        alpha = figure.getchannel("A")
        if hard:
            alpha = alpha.point(lambda value: 255 if value > 122 else 0)
        image.paste(figure.convert("RGB"), corner, alpha)
        mask.paste(255, corner, alpha)
        heads.paste(0, corner, alpha)
        if head is not None:
            heads.paste(255, corner, ImageChops.darker(alpha, _boxed(head, figure.size)))
    return Composition(image, mask, "", heads=heads)


def _boxed(box: Box, size: tuple[int, int]) -> Image.Image:
    made, (wide, high) = Image.new("L", size), size
    corners = (
        round(box.left * wide),
        round(box.top * high),
        round(box.right * wide),
        round(box.bottom * high),
    )
    made.paste(255, corners)
    return made


def _cropped(made: Composition, rng: Random, settings: AugmentationSettings) -> Composition:
    """Keep a part of the whole, in the whole's own size."""
    width, height = made.image.size
    share = rng.uniform(*settings.crop)
    wide, high = share * width, share * height
    left, top = rng.uniform(0, width - wide), rng.uniform(0, height - high)
    box = (left, top, left + wide, top + high)
    heads = made.heads
    return made._replace(
        image=made.image.resize(made.image.size, Image.Resampling.BICUBIC, box),
        mask=made.mask.resize(made.mask.size, Image.Resampling.BILINEAR, box),
        heads=heads and heads.resize(heads.size, Image.Resampling.BILINEAR, box),
    )
