"""What drawing with Cut-Mix weights can be told."""

from typing import ClassVar, Literal

from schemas.settings.diffusion import DiffusionSettings


class CutMixSettings(DiffusionSettings):
    """Plain sampling with weights that were trained on subjects side by side (arXiv 2303.11305)."""

    drawn_by: ClassVar[str] = "renderers.methods.cut_mix:CutMix"

    name: Literal["cut-mix"] = "cut-mix"
    unmix: bool = True
    """Whether the negative prompt names the panel's subjects side by side, which such training
    draws with a seam between them."""
