"""Shots over a scene: whether they vary, and whether readers are shown where they are."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from schemas.shots import SHOTS
from storyboard.planning.craft.seen import CraftFinding, SeenPanel

EQUAL = 5
"""So many equal shots in a row are one too many."""
UNPLACED = 3
"""So many panels in a new place want one that shows the place."""


def equal_shots(scene: Sequence[SeenPanel]) -> Iterator[CraftFinding]:
    """Yield where a scene stays at one distance for `EQUAL` panels, once a run."""
    for shot, run in groupby(scene, key=lambda each: each.plan.shot):
        panels = list(run)
        if len(panels) >= EQUAL:
            count = len(panels)
            yield CraftFinding(
                "SB100",
                panels[EQUAL - 1].plan.id,
                f"{count} panels in a row are a {SHOTS[shot].words}",
                "come closer where it matters, or step back: shot: close, shot: full",
                ("shot", "action"),
            )


def unplaced(scene: Sequence[SeenPanel], known: set[str]) -> Iterator[CraftFinding]:
    """Yield the places that a scene begins in and never shows whole; `known` gets to know them."""
    places = dict.fromkeys(each.plan.setting.prompt for each in scene)
    for place in filter(None, places):
        panels = [each for each in scene if each.plan.setting.prompt == place]
        shown = any(SHOTS[each.plan.shot].whole for each in panels)
        if place not in known and not shown and len(panels) >= UNPLACED:
            yield CraftFinding(
                "SB101",
                panels[0].plan.id,
                f"no panel shows the place: {place}",
                "open with shot: wide, or show whole figures once: shot: full",
                ("shot", "action"),
            )
        known.add(place)
