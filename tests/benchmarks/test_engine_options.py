"""The shortcuts' benchmark: what a shortcut spares is not counted, and nothing else is spared."""

import pytest
import torch

from benchmarks.engine_cost import CountedNetworks
from benchmarks.engine_options import OPTIONS, Option, cost
from benchmarks.engine_shapes import TINY, unet
from renderers.diffusion.regional import with_regions


@pytest.fixture(params=list(TINY))
def counted(request: pytest.FixtureRequest) -> dict[Option, int]:
    """What every option costs with two subjects."""
    family = TINY[request.param]
    with torch.device("meta"):
        networks = CountedNetworks(unet(family), None, 8)
    networks = with_regions(networks)
    return {option: cost(networks, family, option, 2) for option in OPTIONS}


def test_every_shortcut_spares_work(counted: dict[Option, int]) -> None:
    for option, spent in counted.items():
        plain = counted[Option(option.mode)]
        assert 0 < spent < plain or option == Option(option.mode)


def test_without_guidance_a_step_in_one_pass_costs_half(counted: dict[Option, int]) -> None:
    # 20 of 50 steps are half as dear.
    share = counted[Option("fast", guidance_end=0.6)] / counted[Option("fast")]
    assert share == pytest.approx(0.8, abs=0.02)


def test_options_are_named_as_a_story_says_them() -> None:
    assert str(Option(crop=True, cache_every=3)) == "`reference`, `cache_every: 3`, `crop: true`"
    assert str(Option("fast")) == "`fast`"
