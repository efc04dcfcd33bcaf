"""Talks to the person at the terminal: errors that help, and exit codes that scripts can trust.

What was asked for goes to standard output, everything else to standard error.
"""

import gc
import io
import json
import os
import re
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec

from schemas.errors import StoryboardError
from storyboard.printable import visible

if TYPE_CHECKING:
    from rich.console import Console
    from typer import Typer

P = ParamSpec("P")
ADVISED = 7
"""Ends a strict command where a story is valid, and there is advice on its pictures."""
INTERRUPTED = 130
_YOUNG = 100_000, 50, 100
"""How much is made before garbage is looked for: a book is many values, and few are garbage."""
_NOT_IN_JSON = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""What JSON may hold as it is, and a terminal or UTF-8 had better not."""


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


def run(app: "Typer") -> None:
    """Run the command line, and exit with the command's code or, not understood, with 2."""
    gc.set_threshold(*_YOUNG)
    ready_streams()
    if all(visible(word) == word for word in sys.argv):
        app()  # which lays out what it did not understand, word by word as it was typed
    try:
        ended = app(standalone_mode=False)
    except Exception as error:  # of typer's: a command ends with its code
        say(f"error: {error}")
        sys.exit(2)
    sys.exit(ended)


def code_of(command: Callable[[], int | None]) -> int:
    """Run a command and return its exit code, having said what went wrong."""
    try:
        with _output_may_end():
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


def ready_streams() -> None:
    """Make the standard streams take any text, whatever the terminal's letters, open or closed.

    What an encoding lacks is written as an escape. A stream that the caller closed leads nowhere;
    left closed, the next file that is opened would take its number and get what is meant for it.
    """
    opened = os.open(os.devnull, os.O_RDWR)
    while opened <= 2:  # numbers are given out from the lowest
        opened = os.open(os.devnull, os.O_RDWR)
    os.close(opened)
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def answer(text: object, *, painted: bool = False, end: str = "\n") -> None:
    """Print what was asked for; `painted`, it is clean already and has colours of ours in it."""
    print(str(text) if painted else visible(str(text)), end=end)


def answer_json(data: object) -> None:
    """Print JSON, always in UTF-8, whatever the terminal's letters are."""
    text = data if isinstance(data, str) else json.dumps(data, indent=2, ensure_ascii=False)
    safe = _NOT_IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"
    binary = getattr(sys.stdout, "buffer", None)
    if binary is None:
        sys.stdout.write(safe)
        return
    sys.stdout.flush()
    binary.write(safe.encode())
    binary.flush()


def say(message: str) -> None:
    """Tell something that is not the asked-for data; where nobody can hear it, the work goes on."""
    with suppress(OSError, ValueError):
        print(visible(message), file=sys.stderr, flush=True)


def complain(error: StoryboardError) -> None:
    """Print an error of the author's or the machine's, and the hint."""
    from rich.text import Text

    from storyboard.diagnostics.errors import StoryErrors

    message = str(error)
    laid_out = isinstance(error, StoryErrors) or "\n" in message
    with suppress(OSError, ValueError):
        if laid_out:
            say(message)
        else:
            line = Text.assemble(("error: ", "bold red"), visible(message))
            stderr().print(line, soft_wrap=True)
        if error.hint:
            line = Text.assemble(("hint: ", "cyan"), visible(error.hint))
            stderr().print(line, soft_wrap=True)


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
def _output_may_end() -> Iterator[None]:
    """Let `storyboard … | head` end quietly, and say where output cannot be written.

    Raises:
        StoryboardError: standard output is full or broken.
    """
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        _silence()
    except OSError as error:
        if error.filename is not None:  # a file's, not the stream's
            raise
        _silence()
        raise Unwritten(
            f"standard output cannot be written ({(error.strerror or str(error)).lower()})"
        ) from error


class Unwritten(StoryboardError):
    """What was asked for could not be printed."""

    exit_code = 5


def _silence() -> None:
    """Send what is still buffered nowhere, lest it complains at exit."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
