"""Tiny random networks of the architectures that judges read, written as transformers does."""

from pathlib import Path

import torch
from transformers import (
    AutoConfig,
    AutoModel,
    CLIPTokenizer,
    Owlv2ForObjectDetection,
    OwlViTForObjectDetection,
    SamModel,
)
from transformers.models.bit.image_processing_pil_bit import BitImageProcessorPil
from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil

from renderers import toon

SIDE = 32
_TOWER = {
    "hidden_size": 16,
    "intermediate_size": 16,
    "num_hidden_layers": 1,
    "num_attention_heads": 2,
}
_EYES = {**_TOWER, "image_size": SIDE, "patch_size": 8}


def _tokenizer() -> CLIPTokenizer:
    return CLIPTokenizer.from_pretrained(toon.FOLDER / "tokenizer")


def _words(length: int) -> dict[str, object]:
    words = _tokenizer()
    return {
        **_TOWER,
        "vocab_size": len(words),
        "max_position_embeddings": length,
        "eos_token_id": words.eos_token_id,
        "bos_token_id": words.bos_token_id,
        "pad_token_id": words.pad_token_id,
    }


def detector(folder: Path, kind: str = "owlv2") -> Path:
    torch.manual_seed(0)
    config = AutoConfig.for_model(
        kind, text_config=_words(16), vision_config=_EYES, projection_dim=16
    )
    made = Owlv2ForObjectDetection if kind == "owlv2" else OwlViTForObjectDetection
    made(config).save_pretrained(folder)
    _tokenizer().save_pretrained(folder)
    return folder


def clip(folder: Path) -> Path:
    torch.manual_seed(1)
    config = AutoConfig.for_model(
        "clip", text_config=_words(20), vision_config=_EYES, projection_dim=8
    )
    AutoModel.from_config(config).save_pretrained(folder)
    _tokenizer().save_pretrained(folder)
    CLIPImageProcessorPil(size=SIDE, crop_size=SIDE).save_pretrained(folder)
    return folder


def dinov2(folder: Path) -> Path:
    torch.manual_seed(2)
    config = AutoConfig.for_model("dinov2", **{**_EYES, "mlp_ratio": 1})
    AutoModel.from_config(config).save_pretrained(folder)
    BitImageProcessorPil(size=SIDE, crop_size=SIDE).save_pretrained(folder)
    return folder


def sam(folder: Path) -> Path:
    torch.manual_seed(3)
    eyes = {**_EYES, "image_size": 64, "patch_size": 16, "output_channels": 16, "window_size": 2}
    hands = {**_TOWER, "mlp_dim": 16, "iou_head_depth": 2, "iou_head_hidden_dim": 8}
    config = AutoConfig.for_model(
        "sam",
        vision_config={**eyes, "mlp_dim": 16, "global_attn_indexes": [0], "num_pos_feats": 8},
        prompt_encoder_config={"hidden_size": 16, "image_size": 64, "patch_size": 16},
        mask_decoder_config=hands,
    )
    SamModel(config).save_pretrained(folder)
    return folder
