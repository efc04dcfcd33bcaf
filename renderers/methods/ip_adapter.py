"""IP-Adapter (arXiv 2308.06721): the pictures of every character, each in its own mask."""

from renderers.base import Context
from renderers.methods.pictured_scene import PicturedScene
from schemas.settings import IpAdapterSettings


def ip_adapter(settings: IpAdapterSettings, context: Context) -> PicturedScene:
    """Return the renderer, its model and adapter loaded.

    Raises:
        AssetMissing: the model, the adapter or its image encoder is absent or unreadable.
    """
    return PicturedScene(settings, context, kind=settings.part, steps=50)
