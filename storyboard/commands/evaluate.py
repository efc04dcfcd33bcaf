"""The command `storyboard evaluate`: its options; light until it runs."""

from pathlib import Path
from typing import Annotated

import typer

from storyboard.commands.options import DryRun, Jobs, Json, Keep, Online, Quiet


def _suites() -> list[str]:
    from storyboard.evaluation.shipped import suite_names

    return list(suite_names())


SuiteArgument = Annotated[
    str,
    typer.Argument(
        help="A suite's file, or the name of one that comes along.",
        metavar="SUITE",
        autocompletion=_suites,
    ),
]
SizeOption = Annotated[
    str, typer.Option("--size", metavar="NAME", help="One of the sizes that the suite declares.")
]
Small = Annotated[bool, typer.Option("--small", help="The same as --size small.")]
OnlyMethods = Annotated[
    list[str] | None,
    typer.Option("--only", metavar="METHOD", help="Draw only this method; again for more."),
]
TrainToo = Annotated[
    bool, typer.Option("--train", help="Train what a method is to be taught and is not yet.")
]
SuiteOut = Annotated[
    Path | None,
    typer.Option("--out", "-o", metavar="FOLDER", help="Where to build; otherwise build/<suite>."),
]


def evaluate(
    suite: SuiteArgument,
    size: SizeOption = "full",
    small: Small = False,
    only: OnlyMethods = None,
    out: SuiteOut = None,
    jobs: Jobs = 1,
    train: TrainToo = False,
    dry_run: DryRun = False,
    online: Online = False,
    keep: Keep = False,
    quiet: Quiet = False,
    json: Json = False,
) -> int:
    """Draw the same subjects by several methods, and measure who keeps them apart.

    Example: [cyan]storyboard evaluate subject11 --small[/cyan]

    It writes results.csv (a row a picture), table.md and report.html. What is drawn
    and measured already is not drawn and measured again; an interrupted evaluation
    goes on where it was.

    [cyan]storyboard evaluate mine.yaml --dry-run[/cyan]  what it would draw, and how much

    [cyan]storyboard evaluate subject11 --only msp[/cyan]  one method

    Exits with 0 when all is drawn, 3 for an invalid suite, 4 where everything
    lacks a model or a judge lacks its network, 5 when some pictures could not be drawn.
    """
    from storyboard.commands.evaluating import evaluate_suite
    from storyboard.evaluation.order import EvaluationOrder

    order = EvaluationOrder(
        suite,
        size="small" if small else size,
        out=out,
        only=tuple(only or ()),
        jobs=jobs,
        online=online,
        keep=keep,
    )
    return evaluate_suite(order, dry_run=dry_run, quiet=quiet, json=json, train=train)
