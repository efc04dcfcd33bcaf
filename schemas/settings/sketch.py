"""What the sketch can be told."""

from typing import ClassVar, Literal

from pydantic import Field

from schemas.settings.base import RendererSettings


class SketchSettings(RendererSettings):
    """The plan itself as a drawing: regions, skeletons, names."""

    drawn_by: ClassVar[str] = "renderers.methods.sketch:Sketch"
    shows_names: ClassVar[bool] = True

    name: Literal["sketch"] = "sketch"
    resolution: int = Field(default=768, ge=64, le=4096)
