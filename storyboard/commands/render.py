"""Renders stories at the terminal: shown as they are drawn, and said as text or JSON."""

import sys
from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from storyboard.api import events_of
from storyboard.commands.console import (
    ADVISED,
    INTERRUPTED,
    answer,
    answer_json,
    code_of,
    say,
    stderr,
)
from storyboard.commands.lines import work
from storyboard.commands.progress import shown
from storyboard.commands.stories import existing
from storyboard.events import PanelFailed, Planned, RenderResult
from storyboard.formats import chosen_formats
from storyboard.request import Order


class Showing(NamedTuple):
    """How a render tells of itself."""

    dry_run: bool = False
    quiet: bool = False
    json: bool = False


def render_stories(orders: Sequence[Order], how: Showing) -> int:
    """Render each story; the exit code is the first that is not 0."""
    if len(orders) == 1:
        return _render(orders[0], how)
    codes: list[int] = []
    for order in orders:
        out = order.out / order.story.stem if order.out else None
        codes.append(code_of(partial(_render, order._replace(out=out), how)))
        if codes[-1] == INTERRUPTED:
            break
    return next((code for code in codes if code), 0)


def _render(order: Order, how: Showing) -> int:
    existing(order.story)
    if how.dry_run:
        return _dry_run(order, json=how.json)
    result = shown(events_of(order), stderr(), quiet=how.quiet)
    if how.json:
        answer_json(as_data(result))
    elif how.quiet or not sys.stdout.isatty():  # at a terminal they have just been told of
        for book in result.books:
            answer(book)
    return result.exit_code or (_lacking(order) if order.strict else 0)


def _lacking(order: Order) -> int:
    """Tell what a story's pictures lack; the exit code is `ADVISED` where they lack anything."""
    from storyboard.building.preparing import prepare
    from storyboard.diagnostics.formats import as_text

    advice = prepare(order._replace(force=False)).advice
    lacking = [each for each in advice if each.code == "SB048"]
    if lacking:
        say(as_text(lacking))
    return ADVISED if lacking else 0


def _dry_run(order: Order, *, json: bool) -> int:
    from storyboard.building.build import foreseen

    planned, failed = foreseen(order)
    if json:
        stale = [{**reason._asdict(), "why": list(reason.why)} for reason in planned.stale]
        errors = [failure._asdict() for failure in failed]
        answer_json({"stale": stale, "fresh": planned.fresh, "failed": errors})
    else:
        _print_reasons(planned, failed)
    return 5 if failed else 0


def _print_reasons(planned: Planned, failed: Sequence[PanelFailed]) -> None:
    for panel, why, stored in planned.stale:
        answer(f"{panel}: {', '.join(why)}" + (" (kept from an earlier run)" if stored else ""))
    for failure in failed:
        answer(f"{failure.panel}: cannot be drawn: {failure.message}")
    answer(work(planned) or "nothing to draw")


def as_data(result: RenderResult) -> dict[str, object]:
    """Return a result as JSON has it."""
    from storyboard.building.lacking import lacking_in

    return {
        **result._asdict(),
        "folder": str(result.folder),
        "books": [str(b) for b in result.books],
        "failed": [failure._asdict() for failure in result.failed],
        "not_shown": lacking_in(result.folder / "plan.json"),
    }


def formats_of(words: str) -> tuple[str, ...]:
    """Read a list of formats, as `pdf,html`.

    Raises:
        StoryboardError: one is not known.
    """
    asked = [word.strip().lower() for word in words.split(",") if word.strip()]
    return tuple(each.name for each in chosen_formats(asked))
