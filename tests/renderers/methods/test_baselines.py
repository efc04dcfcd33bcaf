"""The baselines: each draws by what it is named for, and by nothing else."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

import renderers
from renderers.base import Context, Drawn
from renderers.diffusion.denoiser import GuidedDenoiser
from renderers.diffusion.regional import RegionalDenoiser
from schemas.errors import AssetMissing, StoryboardError
from schemas.plan import PanelPlan
from schemas.settings import (
    CutMixSettings,
    DiffusionSettings,
    DreamboothSettings,
    InitSettings,
    MspSettings,
    MudiSettings,
    RegionalPromptingSettings,
    TextualInversionSettings,
)
from tests.renderers.diffusion.conftest import model_folder as model_folder
from tests.renderers.diffusion.conftest import panel
from tests.renderers.diffusion.test_adapters import lora as real_lora

Draw = Callable[..., list[np.ndarray[Any, Any]]]


@pytest.fixture
def draw(model_folder: Callable[..., Path], tmp_path: Path) -> Draw:
    """Draw panels with a tiny model; return their pixels."""

    def drawn(kind: type[DiffusionSettings], *plans: PanelPlan, **settings: Any) -> Any:
        family = settings.pop("family", "sd15")
        small = {"steps": 3, "resolution": 64, "device": "cpu", "guidance_scale": 3}
        wanted = kind(model=str(model_folder(family)), **small | settings)
        renderer = renderers.load(wanted, Context(root=tmp_path))  # type: ignore[arg-type]
        events = renderer.render(plans)
        return [np.asarray(event.image).astype(int) for event in events if isinstance(event, Drawn)]

    return drawn


def word(folder: Path, name: str, *, token: str, seed: int = 3, vectors: int = 2) -> str:
    """Write a learned word; return its file's name."""
    rows = torch.randn(vectors, 16, generator=torch.Generator().manual_seed(seed))
    save_file({token: rows}, folder / name)
    return name


def with_files(plan: PanelPlan, files: Sequence[str | None]) -> PanelPlan:
    pairs = zip(plan.segments, files, strict=True)
    return plan.but(segments=tuple(segment.but(weights=file) for segment, file in pairs))


def test_dreambooth_follows_the_panels_prompt_alone(draw: Draw) -> None:
    plans = panel("sks", "hta"), panel("rrf"), panel("sks", prompt="a man")
    one, other, reworded = draw(DreamboothSettings, *plans)
    assert np.array_equal(one, other)
    assert not np.array_equal(one, reworded)


def test_textual_inversion_hears_every_characters_word_in_the_one_prompt(
    draw: Draw, tmp_path: Path
) -> None:
    plan = panel("<mira>", "zed", prompt="<mira> woman, standing; zed woman, standing, a park")
    files = [
        word(tmp_path, "mira.safetensors", token="<mira>"),
        word(tmp_path, "zed.safetensors", token="zed"),
    ]
    (first,) = draw(TextualInversionSettings, with_files(plan, files))
    for index, token in enumerate(("<mira>", "zed")):
        changed = list(files)
        changed[index] = word(tmp_path, "other.safetensors", token=token, seed=4)
        (second,) = draw(TextualInversionSettings, with_files(plan, changed))
        assert not np.array_equal(first, second), token
    (elsewhere,) = draw(
        TextualInversionSettings,
        with_files(plan, files).but(segments=with_files(plan, files).segments[::-1]),
    )
    assert np.array_equal(first, elsewhere), "segments are not looked at"


@pytest.mark.parametrize(
    ("prompt", "file", "said", "hint"),
    [
        ("sks woman", None, "sks has no learned word", r"sks: {weights: sks\.safetensors}"),
        ("sks woman", "lora", "sks brings a LoRA, not a learned word", r"sks: {weights:"),
        ("sks woman", "<mira>", "of sks is <mira>, which the panel's", "sks: {token: '<mira>'"),
        ("miracle", "mira", "word of sks is mira, which the panel's prompt does not", "token"),
    ],
)
def test_a_character_without_an_effective_word_is_named(
    draw: Draw, tmp_path: Path, prompt: str, file: str | None, said: str, hint: str
) -> None:
    name = None
    if file == "lora":
        name = lora(tmp_path)
    elif file:
        name = word(tmp_path, "own.safetensors", token=file)
    with pytest.raises(StoryboardError, match=said) as caught:
        draw(TextualInversionSettings, with_files(panel("sks", prompt=prompt), [name]))
    assert re.search(hint, str(caught.value.hint))


@pytest.mark.parametrize("kind", [DreamboothSettings, MudiSettings, CutMixSettings])
def test_one_prompt_hears_the_lora_that_was_trained_for_all(
    draw: Draw, tmp_path: Path, kind: type[DiffusionSettings]
) -> None:
    """As if the whole book heard it; Seg-Mix and Cut-Mix teach one file everybody."""
    file, plan = real_lora(tmp_path).name, panel("sks", "hta")
    (taught,) = draw(kind, with_files(plan, [file, file]))
    (everywhere,) = draw(kind, plan, loras=[{"file": file}])
    (untaught,) = draw(kind, plan)
    (alone,) = draw(kind, with_files(plan, [file, None]))
    assert np.array_equal(taught, everywhere)
    assert np.array_equal(taught, alone)
    assert not np.array_equal(taught, untaught)


