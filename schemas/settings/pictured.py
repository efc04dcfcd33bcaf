"""What the renderers have in common that hear every character's picture through an adapter."""

from collections.abc import Iterator, Mapping
from typing import ClassVar, Literal

from pydantic import Field

from schemas.settings.base import Ineffective, Weights
from schemas.settings.diffusion import DiffusionSettings
from schemas.settings.groups import ImagePromptSettings, Scale


class PicturedSettings(DiffusionSettings):
    """One prompt, and every character's own picture."""

    part: ClassVar[str]
    """The part of an adapter's file by which this method knows it."""

    adapter: str | None = None
    """The adapter's file, beside the story, as published."""
    image_encoder: str | None = None
    """The CLIP vision model's directory or hub id; None takes `image_encoder` beside the file."""
    scale: float = Field(default=0.6, ge=0, le=2)
    """How much the pictures say beside the words."""
    scales: Mapping[str, Scale] = {}
    """By a character's id: how much its own pictures say, instead of `scale`."""
    where: Literal["mask", "box"] = "mask"
    """Where a character's picture is heard: in its posed `mask`, or in the `box` around it."""

    @property
    def image_prompt(self) -> ImagePromptSettings:
        """The pictures as prompts."""
        return ImagePromptSettings(
            adapter=self.adapter,
            image_encoder=self.image_encoder,
            scale=self.scale,
            scales=self.scales,
            where=self.where,
        )

    @property
    def hears_references(self) -> bool:
        """All pictures of a character are heard."""
        return True

    def spoken_of(self) -> Iterator[tuple[tuple[str, ...], str]]:
        """Yield the characters that have a scale of their own."""
        yield from ((("scales", who), who) for who in self.scales)

    def ineffective(self) -> Iterator[Ineffective]:
        """Yield what does nothing, given or not."""
        yield from super().ineffective()
        if self.scale == 0 and not any(self.scales.values()):
            yield Ineffective((("adapter",),), "scale is 0, and no picture is heard")

    def weights(self) -> Iterator[Weights]:
        """Yield the model, the adapter and its image encoder."""
        yield from super().weights()
        yield from self.image_prompt.files
