"""What drawing by MS-Diffusion can be told."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from schemas.settings.base import Ineffective
from schemas.settings.groups import AttentionLayoutSettings
from schemas.settings.pictured import PicturedSettings


class MsDiffusionSettings(PicturedSettings):
    """MS-Diffusion (arXiv 2406.07209): one prompt, and every character's picture in its box."""

    drawn_by: ClassVar[str] = "renderers.methods.ms_diffusion:ms_diffusion"

    part: ClassVar[str] = "ms_adapter"

    name: Literal["ms-diffusion"] = "ms-diffusion"
    where: Literal["mask", "box"] = "box"
    """Where a character's picture is heard: in its posed `mask`, or in the `box` around it."""
    attention_layout: AttentionLayoutSettings | None = None
    """Automatic layout, as published: pictures are heard where the drawing itself puts their
    subjects, and no longer where the plan does. None keeps to the plan."""

    def ineffective(self) -> Iterator[Ineffective]:
        """Yield what does nothing, given or not."""
        yield from super().ineffective()
        found, steps = self.attention_layout, self.steps or 0
        if found is not None and 0 < steps < found.start:
            why = f"drawing takes {steps} steps, and it starts with the step {found.start}"
            yield Ineffective((("attention_layout", "start"), ("attention_layout",)), why)
