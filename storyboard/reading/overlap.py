"""Whether the characters of a panel can stand together: nobody in another's place."""

from collections.abc import Mapping
from itertools import combinations

from schemas.geometry import Box
from schemas.story import Character
from storyboard.reading.nodes import Node, span
from storyboard.reading.panels import Draft
from storyboard.reading.report import Report
from storyboard.reading.staging import Staged

_SAME = 0.95
"""Regions that share this part of their common area are one place."""


def check_overlaps(report: Report, draft: Draft, characters: Mapping[str, Character]) -> None:
    """Report each pair of characters that the author puts into the very same place."""
    written = draft.values.get("characters")
    staged: Mapping[str, Staged] = written.staged if written else {}
    related = {
        frozenset((each.relation.subject, each.relation.object))
        for each in draft.values.get("relations") or ()
    }
    for one, other in combinations(staged, 2):
        first, second = staged[one], staged[other]
        key = _same_place(first, second)
        things = "object" in (characters[one].kind, characters[other].kind)
        excused = key == "at" and (things or frozenset((one, other)) in related)
        if key and not excused:
            at, before = _where(second, key), _where(first, key)
            report.add(
                "SB041",
                at,
                f"{one} and {other} are in one place",
                hint="move one of them, or give one another depth",
                related=((span(before), f"{one} is placed here"),),
            )


def _same_place(first: Staged, second: Staged) -> str | None:
    """Return the key that puts two figures into one place, if one does."""
    one, other = first.given.get("region"), second.given.get("region")
    if isinstance(one, Box) and isinstance(other, Box):
        shared = one.overlap(other)
        return "region" if shared >= _SAME * (one.area + other.area - shared) else None
    if one is not None or other is not None:
        return None
    places = [
        (each.given.get("at"), each.given.get("depth") or "middle") for each in (first, second)
    ]
    return "at" if places[0] == places[1] and places[0][0] is not None else None


def _where(staged: Staged, key: str) -> Node:
    return staged.where.get(key, staged.where[""])
