"""A character's own files: heard in its own segment, by nobody else, as diffusers hears them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import save_file

from renderers.base import Context
from renderers.conditioning.maps import condition
from renderers.diffusion.denoiser import GuidedDenoiser
from renderers.diffusion.inputs import inputs_of, noise_of
from renderers.diffusion.models.adapters import Adapters, read_weights
from renderers.diffusion.models.load import Model, load_model
from renderers.diffusion.sampler import Stages, sample
from renderers.diffusion.schedule import Schedule
from renderers.methods.msp import Msp
from schemas.errors import AssetMissing, StoryboardError
from schemas.plan import PanelPlan
from schemas.settings import InitSettings, MspSettings
from tests.renderers.diffusion.conftest import full_frame, panel
from tests.renderers.diffusion.test_parity import GUIDANCE, SIZE, STEPS, pipeline

Folders = Callable[..., Path]


@pytest.fixture
def model(model_folder: Folders) -> Model:
    """A model of its own, since adapters change the networks."""
    return load_model(str(model_folder("sd15")), device="cpu")


def lora(folder: Path, *, rank: int = 2, text: bool = False) -> Path:
    """Write a LoRA of every cross-attention, in diffusers' layout."""
    from diffusers.loaders.lora_pipeline import StableDiffusionLoraLoaderMixin
    from peft import LoraConfig, get_peft_model_state_dict
    from transformers import CLIPTextModel

    from tests.renderers.diffusion.tiny import text_encoder, unet

    torch.manual_seed(5)
    config = LoraConfig(r=rank, target_modules=["to_q", "to_v"], init_lora_weights=False)
    network = unet("sd15")
    network.add_adapter(config)
    layers: dict[str, Any] = {"unet_lora_layers": get_peft_model_state_dict(network)}
    if text:
        encoder: CLIPTextModel = text_encoder()
        encoder.add_adapter(
            LoraConfig(r=rank, target_modules=["q_proj", "v_proj"], init_lora_weights=False)
        )
        layers["text_encoder_lora_layers"] = get_peft_model_state_dict(encoder)
    StableDiffusionLoraLoaderMixin.save_lora_weights(folder, **layers)
    return folder / "pytorch_lora_weights.safetensors"


def word(path: Path, name: str = "<mira>", *, vectors: int = 1, width: int = 16) -> Path:
    """Write a textual inversion as diffusers does."""
    rows = torch.randn(vectors, width, generator=torch.Generator().manual_seed(3))
    save_file({name: rows}, path)
    return path


def latents(model: Model, plan: PanelPlan, names: dict[str, str | None]) -> torch.Tensor:
    schedule = Schedule.of(model.scheduler, scheduler="ddim", steps=STEPS)
    panels = inputs_of(
        model, [plan], [condition(plan, SIZE)], feather=0.0, scaffold=None, adapters=names
    )
    eps = noise_of(model, plan, SIZE)[None]
    denoise = GuidedDenoiser(model.networks, schedule, GUIDANCE)
    stages = Stages(0, STEPS, [0.0] * STEPS)
    *_, x = sample(denoise, panels, schedule.steps, eps, eps, stages=stages)
    return x


def expected(pipe: Any, plan: PanelPlan) -> torch.Tensor:
    images = pipe(
        plan.segments[0].prompt,
        width=SIZE.width,
        height=SIZE.height,
        output_type="latent",
        num_inference_steps=STEPS,
        guidance_scale=GUIDANCE,
        generator=torch.Generator().manual_seed(plan.seed),
    ).images
    return torch.Tensor(images)


@pytest.mark.parametrize("text", [False, True])
def test_a_lora_is_heard_as_by_the_pipeline(
    model: Model, model_folder: Folders, tmp_path: Path, text: bool
) -> None:
    path, plan = lora(tmp_path, text=text), full_frame()
    plan = plan.but(segments=(plan.segments[0].but(weights="mira"),))
    plain = latents(model, plan, {})
    name = Adapters(model).load(path, token="sks")
    ours = latents(model, plan, {"mira": name})

    folder = model_folder("sd15")
    pipe = pipeline(folder, load_model(str(folder), device="cpu"), "sd15", "ddim")
    pipe.load_lora_weights(path)
    theirs = expected(pipe, plan)
    scale = theirs.abs().max()
    torch.testing.assert_close(ours / scale, theirs / scale, atol=1e-5, rtol=0)
    assert (ours - plain).abs().max() > 1e-3


def test_a_prompt_is_heard_in_its_own_segment_alone(model: Model) -> None:
    left, right = panel("sks", "hta").segments
    other = panel("sks", "hta", segments=(left.but(prompt="sks dancing in fire"), right))
    plain = latents(model, panel("sks", "hta"), {})
    changed = (latents(model, other, {}) - plain).abs().amax(dim=(0, 1, 2))
    assert changed[1] > 1e-3
    assert changed[-3:].max() == 0


def test_a_lora_that_all_share_is_heard_by_the_whole_panel(model: Model, tmp_path: Path) -> None:
    left, right = panel("sks", "hta").segments
    both = panel("sks", "hta", segments=(left.but(weights="all"), right.but(weights="all")))
    name = Adapters(model).load(lora(tmp_path), token="sks")
    inputs = inputs_of(
        model, [both], [condition(both, SIZE)], feather=0.0, scaffold=None, adapters={"all": name}
    )
    (scene,) = inputs.scenes
    assert scene.adapter == name
    assert {prompt.adapter for prompt in inputs.together} == {name}


