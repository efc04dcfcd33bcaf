"""MS-Diffusion (arXiv 2406.07209): every subject by a picture, grounded in its phrase and box."""

from renderers.base import Context
from renderers.methods.pictured_scene import PicturedScene
from schemas.settings import MsDiffusionSettings


def ms_diffusion(settings: MsDiffusionSettings, context: Context) -> PicturedScene:
    """Return the renderer, its model and adapter loaded; the paper takes 30 steps.

    Raises:
        AssetMissing: the model, the adapter or its image encoder is absent or unreadable.
    """
    return PicturedScene(settings, context, kind=settings.part, steps=30)
