"""Renders of a small story, each in a process of its own."""

import contextlib
import hashlib
import os
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STORY = """\
title: Storm
cast: [dee, ringo]
scenes:
  - setting: a park in the rain
    panels:
      - action: Dee waits
        dialogue: [dee: Is it over?]
      - action: Ringo runs to Dee
        dialogue: [ringo: Not yet!]
      - action: Dee laughs
"""
SETTINGS = {"toon": "renderer: {name: msp, model: toon, steps: 3, resolution: 256}\n"}
"""What a story says of a renderer beyond its name."""


def write_story(folder: Path, renderer: str) -> Path:
    """Write the story that is rendered, and return its folder."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = SETTINGS.get(renderer, f"renderer: {renderer}\n")
    (folder / "storm.yaml").write_text(STORY + settings, encoding="utf-8")
    (folder / "mine.txt").write_text("mine", encoding="utf-8")
    return folder


def render(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Render the story of a folder to the end."""
    return subprocess.run(
        _command(*words),
        cwd=folder,
        env=_environment(),
        capture_output=True,
        text=True,
        check=False,
    )


def killed(folder: Path, *words: str, after: float) -> str:
    """Render the story, kill it with all its processes after some seconds; return what it told."""
    process = subprocess.Popen(
        _command(*words),
        cwd=folder,
        env=_environment(),
        text=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(after)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    return process.communicate()[1] or ""


def made(folder: Path) -> dict[str, str]:
    """Return the digests of what a reader opens: the books, the pages and the panels."""
    build = folder / "build" / "storm"
    paths = [*build.glob("book.*"), *build.glob("pages/*"), *build.glob("panels/*.png")]
    return {
        path.relative_to(build).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(paths)
        if "by-hand" not in path.name
    }


def beside(folder: Path) -> dict[str, str]:
    """Return the digests of what lies beside the build directory, which no render may touch."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "build" not in path.relative_to(folder).parts
    }


def drawn(told: str) -> set[str]:
    """Return the panels that a render says it drew."""
    return {line.split(":")[0] for line in told.splitlines() if ": drawn (" in line}


def broke(run: subprocess.CompletedProcess[str], after: str) -> bool:
    """Whether a render ended in a bug of ours, which is then shown."""
    found = "Traceback" in run.stderr or "bug in storyboard" in run.stderr
    if found:
        sys.stderr.write(f"{after}: {run.stderr[-1000:]}\n")
    return found


def _command(*words: str) -> list[str]:
    return [sys.executable, "-m", "storyboard", "render", "storm.yaml", *words]


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
