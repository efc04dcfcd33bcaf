"""Model families at full size (and one tiny), and panels to draw with them: nothing but shapes."""

from collections.abc import Mapping
from inspect import signature
from typing import Any, NamedTuple

import torch

from renderers.diffusion.panels import ControlImage, Panels, Prompt, Text

HINT_PIXELS = 8
"""Pixels of a pose map per latent cell, as Stable Diffusion's ControlNets have it."""
CONFIG = {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear"}
"""Stable Diffusion's noise schedule."""


class Family(NamedTuple):
    """What a model family is built of."""

    unet: Mapping[str, Any]
    decoder: tuple[int, ...]
    """The autoencoder's widths."""
    cells: int
    """Latent cells along a panel's side."""
    width: int
    """Width of the text states."""
    pooled: int | None
    """Width of the pooled text, which SDXL alone has."""


_KL = (128, 256, 512, 512)
_XL_BLOCKS: dict[str, Any] = {
    "down_block_types": ("DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"),
    "up_block_types": ("CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"),
    "addition_embed_type": "text_time",
    "use_linear_projection": True,
}
FAMILIES = {
    "sd15": Family({"cross_attention_dim": 768, "attention_head_dim": 8}, _KL, 64, 768, None),
    "sdxl": Family(
        _XL_BLOCKS
        | {
            "block_out_channels": (320, 640, 1280),
            "cross_attention_dim": 2048,
            "transformer_layers_per_block": (1, 2, 10),
            "attention_head_dim": (5, 10, 20),
            "addition_time_embed_dim": 256,
            "projection_class_embeddings_input_dim": 2816,
        },
        _KL,
        128,
        2048,
        1280,
    ),
}
TINY = {
    "tiny": Family(
        {
            "block_out_channels": (8, 16),
            "layers_per_block": 1,
            "norm_num_groups": 4,
            "down_block_types": ("CrossAttnDownBlock2D", "DownBlock2D"),
            "up_block_types": ("UpBlock2D", "CrossAttnUpBlock2D"),
            "cross_attention_dim": 16,
            "attention_head_dim": 2,
        },
        (8, 8, 8, 8),
        8,
        16,
        None,
    ),
    "tiny-xl": Family(
        _XL_BLOCKS
        | {
            "block_out_channels": (8, 16, 16),
            "layers_per_block": 1,
            "norm_num_groups": 4,
            "cross_attention_dim": 32,
            "transformer_layers_per_block": 1,
            "attention_head_dim": 2,
            "addition_time_embed_dim": 4,
            "projection_class_embeddings_input_dim": 6 * 4 + 16,
        },
        (8, 8, 8, 8),
        8,
        32,
        16,
    ),
}


def unet(family: Family) -> Any:
    """Build a family's U-Net on the current device, with random weights."""
    from diffusers.models.unets.unet_2d_condition import UNet2DConditionModel

    return UNet2DConditionModel(sample_size=family.cells, **family.unet).eval()


def controlnet(network: Any) -> Any:
    """Build the ControlNet that fits a U-Net."""
    from diffusers.models.controlnets.controlnet import ControlNetModel

    names = set(signature(ControlNetModel.__init__).parameters)
    return ControlNetModel(**{k: v for k, v in network.config.items() if k in names}).eval()


def autoencoder(family: Family) -> Any:
    """Build a family's autoencoder."""
    from diffusers.models.autoencoders.autoencoder_kl import AutoencoderKL

    return AutoencoderKL(
        block_out_channels=family.decoder,
        layers_per_block=2,
        latent_channels=4,
        norm_num_groups=min(32, *family.decoder),
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
    ).eval()


def text(family: Family, **options: Any) -> Text:
    """Return an encoded prompt; `options` are device and dtype."""
    states = torch.zeros(77, family.width, **options)
    return Text(states, None if family.pooled is None else torch.zeros(family.pooled, **options))


def panels(
    family: Family, count: int, *, masks_on: str = "cpu", posed: bool = False, **options: Any
) -> Panels:
    """Return a panel of `count` columns on a background.

    `posed` gives each segment a pose map; prompts and pose maps are made with the options of
    `text`, masks on a device of their own.
    """
    cells = family.cells
    masks = torch.zeros(count + 1, 1, cells, cells)
    column = cells // max(1, count)
    for index in range(count):
        masks[index + 1, :, cells // 4 :, index * column : (index + 1) * column] = 1
    masks[0] = 1 - masks[1:].sum(0)
    everybody, negative = _control_image(family, posed, options), text(family, **options)
    scene = Prompt(text(family, **options), negative, everybody)
    together = [Prompt(text(family, **options), negative, everybody) for _ in range(count + 1)]
    alone = [
        prompt._replace(control_image=_control_image(family, posed, options)) for prompt in together
    ]
    names = [(), *((f"s{index}",) for index in range(count))]
    owner, masks = torch.zeros(count + 1, dtype=torch.long), masks.to(masks_on)
    return Panels([scene], alone, together, names, owner.to(masks_on), masks, masks)


def _control_image(family: Family, posed: bool, options: Mapping[str, Any]) -> ControlImage | None:
    side = HINT_PIXELS * family.cells
    return torch.zeros(3, side, side, **options) if posed else None
