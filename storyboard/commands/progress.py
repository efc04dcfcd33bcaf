"""Shows a build at work: a bar with panel, step and time left, or plain lines in a pipe."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from rich.console import Console

from storyboard.commands.lines import Display, Lines
from storyboard.events import Event, RenderResult


def shown(events: Iterable[Event], console: Console, *, quiet: bool = False) -> RenderResult:
    """Follow a build to its end, showing it, and return its result."""
    with _display(console, quiet=quiet) as display:
        for event in events:
            display.show(event)
            if isinstance(event, RenderResult):
                return event
    raise AssertionError("a build ends with its result")


@contextmanager
def _display(console: Console, *, quiet: bool) -> Iterator[Display]:
    if quiet:
        yield Lines(console, quiet=True)
    elif not console.is_terminal:
        yield Lines(console)
    else:
        from storyboard.commands.bar import bar

        with bar(console) as display:
            yield display
