"""LoRA files as people have them: every tensor is used as it was meant, or the file is refused."""

import json
import math
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from renderers.diffusion.models.adapters import Adapters, Lora
from renderers.diffusion.models.load import Model, load_model
from renderers.diffusion.models.lora_names import from_sgm, understood
from schemas.errors import AssetMissing

Folders = Callable[..., Path]
LAYER = "down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q"
CONV = "down_blocks.0.resnets.0.conv1"
TEXT = "encoder.layers.0.self_attn.q_proj"
KOHYA = f"lora_unet_{LAYER.replace('.', '_')}"


@pytest.fixture
def model(model_folder: Folders) -> Model:
    return load_model(str(model_folder("sd15")), device="cpu")


def drawn(*shape: int, seed: int = 1) -> Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


def module(model: Model, name: str) -> Any:
    network = model.networks.unet if name in (LAYER, CONV) else model.text.encoders[0]
    names = {key.removeprefix("text_model."): part for key, part in network.named_modules()}
    return names[name]


def change(
    model: Model, state: Mapping[str, Tensor], name: str = LAYER, **header: object
) -> Tensor:
    """Return what a file adds to a layer's output, for the identity as input."""
    metadata = {"lora_adapter_metadata": json.dumps(header)} if header else {}
    plain = module(model, name)
    weight = plain.weight.detach().clone()
    Lora("one", state, metadata).inject(model)
    wrapped = module(model, name)
    network = model.networks.unet if name in (LAYER, CONV) else model.text.encoders[0]
    network.enable_adapters()
    network.set_adapter("one")
    with torch.no_grad():
        if name == CONV:
            x = drawn(1, weight.shape[1], 5, 5, seed=9)
            return torch.Tensor(wrapped(x) - plain_conv(wrapped, weight, x))
        ones = torch.eye(weight.shape[1])
        bias = wrapped.base_layer.bias if wrapped.base_layer.bias is not None else 0
        return torch.Tensor(wrapped(ones) - bias).T - weight


def plain_conv(wrapped: Any, weight: Tensor, x: Tensor) -> Tensor:
    return torch.nn.functional.conv2d(x, weight, wrapped.base_layer.bias, padding=1)


def pair(rank: int = 2, name: str = KOHYA) -> dict[str, Tensor]:
    return {f"{name}.lora_down.weight": drawn(rank, 8), f"{name}.lora_up.weight": drawn(8, rank)}


def product(rank: int = 2) -> Tensor:
    return drawn(8, rank) @ drawn(rank, 8)


@pytest.mark.parametrize(
    ("down", "up"),
    [
        (f"unet.{LAYER}.lora_A.weight", f"unet.{LAYER}.lora_B.weight"),
        (f"unet.{LAYER}.lora.down.weight", f"unet.{LAYER}.lora.up.weight"),
        (f"{LAYER}.lora_A.weight", f"{LAYER}.lora.up.weight"),
        (f"base_model.model.{LAYER}.lora_A.weight", f"base_model.model.{LAYER}.lora_B.weight"),
        (f"base_model.model.unet.{LAYER}.lora_A.default.weight", f"unet.{LAYER}.lora_B.weight"),
        (
            LAYER.replace(".to_q", ".processor.to_q_lora.down.weight"),
            LAYER.replace(".to_q", ".processor.to_q_lora.up.weight"),
        ),
        (f"diffusion_model.{LAYER}.lora_down.weight", f"diffusion_model.{LAYER}.lora_up.weight"),
    ],
)
def test_every_program_s_names_are_understood(model: Model, down: str, up: str) -> None:
    added = change(model, {down: drawn(2, 8), up: drawn(8, 2)})
    torch.testing.assert_close(added, product(), atol=1e-5, rtol=0)


def test_a_processor_s_output_is_the_first_of_its_two_parts() -> None:
    found = understood(
        "mid_block.attentions.0.transformer_blocks.0.attn1.processor.to_out_lora.up.weight"
    )
    assert found is not None
    assert found.layer.endswith("attn1_to_out_0")


