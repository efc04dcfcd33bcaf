"""The benchmark of pictures as prompts: every picture costs something, and the same again."""

from itertools import pairwise

import pytest
import torch

from benchmarks.engine_shapes import TINY, unet
from benchmarks.image_prompt_cost import rows_of
from renderers.diffusion.models.networks import Networks


def test_each_picture_costs_the_same_again() -> None:
    with torch.device("meta"):
        networks = Networks(unet(TINY["tiny-xl"]), None, 8)
        rows = dict(rows_of(networks, TINY["tiny-xl"], 0, "sdxl"))
    assert set(rows) == {"ip-adapter", "ms-diffusion"}
    for costs in rows.values():
        steps = [after - before for before, after in pairwise(costs)]
        assert costs[0] > 1
        assert steps == pytest.approx([steps[0]] * len(steps), rel=1e-6)
