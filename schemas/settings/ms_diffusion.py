"""What drawing by MS-Diffusion can be told."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field

from schemas.settings.base import Weights
from schemas.settings.diffusion import DiffusionSettings
from schemas.settings.groups import ImagePromptSettings


class MsDiffusionSettings(DiffusionSettings):
    """MS-Diffusion (arXiv 2406.07209): one prompt, and every character's picture in its box."""

    drawn_by: ClassVar[str] = "renderers.methods.ms_diffusion:ms_diffusion"

    name: Literal["ms-diffusion"] = "ms-diffusion"
    adapter: str | None = None
    """The adapter's file, beside the story, as published."""
    image_encoder: str | None = None
    """The CLIP vision model's directory or hub id; None takes `image_encoder` beside the file."""
    scale: float = Field(default=0.6, ge=0, le=2)
    """How much the pictures say beside the words."""
    where: Literal["mask", "box"] = "box"
    """Where a character's picture is heard: in its posed `mask`, or in the `box` around it."""

    @property
    def image_prompt(self) -> ImagePromptSettings:
        """The pictures as prompts."""
        return ImagePromptSettings(
            adapter=self.adapter, image_encoder=self.image_encoder, scale=self.scale,
            where=self.where,
        )  # fmt: skip

    def weights(self) -> Iterator[Weights]:
        """Yield the model, the adapter and its image encoder."""
        yield from super().weights()
        yield from self.image_prompt.files
