"""Runs storms over builds and counts what they find.

    python -m benchmarks.storm --kills 40 --damages 50 --stories 2000 --plans 200 --settings 200

Everything is seeded and bounded: what happens in a trial comes of the seed and the trial's number
alone. With `--journal FILE` a storm that was stopped goes on where it was. The numbers are printed
as JSON; the exit code is 1 where anything was found.
"""

import argparse
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from benchmarks.storm.damages import damages
from benchmarks.storm.kills import kills
from benchmarks.storm.mutants import Trial, mutants, plans, settings, stories
from benchmarks.storm.renders import ROOT
from benchmarks.storm.tally import Journal, Tally, summed


class _Storm(NamedTuple):
    """A storm in parts of a size that is worth noting."""

    name: str
    total: int
    part: int
    run: Callable[[int, int], Tally]
    """Tries some trials, given the first one's number and how many."""


def main() -> int:
    """Run the storms that were asked for, and print what they found."""
    options = _options()
    sys.path.insert(0, str(ROOT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    journal = Journal(options.journal)
    with tempfile.TemporaryDirectory(prefix="storm-") as name:
        storms = _storms(options, Path(name))
        found = [tally for storm in storms for tally in _parts(storm, journal, options.seed)]
    tallies = summed(found)
    print(json.dumps([each._asdict() for each in tallies], indent=1))
    return 0 if all(each.clean for each in tallies) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="storm", description=(__doc__ or "").splitlines()[0])
    for name in ("kills", "damages", "stories", "plans", "settings"):
        parser.add_argument(f"--{name}", type=int, default=0, metavar="N")
    parser.add_argument("--renderer", default="collage", help="collage, sketch, toon (three steps)")
    parser.add_argument("--jobs", type=int, default=1, help="processes of a render that is killed")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--journal", type=Path, help="where parts that are done are noted")
    return parser.parse_args()


def _storms(options: argparse.Namespace, here: Path) -> Iterator[_Storm]:
    renderer, seed, jobs = options.renderer, options.seed, options.jobs
    yield _Storm(
        f"kills/{renderer}/{jobs}",
        options.kills,
        10,
        lambda first, count: kills(
            here / f"kills-{first}",
            renderer=renderer,
            jobs=jobs,
            seed=seed,
            first=first,
            count=count,
        ),
    )
    yield _Storm(
        f"damages/{renderer}",
        options.damages,
        10,
        lambda first, count: damages(
            here / f"damages-{first}", renderer=renderer, seed=seed, first=first, count=count
        ),
    )
    trials: dict[str, Callable[[], Trial]] = {
        "stories": stories,
        "plans": partial(plans, here),
        "settings": settings,
    }
    for name, make in trials.items():
        if total := getattr(options, name):
            run = partial(_mutants, name, make(), seed)
            yield _Storm(name, total, 500, run)


def _mutants(name: str, trial: Trial, seed: int, first: int, count: int) -> Tally:
    return mutants(name, trial, seed=seed, first=first, count=count)


def _parts(storm: _Storm, journal: Journal, seed: int) -> Iterator[Tally]:
    """Yield what every part of a storm found, of those that were done before too."""
    for first in range(0, storm.total, storm.part):
        count = min(storm.part, storm.total - first)
        part = {"storm": storm.name, "seed": seed, "first": first, "count": count}
        tally = journal.find(**part)
        if tally is None:
            began = _processor_time()
            tally = storm.run(first, count)
            tally = tally._replace(seconds=round(_processor_time() - began, 1))
            journal.note(tally, **part)
        yield tally


def _processor_time() -> float:
    """Return the seconds that this process and those it waited for have computed."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


if __name__ == "__main__":
    sys.exit(main())
