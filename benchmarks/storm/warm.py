"""Renders in forks of this process, which has imported the program: a kill costs no start then."""

import os
import signal
import sys
import threading
from importlib import import_module
from pathlib import Path
from subprocess import CompletedProcess

_NEEDED = (
    "storyboard.cli",
    "storyboard.building.build",
    "storyboard.building.pages",
    "storyboard.building.binding",
    "storyboard.planning.planner",
    "storyboard.writers.html",
    "storyboard.writers.pdf",
    "renderers.methods.collage",
)
_HEAVY = ("renderers.methods.msp", "renderers.diffusion.engine")


def import_program(renderer: str) -> None:
    """Import what a render needs; nothing is computed yet, so that forks have all they need."""
    for name in _NEEDED + (_HEAVY if renderer == "toon" else ()):
        import_module(name)


def forked(folder: Path, *words: str, after: float | None = None) -> CompletedProcess[str]:
    """Render the story of a folder in a fork; kill it and all its own after some seconds."""
    told = folder.with_suffix(".told")
    child = os.fork()
    if not child:
        _run(folder, told, words)
    alarm = threading.Timer(after or 0, _kill, (child,))
    if after is not None:
        alarm.start()
    # The child is left unreaped until the alarm is off, so that its number is nobody else's.
    os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
    alarm.cancel()
    _kill(child)
    _, status = os.waitpid(child, 0)
    text = told.read_text(encoding="utf-8", errors="replace") if told.exists() else ""
    told.unlink(missing_ok=True)
    return CompletedProcess(words, os.waitstatus_to_exitcode(status), stderr=text)


def _kill(child: int) -> None:
    """Kill a child's process group, workers and all."""
    try:
        os.killpg(child, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def _run(folder: Path, told: Path, words: tuple[str, ...]) -> None:
    """Become a render of the story in a folder; never return."""
    code = 1
    try:
        os.setsid()
        os.chdir(folder)
        stream = os.open(told, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.dup2(stream, 2)
        sys.stdout, sys.stderr = open(1, "w"), open(2, "w")  # noqa: SIM115
        sys.argv = ["storyboard", "render", "storm.yaml", *words]
        from storyboard.cli import main

        main()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    finally:
        sys.stderr.flush()
        os._exit(code)
