"""The model's parts by size: configurations that diffusers and transformers load unchanged."""

from typing import Any, NamedTuple


class Shape(NamedTuple):
    """How large each part is. Pixels per latent cell are 2 ** (len(autoencoder) - 1)."""

    autoencoder: tuple[int, ...] = (32, 32, 64, 128, 256)
    """Decoder widths from full resolution to latent; the first is only the last's neighbour."""
    encoder: tuple[int, ...] = (16, 16, 64, 128, 256)
    decoder_layers: tuple[int, ...] = (0, 1, 2, 2, 2)
    encoder_layers: tuple[int, ...] = (0, 1, 1, 1, 1)
    latent: int = 32
    unet: tuple[int, ...] = (64, 128, 256)
    heads: int = 4
    groups: int = 16
    text: int = 192
    text_layers: int = 3
    tokens: int = 64
    hint: tuple[int, ...] = (4, 8, 16, 32, 64)
    """Widths of the ControlNet's embedding; every one but the first halves the pose map."""

    @property
    def pixels(self) -> int:
        """Pixels per latent cell."""
        return int(2 ** (len(self.autoencoder) - 1))


TOON = Shape()
TINY = Shape(
    autoencoder=(8, 8, 8, 16, 16), encoder=(8, 8, 8, 16, 16), decoder_layers=(0, 1, 1, 1, 1),
    latent=4, unet=(16, 32), heads=2, groups=8, text=32, text_layers=1, hint=(4, 4, 8, 8, 8),
)  # fmt: skip
"""The same model in miniature, for tests."""


def autoencoder_config(shape: Shape) -> dict[str, Any]:
    """Return a deep-compression autoencoder's configuration (DC-AE, arXiv 2410.10733).

    There is no shortcut around the latent, so that each channel's mean and spread can be folded
    into the neighbouring convolutions.
    """
    levels = len(shape.autoencoder)
    return {
        "in_channels": 3, "latent_channels": shape.latent, "attention_head_dim": 32,
        "encoder_block_types": "ResBlock", "decoder_block_types": "ResBlock",
        "encoder_block_out_channels": shape.encoder,
        "decoder_block_out_channels": shape.autoencoder,
        "encoder_layers_per_block": shape.encoder_layers,
        "decoder_layers_per_block": shape.decoder_layers,
        "encoder_qkv_multiscales": ((),) * levels, "decoder_qkv_multiscales": ((),) * levels,
        "downsample_block_type": "pixel_unshuffle", "upsample_block_type": "pixel_shuffle",
        "decoder_norm_types": "rms_norm", "decoder_act_fns": "silu",
        "decoder_conv_act_fn": "silu",
        "encoder_out_shortcut": False, "decoder_in_shortcut": False, "scaling_factor": 1.0,
    }  # fmt: skip


def _encoder_half(shape: Shape) -> dict[str, Any]:
    # What diffusers calls `attention_head_dim` here is the number of heads.
    below = len(shape.unet) - 1
    return {
        "in_channels": shape.latent, "layers_per_block": 1, "block_out_channels": shape.unet,
        "down_block_types": ("DownBlock2D",) + ("CrossAttnDownBlock2D",) * below,
        "cross_attention_dim": shape.text, "attention_head_dim": shape.heads,
        "norm_num_groups": shape.groups,
    }  # fmt: skip


def unet_config(shape: Shape) -> dict[str, Any]:
    """Return the configuration of a Stable-Diffusion-shaped UNet; no attention at the finest level."""
    below = len(shape.unet) - 1
    return _encoder_half(shape) | {
        "sample_size": 512 // shape.pixels, "out_channels": shape.latent,
        "up_block_types": ("CrossAttnUpBlock2D",) * below + ("UpBlock2D",),
    }  # fmt: skip


def controlnet_config(shape: Shape) -> dict[str, Any]:
    """Return the configuration of the UNet's pose ControlNet."""
    return _encoder_half(shape) | {"conditioning_embedding_out_channels": shape.hint}


def text_config(shape: Shape, *, vocabulary: int) -> dict[str, Any]:
    """Return the configuration of a CLIP text model; the end token is the vocabulary's last."""
    return {
        "vocab_size": vocabulary, "hidden_size": shape.text, "intermediate_size": 4 * shape.text,
        "num_hidden_layers": shape.text_layers, "num_attention_heads": max(1, shape.text // 48),
        "max_position_embeddings": shape.tokens, "hidden_act": "quick_gelu",
        "bos_token_id": vocabulary - 2, "eos_token_id": vocabulary - 1,
        "pad_token_id": vocabulary - 1, "projection_dim": shape.text,
    }  # fmt: skip


def scheduler_config() -> dict[str, Any]:
    """Return the sampling schedule: v-prediction that starts from pure noise (arXiv 2305.08891)."""
    return {
        "num_train_timesteps": 1000, "beta_schedule": "squaredcos_cap_v2",
        "prediction_type": "v_prediction", "rescale_betas_zero_snr": True,
        "timestep_spacing": "trailing", "clip_sample": False, "set_alpha_to_one": True,
        "steps_offset": 1,
    }  # fmt: skip
