"""`like`: everything as in that panel, but.

What a panel takes over is the picture: all but its id and its words (caption, dialogue, sfx), which
are its own, because nobody says a thing twice by being drawn again. Mappings are merged, lists and
texts replaced; a key with nothing after it takes the value back.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from storyboard.diagnostics import did_you_mean, quoted
from storyboard.reading import renderer_settings
from storyboard.reading.panels import PANEL, Draft
from storyboard.reading.report import Report
from storyboard.reading.staging import Staged, WrittenCharacters


class NamedPanel(NamedTuple):
    """A panel as written, with the ids it goes by."""

    scene: str
    id: str
    draft: Draft


def filled_in(report: Report, panels: Sequence[NamedPanel]) -> list[Draft]:
    """Return every panel with what it takes over from others; circles are reported."""
    by_id = {(panel.scene, panel.id): panel for panel in reversed(panels)}
    done: dict[int, Draft] = {}
    for panel in panels:
        chain, problem = _chain(panel, by_id, done)
        if problem:
            code, message, hint = problem
            assert chain[-1].draft.like is not None
            report.add(code, chain[-1].draft.like, message, hint=hint)
        base: Draft | None = None
        for each in reversed(chain):
            known = done.get(id(each.draft.node))
            base = known or (each.draft if base is None else _merged(base, each.draft))
            done[id(each.draft.node)] = base
    return [done[id(panel.draft.node)] for panel in panels]


_Problem = tuple[str, str, str | None]


def _chain(
    panel: NamedPanel, by_id: dict[tuple[str, str], NamedPanel], done: dict[int, Draft]
) -> tuple[list[NamedPanel], _Problem | None]:
    """Follow `like` from a panel to one that stands alone or is already filled in."""
    chain, seen = [panel], {id(panel.draft.node)}
    while (like := chain[-1].draft.like) is not None and id(chain[-1].draft.node) not in done:
        scene, _, identity = like.text.strip().rpartition("/")
        target = by_id.get((scene.strip() or chain[-1].scene, identity.strip()))
        if target is None:
            return chain, (
                "SB036",
                f"there is no panel {quoted(like.text)}",
                _nearest(like.text, chain[-1].scene, by_id),
            )
        if id(target.draft.node) in seen:
            names = " → ".join(f"{each.scene}/{each.id}" for each in (*chain, target))
            return chain, ("SB037", f"these panels are like each other: {names}", None)
        seen.add(id(target.draft.node))
        chain.append(target)
    return chain, None


def _nearest(written: str, scene: str, by_id: dict[tuple[str, str], NamedPanel]) -> str | None:
    names = [identity for where, identity in by_id if where == scene]
    names += [f"{where}/{identity}" for where, identity in by_id]
    return did_you_mean(written, names) or "panels have the id they are given, or their number"


def _merged(base: Draft, own: Draft) -> Draft:
    """Lay a panel's own values over those of the panel it is like."""
    values = {field: value for field, value in base.values.items() if field in _INHERITED}
    for field, value in own.values.items():
        old = values.get(field)
        both = field in _MERGERS and value is not None and old is not None
        values[field] = _MERGERS[field](old, value) if both else value
    return Draft(own.node, values, own.nodes)


def _merged_settings(base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    return {**base, **own}


def _merged_characters(base: WrittenCharacters, own: WrittenCharacters) -> WrittenCharacters:
    if own.is_list:
        kept = {who: base.staged.get(who, staged) for who, staged in own.staged.items()}
    else:
        kept = dict(base.staged)
    for who, staged in own.staged.items():
        old = kept.get(who, Staged({}, {}))
        given = _compatible(old.given, staged.given)
        kept[who] = Staged({**given, **staged.given}, {**old.where, **staged.where})
    return WrittenCharacters(kept, is_list=own.is_list)


def _compatible(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """Drop from an inherited placement what new values make meaningless.

    A new `at` moves a figure away from its old region.
    """
    if "at" in new and "region" not in new:
        return {key: value for key, value in old.items() if key != "region"}
    return old


_INHERITED = frozenset(key.field or key.name for key in PANEL.keys if key.inherited)
_MERGERS: dict[str, Callable[[Any, Any], Any]] = {
    "setting": _merged_settings,
    "characters": _merged_characters,
    "props": _merged_settings,
    "renderer": renderer_settings.laid_over,
}
"""What is not replaced but merged, key by key."""
