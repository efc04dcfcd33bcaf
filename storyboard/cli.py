"""The `storyboard` command: thin, and light until a command runs."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from storyboard.commands.authoring import authoring
from storyboard.commands.console import Trouble, guarded, run
from storyboard.commands.evaluate import evaluate
from storyboard.commands.options import (
    Candidates,
    Director,
    DirectorUrl,
    Dpi,
    DryRun,
    Force,
    Forgotten,
    Formats,
    Jobs,
    Json,
    Keep,
    Online,
    Only,
    Out,
    PlanFile,
    Quiet,
    Renderer,
    Settings,
    Stories,
    Story,
    Strict,
    StrictQuality,
)
from storyboard.commands.pick import pick
from storyboard.commands.train import train
from storyboard.version import __version__

app = typer.Typer(
    name="storyboard",
    rich_markup_mode="rich",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="""Turn a story file into a lettered comic book.

    [bold]A first comic, from nothing:[/bold]

    [cyan]storyboard init coffee[/cyan]  write a story to start from

    [cyan]storyboard render coffee/coffee.yaml[/cyan]  draw it; the book is in coffee/build
    """,
    epilog="Every command has its own help: [cyan]storyboard render --help[/cyan]",
)
# First in the help, as first in the work.
app.registered_commands += authoring.registered_commands


@app.callback(invoke_without_command=True)
def _common(
    version: Annotated[bool, typer.Option("--version", help="Print the version and exit.")] = False,
    traceback: Annotated[
        bool, typer.Option("--traceback", help="Show the traceback of an unexpected error.")
    ] = False,
) -> None:
    Trouble.traceback = traceback
    if version:
        print(f"storyboard {__version__}")
        raise typer.Exit


@app.command()
@guarded
def check(
    stories: Stories,
    format: Annotated[
        Literal["text", "json", "sarif"],
        typer.Option(help="For people, for scripts, or for code hosts' annotations."),
    ] = "text",
    strict: Annotated[bool, typer.Option("--strict", help="Let warnings fail too.")] = False,
) -> int:
    """Find every problem of a story without drawing anything.

    Example: [cyan]storyboard check stories/*.yaml --strict[/cyan]

    Exits with 0 where all is well and with 3 where a story is not valid.
    A code such as SB031 is explained by [cyan]storyboard explain SB031[/cyan].
    """
    from storyboard.commands.check import check_stories

    return check_stories(stories, format=format, strict=strict)


@app.command()
@guarded
def plan(
    story: Story,
    out: Out = None,
    sketch: Annotated[
        bool, typer.Option("--sketch", help="Draw the plan at once: regions, skeletons, balloons.")
    ] = False,
    renderer: Renderer = None,
    settings: Settings = None,
    director: Director = None,
    director_url: DirectorUrl = None,
    director_forget: Forgotten = None,
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run",
            "-n",
            help="Tell what the director would be asked and what it costs, and stop.",
        ),
    ] = False,
    strict: Strict = False,
    json: Json = False,
) -> int:
    """Decide what each panel will show, and draw nothing yet.

    Example: [cyan]storyboard plan coffee/coffee.yaml --sketch[/cyan]

    It prints what each panel will contain, writes plan.json, and sketches the
    whole book as book-sketch.pdf. A plan can be edited and drawn:

    [cyan]storyboard render coffee.yaml --plan plan.json[/cyan]
    """
    from storyboard.commands.plan import plan_dry, plan_one
    from storyboard.commands.stories import existing
    from storyboard.request import Order, parsed

    order = Order(
        existing(story),
        out=out,
        renderer=renderer,
        settings=parsed(settings or ()),
        director=director,
        director_url=director_url,
    )
    if dry_run:
        plan_dry(order)
        return 0
    return plan_one(order, sketch=sketch, json=json, strict=strict, forget=director_forget or ())


app.command()(guarded(train))


@app.command()
@guarded
def render(
    stories: Stories,
    out: Out = None,
    only: Only = None,
    force: Force = False,
    jobs: Jobs = 1,
    dry_run: DryRun = False,
    renderer: Renderer = None,
    settings: Settings = None,
    format: Formats = "pdf,html,png",
    dpi: Dpi = None,
    plan: PlanFile = None,
    director: Director = None,
    director_url: DirectorUrl = None,
    online: Online = False,
    keep: Keep = False,
    strict: StrictQuality = False,
    candidates: Candidates = 1,
    quiet: Quiet = False,
    json: Json = False,
) -> int:
    """Draw a story and write the book: PDF, HTML and pages as PNG.

    Example: [cyan]storyboard render coffee/coffee.yaml[/cyan]

    Only what changed is drawn again. An interrupted render goes on where it was.

    [cyan]storyboard render coffee.yaml --renderer collage[/cyan]  an instant preview

    [cyan]storyboard render coffee.yaml --only rain/arrival --set steps=50[/cyan]  one panel

    [cyan]storyboard render coffee.yaml --dry-run[/cyan]  what would be drawn, and why

    Exits with 0 when all is drawn, 3 for an invalid story, 4 for a missing
    model or picture, 5 when some panels failed (the others are in the book), and
    with --strict 6 when one falls short of the quality that the story asks for, 7
    when pictures lack something that the story says, 130 when interrupted.
    """
    from storyboard.commands.render import Showing, formats_of, render_stories
    from storyboard.request import Order, parsed

    how = Showing(dry_run=dry_run, quiet=quiet, json=json)
    orders = [
        Order(
            story,
            out=out,
            only=tuple(only or ()),
            force=force,
            jobs=jobs,
            formats=formats_of(format),
            plan=plan,
            renderer=renderer,
            director_url=director_url,
            settings=parsed(settings or ()),
            online=online,
            keep=keep,
            dpi=dpi,
            director=director,
            strict=strict,
            candidates=candidates,
        )
        for story in stories
    ]
    return render_stories(orders, how)


app.command()(guarded(pick))
app.command()(guarded(evaluate))


@app.command()
@guarded
def verify(
    places: Annotated[
        list[Path], typer.Argument(help="Build folders, or their stories.", metavar="FOLDER")
    ],
    json: Json = False,
) -> int:
    """Check that everything a render wrote is still as it was written.

    Example: [cyan]storyboard verify build/coffee[/cyan]

    Every file is read. What was lost or damaged is brought back from the store where it
    still is; the next render draws or writes the rest. Nothing that you changed is lost.

    Exits with 0 where all is well now, and with 5 where a render is needed.
    """
    from storyboard.commands.verify import verify_all

    return verify_all(places, json=json)


@app.command()
@guarded
def poses(
    word: Annotated[str | None, typer.Argument(help="A word to look up.", metavar="WORD")] = None,
    sheet: Annotated[
        Path | None, typer.Option(metavar="PNG", help="Draw all poses on a sheet.")
    ] = None,
    check: Annotated[str | None, typer.Option(help="A character of the story WORD.")] = None,
    mark: Annotated[str | None, typer.Option(help="Likewise: correct its joints.")] = None,
    json: Json = False,
) -> None:
    """List the words for poses and moods that a story can use.

    Example: [cyan]storyboard poses shrug[/cyan]  what a word means, and who has it drawn

    [cyan]storyboard poses --sheet poses.png[/cyan]  all poses as a picture

    [cyan]storyboard poses story.yaml --check mira[/cyan]  joints, head, colours and twelve poses
    """
    from storyboard.commands.poses import list_poses, of_character

    if check is not None or mark is not None:
        return of_character(Path(word or ""), check=check, mark=mark, sheet=sheet)
    return list_poses(word, sheet=sheet, json=json)


@app.command()
@guarded
def doctor(json: Json = False) -> int:
    """Check this machine: packages, device, fonts, models, disk.

    Example: [cyan]storyboard doctor[/cyan]  exits with 4 where something needed is missing.
    """
    from storyboard.commands.doctor import examine

    return examine(json=json)


@app.command()
@guarded
def explain(
    code: Annotated[
        str | None, typer.Argument(help="The code of a problem; all, without it.", metavar="CODE")
    ] = None,
) -> None:
    """Explain the code of a problem, or list all codes.

    Example: [cyan]storyboard explain SB031[/cyan]
    """
    from storyboard.commands.explain import explain_code

    explain_code(code)


def main() -> None:
    """Run the command line."""
    run(app)
