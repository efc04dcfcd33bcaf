"""Storms are the same whatever parts they are cut into, and go on where they were stopped."""

import random
from pathlib import Path

from benchmarks.storm.mutants import Trial, mutants
from benchmarks.storm.tally import Journal, Tally, summed


def test_a_trial_depends_on_its_number_alone() -> None:
    seen: list[float] = []
    trial = Trial(random.Random.random, seen.append)
    for first, count in ((0, 4), (0, 2), (2, 2)):
        mutants("numbers", trial, seed=1, first=first, count=count)
    assert seen[:4] == seen[4:]


def test_a_bug_is_counted_and_a_refusal_is_not() -> None:
    from schemas.errors import StoryboardError

    def judge(number: int) -> None:
        raise (KeyError, StoryboardError)[number]("no")

    trial = Trial(lambda draw: draw.randrange(2), judge)
    tally = mutants("numbers", trial, seed=1, first=0, count=20)
    assert 0 < tally.tracebacks < 20
    assert not tally.clean


def test_parts_that_are_done_are_known_again_and_add_up(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    part = Tally("kills", 10, lost_panels=1, seconds=2.0)
    Journal(path).note(part, storm="kills", first=0)
    again = Journal(path)
    assert again.find(storm="kills", first=0) == part
    assert again.find(storm="kills", first=10) is None
    assert summed([part, part]) == [Tally("kills", 20, lost_panels=2, seconds=4.0)]
