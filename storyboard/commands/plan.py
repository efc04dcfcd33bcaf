"""Writes a plan, says what is in it, and sketches it."""

import sys

from storyboard.commands.console import say
from storyboard.events import Written
from storyboard.request import Order


def plan_one(order: Order, *, sketch: bool, json: bool) -> None:
    """Write a story's plan, print what is in it, and sketch it where asked."""
    from storyboard.building.manifest import claimed
    from storyboard.building.preparing import prepare, write_plan
    from storyboard.planning.report import report

    prepared = prepare(order)
    folder = prepared.folder.path
    claimed(folder, order.story)
    path = folder / "plan.json"
    for notice in write_plan(prepared):
        say(notice.message)
    if json:
        print(path.read_text(encoding="utf-8"))
    else:
        print(report(prepared.plan, prepared.notes))
        print(path)
    if sketch:
        from storyboard.building.preview import sketch_book

        for event in sketch_book(prepared):
            if isinstance(event, Written):
                print(event.path, file=sys.stderr if json else sys.stdout)
            else:
                say(event.message)
