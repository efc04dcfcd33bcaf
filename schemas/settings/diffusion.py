"""What every renderer that draws by diffusion can be told."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from schemas.settings.base import Fraction, Ineffective, RendererSettings, Weights, contradiction
from schemas.settings.groups import HiresSettings, InitSettings, LoraSettings, MemorySettings

LARGEST = 4096
"""The largest resolution, in pixels."""
FINE = 100
"""Stands for the number of steps where only the model knows it."""


class DiffusionSettings(RendererSettings):
    """What every renderer that draws by diffusion can be told."""

    model: str = "toon"
    """`toon`, a diffusers directory, or a hub id."""
    steps: int | None = Field(default=None, ge=1, le=1000)
    """Of the whole schedule. None takes what the model's directory recommends, else the paper's:
    50, with a scaffold 80."""
    guidance_scale: float | None = Field(default=None, ge=0, le=50)
    """Classifier-free guidance; 1 or less is none. None takes what the model's directory
    recommends, else Stable Diffusion's 7.5."""
    guidance_rescale: Fraction = 0.0
    """How far guidance's contrast is brought back to the prompt's own (arXiv 2305.08891), against
    overexposed pictures; 0 leaves it, 0.7 is the paper's."""
    guidance_start: Fraction = 0.0
    guidance_end: Fraction = 1.0
    """From where to where in the whole schedule there is guidance; outside, a step costs half."""
    cache_every: int = Field(default=1, ge=1, le=20)
    """Deep features are made anew in every n-th step and reused in between (DeepCache, arXiv
    2312.00858); 1 makes them in every step."""
    loras: tuple[LoraSettings, ...] = ()
    """LoRAs that everything in a panel hears beside the characters' own, such as a style's."""
    lora_scale: float = Field(default=1.0, ge=0, le=2)
    """How strongly the characters' own LoRAs are heard; 1 is as they were trained."""
    scheduler: Literal["ddim", "euler"] = "ddim"
    timestep_spacing: Literal["leading", "linspace", "trailing"] | None = None
    """How the steps lie in the model's schedule, in diffusers' words; None is as its directory
    says."""
    clip_skip: int = Field(default=0, ge=0, le=11)
    """How many of the text encoders' last layers are left out, as diffusers counts them; other
    programs count one more."""
    resolution: int = Field(default=768, ge=64, le=LARGEST)
    """The panel has about resolution² pixels, whatever its aspect ratio; with `hires` it is first
    drawn so."""
    hires: HiresSettings | None = Field(default=None, exclude_if=lambda asked: asked is None)
    """Whether the panel is enlarged then, and drawn again; None draws it once."""
    device: Literal["auto", "cpu", "cuda", "mps"] = "auto"
    dtype: Literal["auto", "float32", "float16", "bfloat16"] = "auto"
    batch: int | None = Field(default=None, ge=1, le=64)
    """Most samples in one forward pass, of which a panel in one pass takes two at least; None fits
    the device. It bounds memory, not the picture."""
    memory: MemorySettings = MemorySettings()

    def drawing(self) -> dict[str, Any]:
        """Return, as JSON, what changes the picture by more than rounding."""
        changing = self.model_dump(mode="json", exclude={"device", "batch", "memory"})
        return changing | {"vae_tiling": self.memory.vae_tiling}

    def weights(self) -> Iterator[Weights]:
        """Yield the model, and the LoRAs that everything hears."""
        yield Weights(self.model, "model", "model")
        yield from (Weights(each.file, "file", "loras") for each in self.loras)

    def described(self, seed: int) -> Mapping[str, object]:
        """Return steps, sampler, guidance, seed and model."""
        scale = self.guidance_scale
        return {
            "Steps": self.steps,
            "Sampler": self.scheduler.upper(),
            # Left to the model's own recommendation, it is told by the model's name.
            "CFG scale": None if scale is None else f"{scale:g}",
            "Seed": seed,
            "Model": self.model,
            **self._described_hires(),
        }

    def _described_hires(self) -> Mapping[str, object]:
        if self.hires is None:
            return {}
        return {
            "Hires upscale": f"{self.hires.scale:g}",
            "Hires steps": self.hires.steps,
            "Hires upscaler": self.hires.upscaler.capitalize(),
            "Denoising strength": f"{self.hires.strength:g}",
        }

    @property
    def final_resolution(self) -> int:
        """The square root of the pixels that the picture has in the end."""
        return round(self.resolution * (self.hires.scale if self.hires else 1))

    def ineffective(self) -> Iterator[Ineffective]:
        """Yield what does nothing, given or not."""
        source = self.start.source
        if source != "collage":
            noised = f"only a collage is noised by it, and init is from {source}"
            yield Ineffective((("init", "strength"),), noised)
            lines = f"only a collage has lines to keep, and init is from {source}"
            yield Ineffective((("init", "detail"),), lines)
        if source != "mean-shift":
            why = f"only a mean-shift has it, and init is from {source}"
            keys = "gamma", "layout", "early"
            yield from (Ineffective((("init", key),), why) for key in keys)
        elif self.start.gamma == 0:
            why = "gamma is 0, and nothing shifts the noise"
            yield from (Ineffective((("init", key),), why) for key in ("layout", "early"))
        if self.hires is not None:
            count = self.hires.steps or self.steps or FINE
            if not int(count * self.hires.strength):
                why = f"of {count} steps its strength takes none, and nothing is drawn again"
                yield Ineffective((("hires", "strength"), ("hires",)), why)
        if self.steps_taken and (empty := self.unreached(self.guidance_start, self.guidance_end)):
            yield Ineffective((("guidance_end",), ("guidance_start",)), empty)

    @property
    def start(self) -> InitSettings:
        """Where the sampler starts from; a renderer without the setting starts from noise."""
        return InitSettings(source="noise")

    @property
    def steps_taken(self) -> range:
        """The schedule's steps that are taken: all from noise, the last from a collage.

        Where only the model knows the number of steps, they are counted in hundredths.
        """
        count = self.steps or FINE
        noised = int(count * self.start.strength) if self.start.source == "collage" else count
        return range(count - noised, count)

    def unreached(self, start: float, end: float) -> str | None:
        """Say why a span of the schedule holds no step that is taken; None where it holds one."""
        count, taken = self.steps or FINE, self.steps_taken
        # As the engine compares: a step counts where all of it lies within.
        if any(start <= i / count and (i + 1) / count <= end + 1e-9 for i in taken):
            return None
        first = taken.start / count
        return (
            f"of the schedule's steps, drawing takes those from {first:g} to 1, none of them here"
        )

    @model_validator(mode="after")
    def _guided_in_order(self) -> Self:
        if self.guidance_start > self.guidance_end:
            raise contradiction(
                f"guidance would end at {self.guidance_end}, before it starts",
                "guidance_end",
                "guidance_start",
            )
        return self

    @model_validator(mode="after")
    def _not_too_large(self) -> Self:
        if self.final_resolution > LARGEST:
            raise contradiction(
                f"hires would draw at a resolution of {self.final_resolution}, and {LARGEST} is "
                "the largest",
                "hires.scale",
                "resolution",
            )
        return self
