"""What the engine can be told beside the paper's settings, against diffusers' own pipelines."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from renderers.base import Context
from renderers.conditioning.maps import condition
from renderers.diffusion.denoiser import GuidedDenoiser, guided
from renderers.diffusion.inputs import SharedLoras, inputs_of, noise_of
from renderers.diffusion.models.adapters import Adapters
from renderers.diffusion.models.controlnet import ControlNet
from renderers.diffusion.models.load import load_model
from renderers.diffusion.regional import RegionalDenoiser, sample_in_one_pass, with_regions
from renderers.diffusion.sampler import Stages, Unguided, sample
from renderers.diffusion.schedule import Schedule
from renderers.diffusion.segmenter import InPixels, Segmenter, SegmenterShape
from renderers.methods.msp import Msp
from schemas.errors import StoryboardError
from schemas.settings import ControlNetSettings, InitSettings, MspSettings
from tests.renderers.diffusion.conftest import drawn, full_frame, panel, pixels
from tests.renderers.diffusion.test_adapters import lora
from tests.renderers.diffusion.test_parity import GUIDANCE, SIZE, STEPS, pipeline

Folders = Callable[..., Path]


@pytest.mark.parametrize(
    ("family", "told", "settings"),
    [
        ("sd15", {"guidance_rescale": 0.7}, {}),
        ("sdxl", {"guidance_rescale": 0.4}, {}),
        ("sd15", {}, {"spacing": "trailing"}),
    ],
)
def test_a_setting_means_what_it_means_to_the_pipeline(
    model_folder: Folders, family: Any, told: dict[str, Any], settings: dict[str, Any]
) -> None:
    folder, plan = model_folder(family), full_frame()
    rescale = told.get("guidance_rescale", 0.0)
    model = load_model(str(folder), device="cpu")
    schedule = model.schedule("ddim", STEPS, **settings)
    inputs = inputs_of(model, [plan], [condition(plan, SIZE)], feather=0.0, scaffold=None)
    eps = noise_of(model, plan, SIZE)[None]
    denoise = GuidedDenoiser(model.networks, schedule, GUIDANCE, guidance_rescale=rescale)
    stages = Stages(0, STEPS, [0.0] * STEPS)
    *_, ours = sample(denoise, inputs, schedule.steps, eps, eps, stages=stages)
    changed = model.scheduler
    if spacing := settings.get("spacing"):
        changed = {**model.scheduler, "timestep_spacing": spacing}
    pipe = pipeline(folder, model._replace(scheduler=changed), family, "ddim")
    theirs = pipe(
        plan.segments[0].prompt,
        width=SIZE.width,
        height=SIZE.height,
        output_type="latent",
        num_inference_steps=STEPS,
        guidance_scale=GUIDANCE,
        generator=torch.Generator().manual_seed(plan.seed),
        **told,
    ).images
    scale = theirs.abs().max()
    torch.testing.assert_close(ours / scale, theirs / scale, atol=1e-5, rtol=0)


@pytest.mark.parametrize("family", ["sd15", "sdxl"])
def test_skipped_layers_are_the_pipelines(model_folder: Folders, family: Any) -> None:
    """In negative prompts as well, as programs have it for which models are trained so."""
    folder, prompt = model_folder(family), "sks woman cartoon"
    model = load_model(str(folder), device="cpu", clip_skip=1)
    ours = model.text.encode(prompt)
    pipe = pipeline(folder, model, family, "ddim")
    # The pipeline looks for an inner model that transformers has no more.
    pipe.text_encoder.__dict__.setdefault("text_model", pipe.text_encoder)
    wanted = {"clip_skip": 1, "do_classifier_free_guidance": False}
    theirs = pipe.encode_prompt(prompt, device="cpu", num_images_per_prompt=1, **wanted)
    torch.testing.assert_close(ours.states, theirs[0][0], atol=1e-5, rtol=0)
    if ours.pooled is not None:
        torch.testing.assert_close(ours.pooled, theirs[2][0], atol=1e-5, rtol=0)
    assert torch.equal(model.text.encode(prompt, negative=True).states, ours.states)


def test_rescaled_guidance_has_the_prompts_own_deviation() -> None:
    cond, uncond = torch.randn(2, 1, 4, 8, 8, generator=torch.Generator().manual_seed(0))
    assert torch.equal(guided(cond, uncond, 5.0, 0.0), uncond + 5.0 * (cond - uncond))
    assert guided(cond, uncond, 5.0, 1.0).std() == pytest.approx(float(cond.std()), rel=1e-5)


def test_layers_that_are_not_there_cannot_be_skipped(model_folder: Folders) -> None:
    with pytest.raises(StoryboardError, match="2 of the text encoder's 2 layers"):
        load_model(str(model_folder("sd15")), device="cpu", clip_skip=2)


def test_more_steps_than_the_schedule_has_are_refused_with_their_number(
    model_folder: Folders,
) -> None:
    """They were said to be a model's damaged files."""
    model = load_model(str(model_folder("sd15")), device="cpu")
    with pytest.raises(StoryboardError, match="1000 steps are more than") as refused:
        model.schedule("ddim", 1000)
    assert "steps to 999" in str(refused.value.hint)
    assert len(model.schedule("ddim", 999).steps) == 999
    assert len(model.schedule("ddim", 1000, spacing="trailing").steps) == 1000


