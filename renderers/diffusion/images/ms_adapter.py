"""MS-Diffusion's adapter (arXiv 2406.07209), as its published checkpoint lays it out.

It has three parts: `image_proj`, the resampler; `ms_adapter`, keys and values of every
cross-attention, counted over the U-Net's attention in diffusers' order (down, up, middle) by odd
numbers; `dummy_image_tokens`, which attend where nobody is and whose answer is then dropped.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from PIL import Image
from torch import Tensor, nn

from renderers.diffusion.images.encoder import PictureEncoder
from renderers.diffusion.images.prompts import (
    GroundedImages,
    Pictured,
    Seen,
    ejected,
    injected,
)
from renderers.diffusion.images.resampler import FREQUENCIES, GroundingResampler, fourier
from renderers.diffusion.models.model import Model
from renderers.diffusion.models.text import TextEncoder

Box = tuple[float, float, float, float]
HEAD = 64
"""Width of the published resampler's heads; its weights do not tell it."""


class MsAdapter:
    """The adapter of MS-Diffusion: every subject's tokens, grounded by its phrase and its box."""

    negative_is_silent = True

    def __init__(
        self, state: Mapping[str, Any], encoder: PictureEncoder, scale: float, *, head: int = HEAD
    ) -> None:
        self._state, self._encoder, self._scale, self._head = state, encoder, scale, head
        self._resampler: GroundingResampler | None = None
        self._text: TextEncoder | None = None

    def inject(self, model: Model) -> Model:
        """Return the model with the adapter's attention in its U-Net.

        Raises:
            ValueError, RuntimeError, KeyError: it was made for another model.
        """
        unet, device = model.networks.unet, model.device
        layers = list(cross_attentions(unet).items())
        weights = self._state["ms_adapter"]
        if len(weights) != 2 * len(layers):
            raise ValueError(f"it is for {len(weights) // 2} layers, and not for {len(layers)}")
        keys, values = (
            {name: _linear(weights[f"{k}.to_{kind}_ip.weight"], unet, name) for k, name in layers}
            for kind in ("k", "v")
        )
        self._resampler = resampler_of(self._state["image_proj"], self._head).to(device)
        self._text = model.text
        part = GroundedImages(keys, values, self._scale)
        own = nn.ModuleList([*keys.values(), *values.values()]).to(unet.device, unet.dtype)
        return injected(model, part, own)

    @property
    def resampler(self) -> GroundingResampler:
        """What makes tokens; there once the adapter is injected."""
        assert self._resampler is not None, "inject it first"
        return self._resampler

    def eject(self, model: Model) -> Model:
        """Return the model without it."""
        return ejected(model)

    def see(self, picture: Image.Image) -> Seen:
        """Return a picture's patches."""
        return self._encoder.features(picture).float()

    @torch.no_grad()
    def told(self, seen: Sequence[Seen], phrase: str, box: Box) -> Pictured:
        """Return the tokens of pictures, grounded where phrase and box are known.

        Several pictures of a subject have one phrase and one box, and stand in one row.
        """
        assert self._text is not None, "inject it first"
        grounding = None
        if phrase and box[0] < box[2] and box[1] < box[3]:
            words = self._text.phrase(phrase).float()
            edges = fourier(torch.tensor([box], device=words.device))
            grounding = torch.cat([words[None], edges], dim=1).expand(len(seen), -1)
        tokens = self.resampler(torch.cat(list(seen)), grounding).flatten(0, 1)
        return Pictured(tokens, torch.zeros_like(tokens))


def cross_attentions(unet: Any) -> dict[int, str]:
    """Return the names of a U-Net's cross-attentions by their number among all its attentions."""
    return {
        index: name
        for index, name in enumerate(unet.attn_processors)
        if name.endswith("attn2.processor")
    }


def resampler_of(weights: Mapping[str, Tensor], head: int = HEAD) -> GroundingResampler:
    """Return the resampler that weights are of; their shapes say how large it is.

    Raises:
        RuntimeError, KeyError: they are not a resampler's.
    """
    inner, width = weights["layers.0.0.to_q.weight"].shape
    image, grounding = weights["latent_proj.0.weight"].shape
    resampler = GroundingResampler(
        width=width,
        depth=1 + max(int(key.split(".")[1]) for key in weights if "layers" in key),
        head=head,
        heads=inner // head,
        tokens=weights["grounding_latents"].shape[1],
        image=image,
        phrase=grounding - 8 * FREQUENCIES,
        output=weights["proj_out.weight"].shape[0],
        grow=weights["layers.0.1.1.weight"].shape[0] // width,
    )
    resampler.load_state_dict(dict(weights))
    return resampler.eval().requires_grad_(False)


def _linear(weight: Tensor, unet: Any, name: str) -> nn.Linear:
    wide = unet.get_submodule(name.removesuffix(".processor")).to_k.weight.shape
    if weight.shape != wide:
        raise ValueError(f"a layer of it is {tuple(weight.shape)}, where {tuple(wide)} is needed")
    layer = nn.Linear(weight.shape[1], weight.shape[0], bias=False, device="meta")
    layer.weight = nn.Parameter(weight, requires_grad=False)
    return layer
