"""What a renderer of another distribution may import: these names stay, wherever files move.

`docs/plugins.md` shows how to write one.
"""

from renderers.base import Context, Drawn, Renderer, Step
from renderers.cast.references import picture_path
from renderers.conditioning.maps import condition
from schemas.errors import AssetMissing, StoryboardError
from schemas.plan import PanelPlan, Segment
from schemas.settings import Ineffective, RendererSettings, Weights

__all__ = [
    "AssetMissing",
    "Context",
    "Drawn",
    "Ineffective",
    "PanelPlan",
    "Renderer",
    "RendererSettings",
    "Segment",
    "Step",
    "StoryboardError",
    "Weights",
    "condition",
    "picture_path",
]
