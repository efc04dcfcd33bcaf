"""IP-Adapter (arXiv 2308.06721), read by diffusers' own loader, for SD 1.5 and SDXL."""

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from PIL import Image
from torch import Tensor

from renderers.diffusion.images.encoder import PictureEncoder
from renderers.diffusion.images.prompts import MaskedImages, Pictured, Seen, ejected, injected
from renderers.diffusion.models.model import Model

Box = tuple[float, float, float, float]


class IpAdapter:
    """An IP-Adapter, plain or plus, as an adapter: its layers are diffusers', its attention ours.

    `state` has the parts `image_proj` and `ip_adapter`, as the published files do.
    """

    negative_is_silent = False

    def __init__(
        self, state: Mapping[str, Mapping[str, Tensor]], encoder: PictureEncoder, scale: float
    ) -> None:
        self._state, self._encoder, self._scale = state, encoder, scale
        self._projection: Any = None

    def inject(self, model: Model) -> Model:
        """Return the model with the adapter's attention in its U-Net.

        Raises:
            ValueError: it was made for another U-Net.
        """
        unet = model.networks.unet
        layers = [name for name in unet.attn_processors if name.endswith("attn2.processor")]
        if len(self._state["ip_adapter"]) != 2 * len(layers):
            given = len(self._state["ip_adapter"]) // 2
            raise ValueError(f"it is for {given} layers, and this U-Net has {len(layers)}")
        loaded, self._projection = _loaded(unet, self._state)
        keys = {name: loaded[name].to_k_ip[0] for name in layers}
        values = {name: loaded[name].to_v_ip[0] for name in layers}
        part = MaskedImages(keys, values, self._scale)
        return injected(model, part, (*keys.values(), *values.values()))

    def eject(self, model: Model) -> Model:
        """Return the model without it."""
        return ejected(model)

    def see(self, picture: Image.Image) -> Seen:
        """Return a picture's embedding, or for the plus kind its patches."""
        return self._encoder.embed(picture) if self._plain else self._encoder.features(picture)

    @torch.no_grad()
    def told(self, seen: Sequence[Seen], phrase: str, box: Box) -> Pictured:
        """Return the tokens of pictures; phrase and box tell an IP-Adapter nothing."""
        nothing = torch.zeros_like(seen[0]) if self._plain else self._encoder.features(None)
        negative = self._projection(nothing)[0]
        tokens = [self._projection(each)[0] for each in seen]
        return Pictured(torch.cat(tokens), torch.cat([negative] * len(tokens)))

    @property
    def _plain(self) -> bool:
        return type(self._projection).__name__ == "ImageProjection"


def _loaded(unet: Any, state: Mapping[str, Any]) -> tuple[Mapping[str, Any], Any]:
    """Let diffusers read the weights, and leave the U-Net as it was."""
    from diffusers.models.attention_processor import AttnProcessor2_0

    before, kind = dict(unet.attn_processors), unet.config.encoder_hid_dim_type
    plain: Any = AttnProcessor2_0
    unet.set_attn_processor(plain())
    try:
        unet._load_ip_adapter_weights([state])
        return dict(unet.attn_processors), unet.encoder_hid_proj.image_projection_layers[0]
    finally:
        unet.set_attn_processor(before)
        unet.encoder_hid_proj = None
        unet.register_to_config(encoder_hid_dim_type=kind)
