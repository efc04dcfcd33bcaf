"""From a story file to a plan and the place it is built in."""

from functools import partial
from pathlib import Path
from typing import NamedTuple

from schemas.errors import StoryboardError
from schemas.plan import Plan
from schemas.story import Story
from storyboard import files
from storyboard.building.keeping import staged_as_drawn
from storyboard.building.overrides import overridden
from storyboard.digests import Digests
from storyboard.panels.survey import Folder, chosen
from storyboard.request import Order


class Prepared(NamedTuple):
    """A story ready to be drawn."""

    story: Story
    plan: Plan
    root: Path
    """The story file's folder."""
    folder: Folder
    digests: Digests
    notes: tuple[str, ...] = ()
    """What the author may not expect: warnings about the story, and what the planner decided."""


def prepare(order: Order) -> Prepared:
    """Read and plan a story; nothing is written.

    Raises:
        StoryInvalid: the story is not valid.
        StoryboardError: an override does not fit, or a file cannot be read.
    """
    from storyboard.planning.planner import plan_story, plan_with_notes

    authored, warnings = _read(order.story)
    story = overridden(authored, renderer=order.renderer, settings=order.settings)
    root, folder = order.story.parent, Folder(order.folder)
    plan, notes = plan_with_notes(story, root=root)
    if order.plan:
        plan = read_plan(order.plan)
    else:
        anew = chosen(plan, order.only) if order.force else frozenset[str]()
        plan = staged_as_drawn(
            story, plan, folder=folder, anew=anew, replan=partial(plan_story, root=root)
        )
    digests = Digests(folder.path / ".digests.json")
    return Prepared(story, plan, root, folder, digests, (*warnings, *notes))


def _read(path: Path) -> tuple[Story, tuple[str, ...]]:
    """Read a story and, as notes, the warnings about it."""
    from storyboard.diagnostics.errors import StoryErrors
    from storyboard.reading import check_file

    story, problems = check_file(path)
    if story is None:
        raise StoryErrors(problems)
    return story, tuple(
        ": ".join(filter(None, (f"line {each.line}", each.message, each.hint)))
        for each in problems
    )


def read_plan(path: Path) -> Plan:
    """Read a plan from its JSON.

    Raises:
        StoryboardError: it is no plan.
    """
    try:
        return Plan.model_validate_json(path.read_bytes())
    except OSError as error:
        raise StoryboardError(f"cannot read {path} ({error.strerror})") from error
    except ValueError as error:
        raise StoryboardError(f"{path} is not a plan: {error}") from error


def write_plan(prepared: Prepared) -> Path:
    """Write `story.json` and `plan.json`, and return the plan's path.

    Raises:
        StoryboardError: the disk refuses.
    """
    folder = prepared.folder.path
    _write_changed(folder / "story.json", prepared.story.model_dump_json(indent=1, by_alias=True))
    _write_changed(folder / "plan.json", prepared.plan.model_dump_json(indent=1, by_alias=True))
    return folder / "plan.json"


def _write_changed(path: Path, text: str) -> None:
    if not path.is_file() or path.read_bytes() != text.encode():
        files.write(path, text)
