"""Compositions that nobody wrote: subjects by lot, so that all come about equally often."""

from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256
from math import comb
from random import Random

_LONGEST = 80
"""Letters of a composition's name; longer ones are cut, and told apart by a digest."""


def generated(
    subjects: Sequence[str], count: int, each: int, *, seed: int
) -> Iterator[tuple[str, ...]]:
    """Yield different sets of so many subjects; fewer than `each` where there are no more.

    Those who came least often come next, by lot, unless that would make a set that was there
    before. The first sets are the same for any `each`.
    """
    dice, times = Random(f"{seed}: {count} together"), Counter[str]()
    found: set[frozenset[str]] = set()
    while len(found) < min(each, comb(len(subjects), count)):
        chosen: tuple[str, ...] = ()
        reach = 1.0
        while not chosen or frozenset(chosen) in found:
            lots = {who: times[who] + reach * dice.random() for who in subjects}
            chosen = tuple(sorted(subjects, key=lots.__getitem__)[:count])
            reach += 0.5
        times.update(chosen)
        found.add(frozenset(chosen))
        yield chosen


def name_of(subjects: Sequence[str]) -> str:
    """Return what a composition is called whose author gave it no name: `dee-ringo`."""
    name = "-".join(subjects)
    if len(name) <= _LONGEST:
        return name
    return f"{name[: _LONGEST - 9]}-{sha256(name.encode()).hexdigest()[:8]}"
