"""What recipes write: plain diffusers loads it and draws the same, and nobody else's word moved."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import pytest
import torch
from safetensors import safe_open
from safetensors.torch import load_file

from renderers.base import Personalizer
from renderers.diffusion.models.adapters import Adapters
from renderers.diffusion.models.load import Model, load_model
from renderers.training.base import Base
from renderers.training.batches import Batches
from renderers.training.canvases import alone
from renderers.training.loop import train
from renderers.training.recipes.custom_diffusion import CustomDiffusionPersonalizer
from renderers.training.recipes.dreambooth import DreamboothPersonalizer
from renderers.training.recipes.lora import LoraPersonalizer
from renderers.training.recipes.modular import joined_loras
from renderers.training.recipes.textual_inversion import WordPersonalizer
from renderers.training.stamps import AdapterKind, architecture, of_kind
from schemas.errors import StoryboardError
from schemas.training import (
    CustomDiffusionTraining,
    DreamboothTraining,
    LoraTraining,
    TextualInversionTraining,
    Training,
)
from tests.renderers.diffusion.test_parity import pipeline
from tests.renderers.diffusion.tiny import Family
from tests.renderers.training.conftest import SMALL
from tests.renderers.training.strangers import subject

Bases = Callable[..., Base]
Folders = Callable[[Family], Path]
FAMILIES: tuple[Family, ...] = ("sd15", "sdxl")


def taught(
    personalizer: Personalizer, settings: Training, folder: Path, token: str = "hta"
) -> Path:
    """Take a few large steps and write what was learned."""
    composer = alone(subject("mira", token), settings.augmentation)
    list(
        train(
            personalizer, Batches(personalizer.base, settings, composer), settings, folder / "work"
        )
    )
    personalizer.write(folder, metadata={"modelspec.title": "mira"})
    return folder


def answer(model: Model, prompt: str) -> torch.Tensor:
    """Ask a model's text encoders and U-Net once."""
    text = model.text.embed(prompt)
    x = torch.randn(1, 4, 8, 8, generator=torch.Generator().manual_seed(2))
    added: dict[str, Any] = {}
    if text.pooled is not None:
        ids = torch.tensor([[64.0, 64, 0, 0, 64, 64]])
        added = {"added_cond_kwargs": {"text_embeds": text.pooled[None], "time_ids": ids}}
    with torch.no_grad():
        output = model.networks.unet(x, torch.tensor([500]), text.states[None], **added)
    return torch.Tensor(output.sample)


def drawn_by_diffusers(folder: Path, family: Family, prompt: str, load: str, path: Path) -> Any:
    """Draw with the published pipeline and an adapter file."""
    pipe = pipeline(folder, load_model(str(folder), device="cpu"), family, "ddim")
    named = {"token": "<mira>"} if load == "load_textual_inversion" else {}
    getattr(pipe, load)(path, **named)
    return pipe(
        prompt,
        width=64,
        height=64,
        num_inference_steps=3,
        guidance_scale=3.0,
        generator=torch.Generator().manual_seed(1),
        output_type="latent",
    ).images


@pytest.mark.parametrize(
    ("family", "layers", "alpha"),
    [("sd15", "all", None), ("sdxl", "attention", None), ("sd15", "attention", 4.0)],
)
def test_a_trained_lora_is_the_same_to_us_and_to_diffusers(
    base: Bases,
    folders: Folders,
    tmp_path: Path,
    family: Family,
    layers: Literal["attention", "all"],
    alpha: float | None,
) -> None:
    settings = LoraTraining(
        **SMALL | {"learning_rate": 3e-2}, rank=2, alpha=alpha, layers=layers, text_encoder=True
    )
    personalizer = LoraPersonalizer(base(family), settings)
    folder = taught(personalizer, settings, tmp_path)
    wanted = answer(personalizer.base.model, "hta woman cartoon")

    plain = load_model(str(folders(family)), device="cpu")
    before = answer(plain, "hta woman cartoon")
    path = folder / "pytorch_lora_weights.safetensors"
    Adapters(plain).load(path, token="hta")
    if alpha is None:
        torch.testing.assert_close(answer(plain, "hta woman cartoon"), wanted, rtol=1e-4, atol=1e-5)
    assert (before - wanted).abs().max() > 1e-3

    pipe = pipeline(folders(family), load_model(str(folders(family)), device="cpu"), family, "ddim")
    pipe.load_lora_weights(path)
    own = {name.split(".default")[0]: each for name, each in personalizer.weights().items()}
    scale = (alpha or 2.0) / 2.0
    for name, module in pipe.unet.named_modules():
        if hasattr(module, "scaling") and module.scaling:
            assert set(module.scaling.values()) == {scale}, name
            (down,) = module.lora_A.values()
            torch.testing.assert_close(down.weight, own[f"unet.{name}.lora_A"])


