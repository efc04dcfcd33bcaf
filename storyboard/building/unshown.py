"""What a story's pictures will not show, as warnings at the very words."""

from collections.abc import Iterator

from schemas.plan import LedgerEntry, PanelPlan, Plan
from storyboard.diagnostics import Diagnostic, quoted
from storyboard.planning.ledger import not_shown
from storyboard.reading.nodes import Mapping, Node, Scalar, Sequence, span
from storyboard.reading.positions import Positions

_UNSHOWN = "{} is not shown"
_UNREAD = "of {} only the names are read"
_UNREAD_HINT = (
    "rules read English: say under characters: who does what, or let a director read it (director:)"
)
_WORDS = "draw with a model that draws from words"
_HINT = f"say it in a caption, or {_WORDS}"
_HINTS = {
    "thing": f"give it a picture under props:, say it in a caption, or {_WORDS}",
    "setting": f"give the place a picture of your own (setting: {{art: …}}), or {_WORDS}",
    "light": f"say a time of day, such as: at night; or {_WORDS}",
    "weather": f"rain, snow and fog are seen outside, confetti everywhere; or {_WORDS}",
    "characters": f"give the character a picture of it, or {_WORDS}",
}
"""What an author can do, by what is not shown."""
_ELSEWHERE = ("setting", "light", "weather")


def unshown(plan: Plan, positions: Positions) -> Iterator[Diagnostic]:
    """Yield a warning for every word of what is asked for that no picture will show.

    An action that a panel takes over from another is told of where it is written; the words of a
    scene's place are told once.
    """
    told = set[tuple[tuple[int, int], str]]()
    for panel in plan.panels:
        for entry in not_shown(panel.ledger):
            place = _place(positions, panel, entry)
            if place is None or (place, entry.word) in told:
                continue
            told.add((place, entry.word))
            unread = entry.word == panel.action.strip()
            message = (_UNREAD if unread else _UNSHOWN).format(quoted(entry.word))
            hint = _HINTS.get(entry.kind if entry.told == "action" else entry.told, _HINT)
            hint = _UNREAD_HINT if unread else hint
            yield positions.source.diagnostic("SB048", place, message, hint=hint)


def _place(positions: Positions, panel: PanelPlan, entry: LedgerEntry) -> tuple[int, int] | None:
    """Return where a word stands in the file; None where the file does not say it."""
    if entry.told == "characters":
        return span(positions.in_panel(panel.id, "characters", text=entry.word))
    if entry.told in _ELSEWHERE:
        return _in_setting(positions, panel, entry)
    node, values = positions.panels[panel.id]
    action = values.get("action", node)
    return _within(positions, action, panel.action, entry) if isinstance(action, Scalar) else None


def _in_setting(
    positions: Positions, panel: PanelPlan, entry: LedgerEntry
) -> tuple[int, int] | None:
    """Find a word of a place: in what the panel says of it, else in what its scene does."""
    _, values = positions.panels[panel.id]
    scene = _scene(positions, panel)
    nodes = [node for node in (values.get("setting"), scene) if node is not None]
    key = "prompt" if entry.told == "setting" else entry.told
    text = panel.setting.prompt if entry.told == "setting" else entry.word
    for node in nodes:
        for scalar in _scalars(node, key):
            if scalar.text.strip() == text.strip() or entry.word in scalar.text:
                return _within(positions, scalar, text, entry)
    return None


def _scene(positions: Positions, panel: PanelPlan) -> Node | None:
    """Return what a panel's scene says of its place."""
    scenes = positions.keys.get("scenes")
    for item in scenes.items if isinstance(scenes, Sequence) else ():
        start, end = span(item)
        at = span(positions.panels[panel.id][0])[0]
        if start <= at < end and isinstance(item, Mapping):
            return next((value for name, value in item.pairs if name.text == "setting"), None)
    return None


def _scalars(node: Node, key: str) -> Iterator[Scalar]:
    if isinstance(node, Scalar) and key == "prompt":
        yield node
    for name, value in node.pairs if isinstance(node, Mapping) else ():
        if name.text == key and isinstance(value, Scalar):
            yield value


def _within(positions: Positions, node: Scalar, text: str, entry: LedgerEntry) -> tuple[int, int]:
    """Find a word of a text in the file, which may fold lines and escape signs."""
    word, start = entry.word.split()[-1], node.start
    for _ in range(text.count(word, 0, entry.start) + 1):
        found = positions.source.text.find(word, start, node.end)
        if found < 0:
            return node.start, node.end
        start = found + len(word)
    return found, start
