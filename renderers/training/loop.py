"""The one training loop: every recipe's steps, with state that resumes exactly."""

import json
import math
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import torch
from torch import Tensor, nn

from renderers.base import Personalizer
from renderers.training.batches import seed_of
from renderers.training.board import Board
from renderers.training.checkpoints import TrainingState, read_checkpoint, write_checkpoint
from renderers.training.muon import Muon
from renderers.training.objectives import Losses, loss_of
from schemas.errors import StoryboardError
from schemas.training import TrainingSettings

METRICS = "metrics.jsonl"


class Lessons(Protocol):
    """What every step of a training learns from."""

    def at(self, step: int, part: int) -> Any:
        """Return a step's batch, or one of several of which the step is made."""


class LossOf(Protocol):
    """From a learner and a batch of its lessons to a loss."""

    def __call__(self, learner: Any, batch: Any, settings: Any, /, *, seed: int) -> Losses:
        """Return the loss of one batch; gradients flow into what the learner trains."""


class TrainStep(NamedTuple):
    """One step of a training is done."""

    step: int
    steps: int
    loss: float
    notes: tuple[str, ...] = ()


class TrainingFailed(StoryboardError):
    """A training cannot go on; its last good state is kept."""

    exit_code = 5


def train(
    personalizer: Personalizer,
    batches: Lessons,
    settings: TrainingSettings,
    folder: Path,
    loss: LossOf = loss_of,
) -> Iterator[TrainStep]:
    """Train from where `folder` left it, yielding every step; the weights stay in the personalizer.

    `folder` holds checkpoints and `metrics.jsonl`.

    Raises:
        TrainingFailed: the loss is not a number, or memory is full.
        OSError: the disk refuses; the last state is kept.
    """
    training = _Training(personalizer, batches, settings, folder, loss)
    notes = training.resume()
    while training.step < settings.steps:
        began = time.monotonic()
        lost = training.advance()
        training.record(lost, time.monotonic() - began)
        yield TrainStep(training.step, settings.steps, lost.subjects, notes)
        notes = ()
        if training.step % settings.checkpoint_every == 0 or training.step == settings.steps:
            training.keep()
    training.settle()
    training.close()


