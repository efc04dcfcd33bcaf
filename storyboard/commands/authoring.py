"""The commands by which stories and scripts are written, as the command line declares them."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from storyboard.commands.console import guarded
from storyboard.commands.options import Director, DirectorUrl, Story

authoring = typer.Typer()


@authoring.command()
@guarded
def init(
    folder: Annotated[
        Path, typer.Argument(help="A folder for the story; otherwise this one.", metavar="FOLDER")
    ] = Path(),
) -> None:
    """Write a story to start from, ready to render.

    Example: [cyan]storyboard init coffee[/cyan]  writes coffee/coffee.yaml

    Beside it comes the schema by which editors complete words and underline
    mistakes. Nothing is overwritten.
    """
    from storyboard.commands.init import begin_story

    begin_story(folder)


@authoring.command()
@guarded
def adapt(
    script: Annotated[Path, typer.Argument(help="A screenplay, comic script or prose.")],
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE", help="The story file to write.")
    ] = None,
    form: Annotated[
        Literal["fountain", "comic", "final-draft", "prose"] | None,
        typer.Option("--from", help="What it is, where its name and text do not say."),
    ] = None,
    director: Director = None,
    director_url: DirectorUrl = None,
) -> int:
    """Make a story file of a script.

    Example: [cyan]storyboard adapt pilot.fountain[/cyan]  writes pilot.yaml

    Screenplays (Fountain, Final Draft's .fdx), comic scripts (PAGE, PANEL) and
    prose are read; the author's words stay, and every guess is a comment.

    [cyan]storyboard adapt tale.txt --director auto[/cyan]  a language model splits prose
    """
    from storyboard.commands.adapt import adapt_script

    return adapt_script(script, out=out, form=form, director=director, url=director_url)


@authoring.command()
@guarded
def script(
    story: Story,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE", help="The script to write.")
    ] = None,
    form: Annotated[
        Literal["fountain", "comic"], typer.Option("--to", help="The script's form.")
    ] = "fountain",
) -> None:
    """Write a story as a script for people to read: Fountain, or the comic form.

    Example: [cyan]storyboard script coffee.yaml --to comic[/cyan]
    """
    from storyboard.commands.adapt import write_script

    write_script(story, out=out, form=form)
