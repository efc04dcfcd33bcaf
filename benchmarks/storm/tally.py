"""What a storm found, and how the parts of one add up."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple


class Tally(NamedTuple):
    """What one storm, or a part of it, did and found."""

    kind: str
    tried: int
    lost_panels: int = 0
    bytes_different: int = 0
    silent: int = 0
    tracebacks: int = 0
    slow: int = 0
    outside: int = 0
    seconds: float = 0.0
    """Of processor time, that of child processes too."""
    accepted: int = 0
    """Mutated inputs that were not refused, but used: stories planned, plans surveyed."""

    @property
    def clean(self) -> bool:
        """Whether nothing was found."""
        return not any(self[2:8])


def summed(parts: Iterable[Tally]) -> list[Tally]:
    """Add up the parts of every kind of storm, in the order in which the kinds came."""
    sums: dict[str, Tally] = {}
    for part in parts:
        before = sums.get(part.kind)
        sums[part.kind] = part if before is None else _sum(before, part)
    return list(sums.values())


def _sum(one: Tally, two: Tally) -> Tally:
    counts = [mine + other for mine, other in zip(one[1:8], two[1:8], strict=True)]
    seconds, accepted = round(one.seconds + two.seconds, 1), one.accepted + two.accepted
    return Tally(one.kind, *counts)._replace(seconds=seconds, accepted=accepted)


class Journal:
    """Parts that are done, a line of JSON each, so that a storm goes on where it was stopped.

    Args:
        path: the file; None keeps nothing.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        lines = path.read_text(encoding="utf-8").splitlines() if path and path.is_file() else []
        self._done = {_key(**row["part"]): Tally(**row["tally"]) for row in map(json.loads, lines)}

    def find(self, **part: Any) -> Tally | None:
        """Return what a part found when it was done."""
        return self._done.get(_key(**part))

    def note(self, tally: Tally, **part: Any) -> Tally:
        """Add a part, and return its tally."""
        if self._path:
            with self._path.open("a", encoding="utf-8") as stream:
                stream.write(json.dumps({"part": part, "tally": tally._asdict()}) + "\n")
        return tally


def _key(**part: Any) -> str:
    return json.dumps(part, sort_keys=True)
