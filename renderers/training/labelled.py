"""Pictures of several subjects with everybody's own mask: what a segmenter learns from."""

from collections.abc import Callable, Sequence
from random import Random
from typing import NamedTuple, TypeAlias

import torch
from jaxtyping import Float
from PIL import Image, ImageChops
from torch import Tensor

from renderers.training.canvases import Composer, Composition, background, scaled_to
from renderers.training.pictures import TrainingSubject
from schemas.geometry import Size
from schemas.training import SegmenterTraining

_TOGETHER = (4, 48, 28, 13, 7)
"""Of a hundred pictures, how many show nobody, one, two, three, four subjects."""


class LabelledPicture(NamedTuple):
    """One picture, and where each of the subjects is seen in it."""

    image: Image.Image
    """RGB."""
    masks: tuple[Image.Image, ...]
    """L, one for each subject, in their order: 255 where that subject is seen."""


Labeller: TypeAlias = Callable[[Random, Size], LabelledPicture]
"""Makes a labelled picture of a size by chance; equal chance makes equal pictures."""


def labelled(subjects: Sequence[TrainingSubject], settings: SegmenterTraining) -> Labeller:
    """Return what shows some of the subjects, in any of their pictures, over the backgrounds.

    They stand at heights of the augmentation's zoom, may be mirrored, and may hide one another.
    """
    augmentation = settings.augmentation

    def compose(rng: Random, size: Size) -> LabelledPicture:
        image = background(rng, size, augmentation).image.convert("RGB").copy()
        masks = [Image.new("L", image.size) for _ in subjects]
        count = rng.choices(range(len(_TOGETHER)), _TOGETHER)[0]
        for index in rng.sample(range(len(subjects)), min(count, len(subjects))):
            figure = rng.choice(subjects[index].pictures).figure
            if augmentation.flip and rng.random() < 0.5:
                figure = figure.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
            height = rng.uniform(*augmentation.zoom) * size.height
            scaled = scaled_to(figure, height / figure.height)
            corner = _corner(rng, scaled, size)
            image.paste(scaled.convert("RGB"), corner, scaled.getchannel("A"))
            masks = _seen(masks, index, scaled, corner)
        return LabelledPicture(image, tuple(masks))

    return compose


def _corner(rng: Random, figure: Image.Image, size: Size) -> tuple[int, int]:
    """Choose where a figure is; a fifth of it may be beyond an edge, of a tall one its feet."""
    aside, below = figure.width // 5, size.height - figure.height
    left = rng.randint(-aside, max(-aside, size.width - figure.width + aside))
    top = rng.randint(0, below) if below >= 0 else round(rng.uniform(0.02, 0.2) * size.height)
    return left, top


def _seen(
    masks: list[Image.Image], index: int, figure: Image.Image, corner: tuple[int, int]
) -> list[Image.Image]:
    """Add a figure's mask, and take what it hides from the others."""
    own = Image.new("L", masks[index].size)
    own.paste(figure.getchannel("A"), corner)
    kept = [ImageChops.multiply(mask, ImageChops.invert(own)) for mask in masks]
    return [ImageChops.lighter(mask, own) if i == index else mask for i, mask in enumerate(kept)]


def shown_whole(labeller: Labeller) -> Composer:
    """Return the same pictures as compositions, to be looked at."""

    def compose(rng: Random, size: Size) -> Composition:
        made = labeller(rng, size)
        mask = Image.new("L", made.image.size)
        for each in made.masks:
            mask = ImageChops.lighter(mask, each)
        return Composition(made.image, mask, "")

    return compose


def maps_of(made: LabelledPicture, cells: tuple[int, int]) -> Float[Tensor, "subjects high wide"]:
    """Return how much of every cell, or pixel, shows each subject."""
    high, wide = cells
    small = [mask.resize((wide, high), Image.Resampling.BOX) for mask in made.masks]
    rows = [torch.frombuffer(bytearray(mask.tobytes()), dtype=torch.uint8) for mask in small]
    return torch.stack(rows).view(-1, high, wide).float() / 255