def test_seeds_beyond_32_bits_differ_and_smaller_ones_are_what_they_were(
    model_folder: Folders,
) -> None:
    model = load_model(str(model_folder("sd15")), device="cpu")
    seeds = (7, 7 + 2**32, 7 + 2**33)
    noises = [noise_of(model, panel("sks", seed=seed), SIZE) for seed in seeds]
    generator = torch.Generator().manual_seed(7)
    assert torch.equal(noises[0], torch.randn(1, *noises[0].shape, generator=generator)[0])
    assert len({tuple(noise.flatten()[:4].tolist()) for noise in noises}) == 3


def test_half_precision_decodes_as_the_pipelines_do(model_folder: Folders) -> None:
    """Where a file does not say `force_upcast`, only SDXL's pipelines decode in full."""
    upcast = {}
    for family in ("sd15", "sdxl"):
        folder = model_folder(family)
        config = folder / "vae" / "config.json"
        kept = config.read_text()
        config.write_text(kept.replace('"force_upcast": true,', ""))
        half = load_model(str(folder), device="cpu", dtype="float16")
        config.write_text(kept)
        asked = load_model(str(folder), device="cpu", dtype="float16")
        upcast[family] = half.autoencoder.upcast, asked.autoencoder.upcast
    assert upcast == {"sd15": (False, True), "sdxl": (True, True)}


class Counting(Unguided):
    """Counts the shared canvases that it is asked to correct."""

    steps: list[int] = []

    def together(self, x0: Any, step: Any) -> Any:
        self.steps.append(step.turn)
        return x0


def test_the_fast_mode_corrects_no_global_step(model_folder: Folders) -> None:
    model = load_model(str(model_folder("sd15")), device="cpu")
    plan, schedule = panel("sks", "hta"), Schedule.of(model.scheduler, scheduler="ddim", steps=4)
    inputs = inputs_of(model, [plan], [condition(plan, SIZE)], feather=0.0, scaffold=None)
    eps, Counting.steps = noise_of(model, plan, SIZE)[None], []
    one = RegionalDenoiser(with_regions(model.networks), schedule)
    stages = Stages(2, 3, [0.0] * 4)
    list(sample_in_one_pass(one, inputs, schedule.steps, eps, stages=stages, guide=Counting()))
    assert Counting.steps == [2, 3]


def test_features_of_pixels_are_of_masked_pixels(model_folder: Folders) -> None:
    model = load_model(str(model_folder("sd15")), device="cpu")
    segmenter = Segmenter(SegmenterShape(3, ("sks",), (8, 16), "pixels"))
    seen = InPixels(segmenter, model.autoencoder.in_full())
    x0, masks = torch.randn(1, 4, 8, 8), torch.zeros(1, 1, 8, 8)
    masks[..., :4] = 1
    pictures = model.autoencoder.decoded(x0)
    pictures[..., 32:] = 0
    torch.testing.assert_close(seen.features(x0, masks), segmenter.features(pictures))


def test_a_pose_map_is_embedded_once(model_folder: Folders) -> None:
    folder = str(model_folder("sd15", controlnet=True))
    model = load_model(folder, controlnet=ControlNetSettings(enabled=True), device="cpu")
    embedding, counted = model.networks.controlnet.controlnet_cond_embedding, []
    embedding.conv_in.register_forward_hook(lambda *_: counted.append(1))
    hint = torch.rand(2, 3, 64, 64)
    with torch.no_grad():
        first, again = embedding(hint), embedding(hint.clone())
        other = embedding(hint + 1)
    assert torch.equal(first, again)
    assert not torch.equal(first, other)
    assert len(counted) == 2
    ControlNet(model.networks.controlnet).eject(model)
    with torch.no_grad():
        assert torch.equal(embedding(hint), first)
    assert len(counted) == 3


