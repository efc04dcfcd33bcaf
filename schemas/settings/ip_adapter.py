"""What drawing by an IP-Adapter can be told."""

from typing import ClassVar, Literal

from schemas.settings.pictured import PicturedSettings


class IpAdapterSettings(PicturedSettings):
    """IP-Adapter (arXiv 2308.06721): one prompt, and every character's own picture in its mask."""

    drawn_by: ClassVar[str] = "renderers.methods.ip_adapter:ip_adapter"

    part: ClassVar[str] = "ip_adapter"

    name: Literal["ip-adapter"] = "ip-adapter"
