"""One full-frame segment, or none, is what diffusers' own pipelines draw."""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
import torch

from renderers.diffusion.denoiser import GuidedDenoiser
from renderers.diffusion.inputs import inputs_of, noise_of
from renderers.diffusion.models.autoencoder import as_tensor
from renderers.diffusion.models.load import Model, load_model
from renderers.diffusion.models.networks import Control
from renderers.diffusion.sampler import sample
from renderers.diffusion.schedule import Schedule
from renderers.diffusion.stages import plan_stages
from schemas.geometry import Size
from schemas.plan import PanelPlan
from schemas.settings import ControlNetSettings, MspSettings
from tests.renderers.diffusion.conftest import full_frame, panel
from tests.renderers.diffusion.tiny import Family

SIZE = Size(width=64, height=48)
GUIDANCE, STEPS = 5.0, 4
WHOLE = Control()
Folders = Callable[..., Path]


def latents(
    model: Model,
    plans: list[PanelPlan],
    *,
    scheduler: Any = "ddim",
    size: Size = SIZE,
    control: Control = WHOLE,
    adapters: Mapping[str, str | None] = MappingProxyType({}),
    **settings: Any,
) -> torch.Tensor:
    """Sample panels from noise and return their clean latents."""
    from renderers.conditioning.maps import condition

    wanted = MspSettings(**{"steps": STEPS, "global_steps": 0} | settings)
    schedule = Schedule.of(model.scheduler, scheduler=scheduler, steps=wanted.steps)
    conditions = [condition(plan, size) for plan in plans]
    panels = inputs_of(
        model, plans, conditions, feather=wanted.feather, scaffold=None, adapters=adapters
    )
    eps = torch.stack([noise_of(model, plan, size) for plan in plans])
    stages = plan_stages(wanted, steps=wanted.steps, whole=wanted.steps)
    denoise = GuidedDenoiser(model.networks, schedule, GUIDANCE, control)
    *_, x = sample(denoise, panels, schedule.steps, eps * schedule.start_noise, eps, stages=stages)
    return x


def pipeline(folder: Path, model: Model, family: Family, scheduler: str) -> Any:
    """Build diffusers' pipeline from the very same parts."""
    import diffusers

    kind = {"ddim": diffusers.DDIMScheduler, "euler": diffusers.EulerDiscreteScheduler}[scheduler]
    (tokenizer, encoder), *second = model.text._parts
    parts: dict[str, Any] = {
        "unet": model.networks.unet,
        "vae": model.autoencoder.network,
        "tokenizer": tokenizer,
        "text_encoder": encoder,
        "scheduler": kind.from_config(model.scheduler, clip_sample=False),
    }
    if family == "sdxl":
        parts |= {"tokenizer_2": second[0][0], "text_encoder_2": second[0][1]}
        name = "StableDiffusionXL"
    else:
        parts |= {"safety_checker": None, "feature_extractor": None}
        name = "StableDiffusion"
    if model.networks.controlnet is not None:
        parts["controlnet"] = model.networks.controlnet
        name += "ControlNet"
    if family != "sdxl":
        parts["requires_safety_checker"] = False
    made = getattr(diffusers, f"{name}Pipeline")(**parts)
    made.set_progress_bar_config(disable=True)
    return made


@pytest.mark.parametrize("scheduler", ["ddim", "euler"])
@pytest.mark.parametrize("controlled", [False, True])
@pytest.mark.parametrize("family", ["sd15", "sd2", "sdxl"])
def test_a_full_frame_segment_is_the_pipelines_picture(
    model_folder: Folders, family: Family, controlled: bool, scheduler: str
) -> None:
    folder = model_folder(family, controlnet=controlled)
    model = load_model(str(folder), controlnet=ControlNetSettings(), device="cpu")
    plan = full_frame(negative_prompt="a man" if family == "sd15" else "")
    control = Control(0.8, 0.0, 0.5)
    told: dict[str, Any] = {}
    if controlled:
        from renderers.conditioning.maps import pose_map

        hint = as_tensor(pose_map([plan.segments[0].pose], SIZE))[None]
        told = {"image": hint, "controlnet_conditioning_scale": 0.8, "control_guidance_end": 0.5}
    expected = pipeline(folder, model, family, scheduler)(
        plan.segments[0].prompt,
        negative_prompt=plan.negative_prompt or None,
        width=SIZE.width,
        height=SIZE.height,
        num_inference_steps=STEPS,
        guidance_scale=GUIDANCE,
        output_type="latent",
        generator=torch.Generator().manual_seed(plan.seed),
        **told,
    ).images
    for kappa in (0.0, 0.5, 1.0):
        x = latents(model, [plan], scheduler=scheduler, kappa=kappa, harmony=0, control=control)
        scale = max(1.0, float(expected.abs().max()))
        torch.testing.assert_close(x / scale, expected / scale, atol=1e-5, rtol=0)


def test_kappa_zero_and_the_global_prompt_alone_is_the_pipelines_picture(
    model_folder: Folders,
) -> None:
    folder = model_folder("sd15")
    model = load_model(str(folder), device="cpu")
    plan = panel("sks", "hta")
    expected = pipeline(folder, model, "sd15", "ddim")(
        plan.prompt,
        width=64,
        height=48,
        num_inference_steps=STEPS,
        guidance_scale=GUIDANCE,
        output_type="latent",
        generator=torch.Generator().manual_seed(plan.seed),
    ).images
    for settings in ({"kappa": 0, "harmony": 1}, {"kappa": 1, "global_steps": STEPS}):
        x = latents(model, [plan], **settings)
        torch.testing.assert_close(x, expected, atol=1e-5, rtol=1e-5)


@pytest.mark.parametrize("family", ["sd15", "sdxl", "toon"])
def test_company_does_not_change_a_panel(model_folder: Folders, family: Family) -> None:
    model = load_model(
        str(model_folder(family, controlnet=True)), controlnet=ControlNetSettings(), device="cpu"
    )
    plans = [
        panel("sks", "hta", seed=1),
        panel("sks", seed=2),
        panel(seed=3),
        panel("hta", "sks", "pll", "vnc", "rrf", "zwx", seed=4),
    ]
    size = Size(width=96, height=64)
    settings = {"size": size, "kappa": 0.5, "global_steps": 1}
    together = latents(model, plans, **settings)
    for plan, x in zip(plans, together, strict=True):
        (alone,) = latents(model, [plan], **settings)
        torch.testing.assert_close(alone, x, atol=1e-4, rtol=0)
