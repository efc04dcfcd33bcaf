"""What each renderer can be told: one model a renderer, told apart by `name`."""

from typing import Annotated, Literal

from pydantic import Field

from schemas.base import Value

Fraction = Annotated[float, Field(ge=0, le=1)]


class InitSettings(Value):
    """Where the sampler starts from."""

    source: Literal["collage", "noise"] = Field(default="collage", alias="from")
    """`collage`: the subjects' own pictures, composed by the plan; `noise`: pure noise."""
    strength: Fraction = 0.5
    """How far the collage is noised: 0 keeps it, 1 forgets it. Only read with `collage`."""


class ControlNetSettings(Value):
    """Pose maps: whether a ControlNet follows them and how strongly."""

    enabled: bool = True
    """Without a ControlNet in the model, pose maps are left out and the render says so."""
    model: str | None = None
    """A ControlNet's directory or hub id; None takes the one inside the model's directory."""
    scale: float = Field(default=1.0, ge=0, le=2)
    start: Fraction = 0.0
    end: Fraction = 1.0


class MspSettings(Value):
    """MSP-Diffusion (arXiv 2405.12742) on a personalised Stable Diffusion model."""

    name: Literal["msp"] = "msp"
    model: str = "toon"
    """`toon`, a diffusers directory, or a hub id."""
    steps: int = Field(default=20, ge=1, le=1000)
    guidance_scale: float = Field(default=3.0, ge=0, le=50)
    scheduler: Literal["ddim", "euler"] = "ddim"
    kappa: Fraction = 0.4
    """Fraction of the steps in which every segment diffuses alone."""
    global_steps: int = Field(default=2, ge=0)
    """Steps of the global diffuser before the segments part."""
    harmony: Fraction = 0.3
    """While harmonising: 0 denoises by segments only, 1 by the global prompt only."""
    feather: Fraction = 0.02
    """Softness of the masks while harmonising, as a fraction of the panel's longer side."""
    resolution: int = Field(default=512, ge=64, le=4096)
    """The panel has about resolution² pixels, whatever its aspect ratio."""
    init: InitSettings = InitSettings()
    controlnet: ControlNetSettings = ControlNetSettings()
    device: Literal["auto", "cpu", "cuda", "mps"] = "auto"
    dtype: Literal["auto", "float32", "float16", "bfloat16"] = "auto"


class CollageSettings(Value):
    """Cut-outs of the characters' references over a drawn backdrop: an instant preview."""

    name: Literal["collage"] = "collage"
    resolution: int = Field(default=1024, ge=64, le=4096)


class SketchSettings(Value):
    """The plan itself as a drawing: regions, skeletons, names."""

    name: Literal["sketch"] = "sketch"
    resolution: int = Field(default=768, ge=64, le=4096)


RendererSettings = Annotated[
    MspSettings | CollageSettings | SketchSettings, Field(discriminator="name")
]
