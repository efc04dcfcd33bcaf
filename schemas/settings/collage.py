"""What the collage can be told."""

from typing import ClassVar, Literal

from pydantic import Field

from schemas.settings.base import RendererSettings


class CollageSettings(RendererSettings):
    """Cut-outs of the characters' references over a drawn backdrop: an instant preview."""

    drawn_by: ClassVar[str] = "renderers.methods.collage:Collage"

    name: Literal["collage"] = "collage"
    resolution: int = Field(default=1024, ge=64, le=4096)
