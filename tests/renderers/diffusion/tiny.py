"""Tiny random models in every shape that the engine drives, saved as diffusers saves them."""

from inspect import signature
from pathlib import Path
from typing import Any, Literal

import torch

Family = Literal["sd15", "sd2", "sdxl", "toon", "pooling"]
WORDS = [
    "sks",
    "hta",
    "woman",
    "man",
    "cartoon",
    "a",
    "park",
    "with",
    "trees",
    "standing",
    "waving",
    "two",
    "people",
    "panel",
]


def build(folder: Path, family: Family, *, controlnet: bool = False, seed: int = 0) -> Path:
    """Write a random model of a family into `folder`."""
    torch.manual_seed(seed)
    parts: dict[str, Any] = {
        "unet": unet(family),
        "vae": autoencoder(family),
        "tokenizer": tokenizer(),
        "text_encoder": text_encoder(),
        "scheduler": scheduler(family),
    }
    if family == "sdxl":
        parts |= {"tokenizer_2": tokenizer(), "text_encoder_2": text_encoder(projection=True)}
    if controlnet:
        parts["controlnet"] = control_network(parts["unet"], family)
    return save(folder, parts)


def build_hinted(folder: Path) -> Path:
    """Write a random model as toon-noise is, whose U-Net is shown hints."""
    from renderers.toon import build as toon
    from renderers.toon import noise_model, tokens
    from renderers.toon.shapes import TINY_NOISE

    torch.manual_seed(0)
    fine: Any = toon.autoencoder(TINY_NOISE._replace(halvings=TINY_NOISE.halvings - 1))
    torch.nn.init.normal_(fine.linear.weight, std=0.05)
    tokenizer = tokens.learn(toon.WORDS, length=TINY_NOISE.tokens)
    projected = noise_model.doubled(fine)
    parts = noise_model.new(TINY_NOISE, tokenizer, projected, torch.ones(TINY_NOISE.latent))
    noise_model.save(parts, folder, half=False)
    return folder


def save(folder: Path, parts: dict[str, Any]) -> Path:
    """Write parts and the index that lists them."""
    import json

    index: dict[str, Any] = {"_class_name": "StableDiffusionPipeline"}
    for name, part in parts.items():
        part.save_pretrained(folder / name)
        index[name] = [type(part).__module__.split(".")[0], type(part).__name__]
    (folder / "model_index.json").write_text(json.dumps(index))
    return folder


def unet(family: Family) -> Any:
    from diffusers.models.unets.unet_2d_condition import UNet2DConditionModel

    shape: dict[str, Any] = {
        "block_out_channels": (8, 16),
        "layers_per_block": 1,
        "norm_num_groups": 4,
        "down_block_types": ("CrossAttnDownBlock2D", "DownBlock2D"),
        "up_block_types": ("UpBlock2D", "CrossAttnUpBlock2D"),
        "cross_attention_dim": 16,
        "attention_head_dim": 2,
    }
    if family == "sdxl":
        shape |= {
            "cross_attention_dim": 32,
            "addition_embed_type": "text_time",
            "addition_time_embed_dim": 4,
            "projection_class_embeddings_input_dim": 6 * 4 + 16,
            "down_block_types": ("DownBlock2D", "CrossAttnDownBlock2D"),
            "up_block_types": ("CrossAttnUpBlock2D", "UpBlock2D"),
            "transformer_layers_per_block": (1, 2),
            "use_linear_projection": True,
        }
    if family == "sd2":
        shape |= {"use_linear_projection": True}
    if family == "toon":
        shape |= {"in_channels": 8, "out_channels": 8}
    if family == "pooling":
        shape |= {"addition_embed_type": "text", "addition_embed_type_num_heads": 2}
    return UNet2DConditionModel(**shape)


def control_network(network: Any, family: Family) -> Any:
    from diffusers.models.controlnets.controlnet import ControlNetModel

    # A hint is embedded at the latent's size: each width but the first halves it once.
    widths = (4, 4, 8, 8, 8) if family == "toon" else (4, 4, 8, 8)
    names = set(signature(ControlNetModel.__init__).parameters)
    shape = {name: value for name, value in network.config.items() if name in names}
    control = ControlNetModel(**shape | {"conditioning_embedding_out_channels": widths})
    for convolution in [*control.controlnet_down_blocks, control.controlnet_mid_block]:
        torch.nn.init.normal_(convolution.weight, std=0.3)
    torch.nn.init.normal_(control.controlnet_cond_embedding.conv_out.weight, std=0.3)
    return control


def autoencoder(family: Family) -> Any:
    if family == "toon":
        from diffusers.models.autoencoders.autoencoder_dc import AutoencoderDC

        widths, layers = (4, 4, 8, 8, 8), (1, 1, 1, 1, 1)
        return AutoencoderDC(
            latent_channels=8,
            attention_head_dim=4,
            encoder_block_types="ResBlock",
            decoder_block_types="ResBlock",
            encoder_block_out_channels=widths,
            decoder_block_out_channels=widths,
            encoder_layers_per_block=layers,
            decoder_layers_per_block=layers,
            encoder_qkv_multiscales=((),) * 5,
            decoder_qkv_multiscales=((),) * 5,
            scaling_factor=0.7,
        )
    from diffusers.models.autoencoders.autoencoder_kl import AutoencoderKL

    return AutoencoderKL(
        block_out_channels=(4, 4, 8, 8),
        layers_per_block=1,
        norm_num_groups=2,
        latent_channels=4,
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        scaling_factor=0.13025 if family == "sdxl" else 0.18215,
    )


def tokenizer() -> Any:
    from transformers import CLIPTokenizer

    letters = "abcdefghijklmnopqrstuvwxyz0123456789,;.-"
    pieces = ["<|startoftext|>", "<|endoftext|>", *letters, *(f"{x}</w>" for x in letters)]
    pieces += [f"{word}</w>" for word in WORDS]
    vocabulary = {piece: index for index, piece in enumerate(dict.fromkeys(pieces))}
    return CLIPTokenizer(
        vocab=vocabulary, merges=[], model_max_length=77, pad_token="<|endoftext|>"
    )


def text_encoder(*, projection: bool = False) -> Any:
    from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

    config = CLIPTextConfig(
        vocab_size=120,
        hidden_size=16,
        intermediate_size=24,
        num_hidden_layers=2,
        num_attention_heads=2,
        projection_dim=16,
        bos_token_id=0,
        eos_token_id=1,
        pad_token_id=1,
        hidden_act="gelu" if projection else "quick_gelu",
    )
    return (CLIPTextModelWithProjection if projection else CLIPTextModel)(config)


def scheduler(family: Family) -> Any:
    from diffusers.schedulers.scheduling_ddim import DDIMScheduler
    from diffusers.schedulers.scheduling_pndm import PNDMScheduler

    betas = {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear"}
    if family == "sd15":
        return PNDMScheduler(**betas, skip_prk_steps=True, steps_offset=1)
    if family == "toon":
        return DDIMScheduler(
            beta_schedule="squaredcos_cap_v2",
            clip_sample=False,
            prediction_type="v_prediction",
            rescale_betas_zero_snr=True,
            timestep_spacing="trailing",
        )
    prediction = "v_prediction" if family == "sd2" else "epsilon"
    return DDIMScheduler(
        **betas,
        clip_sample=False,
        set_alpha_to_one=False,
        steps_offset=1,
        prediction_type=prediction,
    )
