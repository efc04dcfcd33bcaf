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

    Exits with 0 when all is trained, 3 for an invalid story, 4 for a missing
    model or picture, 5 when a training broke off (its last state is kept).
    """
    from storyboard.commands.training import TrainOrder, train_story
    from storyboard.request import parsed

    order = TrainOrder(
        story, out=out, recipe=recipe, settings=parsed(settings or ()), fresh=fresh, online=online
    )
    return train_story(order, dry_run=dry_run, quiet=quiet, json=json)
