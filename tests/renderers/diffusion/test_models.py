"""What loads, and what is said when something does not."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from unittest.mock import Mock

import pytest
import torch
from safetensors.torch import load_file, save_file

from renderers.diffusion.models.load import choose_device, load_model
from renderers.diffusion.models.locate import find_model, model_files, weights_variant
from renderers.diffusion.models.precision import choose_dtype, computes_bfloat16
from schemas.errors import AssetMissing
from schemas.settings import ControlNetSettings
from tests.renderers.diffusion.tiny import Family

Folders = Callable[..., Path]


@pytest.fixture
def model(model_folder: Folders, tmp_path: Path) -> Path:
    """A copy of a model that a test may damage."""
    return Path(shutil.copytree(model_folder("sd15", controlnet=True), tmp_path / "model"))


@pytest.mark.parametrize(
    ("family", "channels", "pixels", "control"),
    [("sd15", 4, 8, 8), ("sdxl", 4, 8, 8), ("toon", 8, 16, 16)],
)
def test_every_family_loads(
    model_folder: Folders, family: Family, channels: int, pixels: int, control: int
) -> None:
    folder = str(model_folder(family, controlnet=True))
    model = load_model(folder, controlnet=ControlNetSettings(), device="cpu")
    assert (model.channels, model.networks.vae_scale_factor) == (channels, pixels)
    assert model.control_scale_factor == control
    assert model.multiple == 2 * pixels
    without = load_model(folder, device="cpu")
    assert without.control_scale_factor is None


def test_a_directory_beside_the_story_is_found(model: Path) -> None:
    assert find_model("model", root=model.parent) == model
    assert model / "unet" / "config.json" in model_files("model", root=model.parent)


def test_a_controlnet_of_its_own_is_taken(model: Path) -> None:
    (model / "controlnet").rename(model.parent / "pose")
    index = json.loads((model / "model_index.json").read_text())
    del index["controlnet"]
    (model / "model_index.json").write_text(json.dumps(index))
    wanted = ControlNetSettings(model="pose")
    loaded = load_model("model", root=model.parent, controlnet=wanted, device="cpu")
    assert loaded.control_scale_factor == 8


def test_weights_of_a_variant_are_taken(model: Path) -> None:
    plain = model / "unet" / "diffusion_pytorch_model.safetensors"
    plain.rename(plain.with_name("diffusion_pytorch_model.fp16.safetensors"))
    assert load_model(str(model), device="cpu").channels == 4


def remove_part(model: Path) -> None:
    shutil.rmtree(model / "vae")


def remove_index(model: Path) -> None:
    (model / "model_index.json").unlink()


def damage_index(model: Path) -> None:
    (model / "model_index.json").write_text("{")


def remove_weights(model: Path) -> None:
    (model / "unet" / "diffusion_pytorch_model.safetensors").unlink()


def pickle_weights(model: Path) -> None:
    remove_weights(model)
    (model / "unet" / "diffusion_pytorch_model.bin").write_bytes(b"\x80\x04.")


def truncate_weights(model: Path) -> None:
    path = model / "unet" / "diffusion_pytorch_model.safetensors"
    path.write_bytes(path.read_bytes()[:-1000])


def drop_a_weight(model: Path) -> None:
    path = model / "unet" / "diffusion_pytorch_model.safetensors"
    weights = load_file(path)
    del weights["conv_in.weight"]
    save_file(weights, path, metadata={"format": "pt"})


def reshape_a_weight(model: Path) -> None:
    path = model / "unet" / "diffusion_pytorch_model.safetensors"
    weights = load_file(path)
    weights["conv_in.weight"] = torch.zeros(3, 3, 3, 3)
    save_file(weights, path, metadata={"format": "pt"})


def drop_a_text_weight(model: Path) -> None:
    path = model / "text_encoder" / "model.safetensors"
    weights = load_file(path)
    del weights[sorted(weights)[0]]
    save_file(weights, path, metadata={"format": "pt"})


def remove_vocabulary(model: Path) -> None:
    for path in (model / "tokenizer").iterdir():
        path.unlink()


def remove_scheduler(model: Path) -> None:
    (model / "scheduler" / "scheduler_config.json").unlink()


def other_unet(model: Path) -> None:
    index = json.loads((model / "model_index.json").read_text())
    index["unet"] = ["diffusers", "FluxTransformer2DModel"]
    (model / "model_index.json").write_text(json.dumps(index))


def code_in_index(model: Path) -> None:
    index = json.loads((model / "model_index.json").read_text())
    index["unet"] = ["os", "system"]
    (model / "model_index.json").write_text(json.dumps(index))


def empty_config(model: Path) -> None:
    (model / "unet" / "config.json").write_text("[]")


def half_of_sdxl(model: Path) -> None:
    index = json.loads((model / "model_index.json").read_text())
    index["text_encoder_2"] = ["transformers", "CLIPTextModelWithProjection"]
    (model / "model_index.json").write_text(json.dumps(index))


def other_autoencoder(model: Path) -> None:
    from diffusers.models.autoencoders.autoencoder_kl import AutoencoderKL

    shutil.rmtree(model / "vae")
    AutoencoderKL(latent_channels=8, norm_num_groups=8, block_out_channels=(8,)).save_pretrained(
        model / "vae"
    )


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (empty_config, "holds no configuration"),
        (half_of_sdxl, "lacks its text_encoder_2"),
        (other_autoencoder, "has 8 channels, and its U-Net 4"),
        (remove_part, "lacks its vae"),
        (remove_index, "no model_index.json"),
        (damage_index, "cannot be read"),
        (remove_weights, "holds no weights"),
        (pickle_weights, "is a pickle"),
        (truncate_weights, "cannot be loaded"),
        (drop_a_weight, "conv_in.weight"),
        (reshape_a_weight, "cannot be loaded|does not fit"),
        (drop_a_text_weight, "lacks 1 weights"),
        (remove_vocabulary, "tokenizer"),
        (remove_scheduler, "scheduler_config.json is missing"),
        (other_unet, "cannot drive"),
        (code_in_index, "cannot drive"),
    ],
)
def test_what_is_wrong_is_said(model: Path, damage: Callable[[Path], None], said: str) -> None:
    damage(model)
    with pytest.raises(AssetMissing, match=said) as raised:
        load_model(str(model), device="cpu")
    assert raised.value.exit_code == 4
    assert raised.value.hint or "cannot be read" in str(raised.value)


@pytest.mark.parametrize(
    ("names", "variant"),
    [
        (["x.safetensors", "x.fp16.safetensors"], None),
        (["x.fp16.safetensors"], "fp16"),
        (["x.v1-5.safetensors"], "v1-5"),
        (["x-00001-of-00002.safetensors", "x.safetensors.index.json"], None),
        (["x.fp16-00001-of-00002.safetensors", "x.safetensors.index.fp16.json"], "fp16"),
    ],
)
def test_variants_are_known_by_their_names(
    tmp_path: Path, names: list[str], variant: str | None
) -> None:
    for name in names:
        (tmp_path / name).touch()
    assert weights_variant(tmp_path) == variant


@pytest.mark.parametrize(
    ("changes", "said"),
    [({"prediction_type": "flow"}, "predicts flow"), ({"beta_schedule": "odd"}, "odd")],
)
def test_a_scheduler_that_nobody_knows_is_told(
    model: Path, changes: dict[str, str], said: str
) -> None:
    path = model / "scheduler" / "scheduler_config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))
    with pytest.raises(AssetMissing, match=said):
        load_model(str(model), device="cpu").schedule("ddim", 5)


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        ("GatedRepoError", "licence-gated"),
        ("ConnectionError", "cannot be fetched: the line is cut"),
    ],
)
def test_what_stops_a_download_is_said(
    monkeypatch: pytest.MonkeyPatch, problem: str, said: str
) -> None:
    import huggingface_hub
    from huggingface_hub import errors

    def fails(*_: object, **__: object) -> None:
        if problem == "ConnectionError":
            raise ConnectionError("the line is cut")
        raise errors.GatedRepoError("no", response=Mock())

    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
    monkeypatch.setattr(huggingface_hub, "snapshot_download", fails)
    with pytest.raises(AssetMissing, match=said):
        find_model("some-owner/some-model", online=True)


def test_a_folder_of_a_pickle_is_told_what_it_lacks(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "model.ckpt").touch()
    with pytest.raises(AssetMissing, match=r"no model_index\.json") as raised:
        find_model("mine", root=tmp_path)
    assert "model.ckpt alone, a pickle, is never loaded" in str(raised.value.hint)


def test_a_controlnet_of_another_family_is_refused(model_folder: Folders, model: Path) -> None:
    other = model_folder("sdxl", controlnet=True) / "controlnet"
    with pytest.raises(AssetMissing, match=r"ControlNet .* reads text of width 32"):
        load_model(str(model), controlnet=ControlNetSettings(model=str(other)), device="cpu")


@pytest.mark.parametrize(
    "name",
    ["nowhere", "./no/such/folder", "some-owner/some-model", "~nobody-here/x", "x" * 5000],
)
def test_an_absent_model_is_said_with_a_hint(name: str) -> None:
    with pytest.raises(AssetMissing, match=name[:200]) as raised:
        find_model(name)
    assert raised.value.hint


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("model.diffusion_model.out.0.bias", "StableDiffusionPipeline as"),
        ("conditioner.embedders.1.model.ln_final.bias", "StableDiffusionXLPipeline as"),
    ],
)
def test_a_single_file_is_refused_with_the_command_that_converts_it(
    tmp_path: Path, key: str, kind: str
) -> None:
    save_file({key: torch.zeros(2)}, tmp_path / "model.safetensors")
    with pytest.raises(AssetMissing, match="single file") as refused:
        find_model("model.safetensors", root=tmp_path)
    assert kind in str(refused.value.hint)
    assert "save_pretrained" in str(refused.value.hint)
    (tmp_path / "model.safetensors").write_bytes(b"")
    with pytest.raises(AssetMissing, match="single file"):
        find_model("model.safetensors", root=tmp_path)


@pytest.mark.parametrize(
    ("part", "values", "said"),
    [
        ("unet/config.json", {"time_cond_proj_dim": 8}, r"distilled \(LCM\)"),
        ("scheduler/scheduler_config.json", {"_class_name": "EDMEulerScheduler"}, "EDM's"),
        (
            "scheduler/scheduler_config.json",
            {"_class_name": "FlowMatchEulerDiscreteScheduler"},
            "flow matching",
        ),
        ("scheduler/scheduler_config.json", {"use_flow_sigmas": True}, "flow matching"),
    ],
)
def test_models_that_are_sampled_otherwise_are_refused_by_name(
    model: Path, part: str, values: dict[str, object], said: str
) -> None:
    """They were drawn as if they were trained on betas, without a word."""
    config = json.loads((model / part).read_text())
    (model / part).write_text(json.dumps(config | values))
    with pytest.raises(AssetMissing, match=said) as refused:
        find_model(str(model))
    assert refused.value.hint


def test_precision_fits_the_device() -> None:
    assert choose_dtype("auto", torch.device("cpu")) == torch.float32
    assert choose_dtype("auto", torch.device("cuda")) == torch.float16
    assert choose_dtype("bfloat16", torch.device("cpu")) == torch.bfloat16
    assert choose_device("cpu").type == "cpu"


def test_half_is_recommended_to_processors_that_compute_in_it() -> None:
    own = torch.bfloat16 if computes_bfloat16() else torch.float32
    for device, wanted, chosen in (
        ("cpu", "auto", own),
        ("cpu", "float32", torch.float32),
        ("cuda", "auto", torch.float16),
    ):
        assert choose_dtype(wanted, torch.device(device), on_processors="bfloat16") == chosen


@pytest.mark.skipif(torch.cuda.is_available(), reason="this machine has a GPU")
def test_an_absent_device_is_said() -> None:
    with pytest.raises(AssetMissing, match="no cuda device"):
        choose_device("cuda")


def test_half_precision_draws(model_folder: Folders) -> None:
    model = load_model(str(model_folder("sd15")), device="cpu", dtype="bfloat16")
    assert model.networks.unet.dtype == model.autoencoder.network.dtype == torch.bfloat16
    assert model.text.encode("a park").states.dtype == torch.bfloat16


def test_toon_is_driven_as_any_other(tmp_path: Path) -> None:
    from renderers.toon.build import save_random

    folder = save_random(tmp_path / "toon")
    model = load_model(str(folder), controlnet=ControlNetSettings(), device="cpu")
    assert model.control_scale_factor == model.networks.vae_scale_factor == 16
