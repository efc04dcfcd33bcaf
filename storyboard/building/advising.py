"""What a story is told of panels that are valid and yet not good, as warnings in their places."""

from collections.abc import Iterator

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
