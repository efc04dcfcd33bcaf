"""What drawing with Cut-Mix weights can be told."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from schemas.settings.base import Ineffective
from schemas.settings.diffusion import DiffusionSettings


class CutMixSettings(DiffusionSettings):
    """Plain sampling with weights that were trained on subjects side by side (arXiv 2303.11305)."""

    drawn_by: ClassVar[str] = "renderers.methods.cut_mix:CutMix"

    name: Literal["cut-mix"] = "cut-mix"
    unmix: bool = True
    """Whether the negative prompt names the panel's subjects side by side, which such training
    draws with a seam between them."""

    def ineffective(self) -> Iterator[Ineffective]:
        """Yield what does nothing, given or not."""
        yield from super().ineffective()
        if self.guidance_scale is not None and self.guidance_scale <= 1:
            why = f"no negative prompt is heard at guidance_scale: {self.guidance_scale:g}"
            yield Ineffective((("unmix",),), why)
