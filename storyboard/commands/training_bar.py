"""Shows how far a training is."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from storyboard.commands.console import say, stderr

if TYPE_CHECKING:
    from renderers.training.personalize import TrainEvent


def show_training(events: Iterator["TrainEvent"], name: str, *, quiet: bool) -> None:
    """Draw a bar with step, loss and time left; notes stand above it."""
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[told]}"),
        TimeRemainingColumn(),
    )
    console = stderr()
    with Progress(*columns, console=console, disable=quiet or not console.is_terminal) as bar:
        task = bar.add_task(name, total=None, told="")
        for event in events:
            _tell(event, bar, task, quiet=quiet)


def _tell(event: "TrainEvent", bar: Any, task: Any, *, quiet: bool) -> None:
    from renderers.training.loop import TrainStep
    from renderers.training.personalize import Learned, TrainNote
    from renderers.training.priors import PriorStep

    match event:
        case TrainStep(step=step, steps=steps, loss=loss, notes=notes):
            for note in notes:
                say(note)
            told = f"step {step}/{steps}, loss {loss:.4f}"
            bar.update(task, total=steps, completed=step, told=told)
            if bar.disable and not quiet and step % max(1, steps // 10) == 0:
                say(told)
        case PriorStep(done=done, wanted=wanted):
            bar.update(task, total=wanted, completed=done, told=f"prior {done}/{wanted}")
        case TrainNote(message=message):
            say(message)
        case Learned(name=name, folder=folder):
            say(f"{name}: {folder}")
