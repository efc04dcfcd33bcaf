"""What a story is told of panels that are valid and yet not good, as warnings in their places."""

import re
from collections.abc import Iterator, Sequence

from schemas.plan import Plan
from storyboard.diagnostics import Diagnostic
from storyboard.planning.craft.review import reviewed
from storyboard.reading.positions import Positions


def craft_warnings(plan: Plan, positions: Positions) -> Iterator[Diagnostic]:
    """Yield what a professional would object to, at the panel or the key of it to be mended."""
    for found in reviewed(plan):
        at = positions.in_panel(found.panel, *found.keys)
        message = f"{found.panel}: {found.message}"
        yield positions.problem(found.code, at, message, hint=found.hint)


_QUOTED = re.compile(r'"([^"]+)"')


def otherwise(plan: Plan, notes: Sequence[str], positions: Positions) -> Iterator[Diagnostic]:
    """Yield what panels show otherwise than asked, each at its panel and once.

    Args:
        notes: the planner's; those of a panel begin with its id.
    """
    for note in dict.fromkeys(notes):
        panel, _, message = note.partition(": ")
        if panel not in positions.panels:
            continue
        found = _QUOTED.search(message)
        keys = ("angle", "shot", "action") if "angle" in message else ("characters", "action")
        at = positions.in_panel(panel, *keys, text=found[1] if found else None)
        yield positions.problem("SB049", at, message)
