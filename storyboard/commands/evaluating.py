"""Evaluates a suite at the terminal: shown as it is drawn, and said as text or JSON."""

import sys
from collections.abc import Iterator

from storyboard import files
from storyboard.building.manifest import claimed
from storyboard.commands.console import answer, answer_json, stderr
from storyboard.commands.progress import shown
from storyboard.commands.render import as_data
from storyboard.commands.training import TrainingsAsked, TrainOrder, train_all
from storyboard.evaluation.evaluating import evaluation_events
from storyboard.evaluation.order import EvaluationOrder
from storyboard.evaluation.work import Foreseen, foreseen, trainings_asked


def evaluate_suite(
    order: EvaluationOrder,
    *,
    dry_run: bool = False,
    quiet: bool = False,
    json: bool = False,
    train: bool = False,
) -> int:
    """Evaluate a suite, or say what that would take; return the exit code.

    Raises:
        StoryErrors: the suite's file has problems.
        StoryboardError: there is no such suite, size or method.
    """
    if dry_run:
        return _foretell(foreseen(order), json=json)
    if train:
        _train(order, quiet=quiet)
    result = shown(evaluation_events(order), stderr(), quiet=quiet)
    if json:
        answer_json(as_data(result))
    elif quiet or not sys.stdout.isatty():
        for path in result.books:
            answer(path)
    return result.exit_code


def _train(order: EvaluationOrder, *, quiet: bool) -> None:
    """Train what the methods that are asked for are to be taught.

    Raises:
        StoryboardError: a training does not fit into memory, or broke off.
    """
    with files.locked(order.folder):
        claimed(order.folder, order.file)
    told, begun = TrainOrder(order.file, out=order.folder, online=order.online), set[str]()
    for each in trainings_asked(order):
        # Several methods may draw with one training.
        work = tuple(one for one in each.work if one.job.key not in begun)
        begun |= {one.job.key for one in work}
        train_all(TrainingsAsked(told, each.story, each.panels, work), quiet=quiet)


def _foretell(work: Foreseen, *, json: bool) -> int:
    if json:
        answer_json({row["method"]: row for row in _rows(work)})
    else:
        answer(f"{work.suite.title}, size {work.suite.size}: {len(work.cells)} pictures")
        for row in _rows(work):
            answer(
                f"{row['method']}: {row['draw']} to draw, {row['restore']} to bring back, "
                f"{row['fresh']} up to date, {row['lost']} that cannot be drawn"
            )
        if work.to_measure:
            answer(f"{len(work.to_measure)} drawn pictures to measure")
        for method, why in dict.fromkeys(_troubles(work)):
            answer(f"{method} cannot be drawn: {why}")
    return 5 if work.survey.failed else 0


def _rows(work: Foreseen) -> Iterator[dict[str, object]]:
    found = work.survey
    kinds = {
        "draw": {each.panel.id for each in found.draw},
        "restore": {each.record.panel for each in found.restore}
        | {job.panel.id for job, _ in found.adopt},
        "fresh": set(found.fresh),
        "lost": {each.panel for each in found.failed},
    }
    for method in work.suite.methods:
        mine = {cell.panel.id for cell in work.cells if cell.method.id == method.id}
        yield {"method": method.name, **{kind: len(mine & names) for kind, names in kinds.items()}}


def _troubles(work: Foreseen) -> Iterator[tuple[str, str]]:
    methods = {cell.panel.id: cell.method.name for cell in work.cells}
    for failure in work.survey.failed:
        yield (
            methods[failure.panel],
            failure.message + (f" ({failure.hint})" if failure.hint else ""),
        )
