"""Talks to the person at the terminal: errors that help, and exit codes that scripts can trust.

What was asked for goes to standard output, everything else to standard error.
"""

import os
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec

from schemas.errors import StoryboardError

if TYPE_CHECKING:
    from rich.console import Console

P = ParamSpec("P")
INTERRUPTED = 130


class Trouble:
    """Whether `--traceback` was given."""

    traceback = False


def guarded(command: Callable[P, int | None]) -> Callable[P, None]:
    """Make a command end with its exit code, and with words instead of a traceback."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        import typer

        raise typer.Exit(code_of(lambda: command(*args, **kwargs)))

    return run


def code_of(command: Callable[[], int | None]) -> int:
    """Run a command and return its exit code, having said what went wrong."""
    try:
        with _closed_pipe_is_fine():
            return command() or 0
    except StoryboardError as error:
        complain(error)
        return error.exit_code
    except KeyboardInterrupt:
        say("Interrupted. Finished panels are kept: run the same command again to go on.")
        return INTERRUPTED
    except Exception as error:
        apologise(error)
        return 1


def say(message: str) -> None:
    """Tell something that is not the asked-for data."""
    print(message, file=sys.stderr, flush=True)


def complain(error: StoryboardError) -> None:
    """Print an error of the author's or the machine's, and the hint."""
    from rich.text import Text

    message = str(error)
    if "\n" in message or message.startswith(("error", "warning")):  # it is laid out already
        say(message)
    else:
        stderr().print(Text.assemble(("error: ", "bold red"), message), soft_wrap=True)
    if error.hint:
        stderr().print(Text.assemble(("hint: ", "cyan"), error.hint), soft_wrap=True)


def apologise(error: Exception) -> None:
    """Own up to a bug: where the traceback is, and what went wrong in a line."""
    if Trouble.traceback:
        traceback.print_exception(error)
        return
    say(f"This is a bug in storyboard, not in your story: {type(error).__name__}: {error}")
    with tempfile.NamedTemporaryFile(
        "w", prefix="storyboard-", suffix=".log", delete=False, encoding="utf-8"
    ) as log:
        traceback.print_exception(error, file=log)
    say(f"Please report it with {log.name}, or see it with --traceback.")


def stderr() -> "Console":
    """Return a console for chatter; it minds NO_COLOR and whether anyone watches."""
    from rich.console import Console

    return Console(stderr=True, highlight=False)


def stdout() -> "Console":
    """Return a console for answers, coloured where someone watches."""
    from rich.console import Console

    return Console(highlight=False)


@contextmanager
def _closed_pipe_is_fine() -> Iterator[None]:
    """Let `storyboard … | head` end quietly."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        _silence()


def _silence() -> None:
    """Send what is still buffered nowhere, lest it complains at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
