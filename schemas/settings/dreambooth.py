"""What drawing by one prompt can be told."""

from typing import ClassVar, Literal

from schemas.settings.diffusion import DiffusionSettings


class DreamboothSettings(DiffusionSettings):
    """The baseline: the whole panel's prompt and nothing else, as DreamBooth is used alone."""

    drawn_by: ClassVar[str] = "renderers.methods.dreambooth:DreamBooth"

    name: Literal["dreambooth"] = "dreambooth"
