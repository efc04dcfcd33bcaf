"""Writes a plan, says what is in it, and sketches it."""

from collections.abc import Sequence

from storyboard.commands.console import ADVISED, answer, answer_json, say
from storyboard.events import Written
from storyboard.request import Order


def plan_dry(order: Order) -> None:
    """Say what a director would be asked, and what that costs; nothing is asked or written.

    Raises:
        StoryErrors: the story is not valid.
        StoryboardError: no director is asked for, or none is configured.
    """
    from storyboard.building.preparing import open_questions
    from storyboard.director.costs import price

    answer(open_questions(order).told(price()))


def plan_one(
    order: Order, *, sketch: bool, json: bool, strict: bool = False, forget: Sequence[str] = ()
) -> int:
    """Write a story's plan, print what is in it, and sketch it where asked.

    Args:
        order: the story, and how it would be rendered.
        sketch: whether the plan is drawn.
        json: whether the plan is printed as it is written.
        strict: whether advice on pictures ends with `ADVISED`.
        forget: panels whose recorded answers are dropped first, as `rain-arrival`.

    Returns:
        0, or `ADVISED` where the pictures lack something, or a professional would object.
    """
    from storyboard.building.manifest import claimed
    from storyboard.building.preparing import prepare, write_plan
    from storyboard.planning.report import report

    if forget:
        _forget(order, forget)
    prepared = prepare(order)
    folder = prepared.folder.path
    claimed(folder, order.story)
    path = folder / "plan.json"
    for notice in write_plan(prepared):
        say(notice.message)
    if json:
        answer_json(path.read_text(encoding="utf-8").rstrip())
        for note in (*prepared.notes, *prepared.craft):
            say(note)
    else:
        answer(report(prepared.plan, (*prepared.notes, *prepared.craft)))
        answer(path)
    if sketch:
        from storyboard.building.preview import sketch_book

        for event in sketch_book(prepared):
            if isinstance(event, Written):
                (say if json else answer)(str(event.path))
            else:
                say(event.message)
    return ADVISED if strict and prepared.advice else 0


def _forget(order: Order, panels: Sequence[str]) -> None:
    from storyboard.director.recording import Recording, recording_path

    recording = Recording(recording_path(order.story))
    for panel in panels:
        count = recording.forget(panel.replace("/", "-"))
        say(f"{panel}: {count} recorded answer{'' if count == 1 else 's'} forgotten")
