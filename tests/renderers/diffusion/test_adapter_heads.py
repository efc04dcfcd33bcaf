"""What an adapter file is, its head tells; a word for one of two encoders is heard by it."""

from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from renderers.diffusion.models.adapter_heads import check_adapter
from renderers.diffusion.models.adapters import Adapters
from renderers.diffusion.models.load import load_model
from schemas.errors import AssetMissing
from tests.renderers.diffusion.test_adapters import word

Folders = Callable[..., Path]
LAYER = "lora_unet_mid_block_attentions_0_proj_in"


@pytest.mark.parametrize(
    "keys",
    [
        [f"{LAYER}.lora_down.weight", f"{LAYER}.alpha"],
        [f"{LAYER}.hada_w1_a", "bundle_emb.mira.string_to_param.*"],
        ["clip_l", "clip_g"],
        ["<mira>"],
    ],
)
def test_what_is_read_passes(tmp_path: Path, keys: list[str]) -> None:
    save_file({key: torch.zeros(1, 2) for key in keys}, tmp_path / "mira.SAFETENSORS")
    check_adapter(tmp_path / "mira.SAFETENSORS")


@pytest.mark.parametrize("key", [f"{LAYER}.oft_blocks", f"{LAYER}.diff_b", "model.out.weight"])
def test_what_is_not_read_is_named(tmp_path: Path, key: str) -> None:
    path = tmp_path / "mira.safetensors"
    save_file({key: torch.zeros(2, 2), f"{LAYER}.alpha": torch.zeros(1)}, path)
    with pytest.raises(AssetMissing, match="which is no part of a LoRA") as refused:
        check_adapter(path)
    assert key in str(refused.value)


def test_half_of_sdxls_pair_teaches_its_own_encoder(model_folder: Folders, tmp_path: Path) -> None:
    model, path = load_model(str(model_folder("sdxl")), device="cpu"), tmp_path / "mira.safetensors"
    save_file({"clip_l": torch.ones(2, 16)}, path)
    before = model.text.encode("mira woman").states
    adapters = Adapters(model)
    adapters.load(path, token="mira")
    after = model.text.encode("Mira woman").states
    assert not torch.equal(after[:, :16], before[:, :16])
    assert torch.equal(after[:, 16:], before[:, 16:])
    assert adapters.note(path) == (
        "mira.safetensors teaches one of the model's two text encoders alone"
    )
    with pytest.raises(AssetMissing, match="learned for a model with one text encoder"):
        adapters.load(word(tmp_path / "other.safetensors"), token="other")
