"""What a training costs: counted on shapes, against what is known of them."""

from typing import Any

import pytest

from renderers.training.estimates import step_cost
from schemas.geometry import Size
from schemas.training import (
    CustomDiffusionTraining,
    DreamboothTraining,
    LoraTraining,
    TextualInversionTraining,
    TrainingSettings,
)
from tests.renderers.diffusion.tiny import unet

CELLS = Size(width=8, height=8)


def config() -> dict[str, Any]:
    return dict(unet("sdxl").config)


@pytest.mark.parametrize(
    ("settings", "trained"),
    [
        (DreamboothTraining(), sum(w.numel() for w in unet("sdxl").parameters())),
        (TextualInversionTraining(), 2048),
    ],
)
def test_what_learns_is_counted(settings: TrainingSettings, trained: int) -> None:
    assert step_cost(config(), CELLS, samples=1, settings=settings).trained == trained


def test_a_lora_s_matrices_are_counted_as_peft_makes_them() -> None:
    from peft import LoraConfig

    network = unet("sdxl")
    network.add_adapter(LoraConfig(r=3, target_modules=["to_q", "to_k", "to_v", "to_out.0"]))
    wanted = sum(w.numel() for w in network.parameters() if w.requires_grad)
    counted = step_cost(config(), CELLS, samples=1, settings=LoraTraining(rank=3))
    assert counted.trained == wanted


def test_less_that_learns_costs_less_and_twice_as_many_samples_twice_as_much() -> None:
    def cost(settings: TrainingSettings, samples: int = 1) -> tuple[int, int]:
        step = step_cost(config(), CELLS, samples=samples, settings=settings)
        return step.flops, step.activations

    whole, some, word = map(
        cost, (DreamboothTraining(), CustomDiffusionTraining(), TextualInversionTraining())
    )
    assert whole[0] > some[0] > word[0]
    assert cost(DreamboothTraining(), 2)[0] == pytest.approx(2 * whole[0], rel=0.05)
    spared = cost(DreamboothTraining(gradient_checkpointing=True))
    assert spared[1] < whole[1] / 5
