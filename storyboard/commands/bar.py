"""A bar that tells panel, step and time left, below the lines of finished panels."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from renderers.base import Step
from storyboard.commands.lines import Display, Lines
from storyboard.events import Event, PanelDone, PanelFailed, Planned


@contextmanager
def bar(console: Console) -> Iterator[Display]:
    """Show a bar while panels are drawn; it vanishes when the work is done."""
    progress = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[step]}"),
        TextColumn("{task.fields[count]}"),
        TimeElapsedColumn(),
        TextColumn("elapsed,"),
        TimeRemainingColumn(compact=True),
        TextColumn("left"),
        console=console,
        transient=True,
    )
    try:
        yield Bar(console, progress)
    finally:
        progress.stop()


class Bar(Lines):
    """The same lines above a bar that tells panel, step and time left."""

    def __init__(self, console: Console, progress: Progress) -> None:
        super().__init__(console)
        self._bar = progress
        self._task = progress.add_task("drawing", total=None, step="", count="")
        self._parts: dict[str, float] = {}
        self._finished = 0

    def show(self, event: Event) -> None:
        """Advance the bar, and print what deserves a line."""
        match event:
            case Planned() if event.to_draw:
                self._bar.update(self._task, total=event.to_draw)
                self._bar.start()
            case Step(panel, step, steps):
                self._parts[panel] = step / max(1, steps)
                self._advance(panel, f"step {step}/{steps}")
            case PanelDone(panel, "drawn") | PanelFailed(panel):
                self._parts[panel] = 1
                self._finished += 1
                self._advance(panel, "")
        super().show(event)

    def _advance(self, panel: str, step: str) -> None:
        total = self._bar.tasks[0].total or 1
        over = self._finished == total
        self._bar.update(
            self._task,
            description="writing the book" if over else panel,
            step=step,
            completed=sum(self._parts.values()),
            count=f"{self._finished} of {total:.0f} panels",
        )
