"""What drawing by MS-Diffusion can be told."""

from typing import ClassVar, Literal

from schemas.settings.pictured import PicturedSettings


class MsDiffusionSettings(PicturedSettings):
    """MS-Diffusion (arXiv 2406.07209): one prompt, and every character's picture in its box."""

    drawn_by: ClassVar[str] = "renderers.methods.ms_diffusion:ms_diffusion"

    part: ClassVar[str] = "ms_adapter"

    name: Literal["ms-diffusion"] = "ms-diffusion"
    where: Literal["mask", "box"] = "box"
    """Where a character's picture is heard: in its posed `mask`, or in the `box` around it."""
