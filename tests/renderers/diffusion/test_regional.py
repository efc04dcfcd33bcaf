"""The fast mode: one pass in which every prompt is heard only in its own segment."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

from renderers.conditioning.maps import condition
from renderers.diffusion.attention import ExtendedAttention, extend, restore
from renderers.diffusion.denoiser import GuidedDenoiser
from renderers.diffusion.inputs import inputs_of, noise_of
from renderers.diffusion.models.load import Model, load_model
from renderers.diffusion.models.networks import Networks
from renderers.diffusion.panels import Panels
from renderers.diffusion.region_mask import RegionMask, Regions, regions_of
from renderers.diffusion.regional import RegionalDenoiser, sample_in_one_pass, with_regions
from renderers.diffusion.sampler import Stages, sample
from renderers.diffusion.schedule import Schedule
from schemas.errors import StoryboardError
from schemas.geometry import Size
from schemas.plan import PanelPlan
from schemas.settings import ControlNetSettings
from tests.renderers.diffusion.conftest import full_frame, panel
from tests.renderers.diffusion.tiny import Family, unet

SIZE = Size(width=96, height=64)
Folders = Callable[..., Path]


def loaded(model_folder: Folders, family: Family) -> Model:
    folder = str(model_folder(family, controlnet=True))
    model = load_model(folder, controlnet=ControlNetSettings(), device="cpu")
    return model._replace(networks=with_regions(model.networks))


def inputs(model: Model, *plans: PanelPlan) -> tuple[Panels, torch.Tensor]:
    conditions = [condition(plan, SIZE) for plan in plans]
    panels = inputs_of(model, plans, conditions, feather=0.02, scaffold=None)
    return panels, torch.stack([noise_of(model, plan, SIZE) for plan in plans])


def drawn(model: Model, *plans: PanelPlan, stages: Stages) -> torch.Tensor:
    schedule = Schedule.of(model.scheduler, scheduler="ddim", steps=len(stages.harmony))
    panels, eps = inputs(model, *plans)
    denoise = RegionalDenoiser(model.networks, schedule, 5.0)
    *_, x = sample_in_one_pass(denoise, panels, schedule.steps, eps, stages=stages)
    return x


@pytest.mark.parametrize("family", ["sd15", "sd2", "sdxl"])
@pytest.mark.parametrize(
    "stages",
    [
        Stages(0, 0, [0.0] * 4),
        Stages(0, 4, [0.0] * 4),
        Stages(2, 3, [1.0] * 4),
    ],
)
def test_with_one_prompt_at_a_time_it_is_the_reference(
    model_folder: Folders, family: Family, stages: Stages
) -> None:
    model, plan = loaded(model_folder, family), full_frame("two people, a park")
    schedule = Schedule.of(model.scheduler, scheduler="ddim", steps=4)
    panels, eps = inputs(model, plan)
    reference = GuidedDenoiser(model.networks, schedule, 5.0)
    *_, expected = sample(reference, panels, schedule.steps, eps, eps, stages=stages)
    torch.testing.assert_close(drawn(model, plan, stages=stages), expected, atol=1e-5, rtol=1e-5)


@pytest.mark.parametrize("family", ["sd15", "sdxl", "toon"])
def test_company_does_not_change_a_panel(model_folder: Folders, family: Family) -> None:
    model, stages = loaded(model_folder, family), Stages(1, 2, [0.3] * 4)
    plans = [panel(*"abcdef"[:count], seed=count) for count in (2, 0, 6, 1)]
    together = drawn(model, *plans, stages=stages)
    for plan, x in zip(plans, together, strict=True):
        torch.testing.assert_close(drawn(model, plan, stages=stages)[0], x, atol=1e-4, rtol=0)


def test_a_model_that_pools_its_text_is_refused(model_folder: Folders) -> None:
    with pytest.raises(StoryboardError, match="pools its text"):
        loaded(model_folder, "pooling")


def test_without_regions_attention_is_diffusers_own() -> None:
    torch.manual_seed(0)
    network = unet("sd15").eval()
    x, states = torch.randn(2, 4, 8, 12), torch.randn(2, 77, 16)
    before = network(x, 5, states, return_dict=False)[0]
    plain = network.attn_processors
    extend(network, "regions", RegionMask())
    assert torch.equal(network(x, 5, states, return_dict=False)[0], before)
    restore(network, "regions")
    assert network.attn_processors == plain


def attention(*, cross: bool) -> Any:
    from diffusers.models.attention_processor import Attention

    torch.manual_seed(0)
    layer = Attention(16, cross_attention_dim=12 if cross else None, heads=2, dim_head=8)
    processor = ExtendedAttention(layer.processor, "layer")
    processor.parts["regions"] = RegionMask()
    layer.set_processor(processor)
    return layer


def left_and_right() -> torch.Tensor:
    left = torch.zeros(1, 1, 4, 4)
    left[..., :2] = 1
    return torch.cat([left, 1 - left], dim=1)


def test_a_prompt_is_not_heard_outside_its_region() -> None:
    layer, regions = attention(cross=True), regions_of(left_and_right(), None, levels=[0])
    hidden, states = torch.randn(1, 16, 16), torch.randn(1, 2 * 5, 12, requires_grad=True)
    output = layer(hidden, states, parts={"regions": regions}).view(1, 4, 4, 16)
    (gradient,) = torch.autograd.grad(output[:, :, :2].square().sum(), states)
    assert gradient[:, :5].abs().sum() > 0
    assert gradient[:, 5:].abs().max() == 0


def test_a_region_hears_what_it_would_hear_alone() -> None:
    layer, regions = attention(cross=True), regions_of(left_and_right(), None, levels=[0])
    hidden, states = torch.randn(1, 16, 16), torch.randn(1, 2 * 5, 12)
    output = layer(hidden, states, parts={"regions": regions}).view(1, 4, 4, 16)
    left, right = (layer(hidden, part).view(1, 4, 4, 16) for part in states.split(5, dim=1))
    torch.testing.assert_close(output[:, :, :2], left[:, :, :2])
    torch.testing.assert_close(output[:, :, 2:], right[:, :, 2:])


def test_segments_kept_apart_do_not_see_each_other() -> None:
    masks = left_and_right()
    layer = attention(cross=False)
    hidden = torch.randn(1, 16, 16, requires_grad=True)
    for parts, seen in ((masks, False), (None, True)):
        regions = regions_of(masks, parts, levels=[0])
        output = layer(hidden, parts={"regions": regions}).view(1, 4, 4, 16)
        (gradient,) = torch.autograd.grad(output[:, :, :2].square().sum(), hidden)
        assert bool(gradient.view(1, 4, 4, 16)[:, :, 2:].abs().max() > 0) is seen


def test_shares_sum_to_one_at_every_level() -> None:
    shares = torch.softmax(torch.randn(2, 3, 12, 8), dim=1)
    regions = regions_of(shares, shares, levels=range(3))
    assert {cells: tuple(maps.shape) for cells, maps in regions.shares.items()} == {
        96: (2, 3, 96),
        24: (2, 3, 24),
        6: (2, 3, 6),
    }
    assert isinstance(regions, Regions)
    for maps in regions.shares.values():
        torch.testing.assert_close(maps.sum(dim=1), torch.ones_like(maps[:, 0]))


def test_a_step_is_one_pass_whatever_the_number_of_subjects(model_folder: Folders) -> None:
    model = loaded(model_folder, "sd15")
    passes: list[int] = []

    class Counting(Networks):
        def predict(self, x: torch.Tensor, *rest: Any) -> torch.Tensor:
            passes.append(len(x))
            return super().predict(x, *rest)

    schedule = Schedule.of(model.scheduler, scheduler="ddim", steps=4)
    for subjects in (1, 6):
        panels, eps = inputs(model, panel(*"abcdef"[:subjects]))
        denoise = RegionalDenoiser(Counting(*model.networks), schedule, 5.0)
        denoise(eps, schedule.steps[0], denoise.unet_inputs(panels, apart=True))
    assert passes == [2, 2]
