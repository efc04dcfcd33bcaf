"""The packaged renderers: this is their registry, told apart by `name`.

Everything else finds a renderer here: its settings by the name, what draws by `drawn_by`, what it
reads and what it says of itself by its settings' own methods.
"""

from typing import Annotated, get_args

from pydantic import Field

from schemas.settings.base import Fraction, Ineffective, RendererSettings, Weights
from schemas.settings.collage import CollageSettings
from schemas.settings.cut_mix import CutMixSettings
from schemas.settings.diffusion import DiffusionSettings
from schemas.settings.dreambooth import DreamboothSettings
from schemas.settings.groups import (
    AttentionLayoutSettings,
    ControlNetSettings,
    HiresSettings,
    ImagePromptSettings,
    InitSettings,
    LoraSettings,
    MemorySettings,
    SalSettings,
)
from schemas.settings.ip_adapter import IpAdapterSettings
from schemas.settings.ms_diffusion import MsDiffusionSettings
from schemas.settings.msp import MspSettings
from schemas.settings.mudi import MudiSettings
from schemas.settings.regional_prompting import RegionalPromptingSettings
from schemas.settings.sketch import SketchSettings
from schemas.settings.textual_inversion import TextualInversionSettings

__all__ = [
    "DEFAULT",
    "PACKAGED",
    "AttentionLayoutSettings",
    "CollageSettings",
    "ControlNetSettings",
    "CutMixSettings",
    "DiffusionSettings",
    "DreamboothSettings",
    "Fraction",
    "HiresSettings",
    "ImagePromptSettings",
    "Ineffective",
    "InitSettings",
    "IpAdapterSettings",
    "LoraSettings",
    "MemorySettings",
    "MsDiffusionSettings",
    "MspSettings",
    "MudiSettings",
    "PackagedSettings",
    "RegionalPromptingSettings",
    "RendererSettings",
    "SalSettings",
    "SketchSettings",
    "TextualInversionSettings",
    "Weights",
    "default",
]

PackagedSettings = Annotated[
    MspSettings
    | DreamboothSettings
    | TextualInversionSettings
    | RegionalPromptingSettings
    | MudiSettings
    | CutMixSettings
    | IpAdapterSettings
    | MsDiffusionSettings
    | CollageSettings
    | SketchSettings,
    Field(discriminator="name"),
]
"""Settings of a packaged renderer. The first draws where a story names none."""

PACKAGED: dict[str, type[RendererSettings]] = {
    model.model_fields["name"].default: model for model in get_args(get_args(PackagedSettings)[0])
}
"""The settings of each packaged renderer by its name."""
DEFAULT = next(iter(PACKAGED))


def default() -> MspSettings:
    """Return the settings of a story that names no renderer."""
    return MspSettings()