def test_a_lora_is_heard_in_its_own_segment_alone(model: Model, tmp_path: Path) -> None:
    left, right = panel("sks", "hta").segments
    plan = panel("sks", "hta", segments=(left.but(weights="mira"), right))
    plain = latents(model, plan, {})
    name = Adapters(model).load(lora(tmp_path), token="sks")
    assert torch.equal(latents(model, plan, {}), plain)
    changed = (latents(model, plan, {"mira": name}) - plain).abs().amax(dim=(0, 1, 2))
    assert changed[1] > 1e-3
    assert changed[-3:].max() == 0


@pytest.mark.parametrize("vectors", [1, 3])
def test_a_learned_word_is_read_as_by_the_pipeline(
    model: Model, model_folder: Folders, tmp_path: Path, vectors: int
) -> None:
    path, plan = word(tmp_path / "mira.safetensors", vectors=vectors), full_frame("<mira> woman")
    before = model.text.encode("a park").states
    assert Adapters(model).load(path, token="sks") is None
    ours = latents(model, plan, {})
    folder = model_folder("sd15")
    pipe = pipeline(folder, load_model(str(folder), device="cpu"), "sd15", "ddim")
    pipe.load_textual_inversion(str(path))
    theirs = expected(pipe, plan)
    scale = theirs.abs().max()
    torch.testing.assert_close(ours / scale, theirs / scale, atol=1e-5, rtol=0)
    torch.testing.assert_close(model.text.encode("a park").states, before)


def test_sdxls_pair_and_a1111s_words_are_understood(model_folder: Folders, tmp_path: Path) -> None:
    xl = load_model(str(model_folder("sdxl")), device="cpu")
    before = xl.text.encode("mira woman")
    save_file(
        {"clip_l": torch.randn(1, 16), "clip_g": torch.randn(1, 16)}, tmp_path / "xl.safetensors"
    )
    Adapters(xl).load(tmp_path / "xl.safetensors", token="mira")
    assert not torch.equal(xl.text.encode("mira woman").states, before.states)

    small = load_model(str(model_folder("sd15")), device="cpu")
    torch.save({"string_to_param": {"*": torch.randn(2, 16)}, "name": "mira"}, tmp_path / "old.pt")
    before = small.text.encode("mira woman")
    Adapters(small).load(tmp_path / "old.pt", token="sks")
    assert not torch.equal(small.text.encode("mira woman").states, before.states)


def test_a_learned_word_is_not_found_inside_others(model: Model, tmp_path: Path) -> None:
    plain = "a park with standing trees"
    before = model.text.encode(plain).states, model.text.encode("tree, a park").states
    path = word(tmp_path / "tree.safetensors", "tree", vectors=2)
    Adapters(model).load(path, token="sks")
    assert torch.equal(model.text.encode(plain).states, before[0])
    assert not torch.equal(model.text.encode("tree, a park").states, before[1])


def test_a_learned_words_length_counts_against_the_window(model: Model, tmp_path: Path) -> None:
    prompt = "mira, " + "a " * 60
    assert model.text.cut(prompt) == ""
    path = word(tmp_path / "mira.safetensors", "mira", vectors=20)
    Adapters(model).load(path, token="sks")
    assert "a" in model.text.cut(prompt)


class Code:
    """Runs something when it is unpickled."""

    def __reduce__(self) -> tuple[Any, ...]:
        return print, ("unsafe",)


def test_what_is_wrong_with_a_file_is_said(
    model: Model, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    adapters = Adapters(model)
    torch.save({"a": Code()}, tmp_path / "code.bin")
    (tmp_path / "cut.safetensors").write_bytes(b"12345678")
    save_file(
        {"unrelated.weight": torch.zeros(2), "b": torch.zeros(2)}, tmp_path / "other.safetensors"
    )
    wide, known = tmp_path / "wide.safetensors", tmp_path / "known.safetensors"
    cases = {
        tmp_path / "nowhere.safetensors": "there is no adapter file",
        tmp_path / "code.bin": "holds more than weights",
        tmp_path / "cut.safetensors": "cannot be loaded",
        tmp_path / "other.safetensors": "cannot be loaded",
        word(wide, width=8): "learned for text of width 8, not 16",
        word(known, "a</w>"): "in the model's vocabulary already",
    }
    for path, said in cases.items():
        with pytest.raises(AssetMissing, match=said):
            adapters.load(path, token="sks")
    assert "unsafe" not in capsys.readouterr().out


def test_the_renderer_reads_a_characters_file(model_folder: Folders, tmp_path: Path) -> None:
    lora(tmp_path)
    settings = MspSettings(
        model=str(model_folder("sd15")),
        steps=3,
        resolution=64,
        device="cpu",
        init=InitSettings(source="noise"),
    )
    own = panel("sks").segments[0].but(weights="pytorch_lora_weights.safetensors")
    plans = [panel("sks"), panel("sks", segments=(own,)), panel("sks")]
    before, heard, after = [
        event.image.tobytes()
        for event in Msp(settings, Context(root=tmp_path)).render(plans)
        if hasattr(event, "image")
    ]
    assert before == after != heard
    with pytest.raises(StoryboardError, match="cannot give each a LoRA"):
        list(Msp(settings.but(mode="fast"), Context(root=tmp_path)).render(plans))


def test_a_checkpoint_that_wraps_its_weights_is_unwrapped(tmp_path: Path) -> None:
    torch.save({"state_dict": {"one": torch.zeros(2)}, "epoch": 3}, tmp_path / "wrapped.pt")
    assert set(read_weights(tmp_path / "wrapped.pt")) == {"one"}


@pytest.mark.parametrize("content", [b"", None])
def test_an_adapter_without_weights_is_told(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "empty.pt"
    torch.save({}, path) if content is None else path.write_bytes(content)
    with pytest.raises(AssetMissing, match=r"empty\.pt"):
        read_weights(path)
