"""What each renderer can be told: one model a renderer, told apart by `name`."""

from typing import Annotated, Any, Literal, Self

from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from schemas.base import Value

Fraction = Annotated[float, Field(ge=0, le=1)]


def _contradiction(said: str, *keys: str) -> PydanticCustomError:
    """Return the error of settings that cannot stand together, the likeliest slip first."""
    return PydanticCustomError("contradiction", "{said}", {"said": said, "keys": keys})


class InitSettings(Value):
    """Where the sampler starts from."""

    source: Literal["collage", "noise"] = Field(default="collage", alias="from")
    """`collage`: the subjects' own pictures, composed by the plan; `noise`: pure noise."""
    strength: Fraction = 0.35
    """How far the collage is noised: 0 keeps it, 1 forgets it. Only read with `collage`."""


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
            raise _contradiction(
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
            raise _contradiction(f"sal would end at {self.end}, before it starts", "end", "start")
        return self


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


class DiffusionSettings(Value):
    """What every renderer that draws by diffusion can be told."""

    model: str = "toon"
    """`toon`, a diffusers directory, or a hub id."""
    steps: int | None = Field(default=None, ge=1, le=1000)
    """Of the whole schedule. None takes what the model's directory recommends, else the paper's:
    50, with a scaffold 80."""
    guidance_scale: float | None = Field(default=None, ge=0, le=50)
    """Classifier-free guidance; 1 or less is none. None takes what the model's directory
    recommends, else Stable Diffusion's 7.5."""
    guidance_start: Fraction = 0.0
    guidance_end: Fraction = 1.0
    """From where to where in the whole schedule there is guidance; outside, a step costs half."""
    cache_every: int = Field(default=1, ge=1, le=20)
    """Deep features are made anew in every n-th step and reused in between (DeepCache, arXiv
    2312.00858); 1 makes them in every step."""
    scheduler: Literal["ddim", "euler"] = "ddim"
    resolution: int = Field(default=768, ge=64, le=4096)
    """The panel has about resolution² pixels, whatever its aspect ratio."""
    device: Literal["auto", "cpu", "cuda", "mps"] = "auto"
    dtype: Literal["auto", "float32", "float16", "bfloat16"] = "auto"
    batch: int | None = Field(default=None, ge=1, le=64)
    """Most samples in one forward pass, of which a panel in one pass takes two at least; None fits
    the device. It bounds memory, not the picture."""
    memory: MemorySettings = MemorySettings()

    def seen(self) -> dict[str, Any]:
        """Return, as JSON, what changes the picture by more than rounding."""
        told = self.model_dump(mode="json", exclude={"device", "batch", "memory"})
        return told | {"vae_tiling": self.memory.vae_tiling}

    @model_validator(mode="after")
    def _guided_in_order(self) -> Self:
        if self.guidance_start > self.guidance_end:
            raise _contradiction(
                f"guidance would end at {self.guidance_end}, before it starts",
                "guidance_end", "guidance_start",
            )  # fmt: skip
        return self


class MspSettings(DiffusionSettings):
    """MSP-Diffusion (arXiv 2405.12742) on a personalised Stable Diffusion model."""

    name: Literal["msp"] = "msp"
    mode: Literal["auto", "reference", "fast"] = "auto"
    """`reference`: the paper's, a pass for every segment; `fast`: one pass for all, told apart by
    masked attention, whose cost hardly grows with the subjects; `auto`: fast where that has been
    measured to draw the same, which is from a collage noised up to half, and where nothing asks
    for segments that diffuse alone."""
    kappa: Fraction = 0.4
    """Fraction of the steps in which every segment diffuses alone."""
    global_steps: int | None = Field(default=None, ge=0)
    """Steps that follow the global prompt alone, as many of all the steps; fewer in proportion
    where the sampler starts from a noised collage. None is the paper's: 2, with a scaffold a tenth
    of the steps."""
    global_position: Literal["start", "after_segments", "spread"] = "start"
    """`start`: before the segments part; `after_segments`: right after they merge; `spread`:
    evenly over the harmonisation."""
    harmony: Fraction = 0.3
    """While harmonising: 0 denoises by segments only, 1 by the global prompt only."""
    feather: Fraction = 0.02
    """Softness of the masks while harmonising, as a fraction of the panel's longer side."""
    scaffold: Literal["none", "place", "collage"] = "none"
    """What is shown around a segment while it diffuses alone: whatever its own trajectory makes
    there, or, noised alike, the empty place or the collage. A panel's own `scaffold` picture is
    its place, and comes first."""
    references: Literal["none", "collage"] = "none"
    """`collage`: a subject with a picture of its own does not diffuse alone but stands in its
    segment as it is in the collage, noised."""
    reference_until: Fraction | None = None
    """Until which fraction of the steps; None is until segments merge, as in the paper. From then
    to kappa such a segment diffuses alone as others do."""
    crop: bool = False
    """Whether segments that diffuse alone are computed only where they are, and a little around:
    cheaper the smaller they are, and not quite the same."""
    init: InitSettings = InitSettings()
    controlnet: ControlNetSettings = ControlNetSettings()
    sal: SalSettings | None = None
    """Subject-aware guidance; None draws without."""

    @property
    def posed(self) -> bool:
        """Whether a ControlNet is to follow the pose maps."""
        if self.controlnet.enabled is not None:
            return self.controlnet.enabled
        return self.controlnet.model is not None or not self._pictured

    @property
    def light(self) -> bool:
        """Whether one pass a step is to draw all segments, as far as the settings can tell."""
        return self.mode == "fast" or (self.mode == "auto" and self._pictured and not self._lone)

    @property
    def _pictured(self) -> bool:
        """Whether the start still shows who stands where and how."""
        return self.init.source == "collage" and self.init.strength <= 0.5

    @property
    def _lone(self) -> tuple[str, ...]:
        """Name the settings that are for segments that diffuse alone."""
        asked = {
            "crop": self.crop, "references": self.references != "none",
            "scaffold": self.scaffold != "none",
        }  # fmt: skip
        return tuple(name for name in asked if asked[name])

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if self.sal and self.sal.reading == "feature" and self.init.source == "noise":
            raise _contradiction(
                "sal with reading: feature compares with the collage, and init is from noise",
                "sal.reading", "init.from",
            )  # fmt: skip
        if self.mode == "fast" and self._lone:
            raise _contradiction(
                f"{self._lone[0]} is for segments that diffuse alone, "
                "which they do not in mode: fast",
                self._lone[0], "mode",
            )  # fmt: skip
        if self.reference_until is not None and self.reference_until > self.kappa:
            raise _contradiction(
                f"reference_until ({self.reference_until}) lies after kappa ({self.kappa}), "
                "where all segments merge",
                "reference_until", "kappa",
            )  # fmt: skip
        return self


class DreamboothSettings(DiffusionSettings):
    """The baseline: the whole panel's prompt and nothing else, as DreamBooth is used alone."""

    name: Literal["dreambooth"] = "dreambooth"


class TextualInversionSettings(DiffusionSettings):
    """A baseline: one prompt, in which every character is a word that was learned for it."""

    name: Literal["textual-inversion"] = "textual-inversion"


class RegionalPromptingSettings(DiffusionSettings):
    """A baseline: each segment's prompt is heard in its own mask, and nothing else is done."""

    name: Literal["regional-prompting"] = "regional-prompting"
    init: InitSettings = InitSettings(source="noise")

    @field_validator("init", mode="before")
    @classmethod
    def _from_noise(cls, init: Any) -> Any:
        """Start from noise unless told otherwise, whatever else is told."""
        silent = isinstance(init, dict) and not {"from", "source"} & set(init)
        return {"from": "noise", **init} if silent else init


class CollageSettings(Value):
    """Cut-outs of the characters' references over a drawn backdrop: an instant preview."""

    name: Literal["collage"] = "collage"
    resolution: int = Field(default=1024, ge=64, le=4096)


class SketchSettings(Value):
    """The plan itself as a drawing: regions, skeletons, names."""

    name: Literal["sketch"] = "sketch"
    resolution: int = Field(default=768, ge=64, le=4096)


RendererSettings = Annotated[
    MspSettings
    | DreamboothSettings
    | TextualInversionSettings
    | RegionalPromptingSettings
    | CollageSettings
    | SketchSettings,
    Field(discriminator="name"),
]