def test_a_lora_s_file_says_what_it_is(base: Bases, tmp_path: Path) -> None:
    settings = LoraTraining(**SMALL, rank=2, alpha=4.0, kohya=True)
    taught(LoraPersonalizer(base(), settings), settings, tmp_path)
    with safe_open(tmp_path / "pytorch_lora_weights.safetensors", framework="pt") as opened:
        told = opened.metadata()
    assert '"unet.lora_alpha": 4.0' in told["lora_adapter_metadata"]
    assert told["modelspec.title"] == "mira"
    kohya = load_file(tmp_path / "kohya.safetensors")
    assert any(
        name.startswith("lora_unet_") and name.endswith("lora_down.weight") for name in kohya
    )


@pytest.mark.parametrize("family", FAMILIES)
def test_a_trained_word_is_the_same_to_us_and_to_diffusers(
    base: Bases, folders: Folders, tmp_path: Path, family: Family
) -> None:
    settings = TextualInversionTraining(**SMALL | {"learning_rate": 0.3}, accumulate=1, vectors=2)
    loaded = base(family)
    tables = [e.get_input_embeddings().weight.detach().clone() for e in loaded.text.encoders]
    personalizer = WordPersonalizer(loaded, settings, subject("mira", "<mira>"))
    taught(personalizer, settings, tmp_path, "<mira>")
    wanted = answer(loaded.model, "<mira> woman cartoon")
    for encoder, table in zip(loaded.text.encoders, tables, strict=True):
        now = encoder.get_input_embeddings().weight
        assert torch.equal(now[:-2], table[: len(now) - 2])

    plain = load_model(str(folders(family)), device="cpu")
    path = tmp_path / "learned_embeds.safetensors"
    assert Adapters(plain).load(path, token="<mira>") is None
    torch.testing.assert_close(answer(plain, "<mira> woman cartoon"), wanted, rtol=1e-4, atol=1e-5)
    assert len(load_file(path)) == len(tables)


def test_a_trained_word_draws_in_the_published_pipeline(
    base: Bases, folders: Folders, tmp_path: Path
) -> None:
    settings = TextualInversionTraining(**SMALL | {"learning_rate": 0.3}, accumulate=1)
    personalizer = WordPersonalizer(base(), settings, subject("mira", "<mira>"))
    taught(personalizer, settings, tmp_path, "<mira>")
    path, folder = tmp_path / "learned_embeds.safetensors", folders("sd15")
    once = drawn_by_diffusers(folder, "sd15", "a <mira> park", "load_textual_inversion", path)
    other = drawn_by_diffusers(folder, "sd15", "a woman park", "load_textual_inversion", path)
    assert (once - other).abs().max() > 1e-3


@pytest.mark.parametrize("family", FAMILIES)
def test_dreambooth_writes_a_model(base: Bases, tmp_path: Path, family: Family) -> None:
    settings = DreamboothTraining(**SMALL | {"learning_rate": 1e-2}, prior=False, text_encoder=True)
    personalizer = DreamboothPersonalizer(base(family), settings)
    taught(personalizer, settings, tmp_path / "made")
    again = load_model(str(tmp_path / "made"), device="cpu")
    torch.testing.assert_close(
        answer(again, "hta woman"),
        answer(personalizer.base.model, "hta woman"),
        rtol=1e-4,
        atol=1e-5,
    )


@pytest.mark.parametrize("family", FAMILIES)
def test_custom_diffusion_moves_keys_values_and_its_words_alone(
    base: Bases, folders: Folders, tmp_path: Path, family: Family
) -> None:
    settings = CustomDiffusionTraining(**SMALL | {"learning_rate": 1e-2, "batch": 1}, prior=False)
    loaded = base(family)
    before = {name: value.clone() for name, value in loaded.unet.state_dict().items()}
    people = [subject("mira", "<mira>"), subject("ben", "<ben>", "blue")]
    personalizer = CustomDiffusionPersonalizer(loaded, settings, people)
    taught(personalizer, settings, tmp_path / "made", "<mira>")
    moved = {
        name
        for name, value in loaded.unet.state_dict().items()
        if not torch.equal(value, before[name])
    }
    assert moved
    assert all(".attn2.to_k." in name or ".attn2.to_v." in name for name in moved)
    again = load_model(str(tmp_path / "made"), device="cpu")
    torch.testing.assert_close(
        answer(again, "<mira> woman"), answer(loaded.model, "<mira> woman"), rtol=1e-4, atol=1e-5
    )
    assert (tmp_path / "made" / "<new2>.safetensors").is_file()


