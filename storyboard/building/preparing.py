"""From a story file to a plan and the place it is built in."""

import os
from collections.abc import Iterator
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from schemas.errors import StoryboardError
from schemas.plan import Plan
from schemas.story import Story
from storyboard import files
from storyboard.building.given_plan import read_plan
from storyboard.building.keeping import staged_as_drawn
from storyboard.building.manifest import read_manifest
from storyboard.building.memories import Memories, memories
from storyboard.building.overrides import overridden
from storyboard.building.trained import HOME, followed_plan, personalised
from storyboard.digests import Digests, sha256_of
from storyboard.events import Notice
from storyboard.memory import TextMemory
from storyboard.panels.folder import Folder
from storyboard.panels.survey import chosen
from storyboard.request import Order

if TYPE_CHECKING:
    from storyboard.diagnostics import Diagnostic
    from storyboard.director.costs import Cost
    from storyboard.director.model_director import ModelDirector
    from storyboard.planning.planner import PlanWithNotes
    from storyboard.reading import Document


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
    untrained: tuple[str, ...] = ()
    """Trainings that are missing or stale; told even where nothing is drawn."""
    advice: tuple["Diagnostic", ...] = ()
    """What the plan's pictures will not show, and what a professional would object to in them."""
    memories: Memories | None = None
    """What to write back when the folder is claimed."""

    @property
    def craft(self) -> tuple[str, ...]:
        """The advice on its scenes, as notes."""
        return tuple(_told(each) for each in self.advice if each.code != "SB048")


def prepare(order: Order) -> Prepared:
    """Read and plan a story; nothing is written.

    Raises:
        StoryInvalid: the story is not valid.
        StoryboardError: an override does not fit, or a file cannot be read.
    """
    from storyboard.director.choosing import model_director
    from storyboard.director.costs import price
    from storyboard.reading.pose_files import pose_files

    known = memories(order.folder)
    document, warnings = _read(order.story, known.reading)
    story = overridden(document.story, renderer=order.renderer, settings=order.settings)
    root, folder = order.story.parent, Folder(order.folder)
    director = model_director(story, order.story, mode=order.director, url=order.director_url)
    digests = Digests(folder.path / ".digests.json", trust=not order.force)
    for name in (*story.cast_files, *pose_files(story)):
        digests.of(root / name)  # So that a changed one is seen without reading the story.
    replan = partial(_replanned, root, director, known.planning)
    panels = followed_plan(story, replan)
    home = folder.path / HOME
    story, untrained = personalised(story, root, home, digests, panels=panels)
    plan, notes = _planned(document._replace(story=story), root, director, known.planning)
    if director and director.spent.questions:
        notes = (*notes, f"the director was asked: {director.spent.told(price())}")
    if order.plan:
        plan = read_plan(order.plan, root=root)
    else:
        anew = chosen(plan, order.only) if order.force else frozenset[str]()
        plan = staged_as_drawn(story, plan, folder=folder, anew=anew, replan=replan)
    advice = tuple(_advice(plan, document))
    notes = (*warnings, *notes)
    return Prepared(story, plan, root, folder, digests, notes, untrained, advice, known)


def _advice(plan: Plan, document: "Document") -> Iterator["Diagnostic"]:
    from storyboard.building.advising import craft_warnings
    from storyboard.building.unshown import unshown

    yield from unshown(plan, document.positions)
    yield from craft_warnings(plan, document.positions)


def _replanned(
    root: Path, director: "ModelDirector | None", memory: TextMemory, story: Story
) -> Plan:
    """Plan another version of a story, to see what it would look like; nobody is asked for it."""
    from storyboard.planning.planner import plan_with_notes

    known = director.without_asking(story) if director else None
    return plan_with_notes(story, root=root, director=known, memory=memory).plan


def _planned(
    document: "Document", root: Path, director: "ModelDirector | None", memory: TextMemory
) -> "PlanWithNotes":
    """Plan a story; where that or its lettering is refused, say all that is wrong with it."""
    from storyboard.building.examination import examine, letters
    from storyboard.diagnostics.errors import StoryErrors
    from storyboard.planning.planner import plan_with_notes

    try:
        planned = plan_with_notes(document.story, root=root, director=director, memory=memory)
        refused = tuple(letters(planned.plan, document.positions, root))
    except StoryboardError as error:
        known = director.without_asking(document.story) if director else None
        refused = examine(document, root, director=known).whole
        if not refused:
            raise error
    if refused:
        raise StoryErrors(refused)
    return planned


def _read(path: Path, memory: TextMemory | None = None) -> tuple["Document", tuple[str, ...]]:
    """Read a story and, as notes, the warnings about it."""
    from storyboard.diagnostics.errors import StoryErrors
    from storyboard.reading import read_file

    document, problems = read_file(path, memory=memory)
    if document is None:
        raise StoryErrors(problems)
    return document, tuple(map(_told, problems))


def _told(problem: "Diagnostic") -> str:
    return ": ".join(filter(None, (f"line {problem.line}", problem.message, problem.hint)))


def open_questions(order: Order) -> "Cost":
    """Return what a story's director would still have to be asked.

    Raises:
        StoryErrors: the story is not valid.
        StoryboardError: no director is asked for, or no model is named.
    """
    from storyboard.director.choosing import model_director

    story = _read(order.story)[0].story
    director = model_director(story, order.story, mode=order.director, url=order.director_url)
    if director is None:
        raise StoryboardError(
            "no director is asked for", hint="Add --director auto, or director: in the story."
        )
    return director.open_questions(story)


def write_plan(prepared: Prepared, *, given: Path | None = None) -> Iterator[Notice]:
    """Write `story.json` and `plan.json` into a claimed folder; what was edited is put aside.

    Args:
        prepared: what to write.
        given: the plan that the author gave, which may be the very `plan.json`: it stays as it is.

    Raises:
        StoryboardError: the disk refuses.
    """
    folder = prepared.folder.path
    texts = {"story.json": prepared.story, "plan.json": prepared.plan}
    for name, value in texts.items():
        path, text = folder / name, value.model_dump_json(indent=1, by_alias=True)
        if given is not None and path.is_file() and path.samefile(given):
            continue
        yield from write_changed(path, text)


def write_changed(path: Path, text: str) -> Iterator[Notice]:
    """Write a text of the build's where it is another than last time; an edited one is put aside.

    Raises:
        StoryboardError: the disk refuses.
    """
    manifest, digest = read_manifest(path.parent), sha256(text.encode()).hexdigest()
    now = sha256_of(path) if path.is_file() and not path.is_symlink() else None
    if now == digest:
        return
    known = manifest.texts.get(path.name, ())
    if os.path.lexists(path) and now not in known:
        yield Notice(f"{path} was changed by hand; it is kept as {files.set_aside(path)}")
    texts = {**manifest.texts, path.name: (*known[-1:], digest)}
    manifest.but(texts=texts).save(path.parent)
    files.write(path, text)
