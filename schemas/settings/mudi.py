"""What MuDI can be told."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field

from schemas.settings.base import Fraction, Ineffective
from schemas.settings.diffusion import DiffusionSettings
from schemas.settings.groups import EARLY, GAMMA, InitSettings, Layout


class MudiSettings(DiffusionSettings):
    """MuDI's inference (arXiv 2404.04243): one prompt, from noise in which the subjects are."""

    drawn_by: ClassVar[str] = "renderers.methods.mudi:Mudi"

    name: Literal["mudi"] = "mudi"
    gamma: float = Field(default=GAMMA, ge=0, le=2)
    """How strongly the subjects' latents shift the noise: 0 is `dreambooth`; the more, the more of
    layout and pose is kept, and of the cut-outs' own look."""
    layout: Layout = "plan"
    """Where the subjects lie in the noise: where the `plan` puts them, or at `random` side by side,
    as published; their relative sizes are the plan's either way."""

    early: Fraction = Field(default=EARLY, exclude_if=EARLY.__eq__)
    """Share of the first steps whose fresh noise is shifted too, where a model renews its noise in
    every step and would forget the shift after the first."""

    @property
    def start(self) -> InitSettings:
        """Where the sampler starts from."""
        return InitSettings(
            source="mean-shift", gamma=self.gamma, layout=self.layout, early=self.early
        )

    def ineffective(self) -> Iterator[Ineffective]:
        """Yield what does nothing, given or not."""
        yield from super().ineffective()
        if self.gamma == 0:
            why = "gamma is 0, and nothing shifts the noise"
            yield from (Ineffective(((key,),), why) for key in ("layout", "early"))
