"""Groups of settings that several recipes of training have."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from schemas.base import Value
from schemas.settings import Fraction

Rate = Annotated[float, Field(gt=0, le=1)]
Range = tuple[float, float]
Off = Literal[False]
"""How a group of settings is left out that is there by default."""


def ordered(name: str, limits: Range, *, least: float, most: float) -> None:
    """Refuse limits that are out of range, or in the wrong order."""
    low, high = limits
    if not least <= low <= high <= most:
        raise PydanticCustomError(
            "contradiction",
            "{said}",
            {
                "said": f"{name} must be two numbers from {least:g} to {most:g}, the lower first",
                "keys": (name,),
            },
        )


class AugmentationSettings(Value):
    """How one cut-out becomes many pictures; the numbers are MSP-Diffusion's (2405.12742)."""

    zoom: Range = (0.4, 0.5)
    """Least and greatest height of the figure, in heights of the picture; above 1 its upper part
    fills the picture."""
    crop: Range = (0.65, 0.95)
    """Least and greatest part of the whole that is kept where it is cropped."""
    crop_probability: Fraction = 0.1
    backgrounds: Literal["drawn", "plain", "own"] = "drawn"
    """`drawn`: places out of this package; `plain`: one colour; `own`: the picture as it is,
    neither cut out nor moved."""
    places: int = Field(default=100, ge=1, le=10_000)
    """How many different drawn backgrounds there are."""
    flip: bool = False
    """Whether half of the figures are mirrored. Leave it for characters that are not symmetrical;
    words of direction are mirrored with them."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        ordered("zoom", self.zoom, least=0.05, most=8)
        ordered("crop", self.crop, least=0.05, most=1)
        return self


class PriorSettings(Value):
    """Prior preservation (DreamBooth, arXiv 2208.12242): what the base knew is trained as well."""

    weight: float = Field(default=1.0, ge=0, le=100)
    """Of the loss on these pictures, against the loss on the subjects'."""
    pictures: int = Field(default=200, ge=1, le=10_000)
    """How many there are for each class; the base draws them once, and they are kept."""
    steps: int = Field(default=50, ge=1, le=1000)
    """Steps in which one of them is drawn."""


class SampleSettings(Value):
    """Pictures drawn while training: one a character, and one a pair."""

    every: int = Field(default=0, ge=0)
    """After so many steps, and before the first; 0 draws none."""
    steps: int = Field(default=20, ge=1, le=1000)
    guidance_scale: float | None = Field(default=None, ge=0, le=50)
    """None takes what the base's directory recommends, else 7.5."""
    strength: Fraction = 0.7
    """How far a start is noised, for a base that draws from a collage alone."""


class MaskSettings(Value):
    """Who cuts figures out where neither transparency nor a plain background does."""

    detector: str
    """OWLv2 or OWL-ViT, which finds them: a directory or hub id."""
    segmenter: str
    """SAM, which finds their outlines: a directory or hub id."""


class SilhouetteSettings(Value):
    """Teaches how a subject's outline, filled with grey, becomes the subject.

    A start from a picture (SDEdit, arXiv 2108.01073) is that picture with noise laid over it: what
    the sampler takes for noise has what the picture lacks as its mean, down to the last step. So
    noise is drawn in training.
    """

    strength: Range = (0.5, 0.7)
    """How far the renderer's start (its `init: strength`) is noised at least and at most. Less than
    will be asked for as well: a step that makes too little of the subject leaves what a start of
    less noise would have left."""
    share: Fraction = 0.9
    """Share of the pictures; the others are noised as ever."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        ordered("strength", self.strength, least=0.2, most=0.95)
        return self


class DcoSettings(Value):
    """Direct consistency optimisation (arXiv 2402.12004), in the prior's place."""

    beta: float = Field(default=1000.0, gt=0)
