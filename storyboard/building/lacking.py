"""What a plan's pictures lack, as notices of a render: only what the last one did not tell."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from schemas.plan import LedgerEntry, Plan
from storyboard.planning.ledger import not_shown

_PLACE = ("setting", "light", "weather")


def newly_lacking(written: Path, plan: Plan) -> Iterator[str]:
    """Yield a line for every panel that lacks more than it did in a plan that was written before.

    Args:
        written: the plan of the last render; where there is none, everything is new.
    """
    known = _lacking(written)
    placed = set[tuple[str, str]]()  # What a scene's place lacks is told at its first panel.
    for panel in plan.panels:
        entries = [
            each for each in not_shown(panel.ledger) if (panel.scene, each.word) not in placed
        ]
        placed |= {(panel.scene, each.word) for each in entries if each.told in _PLACE}
        words = [entry.word for entry in entries]
        new = [word for word in words if word.lower() not in known.get(panel.id, ())]
        if new:
            yield f"{panel.id}: not shown: {', '.join(new)}"


def lacking_in(written: Path) -> dict[str, list[str]]:
    """Return the words that the pictures of a written plan do not show, by panel."""
    return {panel: sorted(words) for panel, words in _lacking(written).items() if words}


def _lacking(written: Path) -> dict[str, set[str]]:
    """Return what each panel of a written plan lacks; a plan that cannot be read lacks nothing."""
    try:
        panels = json.loads(written.read_text("utf-8"))["panels"]
        return {panel["id"]: set(_words(panel)) for panel in panels}
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return {}


def _words(panel: dict[str, Any]) -> Iterator[str]:
    for data in panel.get("ledger", ()):
        if isinstance(data, dict) and data.get("shown") != "not shown":
            continue
        try:
            entry = LedgerEntry.model_validate(data)
        except ValidationError:
            continue
        yield entry.word.lower()
