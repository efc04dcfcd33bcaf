"""Tells a build by lines: one for every panel and every file."""

from contextlib import suppress
from typing import Protocol

from rich.console import Console

from schemas.hints import SHORTEN
from storyboard.events import Event, Notice, PanelDone, PanelFailed, Planned, Written
from storyboard.printable import visible


class Display(Protocol):
    """Something that shows events."""

    def show(self, event: Event) -> None:
        """Show one event."""


class Lines:
    """One line for every panel and every file."""

    def __init__(self, console: Console, *, quiet: bool = False) -> None:
        self._console = console
        self._quiet = quiet
        self._total = self._done = 0
        self._hinted = False

    def show(self, event: Event) -> None:
        """Print the event's line, where it has one; trouble even when quiet."""
        match event:
            case PanelFailed(panel, message, hint):
                self._print(f"{panel}: failed: {message}" + (f" ({hint})" if hint else ""))
            case Notice(message, advice) if not (advice and self._quiet):
                self._print(message)
            case _ if not self._quiet:
                self._progress(event)

    def _progress(self, event: Event) -> None:
        match event:
            case Planned(stale, fresh):
                self._total = len(stale)
                # Neither: the model is missing, and the error that follows says so.
                if stale or fresh:
                    self._print(work(event) if stale else f"all {fresh} panels are up to date")
            case PanelDone(panel, how, notes):
                self._done += 1
                self._print(f"{panel}: {how} ({self._done} of {self._total})")
                for note in notes:
                    if note != SHORTEN or not self._hinted:
                        self._print(f"{panel}: note: {note}")
                    self._hinted = self._hinted or note == SHORTEN
            case Written(path, fresh):
                self._print(f"{path}: {'up to date' if fresh else 'written'}")

    def _print(self, line: str) -> None:
        with suppress(OSError, ValueError):  # nobody listens any more: the work goes on
            self._console.print(visible(line), soft_wrap=True, markup=False, highlight=False)


def work(planned: Planned) -> str:
    """Say how much there is to do: `4 panels to draw, 1 to bring back, 7 up to date`."""
    back = len(planned.stale) - planned.to_draw
    parts = [
        f"{planned.to_draw} panel{'s' * (planned.to_draw != 1)} to draw" if planned.to_draw else "",
        f"{back} to bring back from earlier" if back else "",
        f"{planned.fresh} up to date" if planned.fresh else "",
    ]
    return ", ".join(part for part in parts if part)