@pytest.mark.parametrize("prefix", ["lora_te_text_model_", "text_encoder.text_model.", "lora_te1_"])
def test_text_encoders_alone_are_taught(model: Model, prefix: str) -> None:
    name = prefix + (TEXT.replace(".", "_") if prefix.startswith("lora_te") else TEXT)
    state = {f"{name}.lora_down.weight": drawn(2, 16), f"{name}.lora_up.weight": drawn(16, 2)}
    added = change(model, state, TEXT)
    torch.testing.assert_close(added, drawn(16, 2) @ drawn(2, 16), atol=1e-5, rtol=0)


def test_attention_of_text_encoders_as_it_was_named_in_2023() -> None:
    for old, new in (("to_q", "q_proj"), ("to_out", "out_proj")):
        key = f"text_encoder.text_model.encoder.layers.0.self_attn.{old}_lora.down.weight"
        assert understood(key) == ("text_encoder", f"encoder_layers_0_self_attn_{new}", "down")


def test_alpha_is_each_layer_s_own_and_may_be_lacking(model: Model) -> None:
    other = KOHYA.replace("to_q", "to_v")
    state = {**pair(), f"{KOHYA}.alpha": torch.tensor(6.0), **pair(name=other)}
    torch.testing.assert_close(change(model, state), 3 * product(), atol=1e-4, rtol=0)
    second = LAYER.replace("to_q", "to_v")
    wrapped = dict(model.networks.unet.named_modules())[second]
    with torch.no_grad():
        added = wrapped(torch.eye(8)).T - wrapped.base_layer.weight
    torch.testing.assert_close(added, product(), atol=1e-5, rtol=0)


@pytest.mark.parametrize(
    ("header", "strength"),
    [
        ({"unet.lora_alpha": 8}, 4.0),
        ({"unet.lora_alpha": 8, "unet.use_rslora": True}, 8 / math.sqrt(2)),
        ({"unet.lora_alpha": 8, "unet.alpha_pattern": {LAYER: 2}}, 1.0),
        ({"unet.lora_alpha": 8, "unet.alpha_pattern": {"attn1.to_k": 2}}, 4.0),
        ({"text_encoder.lora_alpha": 8}, 1.0),
        ({}, 1.0),
    ],
)
def test_the_header_says_the_strength(
    model: Model, header: dict[str, object], strength: float
) -> None:
    added = change(model, pair(), **header)
    torch.testing.assert_close(added, strength * product(), atol=1e-4, rtol=0)


def test_dora_sets_the_length_of_every_row_and_leaves_others_alone(model: Model) -> None:
    weight = module(model, LAYER).weight.detach().clone()
    lengths = drawn(8, seed=4).abs() + 0.5
    other = KOHYA.replace("to_q", "to_v")
    state = {**pair(), f"{KOHYA}.dora_scale": lengths[:, None], **pair(name=other)}
    added = change(model, state)
    whole = weight + product()
    wanted = lengths[:, None] * whole / whole.norm(dim=1, keepdim=True)
    torch.testing.assert_close(added, wanted - weight, atol=1e-4, rtol=0)
    wrapped = dict(model.networks.unet.named_modules())[LAYER.replace("to_q", "to_v")]
    with torch.no_grad():
        plain = wrapped(torch.eye(8)).T - wrapped.base_layer.weight
    torch.testing.assert_close(plain, product(), atol=1e-4, rtol=0)


def test_dora_of_the_inputs_is_refused_by_name(model: Model) -> None:
    state = {**pair(), f"{KOHYA}.dora_scale": torch.ones(1, 8)}
    with pytest.raises(ValueError, match="DoRA scales the inputs"):
        Lora("one", state).inject(model)


