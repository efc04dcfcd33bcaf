"""The command `storyboard train`: its options; light until it runs."""

from typing import Annotated

import typer

from storyboard.commands.options import Json, Online, Out, Quiet, Story

Recipe = Annotated[
    str | None,
    typer.Option(
        "--recipe",
        metavar="NAME",
        help="Train by this recipe, whatever the story says: lora, dreambooth, seg-mix…",
    ),
]
TrainingSettings = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        "-s",
        metavar="KEY=VALUE",
        help="Change a training setting for this run, such as steps=200 or augmentation.flip=true.",
    ),
]
Fresh = Annotated[
    bool,
    typer.Option("--fresh/--resume", help="Begin anew; otherwise an interrupted training goes on."),
]
RoundCount = Annotated[
    int,
    typer.Option(
        "--rounds",
        min=0,
        max=10,
        metavar="N",
        help="Then draw with what was trained, keep what a judge passes, and train on that as "
        "well, so many times (MuDI's iterative training).",
    ),
]
Draws = Annotated[
    int,
    typer.Option(
        "--draws", min=2, max=99, metavar="N", help="Attempts at every panel, in a round."
    ),
]
DryRun = Annotated[
    bool,
    typer.Option(
        "--dry-run", "-n", help="Say what would be trained, for how long, in how much memory."
    ),
]


def train(
    story: Story,
    out: Out = None,
    recipe: Recipe = None,
    settings: TrainingSettings = None,
    fresh: Fresh = False,
    rounds: RoundCount = 0,
    draws: Draws = 4,
    dry_run: DryRun = False,
    online: Online = False,
    quiet: Quiet = False,
    json: Json = False,
) -> int:
    """Teach the model a story's own characters; render then finds what was learned.

    Example: [cyan]storyboard train coffee/coffee.yaml[/cyan]

    What is trained already and has not changed is left alone. The story says
    how under training:, such as [cyan]training: lora[/cyan].

    [cyan]storyboard train coffee.yaml --dry-run[/cyan]  what it would take

    [cyan]storyboard train coffee.yaml --recipe seg-mix --set steps=500[/cyan]

    [cyan]storyboard train coffee.yaml --rounds 2 --draws 8[/cyan]  on what it draws well, too

    Exits with 0 when all is trained, 3 for an invalid story, 4 for a missing
    model or picture, 5 when a training broke off (its last state is kept).
    """
    from storyboard.commands.training import TrainOrder, train_story
    from storyboard.request import parsed

    order = TrainOrder(
        story, out=out, recipe=recipe, settings=parsed(settings or ()), fresh=fresh, online=online
    )
    if rounds and not dry_run:
        from storyboard.commands.rounds import Rounds, train_in_rounds

        return train_in_rounds(order, Rounds(rounds, draws), quiet=quiet, json=json)
    return train_story(order, dry_run=dry_run, quiet=quiet, json=json)