def test_several_loras_in_one_prompt_are_heard_and_told(
    model_folder: Callable[..., Path], tmp_path: Path
) -> None:
    files = ["one.safetensors", "two.safetensors"]
    for rank, file in enumerate(files, start=2):
        real_lora(tmp_path, rank=rank).rename(tmp_path / file)
    small = {"steps": 2, "resolution": 64, "device": "cpu", "model": str(model_folder("sd15"))}
    renderer = renderers.load(DreamboothSettings(**small), Context(root=tmp_path))
    plans = [
        with_files(panel("sks", "hta"), given) for given in (files, files[:1] * 2, files[::-1])
    ]
    *_, both, first, turned = [e for e in renderer.render(plans) if isinstance(e, Drawn)]
    told = "one prompt hears one.safetensors and two.safetensors together"
    assert any(told in note for note in both.notes)
    assert not any("one prompt hears" in note for note in first.notes)
    assert both.image.tobytes() != first.image.tobytes()
    assert abs(np.asarray(both.image).astype(int) - np.asarray(turned.image)).max() <= 1


def test_a_missing_file_is_said(draw: Draw) -> None:
    for kind in (TextualInversionSettings, RegionalPromptingSettings):
        with pytest.raises(AssetMissing, match="there is no adapter file"):
            draw(kind, with_files(panel("sks"), ["nowhere.safetensors"]))


@pytest.mark.parametrize("family", ["sd15", "sdxl", "toon"])
def test_regional_prompting_hears_each_segment_and_never_the_whole(draw: Draw, family: str) -> None:
    plan = panel("sks", "hta")
    left, right = plan.segments
    plans = plan, plan.but(segments=(left, right.but(prompt="a man, waving")))
    one, other = draw(RegionalPromptingSettings, *plans, family=family)
    assert not np.array_equal(one, other)
    if family != "sdxl":  # whose pooled text is the whole panel's
        (reworded,) = draw(RegionalPromptingSettings, plan.but(prompt="trees"), family=family)
        assert np.array_equal(one, reworded)


def test_regional_prompting_is_one_pass_a_step(draw: Draw, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[Any, ...]] = []
    told = RegionalDenoiser.unet_inputs

    def noted(
        one: RegionalDenoiser, panels: Any, harmony: float, *, apart: bool = False, **more: Any
    ) -> Any:
        asked.append((harmony, apart))
        return told(one, panels, harmony, apart=apart, **more)

    monkeypatch.setattr(RegionalDenoiser, "unet_inputs", noted)
    monkeypatch.setattr(GuidedDenoiser, "__call__", None)
    draw(RegionalPromptingSettings, panel("sks", "hta"))
    assert asked == [(0.0, False)], "segments alone, and seeing each other"


def test_regional_prompting_starts_where_it_is_told(draw: Draw) -> None:
    noise, same, collage = (
        draw(RegionalPromptingSettings, panel("sks"), **changes)[0]
        for changes in ({}, {"init": InitSettings(source="noise")}, {"init": InitSettings()})
    )
    assert np.array_equal(noise, same)
    assert not np.array_equal(noise, collage)


def test_regional_prompting_takes_words_but_no_lora(draw: Draw, tmp_path: Path) -> None:
    files = [word(tmp_path, "a.safetensors", token="hta2"), None]
    assert len(draw(RegionalPromptingSettings, with_files(panel("hta2", "sks"), files))) == 1
    with pytest.raises(StoryboardError, match="cannot give sks a LoRA"):
        draw(RegionalPromptingSettings, with_files(panel("sks"), [lora(tmp_path)]))


def lora(folder: Path) -> str:
    """Write what looks like a LoRA; it is refused before its layers are looked at."""
    layers = {f"unet.a.lora.{way}.weight": torch.zeros(2, 2) for way in ("up", "down")}
    save_file(layers, folder / "lora.safetensors")
    return "lora.safetensors"


@pytest.mark.parametrize(
    "kind", [DreamboothSettings, TextualInversionSettings, RegionalPromptingSettings]
)
def test_baselines_differ_from_msp_in_every_panel_without_characters_alike(
    draw: Draw, kind: type[DiffusionSettings]
) -> None:
    """With nobody to tell apart, one prompt for all is what MSP draws without its stages."""
    plan = panel(prompt="a park")
    plain = {"init": InitSettings(source="noise"), "kappa": 0, "global_steps": 0, "harmony": 1}
    (ours,), (bare,) = draw(kind, plan), draw(MspSettings, plan, **plain)
    assert abs(ours - bare).max() <= 1