def test_loha_is_the_product_of_two_products(model: Model) -> None:
    a, b, c, d = drawn(8, 3, seed=1), drawn(3, 8, seed=2), drawn(8, 3, seed=3), drawn(3, 8, seed=4)
    names = ("w1_a", "w1_b", "w2_a", "w2_b")
    state = {f"{KOHYA}.hada_{name}": value for name, value in zip(names, (a, b, c, d), strict=True)}
    added = change(model, {**state, f"{KOHYA}.alpha": torch.tensor(6.0)})
    torch.testing.assert_close(added, 2 * (a @ b) * (c @ d), atol=1e-3, rtol=0)


@pytest.mark.parametrize("factors", [False, True])
def test_lokr_is_a_kronecker_product(model: Model, factors: bool) -> None:
    w1, a, b = drawn(2, 4, seed=1), drawn(4, 1, seed=2), drawn(1, 2, seed=3)
    parts = {"lokr_w2_a": a, "lokr_w2_b": b} if factors else {"lokr_w2": a @ b}
    state = {f"{KOHYA}.{name}": value for name, value in {"lokr_w1": w1, **parts}.items()}
    added = change(model, {**state, f"{KOHYA}.alpha": torch.tensor(3.0)})
    # With both factors whole nothing is divided by a rank, and alpha says nothing.
    strength = 3.0 if factors else 1.0
    torch.testing.assert_close(added, strength * torch.kron(w1, a @ b), atol=1e-4, rtol=0)


def test_convolutions_with_a_kernel_between_the_ranks(model: Model) -> None:
    channels = module(model, CONV).weight.shape[:2]
    name = f"lora_unet_{CONV.replace('.', '_')}"
    down, mid = drawn(2, channels[1], 1, 1), drawn(2, 2, 3, 3, seed=2)
    up = drawn(channels[0], 2, 1, 1, seed=3)
    state = {
        f"{name}.lora_down.weight": down,
        f"{name}.lora_mid.weight": mid,
        f"{name}.lora_up.weight": up,
    }
    added = change(model, state, CONV)
    conv = torch.nn.functional.conv2d
    x = drawn(1, channels[1], 5, 5, seed=9)
    wanted = conv(conv(conv(x, down), mid, padding=1), up)
    torch.testing.assert_close(added, wanted, atol=1e-3, rtol=0)


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        (
            "input_blocks_4_1_transformer_blocks_0_attn1_to_q",
            "down_blocks_1_attentions_0_transformer_blocks_0_attn1_to_q",
        ),
        ("input_blocks_3_0_op", "down_blocks_0_downsamplers_0_conv"),
        ("input_blocks_1_0_in_layers_2", "down_blocks_0_resnets_0_conv1"),
        ("middle_block_1_proj_in", "mid_block_attentions_0_proj_in"),
        ("output_blocks_2_1_proj_out", "up_blocks_0_attentions_2_proj_out"),
        ("output_blocks_2_2_conv", "up_blocks_0_upsamplers_0_conv"),
        ("time_embed_2", "time_embedding_linear_2"),
        ("down_blocks_0_resnets_0_conv1", "down_blocks_0_resnets_0_conv1"),
    ],
)
def test_block_numbers_of_the_original_code(theirs: str, ours: str) -> None:
    """With two layers a block, as Stable Diffusion has; diffusers' own table agrees."""
    assert from_sgm(theirs, 2) == ours


def test_what_fits_nowhere_is_told_and_what_fits_not_at_all_refused(
    model: Model, tmp_path: Path
) -> None:
    wide = {"lora_unet_mid_block_attentions_9_proj_in.lora_down.weight": drawn(2, 8)}
    wide |= {"lora_unet_mid_block_attentions_9_proj_in.lora_up.weight": drawn(8, 2)}
    path = tmp_path / "mira.safetensors"
    save_file({**pair(), **wide}, path)
    adapters = Adapters(model)
    assert adapters.load(path, token="sks")
    assert re.search(r"mira\.safetensors: 1 of its 2 layers fit", adapters.note(path) or "")
    save_file(wide, tmp_path / "other.safetensors")
    with pytest.raises(AssetMissing, match="none of its layers fits this model"):
        adapters.load(tmp_path / "other.safetensors", token="sks")


