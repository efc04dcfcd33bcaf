"""The options that several commands have in common, and what their help says."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from storyboard.formats import FORMATS, LEAST_DPI, MOST_DPI


def _renderers() -> list[str]:
    from renderers import names

    return list(names())


Story = Annotated[Path, typer.Argument(help="The story file.", metavar="STORY")]
Stories = Annotated[list[Path], typer.Argument(help="One story file or more.", metavar="STORY")]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        "-o",
        metavar="FOLDER",
        help="Where to build; otherwise build/<story> beside it.",
    ),
]
Renderer = Annotated[
    str | None,
    typer.Option(
        "--renderer",
        "-r",
        metavar="NAME",
        autocompletion=_renderers,
        help="Draw with this renderer, whatever the story says: msp, collage, sketch…",
    ),
]
Settings = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        "-s",
        metavar="KEY=VALUE",
        help="Change a renderer setting for this run, such as steps=8 or init.strength=0.4.",
    ),
]
Only = Annotated[
    list[str] | None,
    typer.Option(
        "--only",
        metavar="SCENE[/PANEL]",
        help="Draw only these; again for more. The rest of the book stays as it is.",
    ),
]
Formats = Annotated[
    str,
    typer.Option(
        "--format", metavar="LIST", help=f"Which books to write: of {', '.join(FORMATS)}."
    ),
]
PlanFile = Annotated[
    Path | None,
    typer.Option(
        "--plan", metavar="PLAN.JSON", help="Draw this plan, perhaps edited, instead of a new one."
    ),
]
Director = Annotated[
    Literal["auto", "replay", "record", "off"] | None,
    typer.Option(
        "--director",
        help="Let a language model read actions and prose: auto asks what is not recorded, "
        "replay fails instead, record asks anew, off asks nobody.",
    ),
]
DirectorUrl = Annotated[
    str | None,
    typer.Option("--director-url", metavar="URL", help="Where the director's questions go."),
]
Forgotten = Annotated[
    list[str] | None,
    typer.Option(
        "--director-forget", metavar="PANEL", help="Ask the director about this panel again."
    ),
]
Strict = Annotated[
    bool, typer.Option("--strict", help="Exit with 7 where pictures lack something, or look wrong.")
]
Keep = Annotated[
    bool,
    typer.Option(
        "--keep", help="Keep pictures that only a newer version of this program would draw anew."
    ),
]
Candidates = Annotated[
    int,
    typer.Option(
        min=1, max=16, help="Draw so many of each panel, to choose from with storyboard pick."
    ),
]
StrictQuality = Annotated[
    bool,
    typer.Option(
        "--strict",
        help="Exit with 6 where a panel falls short of the quality asked for, 7 where it lacks "
        "something.",
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Draw even what is fresh.")]
Jobs = Annotated[
    int,
    typer.Option(
        "--jobs", "-j", min=1, help="Draw in so many processes, each with a model of its own."
    ),
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", "-n", help="Say what would be drawn and why, and stop.")
]
Online = Annotated[
    bool, typer.Option("--online", help="Download the story's model where it is not here yet.")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Tell only of trouble.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Dpi = Annotated[
    int | None,
    typer.Option(
        min=LEAST_DPI,
        max=MOST_DPI,
        metavar="N",
        help="Pixels an inch of pages (otherwise "
        + ", ".join(f"{each.dpi} in {name}" for name, each in FORMATS.items() if each.dpi)
        + ").",
    ),
]
