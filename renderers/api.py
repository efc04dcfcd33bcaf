"""What another distribution's renderer or judge may import: these names stay when files move.

`docs/plugins.md` shows how to write one.
"""

from renderers.base import Context, Drawn, Judge, Renderer, Step
from renderers.cast.references import picture_path
from renderers.conditioning.maps import condition
from renderers.judging.verdict import SegmentFinding, Verdict
from schemas.errors import AssetMissing, StoryboardError
from schemas.plan import PanelPlan, Segment
from schemas.settings import Ineffective, RendererSettings, Weights

__all__ = [
    "AssetMissing",
    "Context",
    "Drawn",
    "Ineffective",
    "Judge",
    "PanelPlan",
    "Renderer",
    "RendererSettings",
    "Segment",
    "SegmentFinding",
    "Step",
    "StoryboardError",
    "Verdict",
    "Weights",
    "condition",
    "picture_path",
]
