"""Whether all that is stated of a panel's characters can be true together."""

from schemas.story import Panel
from storyboard.planning.script.scene_graph import Contradiction, contradiction
from storyboard.reading.nodes import Node
from storyboard.reading.panels import Draft
from storyboard.reading.report import Report


def check_statements(report: Report, draft: Draft, panel: Panel) -> None:
    """Report relations that contradict one another, or the sides and depths of characters."""
    found = contradiction(panel)
    if found is not None:
        message = f"these cannot all be true: {found.said}"
        report.add("SB046", _last_stated(draft, found), message, hint=found.hint)


def _last_stated(draft: Draft, found: Contradiction) -> Node:
    """Return the last of the relations that take part; there is always one."""
    written = draft.values.get("relations") or ()
    nodes = [each.node for each in written if each.relation in found.relations]
    return max(nodes, key=lambda node: node.start, default=draft.node)
