"""What regional prompting can be told."""

from typing import Any, ClassVar, Literal, Self

from pydantic import field_validator, model_validator

from schemas.settings.base import contradiction
from schemas.settings.diffusion import DiffusionSettings
from schemas.settings.groups import InitSettings


class RegionalPromptingSettings(DiffusionSettings):
    """A baseline: each segment's prompt is heard in its own mask, and nothing else is done."""

    drawn_by: ClassVar[str] = "renderers.methods.regional_prompting:RegionalPrompting"

    name: Literal["regional-prompting"] = "regional-prompting"
    init: InitSettings = InitSettings(source="noise")

    @property
    def start(self) -> InitSettings:
        """Where the sampler starts from."""
        return self.init

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if misplaced := self.init.misplaced:
            raise contradiction(misplaced, "init.layout", "init.from")
        return self

    @field_validator("init", mode="before")
    @classmethod
    def _from_noise(cls, init: Any) -> Any:
        """Start from noise unless told otherwise, whatever else is told."""
        silent = isinstance(init, dict) and not {"from", "source"} & set(init)
        return {"from": "noise", **init} if silent else init
