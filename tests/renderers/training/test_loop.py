"""The loop: it resumes exactly, it learns, it stops on numbers that are none."""

import json
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
import torch

from renderers.base import Personalizer
from renderers.training.base import Base
from renderers.training.batches import Batches
from renderers.training.canvases import alone
from renderers.training.checkpoints import TrainingState, read_checkpoint, write_checkpoint
from renderers.training.loop import TrainingFailed, TrainStep, precision, rate, train
from renderers.training.recipes.dreambooth import DreamboothPersonalizer
from renderers.training.recipes.lora import LoraPersonalizer
from schemas.training import DreamboothTraining, LoraTraining, TrainingSettings
from tests.renderers.training.conftest import SMALL
from tests.renderers.training.strangers import subject

Bases = Callable[..., Base]


def begun(
    base: Base, settings: LoraTraining, folder: Path
) -> tuple[Personalizer, Iterator[TrainStep]]:
    personalizer = LoraPersonalizer(base, settings)
    batches = Batches(base, settings, alone(subject(), settings.augmentation))
    return personalizer, train(personalizer, batches, settings, folder)


def lora(**changes: Any) -> LoraTraining:
    return LoraTraining(**SMALL | {"rank": 2, "learning_rate": 1e-2} | changes)


@pytest.mark.parametrize("killed", [1, 3])
def test_a_killed_and_resumed_training_ends_where_the_unbroken_one_ends(
    base: Bases, tmp_path: Path, killed: int
) -> None:
    settings = lora(steps=5, accumulate=2, ema=0.9, warmup=2, decay=0.5)
    unbroken, steps = begun(base(), settings, tmp_path / "whole")
    losses = [step.loss for step in steps]
    _, steps = begun(base(), settings, tmp_path / "broken")
    assert [step.loss for step in islice(steps, killed)] == losses[:killed]
    resumed, steps = begun(base(), settings, tmp_path / "broken")
    kept = killed - killed % 2
    assert [step.loss for step in steps] == losses[kept:]
    for name, weight in unbroken.weights().items():
        assert torch.equal(weight, resumed.weights()[name])
    lines = (tmp_path / "broken" / "metrics.jsonl").read_text().splitlines()
    assert [json.loads(line)["step"] for line in lines] == [1, 2, 3, 4, 5]


def test_tensorboard_shows_the_metrics(base: Bases, tmp_path: Path) -> None:
    _, steps = begun(base(), lora(steps=2, tensorboard=True), tmp_path)
    assert len(list(steps)) == 2
    (events,) = (tmp_path / "tensorboard").iterdir()
    assert events.read_bytes().count(b"learning_rate") == 2


def test_overfitting_one_picture_lowers_its_loss_tenfold(base: Bases, tmp_path: Path) -> None:
    settings = DreamboothTraining(
        **SMALL | {"steps": 120, "learning_rate": 2e-2, "cached": 1, "checkpoint_every": 1000},
        prior=False,
        noise=(0.9, 1.0),
        weight_decay=0,
        decay=0.5,
        batch=4,
    )
    loaded = base("sd2")
    personalizer = DreamboothPersonalizer(loaded, settings)
    batches = Batches(loaded, settings, alone(subject(), settings.augmentation))
    losses = [step.loss for step in train(personalizer, batches, settings, tmp_path)]
    assert sum(losses[-10:]) / 10 < 0.1 * sum(losses[:3]) / 3


def test_a_damaged_checkpoint_is_passed_over(base: Bases, tmp_path: Path) -> None:
    settings = lora()
    _, steps = begun(base(), settings, tmp_path)
    assert len(list(steps)) == 4
    newest = sorted(tmp_path.glob("checkpoint-*"))[-1]
    newest.write_bytes(newest.read_bytes()[:200])
    _, steps = begun(base(), settings, tmp_path)
    first = next(steps)
    assert first.step == 3
    assert any("checkpoint-00000004.pt is damaged" in note for note in first.notes)


def test_two_checkpoints_are_kept(tmp_path: Path) -> None:
    for step in range(1, 5):
        write_checkpoint(tmp_path, TrainingState(step, {"a": torch.ones(1) * step}, {}, {}))
    assert len(list(tmp_path.iterdir())) == 2
    state, notes = read_checkpoint(tmp_path)
    assert state is not None
    assert state.step == 4
    assert not notes


def test_a_loss_that_is_no_number_stops_with_the_last_good_state(
    base: Bases, tmp_path: Path
) -> None:
    settings = lora(steps=9)
    personalizer, steps = begun(base(), settings, tmp_path)
    for _ in range(3):
        next(steps)
    with torch.no_grad():
        next(iter(personalizer.weights().values())).fill_(float("nan"))
    with pytest.raises(TrainingFailed, match=r"no.* a number at step 4; the state of step 2 is"):
        next(steps)
    state, _ = read_checkpoint(tmp_path)
    assert state is not None
    assert all(weight.isfinite().all() for weight in state.weights.values())


def test_the_rate_rises_stays_and_falls() -> None:
    settings = TrainingSettings(steps=10, learning_rate=1.0, warmup=2, decay=0.5)
    rates = [round(rate(settings, step), 3) for step in range(10)]
    assert rates == [0.5, 1, 1, 1, 1, 1, 0.8, 0.6, 0.4, 0.2]


def test_precision_is_full_where_half_is_slower() -> None:
    cpu = torch.device("cpu")
    assert precision(TrainingSettings(), cpu) == "no"
    assert precision(TrainingSettings(precision="bfloat16"), cpu) == "bf16"


def test_half_precision_and_checkpointed_activations_learn_alike(
    base: Bases, tmp_path: Path
) -> None:
    plain = lora(steps=2)
    spared = lora(steps=2, gradient_checkpointing=True)
    half = lora(steps=2, precision="bfloat16")
    ends = []
    for name, settings in (("plain", plain), ("spared", spared), ("half", half)):
        loaded = base(gradient_checkpointing=settings.gradient_checkpointing)
        _, steps = begun(loaded, settings, tmp_path / name)
        ends.append([step.loss for step in steps])
    torch.testing.assert_close(ends[0], ends[1], rtol=1e-5, atol=1e-6)
    torch.testing.assert_close(ends[0], ends[2], rtol=3e-2, atol=0)
