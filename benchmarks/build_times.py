"""Times what an author waits for, and prints a table.

    python benchmarks/build_times.py [--renderer collage]

Each command runs in a process of its own in an empty folder; memory is the peak of its resident
set, workers not included.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
DEMO = ROOT / "stories" / "borrowed-umbrella.yaml"


class Timing(NamedTuple):
    """One command, what it took, and what it may take."""

    what: str
    seconds: float
    """On the wall's clock."""
    cpu: float
    """Seconds of processor time, which other programs on the machine disturb less."""
    megabytes: float
    limit: str


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--renderer", help="draw with this one instead of the story's own")
    asked = parser.parse_args()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n")
    print(f"{'what':<44}{'seconds':>9}{'of cpu':>9}{'MB':>7}   limit")
    with tempfile.TemporaryDirectory() as folder:
        for what, seconds, cpu, megabytes, limit in timings(Path(folder), asked.renderer):
            print(f"{what:<44}{seconds:>9.2f}{cpu:>9.2f}{megabytes:>7.0f}   {limit}", flush=True)


def timings(folder: Path, renderer: str | None) -> Iterator[Timing]:
    """Yield each measurement as it is taken."""
    how = ["--renderer", renderer] if renderer else []
    long = write_long_story(folder / "long.yaml", panels=200)
    rows: list[tuple[str, list[str], str]] = [
        ("storyboard --help", ["--help"], "0.3 s"),
        ("check, demo book", ["check", str(DEMO)], ""),
        ("plan, demo book", ["plan", str(DEMO), "-o", "demo"], ""),
        ("plan, 200 panels", ["plan", str(long), "-o", "long"], "2 s"),
        ("render, demo book, cold", ["render", str(DEMO), "-o", "demo", *how], "300 s, 4000 MB"),
        ("render, demo book, unchanged", ["render", str(DEMO), "-o", "demo", *how], "1 s"),
        (
            "render, 200 panels as sketches",
            ["render", str(long), "-o", "long", "-r", "sketch", "--format", "html"],
            "",
        ),
        (
            "render, 200 panels, unchanged",
            ["render", str(long), "-o", "long", "-r", "sketch", "--format", "html"],
            "1 s",
        ),
        ("dry run, 200 panels", ["render", str(long), "-o", "long", "-r", "sketch", "-n"], ""),
    ]
    for what, words, limit in rows:
        seconds, usage = measured(words, folder)
        cpu = usage.ru_utime + usage.ru_stime
        yield Timing(what, seconds, cpu, megabytes_of(usage), limit)


def measured(words: list[str], folder: Path) -> tuple[float, resource.struct_rusage]:
    """Run a command; return its wall seconds and what it used."""
    start = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "storyboard", *words],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    ) as run:
        assert run.stderr is not None
        told = run.stderr.read()
        _, status, usage = os.wait4(run.pid, 0)
        run.returncode = os.waitstatus_to_exitcode(status)
    if run.returncode:
        sys.exit(f"storyboard {' '.join(words)} ended with {run.returncode}:\n{told.decode()}")
    return time.perf_counter() - start, usage


def megabytes_of(usage: resource.struct_rusage) -> float:
    """Return the peak resident set in megabytes; macOS counts bytes, Linux kilobytes."""
    return usage.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def write_long_story(path: Path, *, panels: int) -> Path:
    """Write a story of many panels, two speaking characters in each."""
    poses = ("standing", "shrugging", "arms folded", "pointing", "thinking")
    moods = ("smile", "sad", "angry", "shocked")
    lines = ["title: Long", "cast: [dee, ringo, sophie]", "scenes:"]
    for number in range(panels):
        if number % 10 == 0:
            lines += [f"  - id: s{number // 10}", "    setting: a park with trees", "    panels:"]
        other = ("ringo", "sophie")[number % 2]
        lines += [
            f"      - action: Dee meets {other} for the {number}th time.",
            "        characters:",
            f"          dee: {{at: left, pose: {poses[number % 5]}, mood: {moods[number % 4]}}}",
            f"          {other}: {{at: right, mood: {moods[(number + 1) % 4]}, facing: dee}}",
            f"        dialogue: [{{dee: Number {number}.}}, {{{other}: So it is!}}]",
        ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


if __name__ == "__main__":
    main()
