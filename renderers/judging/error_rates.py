"""How far each judge may be believed: what `benchmarks/judge_errors.py` last counted.

The counts lie in `error_rates.json` beside this module, where the benchmark's `--write` puts them,
and whatever shows a judge's verdicts shows them too.
"""

import json
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

COUNTS = Path(__file__).with_name("error_rates.json")
"""Where the benchmark writes what it counted."""
SPOILS: Mapping[str, str] = {
    "exchanged": "two subjects exchanged",
    "doubled": "one drawn in another's place as well",
    "removed": "one removed",
    "dyed": "one in other colours",
    "half": "one with another's lower half",
    "head": "one with another's head",
}
"""The ways in which collages are spoiled, in words."""


class Counted(NamedTuple):
    """How many of how many panels."""

    found: int
    of: int

    def __str__(self) -> str:
        """Say it, as `2 of 48`."""
        return f"{self.found} of {self.of}"


class ErrorRates(NamedTuple):
    """How often one judge errs, on collages of known truth that nothing was chosen on."""

    alarms: Counted
    """Clean panels in which somebody who is right was said to be wrong."""
    caught: Mapping[str, Counted]
    """Spoiled panels in which the spoiled figure was refused, by how they were spoiled: the keys of
    `SPOILS`."""
    named: Mapping[str, Counted]
    """Those in which it was also said who is drawn there instead, where it is somebody."""

    @property
    def caught_in_all(self) -> Counted:
        """Spoiled panels of all kinds that were refused."""
        return _sum(self.caught.values())

    @property
    def named_in_all(self) -> Counted:
        """Spoiled panels of all kinds that were refused for the right reason."""
        return _sum(self.named.values())


def _sum(rows: Collection[Counted]) -> Counted:
    return Counted(sum(row.found for row in rows), sum(row.of for row in rows))


@cache
def error_rates(judge: str) -> ErrorRates | None:
    """Return how often a judge errs; None where nobody has counted, as with a plug-in's."""
    counts = json.loads(COUNTS.read_text(encoding="utf-8")).get(judge)
    if counts is None:
        return None
    rows = {kind: counts[kind] for kind in SPOILS if kind in counts}
    caught = {kind: Counted(found, of) for kind, (found, _, of) in rows.items()}
    named = {kind: Counted(found, of) for kind, (_, found, of) in rows.items()}
    return ErrorRates(Counted(*counts["clean"]), caught, named)


def told(judges: Collection[str]) -> str:
    """Say how far some judges may be believed: what is to stand beside whatever they say."""
    return " ".join(_told(judge) for judge in judges)


def _told(judge: str) -> str:
    rates = error_rates(judge)
    if rates is None:
        return f"How far the judge {judge} may be believed has not been measured here."
    named = "; ".join(f"{SPOILS[kind]}: {row}" for kind, row in rates.named.items())
    return (
        f"How far the judge {judge} may be believed: of clean collages of one to three of the "
        f"packaged cast it wrongly refused {rates.alarms}; of spoiled ones it told rightly {named} "
        "(benchmarks/judge_errors.py)."
    )