class _Training:
    """A training's moving parts."""

    def __init__(
        self,
        personalizer: Personalizer,
        batches: Lessons,
        settings: TrainingSettings,
        folder: Path,
        loss: LossOf,
    ) -> None:
        self.step = 0
        self._loss = loss
        self._board: Board | None = None
        self._learner, self._batches, self._settings = personalizer, batches, settings
        self._folder = folder
        self._weights = personalizer.weights()
        self._accelerator = accelerator(settings, personalizer.base.model.device)
        self._optimiser = self._accelerator.prepare_optimizer(optimiser(self._weights, settings))
        self._average: dict[str, Tensor] = {}
        if settings.ema is not None:
            self._average = {name: w.detach().clone() for name, w in self._weights.items()}

    def resume(self) -> tuple[str, ...]:
        """Take up the state that was left, if any; return what is to be said of it."""
        state, notes = read_checkpoint(self._folder)
        self._cut_metrics(state.step if state else 0)
        if self._settings.tensorboard:
            self._board = Board(self._folder, step=state.step if state else 0)
        if state is None:
            return notes
        if state.weights.keys() != self._weights.keys():
            return (*notes, "the kept state is of another training, and is not taken up")
        with torch.no_grad():
            for name, weight in self._weights.items():
                weight.copy_(state.weights[name])
            for name, mean in self._average.items():
                mean.copy_(state.average.get(name, state.weights[name]))
        self._optimiser.load_state_dict(state.optimiser)
        self.step = state.step
        return (*notes, f"goes on after step {state.step}")

    def advance(self) -> Losses:
        """Take one step."""
        settings = self._settings
        for group in self._optimiser.param_groups:
            group["lr"] = rate(settings, self.step)
        losses = [self._learn(part) for part in range(settings.accumulate)]
        norm = self._accelerator.clip_grad_norm_(self._weights.values(), settings.max_norm)
        # Scaled float16 gradients overflow now and then; the scaler leaves such a step out.
        if self._accelerator.scaler is None and not math.isfinite(float(norm)):
            raise self._broken("the gradients are not numbers")
        self._optimiser.step()
        self._optimiser.zero_grad(set_to_none=True)
        self.step += 1
        self._follow()
        return _mean(losses)

    def _learn(self, part: int) -> Losses:
        """Leave the gradients of one batch."""
        settings = self._settings
        try:
            batch = self._batches.at(self.step, part)
            with self._accelerator.autocast():
                seed = seed_of(settings.seed, self.step, part)
                loss = self._loss(self._learner, batch, settings, seed=seed)
            if not math.isfinite(float(loss.total.detach())):
                raise self._broken("the loss is not a number")
            self._accelerator.backward(loss.total / settings.accumulate)
        except torch.OutOfMemoryError as error:
            raise TrainingFailed(
                f"memory is full at step {self.step + 1}",
                hint="Set gradient_checkpointing: true, batch: 1 with accumulate, or a smaller "
                "resolution.",
            ) from error
        return loss

    def _broken(self, what: str) -> TrainingFailed:
        kept, _ = read_checkpoint(self._folder)
        state = f"the state of step {kept.step} is kept" if kept else "nothing was kept yet"
        return TrainingFailed(
            f"{what} at step {self.step + 1}; {state}",
            hint="Lower learning_rate, or set precision: float32, and begin with --fresh.",
        )

    @torch.no_grad()
    def _follow(self) -> None:
        if self._average and (ema := self._settings.ema) is not None:
            decay = min(ema, (1 + self.step) / (10 + self.step))
            for name, mean in self._average.items():
                mean.lerp_(self._weights[name], 1 - decay)

    def keep(self) -> None:
        """Write the state."""
        weights = {name: weight.detach().cpu() for name, weight in self._weights.items()}
        average = {name: mean.cpu() for name, mean in self._average.items()}
        state = TrainingState(self.step, weights, average, self._optimiser.state_dict())
        write_checkpoint(self._folder, state)

    @torch.no_grad()
    def settle(self) -> None:
        """Let the personalizer have the mean weights, where they are kept."""
        for name, mean in self._average.items():
            self._weights[name].copy_(mean)

    def record(self, loss: Losses, seconds: float) -> None:
        """Add a line to the metrics."""
        line = {"step": self.step, "loss": round(loss.subjects, 6)}
        if loss.prior is not None:
            line["prior_loss"] = round(loss.prior, 6)
        line |= {"learning_rate": rate(self._settings, self.step - 1), "seconds": round(seconds, 3)}
        if self._board is not None:
            self._board.add(self.step, {k: v for k, v in line.items() if k != "step"})
        with (self._folder / METRICS).open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(line) + "\n")

    def close(self) -> None:
        """Write what is left of the numbers."""
        if self._board is not None:
            self._board.close()

    def _cut_metrics(self, steps: int) -> None:
        """Leave the lines of so many steps; the others are taken again."""
        path = self._folder / METRICS
        self._folder.mkdir(parents=True, exist_ok=True)
        known = path.read_bytes().splitlines(keepends=True) if path.is_file() else []
        if len(known) > steps:
            path.write_bytes(b"".join(known[:steps]))


def rate(settings: TrainingSettings, step: int) -> float:
    """Return the learning rate of a step, counted from 0."""
    rising = min(1.0, (step + 1) / settings.warmup) if settings.warmup else 1.0
    falling = 1.0
    if settings.decay > 0:
        left = 1 - step / settings.steps
        falling = min(1.0, left / settings.decay)
    return settings.learning_rate * rising * falling


def optimiser(weights: dict[str, nn.Parameter], settings: TrainingSettings) -> Any:
    """Return what moves the weights."""
    values = list(weights.values())
    if settings.optimizer == "muon":
        return Muon(values, settings.learning_rate, decay=settings.weight_decay)
    return torch.optim.AdamW(values, lr=settings.learning_rate, weight_decay=settings.weight_decay)


def accelerator(settings: TrainingSettings, device: torch.device) -> Any:
    """Return accelerate's view of the device and the precision of activations."""
    from accelerate import Accelerator
    from accelerate.state import AcceleratorState

    AcceleratorState._reset_state(True)
    return Accelerator(cpu=device.type == "cpu", mixed_precision=precision(settings, device))


def precision(settings: TrainingSettings, device: torch.device) -> str:
    """Return the precision of activations, in accelerate's words."""
    wanted = settings.precision
    if wanted == "auto":
        if device.type != "cuda":
            return "no"
        return "bf16" if torch.cuda.is_bf16_supported() else "fp16"
    return {"float32": "no", "bfloat16": "bf16", "float16": "fp16"}[wanted]


def _mean(losses: list[Losses]) -> Losses:
    priors = [loss.prior for loss in losses if loss.prior is not None]
    return Losses(
        losses[-1].total.detach(),
        sum(loss.subjects for loss in losses) / len(losses),
        sum(priors) / len(priors) if priors else None,
    )
