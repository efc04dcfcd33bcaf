"""The Python API: what the command line does, as functions of paths and values.

Errors that the author can put right are `schemas.errors.StoryboardError`; their text is written
for people. With `jobs` above 1 a script needs the usual `if __name__ == "__main__":`.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from storyboard.events import Event, RenderResult
from storyboard.formats import USUAL
from storyboard.request import DirectorMode, Order

if TYPE_CHECKING:
    from schemas.plan import Plan
    from schemas.story import Story
    from storyboard.panels.jobs import Executor

__all__ = ["RenderResult", "plan_story", "read_story", "render", "render_events"]


def read_story(path: str | Path) -> "Story":
    """Read a story file: shorthand spelled out, defaults filled in, names resolved.

    Raises:
        StoryInvalid: the file has problems; the message names all of them with their places.
    """
    from storyboard import reading

    return reading.read_story(Path(path))


def plan_story(story: "Story", *, root: str | Path = ".") -> "Plan":
    """Decide every panel: who stands where and how, the prompts, the pages.

    Args:
        story: as `read_story` returns it.
        root: the story file's folder, to which the story's own pictures are relative.

    Raises:
        StoryboardError: the staging contradicts itself, or a picture is missing.
    """
    from storyboard.planning import planner

    return planner.plan_story(story, root=Path(root))


def render(
    path: str | Path,
    *,
    out: str | Path | None = None,
    only: Sequence[str] = (),
    force: bool = False,
    jobs: int = 1,
    formats: Sequence[str] = USUAL,
    plan: str | Path | None = None,
    renderer: str | None = None,
    settings: Mapping[str, Any] | None = None,
    online: bool = False,
    keep: bool = False,
    dpi: int | None = None,
    director: DirectorMode | None = None,
    strict: bool = False,
    executor: "Executor | None" = None,
) -> RenderResult:
    """Render a story to a book, drawing only what is not fresh.

    Args:
        path: the story file.
        out: the build directory; by default `build/<story>` beside the story file.
        only: scenes (`rain`) and panels (`rain/arrival`) to draw; all, where it is empty.
        force: draw them even where they are fresh.
        jobs: in how many processes to draw; the pictures are the same for any number.
        formats: of `pdf`, `html`, `png` (pages) and `cbz`.
        plan: a plan to draw instead of a newly made one, such as an edited `plan.json`.
        renderer: another renderer for this run, such as `collage`.
        settings: renderer settings for this run, such as `{"steps": 8, "init.strength": 0.4}`.
        online: whether a model may be downloaded.
        keep: keep pictures that only another version of this program would draw anew.
        dpi: pixels an inch of PNG pages (150) and of the CBZ (200); 36 to 1200.
        director: how a language model reads the actions; the story says, where it is None.
        strict: whether a panel below the story's `quality` fails the run (`exit_code` 6).
        executor: draws the panels elsewhere, such as on a cluster; None is `jobs` processes here.

    Returns:
        What was drawn and where the book is. Panels that failed are in `failed`, and in the book
        as sketches that say so.

    Raises:
        StoryInvalid: the story file has problems.
        AssetMissing: a model or a picture that everything needs is not there.
        StoryboardError: the disk refuses, or another run holds the build directory.
    """
    events = render_events(
        path,
        out=out,
        only=only,
        force=force,
        jobs=jobs,
        formats=formats,
        plan=plan,
        renderer=renderer,
        settings=settings,
        online=online,
        keep=keep,
        dpi=dpi,
        director=director,
        strict=strict,
        executor=executor,
    )
    for event in events:
        if isinstance(event, RenderResult):
            result = event
    return result


def render_events(
    path: str | Path,
    *,
    out: str | Path | None = None,
    only: Sequence[str] = (),
    force: bool = False,
    jobs: int = 1,
    formats: Sequence[str] = USUAL,
    plan: str | Path | None = None,
    renderer: str | None = None,
    settings: Mapping[str, Any] | None = None,
    online: bool = False,
    keep: bool = False,
    dpi: int | None = None,
    director: DirectorMode | None = None,
    strict: bool = False,
    executor: "Executor | None" = None,
) -> Iterator[Event]:
    """Render as `render` does, yielding what happens; the last event is the `RenderResult`.

    Stop iterating and the render stops; finished panels are kept.
    """
    order = Order(
        Path(path),
        out=Path(out) if out else None,
        only=tuple(only),
        force=force,
        jobs=jobs,
        formats=tuple(formats),
        plan=Path(plan) if plan else None,
        renderer=renderer,
        settings=settings or {},
        online=online,
        keep=keep,
        dpi=dpi,
        director=director,
        strict=strict,
        executor=executor,
    )
    yield from events_of(order)


def events_of(order: Order) -> Iterator[Event]:
    """Answer an order: from memory where all is as it was, else by a build."""
    from storyboard.building.unchanged import answered

    if known := answered(order):
        yield from known
        return
    from storyboard.building.build import render_events as build

    yield from build(order)
