"""Step caching: most steps run only the U-Net's outermost layers."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from renderers.diffusion.models.load import Model, load_model
from renderers.diffusion.models.networks import UNetInputs
from renderers.diffusion.savings import caching
from renderers.diffusion.savings.caching import StepCache, check_cacheable, shallow, tapped
from renderers.diffusion.schedule import Schedule
from renderers.methods.msp import Msp
from schemas.errors import StoryboardError
from schemas.settings import ControlNetSettings
from tests.renderers.diffusion.conftest import drawn, panel, pixels
from tests.renderers.diffusion.tiny import Family, unet

Folders = Callable[..., Path]
FAMILIES = ("sd15", "sd2", "sdxl", "toon")


def loaded(model_folder: Folders, family: Family) -> Model:
    folder = str(model_folder(family, controlnet=True))
    return load_model(folder, controlnet=ControlNetSettings(), device="cpu")


def unet_inputs(model: Model, cells: int) -> UNetInputs:
    text = model.text.encode("sks woman")
    side = cells * int(model.control_scale_factor or 0)
    pooled = None if text.pooled is None else text.pooled[None].expand(2, -1)
    return UNetInputs(
        text.states[None].expand(2, -1, -1),
        pooled,
        torch.rand(2, 3, side, side, generator=torch.Generator().manual_seed(1)),
        {},
    )


@contextmanager
def counted(network: Any) -> Iterator[list[int]]:
    """Count the passes that reach a U-Net's middle, by their samples."""
    passes: list[int] = []
    hook = network.mid_block.register_forward_pre_hook(lambda _, args: passes.append(len(args[0])))
    try:
        yield passes
    finally:
        hook.remove()


@pytest.mark.parametrize("control", [0.0, 0.7])
@pytest.mark.parametrize("family", FAMILIES)
def test_from_its_own_deep_features_an_answer_is_the_same(
    model_folder: Folders, family: Family, control: float
) -> None:
    model = loaded(model_folder, family)
    x, asked = torch.randn(2, model.channels, 8, 8), unet_inputs(model, 8)
    with tapped(model.networks.unet) as found:
        full = model.networks.predict(x, asked, 301.0, control)
    assert (found[0].residual is None) is (control == 0)
    again = shallow(model.networks, x, asked, 301.0, found[0])
    torch.testing.assert_close(again, full, atol=1e-6, rtol=1e-6)
    later = shallow(model.networks, x + 0.1, asked, 281.0, found[0])
    assert not torch.allclose(later, full, atol=1e-4)


def test_every_nth_step_is_a_full_pass(model_folder: Folders) -> None:
    model = loaded(model_folder, "sd15")
    steps = Schedule.of(model.scheduler, scheduler="ddim", steps=7).steps
    x, asked, cache = torch.randn(2, 4, 8, 8), unet_inputs(model, 8), StepCache(3)
    with counted(model.networks.unet) as passes:
        for step in steps:
            cache.predict(model.networks, x, asked, step, 1.0, keys=["one", "two"])
        assert len(passes) == 3
        # Another unet_inputs is answered in full first.
        cache.predict(model.networks, x, asked, steps[-1], 1.0, keys=["other", "another"])
    assert len(passes) == 4


def test_a_stage_begins_with_a_full_pass(model_folder: Folders) -> None:
    model = loaded(model_folder, "sd15")
    steps = Schedule.of(model.scheduler, scheduler="ddim", steps=7).steps
    cache, full = StepCache(4, borders={0, 2}), []
    for step in steps:
        full.append(cache.due("one", step))
        x = torch.randn(2, 4, 8, 8)
        cache.predict(model.networks, x, unet_inputs(model, 8), step, 0.0, keys=["one", "two"])
    assert full == [True, False, True, False, False, False, True]


@pytest.mark.parametrize("mode", ["reference", "fast"])
@pytest.mark.parametrize("family", ["sd15", "sdxl", "toon"])
def test_a_panel_costs_less_and_stays_near(
    msp: Callable[..., Msp], family: Family, mode: str
) -> None:
    plan, found = panel("sks", "hta"), {}
    for every in (1, 2, 6):
        renderer = msp(family, controlnet=True, mode=mode, steps=12, cache_every=every)
        with counted(renderer.engine.model.networks.unet) as passes:
            found[every] = pixels(*drawn(renderer, plan)), sum(passes)
    assert found[2][1] <= 0.65 * found[1][1]
    assert found[6][1] < found[2][1]
    near, far = (np.abs(found[every][0] - found[1][0]).mean() for every in (2, 6))
    assert 0 < near < far


def test_company_does_not_change_a_panel(msp: Callable[..., Msp]) -> None:
    renderer = msp(steps=6, cache_every=3, kappa=0.5)
    plans = [panel("sks", "hta", seed=1), panel("rrf", seed=2)]
    company = list(renderer.engine.in_turn(plans, renderer.method, most=2))
    together = [pixels(event) for event in company if hasattr(event, "image")]
    alone = [pixels(*drawn(renderer, plan)) for plan in plans]
    assert all(abs(one - other).max() <= 1 for one, other in zip(together, alone, strict=True))


def test_without_caching_nothing_is_tapped(
    msp: Callable[..., Msp], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caching, "tapped", None)
    drawn(msp(), panel("sks"))
    with pytest.raises(TypeError):
        drawn(msp(cache_every=2), panel("sks"))


def test_another_kind_of_unet_is_refused() -> None:
    network = unet("sd15")
    check_cacheable(network)
    network.register_to_config(up_block_types=("UpBlock2D", "AttnUpBlock2D"))
    with pytest.raises(StoryboardError, match="cannot share deep features"):
        check_cacheable(network)
