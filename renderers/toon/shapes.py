"""The model's parts by size: configurations that diffusers and transformers load unchanged."""

from typing import Any, NamedTuple


class Shape(NamedTuple):
    """How large each part is."""

    latent: int = 64
    mender: int = 64
    """The width of the autoencoder's mender."""
    dilations: tuple[int, ...] = (1, 1, 1, 1, 1, 1, 1, 4, 8, 4)
    """How wide each of the mender's blocks looks."""
    halvings: int = 4
    """A latent cell is 2 ** halvings pixels wide."""
    unet: tuple[int, ...] = (96, 160, 256)
    heads: int = 4
    groups: int = 16
    text: int = 192
    text_layers: int = 3
    tokens: int = 64
    pyramid: tuple[int, ...] = ()
    """The widths of a decoder's mender that begins at the cells; the flat one's are then idle."""
    layers: tuple[int, ...] = ()
    """Its residual blocks at every level."""
    hint: tuple[int, ...] = (8, 16, 32, 64, 96)
    """Widths of a ControlNet's embedding; every one but the first halves the pose map."""

    @property
    def pixels(self) -> int:
        """Pixels per latent cell."""
        return int(2**self.halvings)


TOON = Shape()
NOISE = Shape(
    latent=32,
    mender=8,
    dilations=(),
    halvings=5,
    unet=(96, 144, 192),
    text_layers=1,
    tokens=128,
    pyramid=(128, 80, 56, 32),
    layers=(1, 1, 2, 2),
)
"""toon-noise: cells of 32 pixels, few channels, a long text."""
TINY_NOISE = Shape(
    latent=8,
    mender=8,
    dilations=(),
    halvings=5,
    unet=(16, 32),
    heads=2,
    groups=8,
    text=64,
    text_layers=1,
    tokens=128,
    pyramid=(16, 16, 16),
    layers=(1, 1, 1),
)
TINY = Shape(
    latent=8,
    mender=8,
    dilations=(1, 2),
    unet=(16, 32),
    heads=2,
    groups=8,
    text=32,
    text_layers=1,
    hint=(4, 4, 8, 8, 8),
)
"""The same model in miniature, for tests."""


def autoencoder_config(shape: Shape) -> dict[str, Any]:
    """Return the configuration of a `PatchAutoencoder`."""
    return {
        "latent_channels": shape.latent,
        "dilations": shape.dilations,
        "block_out_channels": (shape.mender,) * (shape.halvings + 1),
        "pyramid": shape.pyramid,
        "layers_per_level": shape.layers,
    }


def _encoder_half(shape: Shape) -> dict[str, Any]:
    # What diffusers calls `attention_head_dim` here is the number of heads.
    below = len(shape.unet) - 1
    return {
        "in_channels": shape.latent,
        "layers_per_block": 1,
        "block_out_channels": shape.unet,
        "down_block_types": ("DownBlock2D",) + ("CrossAttnDownBlock2D",) * below,
        "cross_attention_dim": shape.text,
        "attention_head_dim": shape.heads,
        "norm_num_groups": shape.groups,
    }


def unet_config(shape: Shape) -> dict[str, Any]:
    """Return a Stable-Diffusion-shaped UNet's configuration; its finest level has no attention."""
    below = len(shape.unet) - 1
    return _encoder_half(shape) | {
        "sample_size": 512 // shape.pixels,
        "out_channels": shape.latent,
        "up_block_types": ("CrossAttnUpBlock2D",) * below + ("UpBlock2D",),
    }


def controlnet_config(shape: Shape) -> dict[str, Any]:
    """Return the configuration of the UNet's pose ControlNet."""
    return _encoder_half(shape) | {"conditioning_embedding_out_channels": shape.hint}


def text_config(shape: Shape, *, vocabulary: int) -> dict[str, Any]:
    """Return the configuration of a CLIP text model; the end token is the vocabulary's last."""
    return {
        "vocab_size": vocabulary,
        "hidden_size": shape.text,
        "intermediate_size": 4 * shape.text,
        "num_hidden_layers": shape.text_layers,
        "num_attention_heads": max(1, shape.text // 48),
        "max_position_embeddings": shape.tokens,
        "hidden_act": "quick_gelu",
        "bos_token_id": vocabulary - 2,
        "eos_token_id": vocabulary - 1,
        "pad_token_id": vocabulary - 1,
        "projection_dim": shape.text,
    }


def scheduler_config() -> dict[str, Any]:
    """Return the sampling schedule: v-prediction that starts from pure noise (arXiv 2305.08891)."""
    return {
        "num_train_timesteps": 1000,
        "beta_schedule": "squaredcos_cap_v2",
        "prediction_type": "v_prediction",
        "rescale_betas_zero_snr": True,
        "timestep_spacing": "trailing",
        "clip_sample": False,
    }
