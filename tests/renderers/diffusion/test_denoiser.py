"""What is asked of the network: guidance on some steps, and cuts of a latent."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from renderers.conditioning.maps import condition
from renderers.diffusion.denoiser import GuidedDenoiser
from renderers.diffusion.inputs import crop_box, inputs_of, noise_of
from renderers.diffusion.models.load import Model, load_model
from renderers.diffusion.models.networks import Networks, UNetInputs
from renderers.diffusion.panels import Crop, Panels
from renderers.diffusion.regional import RegionalDenoiser, sample_in_one_pass, with_regions
from renderers.diffusion.sampler import Stages, sample
from renderers.diffusion.schedule import Schedule, Span
from renderers.methods.msp import Msp
from schemas.geometry import Box, Region, Size
from schemas.plan import PanelPlan
from schemas.settings import ControlNetSettings
from tests.renderers.diffusion.conftest import drawn, full_frame, panel, pixels
from tests.renderers.diffusion.tiny import Family

Folders = Callable[..., Path]
SIZE = Size(width=128, height=96)


class Spy(Networks):
    """Remembers the samples and questions of every pass."""

    asked: list[tuple[torch.Tensor, UNetInputs]]

    @staticmethod
    def of(networks: Networks) -> "Spy":
        spy = Spy(*networks)
        Spy.asked = []
        return spy

    def predict(self, x: torch.Tensor, unet_inputs: UNetInputs, *rest: Any) -> torch.Tensor:
        self.asked.append((x, unet_inputs))
        return super().predict(x, unet_inputs, *rest)

    def cells(self) -> int:
        """How many cells went through the network."""
        return sum(x[:, 0].numel() for x, _ in self.asked)


def loaded(model_folder: Folders, family: Family = "sd15", *, controlnet: bool = True) -> Model:
    folder = str(model_folder(family, controlnet=controlnet))
    return load_model(folder, controlnet=ControlNetSettings(), device="cpu")


def inputs(model: Model, plan: PanelPlan, *, crop: bool = False) -> tuple[Panels, torch.Tensor]:
    conditions = [condition(plan, SIZE)]
    panels = inputs_of(model, [plan], conditions, feather=0.0, scaffold=None, crop=crop)
    return panels, noise_of(model, plan, SIZE)[None]


def small(name: str = "sks", **changes: object) -> PanelPlan:
    """A panel with one small figure in its upper left."""
    plan = panel(name, **changes)
    box = Region.of_box(Box(left=0.1, top=0.1, right=0.25, bottom=0.4))
    return plan.but(segments=(plan.segments[0].but(region=box),))


# Guidance on some steps


@pytest.mark.parametrize("fast", [False, True])
def test_outside_its_span_there_is_no_guidance_and_half_the_cost(
    model_folder: Folders, fast: bool
) -> None:
    model = loaded(model_folder)
    if fast:
        model = model._replace(networks=with_regions(model.networks))
    panels, eps = inputs(model, panel("sks", "hta"))
    schedule = Schedule.of(model.scheduler, scheduler="ddim", steps=5)
    kind: Any = RegionalDenoiser if fast else GuidedDenoiser
    stages = Stages(1, 2, [0.0] * 5)

    def sampled(networks: Networks, scale: float, span: Span) -> list[torch.Tensor]:
        denoise = kind(networks, schedule, scale, guided=span)
        if fast:
            return list(sample_in_one_pass(denoise, panels, schedule.steps, eps, stages=stages))
        return list(sample(denoise, panels, schedule.steps, eps, eps, stages=stages))

    spy = Spy.of(model.networks)
    partly = sampled(spy, 5.0, Span(0.4, 0.8))
    # Global and segments by their prompts alone; two guided steps; one more without.
    expected = [1, 1, 2, 2, 1] if fast else [1, 3, 4, 4, 3]
    assert [len(x) for x, _ in spy.asked] == expected
    assert torch.equal(sampled(model.networks, 5.0, Span())[0], partly[0]) is False
    without = sampled(model.networks, 1.0, Span())
    assert all(map(torch.equal, partly[:2], without[:2]))
    assert not torch.allclose(partly[2], without[2])
    whole = sampled(model.networks, 5.0, Span(0, 1))
    assert all(map(torch.equal, whole, sampled(model.networks, 5.0, Span())))


def test_the_story_sets_where_there_is_guidance(msp: Callable[..., Msp]) -> None:
    plan = panel("sks", "hta")
    (none,), (part,), (whole,), (empty,) = (
        drawn(msp(**settings), plan)
        for settings in (
            {"guidance_scale": 1},
            {"guidance_scale": 5, "guidance_start": 0.5},
            {"guidance_scale": 5},
            {"guidance_scale": 5, "guidance_end": 0.0},
        )
    )
    assert np.array_equal(pixels(none), pixels(empty))
    pictures = [pixels(event) for event in (none, part, whole)]
    assert all(not np.array_equal(*pair) for pair in pairwise(pictures))


# Cuts


@pytest.mark.parametrize(
    ("filled", "expected"),
    [
        ((4, 6, 5, 7), Crop(2, 4, 6, 4)),
        ((0, 1, 0, 1), Crop(0, 0, 2, 2)),
        ((11, 12, 15, 16), Crop(10, 14, 2, 2)),
        ((0, 12, 0, 16), Crop(0, 0, 12, 16)),
        ((1, 11, 1, 15), Crop(0, 0, 12, 16)),
    ],
)
def test_a_cut_is_the_masks_box_with_a_margin_in_whole_multiples(
    filled: tuple[int, int, int, int], expected: Crop
) -> None:
    mask = np.zeros((12, 16), np.float32)
    top, bottom, left, right = filled
    mask[top:bottom, left:right] = 0.5
    crop = crop_box(mask, margin=1, step=2)
    assert crop == expected
    assert crop.of(torch.from_numpy(mask)).sum() == mask.sum()


@pytest.mark.parametrize("family", ["sd15", "sdxl", "toon"])
def test_a_full_frame_segment_is_not_cut(model_folder: Folders, family: Family) -> None:
    model = loaded(model_folder, family)
    schedule = Schedule.of(model.scheduler, scheduler="ddim", steps=4)
    denoise = GuidedDenoiser(model.networks, schedule, 5.0)
    found = []
    for crop in (False, True):
        panels, eps = inputs(model, full_frame(), crop=crop)
        assert [prompt.crop for prompt in panels.alone] == [None]
        found.append(
            list(sample(denoise, panels, schedule.steps, eps, eps, stages=Stages(0, 3, [0.3] * 4)))
        )
    assert all(map(torch.equal, *found))


@pytest.mark.parametrize("family", ["sd15", "sdxl", "toon"])
def test_a_cut_is_denoised_as_a_picture_of_its_own(model_folder: Folders, family: Family) -> None:
    model = loaded(model_folder, family)
    panels, eps = inputs(model, small(), crop=True)
    schedule = Schedule.of(model.scheduler, scheduler="ddim", steps=4)
    spy = Spy.of(model.networks)
    denoise = GuidedDenoiser(spy, schedule, 5.0)
    (background, prompt), step = panels.alone, schedule.steps[1]
    assert background.crop is None
    assert prompt.crop is not None
    (x0,) = denoise(eps, step, [prompt], [0])
    assert torch.equal(x0 == 0, torch.ones_like(x0).bool()) is False
    outside = x0.clone()
    prompt.crop.of(outside).zero_()
    assert not outside.any()
    # Where it was cut from does not matter to the network, what it looks like does.
    alone = prompt._replace(crop=None)
    (expected,) = denoise(prompt.crop.of(eps), step, [alone], [0])
    if family == "sdxl":
        # SDXL is also told how large the panel is.
        assert [unet_inputs.whole for _, unet_inputs in spy.asked] == [tuple(eps.shape[-2:]), None]
        assert not torch.allclose(prompt.crop.of(x0), expected)
    else:
        torch.testing.assert_close(prompt.crop.of(x0), expected, atol=1e-6, rtol=1e-6)


def test_sdxl_is_told_the_cuts_size_and_the_panels(model_folder: Folders) -> None:
    model = loaded(model_folder, "sdxl")
    panels, eps = inputs(model, small(), crop=True)
    spy = Spy.of(model.networks)
    schedule = Schedule.of(model.scheduler, scheduler="ddim", steps=4)
    GuidedDenoiser(spy, schedule, 1.0)(eps, schedule.steps[0], panels.alone, [0, 0])
    told = {
        tuple(spy._size(unet_inputs, x)["added_cond_kwargs"]["time_ids"][0].tolist())
        for x, unet_inputs in spy.asked
    }
    crop = panels.alone[1].crop
    assert crop is not None
    whole = (float(SIZE.height), float(SIZE.width), 0.0, 0.0)
    assert told == {(*whole, *whole[:2]), (*whole, 8.0 * crop.height, 8.0 * crop.width)}


def test_hints_are_cut_alike(model_folder: Folders) -> None:
    model = loaded(model_folder)
    plain, _ = inputs(model, small())
    cropped, _ = inputs(model, small(), crop=True)
    whole, part = plain.alone[1].control_image, cropped.alone[1].control_image
    crop = cropped.alone[1].crop
    assert whole is not None
    assert part is not None
    assert crop is not None
    assert part.shape[-2:] == (8 * crop.height, 8 * crop.width)
    assert torch.equal(part, crop.of(whole, scale=8))
    # On the shared canvas everybody is seen whole.
    assert all(prompt.crop is None for prompt in cropped.together)


@pytest.mark.parametrize("scaffold", ["none", "place"])
@pytest.mark.parametrize("family", ["sd15", "sdxl", "toon"])
def test_small_segments_cost_little(msp: Callable[..., Msp], family: Family, scaffold: str) -> None:
    cells, pictures = [], []
    for crop in (False, True):
        renderer = msp(
            family,
            controlnet=True,
            crop=crop,
            resolution=256,
            kappa=1,
            global_steps=0,
            scaffold=scaffold,
            steps=2,
        )
        spy = Spy.of(renderer.engine.model.networks)
        renderer.engine.model = renderer.engine.model._replace(networks=spy)
        (event,) = drawn(renderer, small())
        cells.append(spy.cells())
        pictures.append(pixels(event))
    # Background and segment in full, against the background and a corner.
    assert cells[1] < 0.75 * cells[0]
    assert not np.array_equal(*pictures)
    assert pictures[1].std() > 1


def test_company_does_not_change_a_cut_panel(msp: Callable[..., Msp]) -> None:
    renderer = msp(crop=True, kappa=0.5, resolution=128)
    plans = [small(seed=1), panel("sks", "hta", "rrf", seed=2)]
    company = list(renderer.engine.in_turn(plans, renderer.method, most=2))
    together = [pixels(event) for event in company if hasattr(event, "image")]
    alone = [pixels(*drawn(renderer, plan)) for plan in plans]
    assert all(abs(one - other).max() <= 1 for one, other in zip(together, alone, strict=True))
