"""Writes a plan, says what is in it, and sketches it."""

from storyboard.commands.console import answer, answer_json, say
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
        answer_json(path.read_text(encoding="utf-8").rstrip())
        for note in prepared.notes:
            say(note)
    else:
        answer(report(prepared.plan, prepared.notes))
        answer(path)
    if sketch:
        from storyboard.building.preview import sketch_book

        for event in sketch_book(prepared):
            if isinstance(event, Written):
                (say if json else answer)(str(event.path))
            else:
                say(event.message)
