"""What a story's pictures will not show, as warnings at the very words."""

import re
from collections.abc import Iterator

from schemas.plan import LedgerEntry, Plan
from storyboard.diagnostics import Diagnostic, quoted
from storyboard.planning.ledger import not_shown
from storyboard.reading.nodes import Scalar
from storyboard.reading.positions import Positions

_UNSHOWN = "{} is not shown"
_UNREAD = "of {} only the names are read"
_UNREAD_HINT = (
    "rules read English: say under characters: who does what, or let a director read it (director:)"
)
_HINT = "say it in a caption, or draw with a model that draws from words"


def unshown(plan: Plan, positions: Positions) -> Iterator[Diagnostic]:
    """Yield a warning for every noun and verb of an action that no picture will show.

    An action that a panel takes over from another is told of where it is written.
    """
    for panel in plan.panels:
        node, values = positions.panels[panel.id]
        action = values.get("action", node)
        if isinstance(action, Scalar):
            for entry in not_shown(panel.ledger):
                place = _place(positions, action, panel.action, entry)
                unread = entry.word == panel.action.strip()
                message = (_UNREAD if unread else _UNSHOWN).format(quoted(entry.word))
                hint = _UNREAD_HINT if unread else _HINT
                yield positions.source.diagnostic("SB048", place, message, hint=hint)


def _place(positions: Positions, node: Scalar, action: str, entry: LedgerEntry) -> tuple[int, int]:
    """Find a word of an action in the file, which may fold lines and escape signs."""
    pattern = re.compile(re.escape(entry.word.split()[-1]))
    before = len(pattern.findall(action[: entry.start]))
    found = list(pattern.finditer(positions.source.text, node.start, node.end))
    return found[before].span() if before < len(found) else (node.start, node.end)
