"""toon-noise, the model that draws from pure noise: its parts, made, kept and taken up again."""

from pathlib import Path
from typing import Any, NamedTuple

import torch
from diffusers import DDIMScheduler
from torch.nn import functional
from transformers import CLIPTokenizer

from renderers.diffusion.models.hinted_unet import HintedUNet2DConditionModel
from renderers.diffusion.models.patch_autoencoder import PatchAutoencoder
from renderers.toon import build, shapes
from renderers.toon.shapes import Shape
from renderers.toon.training.lessons import HINT_PIXELS
from renderers.toon.world.figures import cast

HINTED = "renderers.diffusion.models.hinted_unet", "HintedUNet2DConditionModel"
RECOMMENDED = {"guidance_scale": 2.5, "steps": 20, "eta": 1, "init": "noise"}
"""How toon-noise likes to be asked, for `recommended.json`."""
HINT_CHANNELS = 4
"""The pose map's three colours, and where those are who are spoken of."""


class NoiseParts(NamedTuple):
    """A model's networks and its tokenizer."""

    vae: PatchAutoencoder
    text_encoder: Any
    tokenizer: CLIPTokenizer
    unet: Any


def unet(shape: Shape, spreads: torch.Tensor) -> Any:
    """Make an untrained hinted U-Net for latents whose channels have these deviations."""
    below = len(shape.unet) - 1
    made = HintedUNet2DConditionModel(
        in_channels=shape.latent,
        out_channels=shape.latent,
        block_out_channels=shape.unet,
        down_block_types=("DownBlock2D",) + ("CrossAttnDownBlock2D",) * below,
        up_block_types=("CrossAttnUpBlock2D",) * below + ("UpBlock2D",),
        layers_per_block=1,
        cross_attention_dim=shape.text,
        attention_head_dim=shape.heads,
        norm_num_groups=shape.groups,
        sample_size=16,
        pooled_tokens=shape.tokens,
        hint_channels=HINT_CHANNELS,
        hint_pixels=HINT_PIXELS,
    )
    kind: Any = DDIMScheduler
    made.spread(kind(**shapes.scheduler_config()).alphas_cumprod, spreads)
    return made


def text_encoder(shape: Shape, tokenizer: CLIPTokenizer) -> Any:
    """Make an untrained text encoder whose words are told apart from the beginning."""
    made: Any = build.text_encoder(shape, tokenizer)
    torch.nn.init.normal_(made.get_input_embeddings().weight, std=0.3)
    return made


def new(
    shape: Shape, tokenizer: CLIPTokenizer, projected: PatchAutoencoder, spreads: torch.Tensor
) -> NoiseParts:
    """Make a model to be trained from scratch."""
    tokenizer.model_max_length = shape.tokens
    text = text_encoder(shape, tokenizer)
    return NoiseParts(projected, text, tokenizer, unet(shape, spreads))


def load(folder: Path) -> NoiseParts:
    """Load a model to train it on, in float32."""
    from transformers import CLIPTextModel

    kinds: Any = PatchAutoencoder, CLIPTextModel, CLIPTokenizer, HintedUNet2DConditionModel
    vae, text, tokenizer, network = (
        kind.from_pretrained(folder / part)
        for kind, part in zip(kinds, ("vae", "text_encoder", "tokenizer", "unet"), strict=True)
    )
    return NoiseParts(vae.float(), text.float(), tokenizer, network.float())


def save(parts: NoiseParts, folder: Path, *, half: bool = True) -> None:
    """Write a diffusers directory."""
    kept = build.Parts(parts.vae, parts.text_encoder, parts.tokenizer, parts.unet)
    build.save(kept, folder, half=half, unet=HINTED, recommended=RECOMMENDED)


@torch.no_grad()
def doubled(vae: PatchAutoencoder) -> PatchAutoencoder:
    """Return an autoencoder of pictures twice as large, with the same latents.

    It encodes the mean of every 2×2 pixels as the other encodes a pixel, and decodes every
    component enlarged smoothly.
    """
    config = dict(vae.config)
    widths = tuple(config["block_out_channels"])
    kept = ("latent_channels", "dilations", "grain", "pyramid", "layers_per_level")
    large: Any = PatchAutoencoder(
        block_out_channels=(*widths, widths[0]), **{name: config[name] for name in kept}
    )
    small: Any = vae
    each = functional.interpolate(small.encoder.weight, scale_factor=2, mode="nearest") / 4
    large.encoder.weight.copy_(each)
    large.encoder.bias.copy_(small.encoder.bias)
    smooth = functional.interpolate(
        small.linear.weight, scale_factor=2, mode="bicubic", align_corners=False
    )
    large.linear.weight.copy_(smooth)
    large.linear.bias.copy_(small.linear.bias)
    made: PatchAutoencoder = large
    return made


@torch.no_grad()
def fresh_mender(vae: PatchAutoencoder, shape: Shape) -> PatchAutoencoder:
    """Return an autoencoder with the same latents and the shape's own mender, untrained."""
    made: Any = build.autoencoder(shape)
    made.encoder.load_state_dict(vae.encoder.state_dict())
    made.linear.load_state_dict(vae.linear.state_dict())
    fresh: PatchAutoencoder = made
    return fresh


def names() -> int:
    """Return how many there are to be told apart while training."""
    return len(cast())
