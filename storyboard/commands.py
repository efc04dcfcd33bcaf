"""What the commands do, from read files to printed answers; imported when a command runs."""

import json as jsonlib
import os
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from schemas.errors import StoryboardError
from storyboard.api import events_of
from storyboard.console import INTERRUPTED, code_of, say, stderr
from storyboard.events import PanelFailed, Planned, RenderResult, Written
from storyboard.order import KNOWN, Format, Order
from storyboard.progress import shown, work


class Shown(NamedTuple):
    """How a render tells of itself."""

    dry_run: bool = False
    quiet: bool = False
    json: bool = False


def begin_story(folder: Path) -> None:
    """Write a first story, and say what to type next."""
    from storyboard.starter import begin

    story = begin(folder)
    print(story)
    say(
        f"\nNow draw it:            storyboard render {story}"
        f"\nOr preview it at once:  storyboard render {story} --renderer collage"
        f"\nThen edit it and draw again: only what you changed is drawn."
    )


def check_stories(stories: Sequence[Path], *, format: str, strict: bool) -> int:
    """Print the problems of some stories; 3 where one is not valid."""
    from storyboard.diagnostic_formats import as_json, as_sarif, as_text
    from storyboard.reading import check_file

    found = [problem for path in stories for problem in check_file(existing(path))[1]]
    if format == "text":
        colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        print(as_text(found, colour=colour))
    else:
        print(as_json(found) if format == "json" else as_sarif(found))
    return 3 if any(strict or problem.is_error for problem in found) else 0


def plan_one(order: Order, *, sketch: bool, json: bool) -> None:
    """Write a story's plan, print what is in it, and sketch it where asked."""
    from storyboard.preparing import prepare, write_plan
    from storyboard.report import report

    prepared = prepare(order)
    path = write_plan(prepared)
    if json:
        print(path.read_text(encoding="utf-8"))
    else:
        print(report(prepared.plan, prepared.notes))
        print(path)
    if sketch:
        from storyboard.preview import sketch_book

        for event in sketch_book(prepared):
            if isinstance(event, Written):
                print(event.path, file=sys.stderr if json else sys.stdout)
            else:
                say(event.message)


def render_stories(orders: Sequence[Order], how: Shown) -> int:
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


def _render(order: Order, how: Shown) -> int:
    existing(order.story)
    if how.dry_run:
        return _dry_run(order, json=how.json)
    result = shown(events_of(order), stderr(), quiet=how.quiet)
    if how.json:
        print(jsonlib.dumps(_as_data(result), indent=2))
    elif how.quiet or not sys.stdout.isatty():  # at a terminal they have just been told of
        for book in result.books:
            print(book)
    return result.exit_code


def _dry_run(order: Order, *, json: bool) -> int:
    from storyboard.build import foreseen

    planned, failed = foreseen(order)
    if json:
        stale = [{**reason._asdict(), "why": list(reason.why)} for reason in planned.stale]
        errors = [failure._asdict() for failure in failed]
        print(jsonlib.dumps({"stale": stale, "fresh": planned.fresh, "failed": errors}, indent=2))
    else:
        _print_reasons(planned, failed)
    return 5 if failed else 0


def _print_reasons(planned: Planned, failed: Sequence[PanelFailed]) -> None:
    for panel, why, stored in planned.stale:
        print(f"{panel}: {', '.join(why)}" + (" (kept from an earlier run)" if stored else ""))
    for failure in failed:
        print(f"{failure.panel}: cannot be drawn: {failure.message}")
    print(work(planned) or "nothing to draw")


def _as_data(result: RenderResult) -> dict[str, object]:
    return {
        **result._asdict(), "folder": str(result.folder), "books": [str(b) for b in result.books],
        "failed": [failure._asdict() for failure in result.failed],
    }  # fmt: skip


def formats_of(words: str) -> tuple[Format, ...]:
    """Read a list of formats, as `pdf,html`.

    Raises:
        StoryboardError: one is not known.
    """
    asked = [word.strip().lower() for word in words.split(",") if word.strip()]
    for word in asked:
        if word not in KNOWN:
            hint = f"The formats are {', '.join(KNOWN)}."
            raise StoryboardError(f'books are not written as "{word}"', hint=hint)
    return tuple(kind for kind in KNOWN if kind in asked)


def existing(path: Path) -> Path:
    """Return the path of a file that is there.

    Raises:
        StoryboardError: there is none, or it is a folder.
    """
    if path.is_file():
        return path
    if path.is_dir():
        inside = ", ".join(str(story) for story in sorted(path.glob("*.y*ml"))[:5])
        hint = f"In it: {inside}." if inside else "Begin a story there with storyboard init."
        raise StoryboardError(f"{path} is a folder, not a story", hint=hint)
    from storyboard.diagnostics import did_you_mean

    near = did_you_mean(path.name, [story.name for story in path.parent.glob("*.y*ml")])
    raise StoryboardError(f"there is no file {path}", hint=near)


def explain_code(code: str) -> None:
    """Print what a problem's code means.

    Raises:
        StoryboardError: there is no such code.
    """
    from storyboard.codes import CODES

    entry = CODES.get(code.upper())
    if entry is None:
        hint = f"Codes go from {min(CODES)} to {max(CODES)}."
        raise StoryboardError(f'there is no code "{code}"', hint=hint)
    print(f"{code.upper()}: {entry.title} ({entry.severity})\n\n{entry.explanation}")
