"""Groups of settings that several renderers have."""

from collections.abc import Mapping
from pathlib import PurePath
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from schemas.base import Value
from schemas.settings.base import Fraction, Weights, contradiction

Layout = Literal["plan", "random"]
Scale = Annotated[float, Field(ge=0, le=2)]
"""How much pictures say beside words."""
GAMMA = 0.4
"""How strongly subjects shift the noise. The paper (arXiv 2404.04243) does not say; on toon, as its
segmenter sees them, subjects are mixed below and stand apart from here on (`docs/methods.md`)."""

EARLY = 0.2
"""In how many of the first steps renewed noise is shifted; measured on toon-noise, where hardly
anybody is found with none and groups run together with more (`docs/methods.md`)."""


class InitSettings(Value):
    """Where the sampler starts from."""

    source: Literal["collage", "noise", "mean-shift"] = Field(default="collage", alias="from")
    """`collage`: the subjects' own pictures, composed by the plan; `noise`: pure noise;
    `mean-shift`: noise whose mean the subjects' own pictures have shifted (arXiv 2404.04243)."""
    strength: Fraction = 0.35
    """How far the collage is noised: 0 keeps it, 1 forgets it. Only read with `collage`."""
    detail: Annotated[Fraction | None, Field(exclude_if=lambda given: given is None)] = None
    """How much of the collage's fine detail, finer than twelve of the model's latent cells, the
    drawing keeps: 0 none, 1 all. None is what the model recommends, else 0. Only read with
    `collage`."""
    gamma: float = Field(default=GAMMA, ge=0, le=2)
    """How strongly the subjects shift the noise: 0 is pure noise. Only read with `mean-shift`."""
    layout: Layout = "plan"
    """Where the subjects lie in the noise: where the `plan` puts them, or at `random`. Only read
    with `mean-shift`."""
    early: Fraction = Field(default=EARLY, exclude_if=EARLY.__eq__)
    """Share of the first steps whose fresh noise is shifted too, where a model renews its noise in
    every step and would forget the shift after the first. Only read with `mean-shift`."""

    @property
    def misplaced(self) -> str | None:
        """Say why segments cannot be where the noise has their subjects; None where they can."""
        if self.source != "mean-shift" or self.layout == "plan" or self.gamma == 0:
            return None
        return "subjects would start at random places, and their segments lie where the plan says"


class HiresSettings(Value):
    """Drawing small, enlarging, and drawing again at the larger size."""

    scale: float = Field(default=2.0, gt=1, le=4)
    """How much wider and higher the panel becomes."""
    strength: float = Field(default=0.4, gt=0, le=1)
    """How far what was drawn small is noised before it is drawn again: little keeps it, all of it
    forgets it."""
    steps: int | None = Field(default=None, ge=1, le=1000)
    """Of the whole schedule of the second drawing, of which `strength` is taken. None is as many
    as of the first."""
    upscaler: Literal["pixels", "latent"] = "pixels"
    """What is enlarged: the decoded picture, or the latent, which is blurred by it and takes a
    strength of 0.5 and more."""


class ControlNetSettings(Value):
    """Pose maps: whether a ControlNet follows them and how strongly."""

    enabled: bool | None = None
    """None follows pose maps where nothing else shows the poses: from noise, or from a collage
    noised beyond half. Without a ControlNet in the model the render says that they are left out."""
    model: str | None = None
    """A ControlNet's directory or hub id; None takes the one inside the model's directory."""
    scale: float = Field(default=1.0, ge=0, le=2)
    start: Fraction = 0.0
    end: Fraction = 1.0

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.start > self.end:
            raise contradiction(
                f"the ControlNet would end at {self.end}, before it starts", "end", "start"
            )
        return self


class SalSettings(Value):
    """Subject-aware guidance: a segmenter that knows the subjects corrects the drawing."""

    model: str | None = None
    """The segmenter's directory or hub id; None takes `segmenter` inside the model's directory."""
    decoder: str | None = None
    """An autoencoder's directory or hub id, such as a tiny one's, through which a segmenter that
    sees pixels is asked; None takes the model's own, whose gradients cost most of a panel."""
    reading: Literal["target", "confidence", "feature"] = "target"
    """`target`: every subject in its planned mask and no other there; `confidence`: certainty
    inside the masks; `feature`: likeness to the subjects' own pictures."""
    scale: Fraction = 0.03
    """Share of the noise estimate that one correction may change."""
    start: Fraction = 0.2
    end: Fraction = 0.9
    every: int = Field(default=2, ge=1, le=100)
    """Only in every n-th step, counted from the first that is drawn inside."""
    others: float = Field(default=1.0, ge=0, le=10)
    """How much another subject inside a mask counts, against the right one's absence."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.start > self.end:
            raise contradiction(f"sal would end at {self.end}, before it starts", "end", "start")
        return self


class LoraSettings(Value):
    """A LoRA that the whole of a panel hears, such as one of a style."""

    file: str
    """Beside the story."""
    scale: float = Field(default=1.0, ge=-2, le=2)
    """How strongly it is heard; 1 is as it was trained."""


class MemorySettings(Value):
    """What may be slower so that a model fits into less memory; the picture stays the same."""

    offload: Literal["none", "model"] = "none"
    """`model`: a part (text encoders, U-Net with ControlNet, autoencoder) is on the device only
    while it is used, and in main memory else."""
    vae_slicing: bool = False
    """Several pictures go through the autoencoder one after another."""
    vae_tiling: bool = False
    """Large pictures go through the autoencoder in overlapping tiles; seams may differ a little."""
    attention: Literal["auto", "sliced"] = "auto"
    """`sliced` attends one head at a time, for devices without a memory-saving attention."""


class ImagePromptSettings(Value):
    """Pictures of the subjects as prompts, each heard where its subject is."""

    adapter: str | None = None
    """The adapter's file, beside the story: an IP-Adapter's or MS-Diffusion's, as published."""
    image_encoder: str | None = None
    """The CLIP vision model's directory or hub id; None takes `image_encoder` beside the file."""
    scale: float = Field(default=0.6, ge=0, le=2)
    """How much the pictures say beside the words."""
    scales: Mapping[str, Scale] = {}
    """By a character's id: how much its own pictures say, instead of `scale`."""
    where: Literal["mask", "box"] = "mask"
    """Where a subject's picture is heard: in its posed `mask`, or in the `box` around it."""

    @property
    def files(self) -> tuple[Weights, ...]:
        """What is read; nothing where no adapter is named."""
        if self.adapter is None:
            return ()
        beside = (PurePath(self.adapter).parent / "image_encoder").as_posix()
        encoder = self.image_encoder or beside
        return (
            Weights(self.adapter, "file", "adapter"),
            Weights(encoder, "part", "image_encoder"),
        )


class AttentionLayoutSettings(Value):
    """Finding where subjects are heard from how much the cells attend to their words."""

    start: int = Field(default=5, ge=1, le=1000)
    """The step from which on pictures are heard where the maps of all steps so far show their
    subjects; before, in their planned places."""
    threshold: Fraction = 0.5
    """How strong a cell's attention must be, between the map's least and its most."""