def test_a_tensor_of_no_lora_is_named(model: Model) -> None:
    with pytest.raises(ValueError, match=r"it holds lora_unet_x\.oft_diag"):
        Lora("one", {**pair(), "lora_unet_x.oft_diag": drawn(2)}).inject(model)
    with pytest.raises(ValueError, match="lacks up"):
        Lora("one", {f"{KOHYA}.lora_down.weight": drawn(2, 8)}).inject(model)


def test_a_file_of_upper_case_is_safetensors_too(model: Model, tmp_path: Path) -> None:
    save_file(pair(), tmp_path / "MIRA.SAFETENSORS")
    assert Adapters(model).load(tmp_path / "MIRA.SAFETENSORS", token="sks")


@pytest.mark.parametrize("name", ["bundle_emb.mira.string_to_param.*", "clip_l"])
def test_a_lora_may_bring_its_word_along(model: Model, tmp_path: Path, name: str) -> None:
    """Pivotal tuning trains both."""
    save_file({**pair(), name: drawn(2, 16)}, tmp_path / "both.safetensors")
    before = model.text.encode("a <mira> here").states
    assert Adapters(model).load(tmp_path / "both.safetensors", token="<mira>")
    assert (model.text.encode("a <mira> here").states - before).abs().max() > 1e-3


@pytest.mark.parametrize("said", ["<mira>", "mira", "Mira", "MIRA"])
def test_a_learned_word_answers_to_the_story_s_name_in_any_capitals(
    model: Model, tmp_path: Path, said: str
) -> None:
    save_file({"<mira>": drawn(3, 16)}, tmp_path / "word.safetensors")
    Adapters(model).load(tmp_path / "word.safetensors", token="Mira")
    wanted = model.text.encode("a <mira> here").states
    assert torch.equal(model.text.encode(f"a {said} here").states, wanted)
    assert not torch.equal(model.text.encode("a miracle here").states, wanted)


def test_a_lone_clip_l_is_stable_diffusion_s_own_encoder(model: Model, tmp_path: Path) -> None:
    save_file({"clip_l": drawn(2, 16)}, tmp_path / "word.safetensors")
    before = model.text.encode("<mira>").states
    assert Adapters(model).load(tmp_path / "word.safetensors", token="<mira>") is None
    assert not torch.equal(model.text.encode("<mira>").states, before)


def test_the_header_of_diffusers_own_files_is_heard_as_by_the_pipeline(
    model: Model, model_folder: Folders, tmp_path: Path
) -> None:
    from diffusers.loaders.lora_pipeline import StableDiffusionLoraLoaderMixin
    from peft import LoraConfig, get_peft_model_state_dict

    from tests.renderers.diffusion.test_adapters import expected, full_frame, latents
    from tests.renderers.diffusion.test_parity import pipeline
    from tests.renderers.diffusion.tiny import unet

    torch.manual_seed(5)
    network = unet("sd15")
    config = LoraConfig(
        r=4, lora_alpha=16, use_rslora=True, target_modules=["to_q"], init_lora_weights=False
    )
    network.add_adapter(config)
    StableDiffusionLoraLoaderMixin.save_lora_weights(
        tmp_path,
        unet_lora_layers=get_peft_model_state_dict(network),
        unet_lora_adapter_metadata=network.peft_config["default"].to_dict(),
    )
    path, plan = tmp_path / "pytorch_lora_weights.safetensors", full_frame()
    assert load_file(path)
    plan = plan.but(segments=(plan.segments[0].but(weights="mira"),))
    ours = latents(model, plan, {"mira": Adapters(model).load(path, token="sks")})
    folder = model_folder("sd15")
    pipe = pipeline(folder, load_model(str(folder), device="cpu"), "sd15", "ddim")
    pipe.load_lora_weights(path)
    theirs = expected(pipe, plan)
    scale = theirs.abs().max()
    torch.testing.assert_close(ours / scale, theirs / scale, atol=1e-5, rtol=0)
