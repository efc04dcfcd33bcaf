"""What drawing by learned words can be told."""

from typing import ClassVar, Literal

from schemas.settings.diffusion import DiffusionSettings


class TextualInversionSettings(DiffusionSettings):
    """A baseline: one prompt, in which every character is a word that was learned for it."""

    drawn_by: ClassVar[str] = "renderers.methods.textual_inversion:TextualInversion"

    name: Literal["textual-inversion"] = "textual-inversion"
