"""What a story's `training` has learned so far, given to the story: models, LoRAs, words.

A result lies in the build directory under the key of all that it was learned from, so that its
name is part of every panel that is drawn with it.
"""

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from schemas.errors import StoryboardError
from schemas.plan import PanelPlan, Plan
from schemas.plugins import AnySettings
from schemas.story import Character, Story
from storyboard.building.overrides import with_renderers
from storyboard.digests import Digests

if TYPE_CHECKING:
    from renderers.training.artefacts import TrainedResult
    from renderers.training.jobs import TrainingJob

HOME = "training"
"""The folder of results in a build directory."""


class TrainingWork(NamedTuple):
    """One training of a story, and whether its result is there."""

    job: "TrainingJob"
    folder: Path | None
    """Where the result lies that is used: its own, or an earlier one."""
    result: "TrainedResult | None"
    stale: bool
    """Whether the result is of other pictures or settings, or missing."""


def jobs(
    story: Story,
    root: Path,
    home: Path,
    digests: Digests,
    *,
    online: bool = False,
    panels: Sequence[PanelPlan] = (),
) -> tuple[TrainingWork, ...]:
    """Return a story's trainings, each with the result that there is.

    `panels` are the plan's, which a recipe may be asked to follow.

    Raises:
        StoryboardError: there is nobody to train, or a picture or the base is not there.
    """
    from renderers.training.jobs import LearnedFrom, jobs_of
    from renderers.training.rounds import with_rounds

    if story.training is None:
        return ()
    resolution = int(getattr(story.renderer, "resolution", 768))
    known = LearnedFrom(root, digests.of, panels, online, resolution)
    model = str(getattr(story.renderer, "model", "toon"))
    found = jobs_of(story.training, story.characters, known, model=model)
    return tuple(_work(with_rounds(job, home, digests.of), home) for job in found)


def _work(job: "TrainingJob", home: Path) -> TrainingWork:
    from renderers.training.artefacts import earlier, found

    if (result := found(home, job)) is not None:
        return TrainingWork(job, home / job.folder, result, stale=False)
    folder, older = earlier(home, job) or (None, None)
    return TrainingWork(job, folder, older, stale=True)


def followed_plan(story: Story, plan: Callable[[Story], Plan]) -> tuple[PanelPlan, ...]:
    """Plan a story where its recipe lays subjects out as the plan does; else no panel."""
    from renderers.training.jobs import follows_plan

    # What asks for no training must not wait for the module that knows of them.
    followed = story.training is not None and follows_plan(story.training)
    return plan(story).panels if followed else ()


def personalised(
    story: Story, root: Path, home: Path, digests: Digests, *, panels: Sequence[PanelPlan] = ()
) -> tuple[Story, tuple[str, ...]]:
    """Return the story with what was learned for it, and what is missing or stale."""
    if story.training is None or not _draws_by_diffusion(story):
        return story, ()
    try:
        found = jobs(story, root, home, digests, panels=panels)
    except StoryboardError as error:
        return story, (": ".join(filter(None, ("training", str(error), error.hint))),)
    notes = []
    for work in found:
        if work.stale:
            notes.append(_note(work))
        if work.result is not None and work.folder is not None:
            story = _with(story, work.job, work.result, work.folder, root)
    return story, tuple(notes)


def _draws_by_diffusion(story: Story) -> bool:
    panels = (panel.renderer for scene in story.scenes for panel in scene.panels)
    return any(hasattr(each, "model") for each in (story.renderer, *panels))


def _note(work: TrainingWork) -> str:
    who, again = work.job.name, "run storyboard train with this story"
    if work.result is None:
        return f"{who}: not trained yet, and drawn as {work.job.model} draws it; {again}"
    return f"{who}: trained before its pictures, settings or base changed; {again}"


def _with(
    story: Story, job: "TrainingJob", result: "TrainedResult", folder: Path, root: Path
) -> Story:
    path = Path(os.path.relpath(folder / result.file, root)).as_posix()
    if result.kind == "weights":
        changed = {each.id: each.but(weights=path) for each in _trained(story, result)}
        return story.but(characters={**story.characters, **changed})
    if result.kind == "segmenter":
        return _asked_by_guidance(story, path, base=job.model)
    return _everywhere(story, path, base=job.model)


def _trained(story: Story, result: "TrainedResult") -> list[Character]:
    return [story.characters[name] for name in result.characters if name in story.characters]


def _asked_by_guidance(story: Story, segmenter: str, *, base: str) -> Story:
    """Let subject-aware guidance that names no segmenter ask the one that was trained."""

    def change(before: AnySettings) -> AnySettings:
        sal = getattr(before, "sal", None)
        if sal is None or sal.model is not None or getattr(before, "model", None) != base:
            return before
        return before.but(sal=sal.but(model=segmenter))

    return with_renderers(story, change)


def _everywhere(story: Story, model: str, *, base: str) -> Story:
    """Let every renderer that draws with the base draw with what was made of it."""

    def change(before: AnySettings) -> AnySettings:
        return before.but(model=model) if getattr(before, "model", None) == base else before

    return with_renderers(story, change)
