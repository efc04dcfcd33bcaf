"""What the heads of files foretell of a LoRA is what loading it finds."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file
from torch import Tensor

from renderers.diffusion.models.load import load_model
from renderers.diffusion.models.lora_ahead import fit_ahead
from renderers.diffusion.models.lora_fit import fitted
from schemas.errors import AssetMissing

Folders = Callable[..., Path]
Shapes = Mapping[str, tuple[int, ...]]
UNET = "lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn1_to_q"
CONV = "lora_unet_down_blocks_0_resnets_0_conv1"
SGM = "lora_unet_input_blocks_1_0_in_layers_2"
TEXT = "text_encoder.text_model.encoder.layers.0.self_attn.q_proj"
EMBEDDING = "text_encoder.text_model.embeddings.token_embedding"
LINEAR = {f"{UNET}.lora_down.weight": (2, 8), f"{UNET}.lora_up.weight": (8, 2)}
KINDS: dict[str, Shapes] = {
    "linear": LINEAR,
    "convolution": {
        f"{CONV}.lora_down.weight": (2, 8, 3, 3),
        f"{CONV}.lora_up.weight": (8, 2, 1, 1),
    },
    "original names": {
        f"{SGM}.lora_down.weight": (2, 8, 3, 3),
        f"{SGM}.lora_up.weight": (8, 2, 1, 1),
    },
    "three factors": {
        f"{CONV}.lora_down.weight": (2, 8, 1, 1),
        f"{CONV}.lora_mid.weight": (2, 2, 3, 3),
        f"{CONV}.lora_up.weight": (8, 2, 1, 1),
    },
    "hada": {f"{UNET}.hada_w{n}_{p}": (8, 2) if p == "a" else (2, 8) for n in "12" for p in "ab"},
    "lokr": {f"{UNET}.lokr_w1": (2, 4), f"{UNET}.lokr_w2_a": (4, 1), f"{UNET}.lokr_w2_b": (1, 2)},
    "text": {f"{TEXT}.lora_A.weight": (2, 16), f"{TEXT}.lora_B.weight": (16, 2)},
    "too wide": {f"{UNET}.lora_down.weight": (2, 9), f"{UNET}.lora_up.weight": (8, 2)},
    "an embedding": {f"{EMBEDDING}.lora_A.weight": (2, 16), f"{EMBEDDING}.lora_B.weight": (99, 2)},
    "nowhere": {
        "lora_unet_no_such.lora_down.weight": (2, 8),
        "lora_unet_no_such.lora_up.weight": (8, 2),
    },
}


def zeros(shapes: Shapes) -> dict[str, Tensor]:
    return {key: torch.zeros(shape) for key, shape in shapes.items()}


@pytest.mark.parametrize("family", ["sd15", "sdxl"])
def test_files_foretell_what_loading_finds(
    model_folder: Folders, tmp_path: Path, family: str
) -> None:
    folder = model_folder(family)
    model = load_model(str(folder), device="cpu")
    for name, shapes in KINDS.items():
        # With a layer that fits beside it, lest the whole file is refused.
        beside = {key.replace("q_proj", "k_proj"): shape for key, shape in KINDS["text"].items()}
        state, path = zeros({**beside, **shapes}), tmp_path / f"{name}.safetensors"
        save_file(state, path)
        ahead, loaded = fit_ahead(path, folder), fitted(state, {}, model)
        assert ahead == (loaded.used, loaded.left_out), name


def test_a_lora_of_another_model_is_refused_ahead(model_folder: Folders, tmp_path: Path) -> None:
    path = tmp_path / "other.safetensors"
    save_file(zeros(KINDS["too wide"]), path)
    with pytest.raises(AssetMissing, match="none of its layers fits this model"):
        fit_ahead(path, model_folder("sd15"))


@pytest.mark.parametrize("content", [{"<mira>": (1, 16)}, None])
def test_of_what_is_no_lora_nothing_is_said(
    model_folder: Folders, tmp_path: Path, content: Shapes | None
) -> None:
    path = tmp_path / "mira.safetensors"
    if content:
        save_file(zeros(content), path)
    assert fit_ahead(path, model_folder("sd15")) is None
