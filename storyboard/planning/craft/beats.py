"""Actions that tell more than one moment: proposed as more panels, never split unasked."""

import re
from collections.abc import Iterator
from itertools import pairwise

from schemas.directions import Directions, WordUse
from schemas.vocabulary.phrases import POSES

_NEXT = re.compile(r"\b(then|afterwards|after that)\b", re.IGNORECASE)
_ON_FOOT = ("walking", "running", "tiptoeing", "marching")


def beat_notes(action: str, directions: Directions) -> Iterator[str]:
    """Yield the note that proposes panels for an action of several moments, if it is one."""
    told = directions.beats if len(directions.beats) > 1 else _by_rules(action, directions)
    if told:
        moments = ", then ".join(f'"{each}"' for each in told)
        yield f"its action tells of {len(told)} moments ({moments}); a panel shows one: split it?"


def _by_rules(action: str, directions: Directions) -> tuple[str, ...]:
    """Return the words of two poses that one body cannot hold at once, one after the other."""
    poses = [use for use in directions.uses if use.kind == "pose"]
    for first, second in pairwise(poses):
        between = action[first.end : second.start]
        if set(first.of) & set(second.of) and first.value != second.value:
            legs = {_legs(first), _legs(second)}
            if _NEXT.search(between) or (None not in legs and len(legs) == 2):
                return first.word, second.word
    return ()


def _legs(use: WordUse) -> str | None:
    """Return what a pose does with the legs; None where they are free."""
    if use.value in _ON_FOOT:
        return "on foot"
    if use.value == "sleeping":
        return None  # which can be done sitting
    posture = POSES[use.value].posture if use.value in POSES else "standing"
    return None if posture == "standing" else posture
