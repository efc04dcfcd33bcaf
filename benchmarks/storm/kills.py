"""Kills renders: each time the next one must end in the same book, and draw nothing twice."""

import random
import shutil
import sys
import time
from pathlib import Path

from benchmarks.storm.renders import beside, broke, drawn, killed, made, render, write_story
from benchmarks.storm.tally import Tally
from benchmarks.storm.warm import forked, import_program

_STARTING = 3
"""Every how many kills one comes while the program is still starting."""
_START = 0.3
"""The part of a program's whole run that counts as its start."""


def kills(folder: Path, *, renderer: str, jobs: int, seed: int, first: int, count: int) -> Tally:
    """Kill `count` renders, the `first` of which decides with the seed when each kill comes.

    Every third one is a program of its own, killed while it starts; the others are forks of this
    process, which has imported the program, so that all of the time is a render's.
    """
    import_program(renderer)
    words = ("--jobs", str(jobs))
    reference = write_story(folder / "reference", renderer)
    began = time.perf_counter()
    render(reference, *words)
    whole, wanted = time.perf_counter() - began, made(reference)
    began = time.perf_counter()
    forked(write_story(folder / "warm", renderer), *words)
    warm = time.perf_counter() - began
    lost = different = tracebacks = outside = 0
    for number in range(first, first + count):
        place = write_story(folder / str(number), renderer)
        others = beside(place)
        if number % _STARTING == 0:
            told = killed(place, *words, after=_instant(number, seed) * whole)
        else:
            told = forked(place, *words, after=_instant(number, seed) * warm).stderr
        again = forked(place, *words)
        now = made(place)
        outside += beside(place) != others
        lost += len(drawn(told) & drawn(again.stderr))
        wrong = [name for name, digest in wanted.items() if now.get(name) != digest]
        different += len(wrong) + len(now.keys() - wanted.keys())
        tracebacks += broke(again, f"kill {number}") or again.returncode != 0
        if wrong:
            sys.stderr.write(f"kill {number}: different: {', '.join(wrong)}\n")
        shutil.rmtree(place)
    kind = f"kills, {jobs} processes, {renderer}"
    return Tally(kind, count, lost, different, tracebacks=tracebacks, outside=outside)


def _instant(number: int, seed: int) -> float:
    """Return when to kill a render, as a part of its time; a little after its end included."""
    return random.Random(f"{seed}/kills/{number}").uniform(
        0, _START if number % _STARTING == 0 else 1.1
    )