def kept_loras(base: Bases, folder: Path, **settings: Any) -> list[Path]:
    """Train a LoRA by each seed, and return their files."""
    files = []
    for seed in (1, 2):
        known = LoraTraining(**SMALL | {"learning_rate": 3e-2, "seed": seed} | settings)
        taught(LoraPersonalizer(base(), known), known, folder / str(seed))
        files.append(folder / str(seed) / "pytorch_lora_weights.safetensors")
    return files


@pytest.mark.filterwarnings("ignore:Already found a `peft_config`")
def test_joined_loras_are_the_sum_of_both(base: Bases, folders: Folders, tmp_path: Path) -> None:
    files = kept_loras(base, tmp_path, rank=2, alpha=4.0)
    joined = base()
    start = joined_loras(files, joined.model)
    assert start.rank == 4
    start.fill(LoraPersonalizer(joined, LoraTraining(**SMALL, rank=start.rank)).weights())
    plain = load_model(str(folders("sd15")), device="cpu")
    pipe = pipeline(folders("sd15"), plain, "sd15", "ddim")
    for index, path in enumerate(files):
        pipe.load_lora_weights(path, adapter_name=f"lora{index}")
    pipe.set_adapters(["lora0", "lora1"])
    both = plain._replace(networks=plain.networks._replace(unet=pipe.unet))
    torch.testing.assert_close(
        answer(joined.model, "hta"), answer(both, "hta"), rtol=1e-4, atol=1e-5
    )


def test_joined_are_loras_of_any_rank_and_layers_and_of_text_encoders(
    base: Bases, folders: Folders, tmp_path: Path
) -> None:
    files = []
    for rank, more in ((2, {"layers": "all"}), (3, {"text_encoder": True, "kohya": True})):
        known = LoraTraining(**SMALL | {"learning_rate": 3e-2, "steps": 2} | more, rank=rank)
        folder = taught(LoraPersonalizer(base(), known), known, tmp_path / str(rank))
        name = "kohya.safetensors" if known.kohya else "pytorch_lora_weights.safetensors"
        files.append(folder / name)
    joined = base()
    start = joined_loras(files, joined.model)
    whole = LoraTraining(**SMALL, rank=start.rank, layers="all", text_encoder=True)
    start.fill(LoraPersonalizer(joined, whole).weights())
    plain = load_model(str(folders("sd15")), device="cpu")
    known = Adapters(plain)
    names = [known.load(path, token="hta") for path in files]
    for network in (plain.networks.unet, *plain.text.encoders):
        network.set_adapter([name for name in names if name in network.peft_config])
    torch.testing.assert_close(
        answer(joined.model, "hta"), answer(plain, "hta"), rtol=1e-4, atol=1e-5
    )


def test_loras_of_layers_that_a_recipe_leaves_alone_are_not_joined(
    base: Bases, tmp_path: Path
) -> None:
    start = joined_loras(
        kept_loras(base, tmp_path, rank=2, layers="all", steps=1), (joined := base()).model
    )
    with pytest.raises(StoryboardError, match="which the recipe does not train"):
        start.fill(LoraPersonalizer(joined, LoraTraining(**SMALL, rank=start.rank)).weights())


@pytest.mark.parametrize(
    ("family", "expected"),
    [
        ("sd15", "stable-diffusion-v1"),
        ("sd2", "stable-diffusion-v2-768-v"),
        ("sdxl", "stable-diffusion-xl-v1-base"),
    ],
)
def test_a_file_says_for_which_architecture_it_is(
    base: Bases, family: Family, expected: str
) -> None:
    known = {"modelspec.architecture": architecture("somebody/model", base(family))}
    assert of_kind(known, AdapterKind.LORA)["modelspec.architecture"] == f"{expected}/lora"
    assert architecture("toon", base(family)) == "toon"
