"""The command `storyboard pick`: its options; light until it runs."""

from typing import Annotated

import typer

from storyboard.commands.options import Out, Renderer, Settings, Story

Picks = Annotated[
    list[str] | None, typer.Argument(help="As rain-two=3.", metavar="[PANEL=NUMBER]...")
]


def pick(
    story: Story,
    choices: Picks = None,
    out: Out = None,
    renderer: Renderer = None,
    settings: Settings = None,
) -> None:
    """Choose among the candidates that render --candidates drew.

    Example: [cyan]storyboard pick coffee.yaml[/cyan]  a sheet of all, as picture and HTML

    [cyan]storyboard pick coffee.yaml rain-two=3[/cyan]  take the third

    Choices are kept in coffee.lock.yaml beside the story, and render keeps to them.
    """
    from storyboard.commands.picking import choose
    from storyboard.request import Order, parsed

    order = Order(story, out=out, renderer=renderer, settings=parsed(settings or ()))
    choose(order, choices or ())