def test_a_style_is_heard_with_everybodys_own(model_folder: Folders, tmp_path: Path) -> None:
    model = load_model(str(model_folder("sd15")), device="cpu")
    left, right = panel("sks", "hta").segments
    plan = panel("sks", "hta", segments=(left.but(weights="mira"), right))
    adapters, path = Adapters(model), lora(tmp_path, text=True)
    own, style = (adapters.load(path, token="sks", strength=each) for each in (1.0, 0.5))
    assert own is not None
    assert style is not None

    def heard(loras: SharedLoras) -> list[Any]:
        inputs = inputs_of(
            model,
            [plan],
            [condition(plan, SIZE)],
            feather=0.0,
            scaffold=None,
            adapters={"mira": own},
            loras=loras,
        )
        return [each.adapter for each in (*inputs.scenes, *inputs.alone)]

    assert heard(SharedLoras()) == [None, None, own, None]
    assert heard(SharedLoras((style,))) == [style, style, (own, style), style]
    assert heard(SharedLoras((), scene_hears_all=True)) == [own, None, own, None]


def test_a_styles_scale_is_the_pipelines(model_folder: Folders, tmp_path: Path) -> None:
    model = load_model(str(model_folder("sd15")), device="cpu")
    path, prompt = lora(tmp_path, text=True), "sks woman cartoon"
    names = [Adapters(model).load(path, token="sks", strength=0.5)]
    ours = model.text.encode(prompt, adapter=names[0]).states
    folder = model_folder("sd15")
    pipe = pipeline(folder, load_model(str(folder), device="cpu"), "sd15", "ddim")
    pipe.load_lora_weights(path, adapter_name="style")
    pipe.set_adapters(["style"], [0.5])
    theirs, _ = pipe.encode_prompt(prompt, "cpu", 1, do_classifier_free_guidance=False)
    torch.testing.assert_close(ours, theirs[0], atol=1e-5, rtol=0)


def test_a_storys_style_and_strengths_are_heard(model_folder: Folders, tmp_path: Path) -> None:
    lora(tmp_path)
    style, pictures = {"file": "pytorch_lora_weights.safetensors"}, []
    for changes in ({}, {"loras": [style]}, {"loras": [{**style, "scale": 0}]}):
        settings = MspSettings.model_validate(
            {"model": str(model_folder("sd15")), "steps": 3, "resolution": 64, "device": "cpu"}
            | changes
        )
        pictures.append(pixels(drawn(Msp(settings, Context(root=tmp_path)), panel("sks"))[0]))
    assert not np.array_equal(pictures[0], pictures[1])
    assert np.array_equal(pictures[0], pictures[2])


def test_an_authors_scaffold_brings_the_papers_steps(msp: Callable[..., Msp]) -> None:
    renderer = msp(steps=None)
    other = renderer._scaffolded
    assert [len(each.engine.schedule.steps) for each in (renderer, other)] == [50, 80]
    assert [each.stages.global_until for each in (renderer, other)] == [2, 8]
    assert other.engine.model is renderer.engine.model


def test_global_steps_beyond_kappa_are_told(msp: Callable[..., Msp]) -> None:
    (few,) = drawn(msp(steps=4), panel("sks"))
    (enough,) = drawn(msp(steps=4, global_steps=1), panel("sks"))
    assert any("the first 2 steps, beyond kappa (0.4)" in note for note in few.notes)
    assert not any("kappa" in note for note in enough.notes)


def test_masks_that_move_nobody_are_told(model_folder: Folders, tmp_path: Path) -> None:
    picture = Image.new("RGB", (64, 64), "black")
    picture.paste("red", (40, 0, 64, 64))
    picture.save(tmp_path / "masks.png")
    settings = MspSettings(
        model=str(model_folder("sd15")),
        steps=3,
        resolution=64,
        device="cpu",
        init=InitSettings(strength=0.9),
    )
    left = panel("sks", "hta").segments[:1]
    plan = panel("sks", segments=left, masks="masks.png")
    (event,) = drawn(Msp(settings, Context(root=tmp_path)), plan)
    assert any("move neither picture nor skeleton of sks" in note for note in event.notes)


@pytest.mark.parametrize(("scale", "silent"), [(1.0, True), (1.5, False)])
def test_a_negative_prompt_that_is_not_heard_is_told(
    model_folder: Folders, scale: float, silent: bool
) -> None:
    settings = MspSettings(
        model=str(model_folder("sd15")),
        steps=2,
        resolution=64,
        device="cpu",
        guidance_scale=scale,
        init=InitSettings(source="noise"),
    )
    plan = panel("sks").but(negative_prompt="hats")
    (event,) = drawn(Msp(settings, Context(root=Path())), plan)
    assert any("no negative prompt is heard" in note for note in event.notes) is silent
