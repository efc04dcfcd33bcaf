"""What a plan's pictures lack, as notices of a render: only what the last one did not tell."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from schemas.plan import LedgerEntry, Plan
from storyboard.planning.ledger import not_shown


def newly_lacking(written: Path, plan: Plan) -> Iterator[str]:
    """Yield a line for every panel that lacks more than it did in a plan that was written before.

    Args:
        written: the plan of the last render; where there is none, everything is new.
    """
    known = _lacking(written)
    for panel in plan.panels:
        words = [entry.word for entry in not_shown(panel.ledger)]
        new = [word for word in words if word.lower() not in known.get(panel.id, ())]
        if new:
            yield f"{panel.id}: not shown: {', '.join(new)}"


def _lacking(written: Path) -> dict[str, set[str]]:
    """Return what each panel of a written plan lacks; a plan that cannot be read lacks nothing."""
    try:
        panels = json.loads(written.read_text("utf-8"))["panels"]
        return {panel["id"]: set(_words(panel)) for panel in panels}
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return {}


def _words(panel: dict[str, Any]) -> Iterator[str]:
    for data in panel.get("ledger", ()):
        try:
            entry = LedgerEntry.model_validate(data)
        except ValidationError:
            continue
        if entry.shown == "not shown":
            yield entry.word.lower()
