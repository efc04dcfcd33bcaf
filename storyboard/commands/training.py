"""Trains what a story asks for: what is stale, and nothing else."""

import json as jsonlib
import sys
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from schemas.errors import StoryboardError
from schemas.plan import PanelPlan, Plan
from schemas.story import Story
from storyboard import files
from storyboard.building.manifest import claimed
from storyboard.building.trained import HOME, TrainingWork, followed_plan, jobs
from storyboard.commands.console import say
from storyboard.commands.marking import mark_pictures
from storyboard.commands.training_bar import show_training
from storyboard.digests import Digests
from storyboard.request import Order

if TYPE_CHECKING:
    from PIL import Image

    from renderers.training.personalize import TrainEvent


class TrainOrder(NamedTuple):
    """A story and how to train for it."""

    story: Path
    out: Path | None = None
    recipe: str | None = None
    settings: Mapping[str, Any] = {}
    fresh: bool = False
    """Begin anew where a training was interrupted, and train what is done already again."""
    online: bool = False

    @property
    def folder(self) -> Path:
        """The build directory, which `render` takes too."""
        return Order(self.story, out=self.out).folder


class TrainingsAsked(NamedTuple):
    """The trainings of a story, as an order asks for them."""

    order: TrainOrder
    story: Story
    panels: tuple[PanelPlan, ...]
    work: tuple[TrainingWork, ...]

    @property
    def home(self) -> Path:
        """Where results are kept."""
        return self.order.folder / HOME

    @property
    def todo(self) -> tuple[TrainingWork, ...]:
        """What is stale, or all where the order says so."""
        return tuple(each for each in self.work if each.stale or self.order.fresh)


def train_story(
    order: TrainOrder, *, dry_run: bool = False, quiet: bool = False, json: bool = False
) -> int:
    """Train what is stale; `dry_run` only says what that would be.

    Raises:
        StoryInvalid: the story is not valid, or its pictures cannot be learned from.
        StoryboardError: there is nothing to train, or a training broke off.
    """
    if dry_run:
        _print_foreseen(_asked(order, asking=False), json=json)
        return 0
    if not train_stale(order, quiet=quiet):
        say("Everything is trained already; --fresh trains it again.")
    print_results(order, json=json)
    return 0


def train_stale(order: TrainOrder, *, quiet: bool = False) -> bool:
    """Train what is stale, and return whether anything was.

    Raises:
        StoryInvalid: the story is not valid, or its pictures cannot be learned from.
        StoryboardError: there is nothing to train, or a training broke off.
    """
    asked = _asked(order)
    with files.locked(order.folder):
        claimed(order.folder, order.story)
    train_all(asked, quiet=quiet)
    return bool(asked.todo)


def train_all(asked: TrainingsAsked, *, quiet: bool) -> None:
    """Train what is to be trained, one after another, showing how far it is.

    Raises:
        StoryboardError: a training does not fit into memory, or broke off.
    """
    with files.locked(asked.home):
        for each in asked.todo:
            _check_memory(asked, each)
            with files.explained(asked.home):
                show_training(_events(asked, each), each.job.name, quiet=quiet)


def trained_jobs(order: TrainOrder) -> tuple[TrainingWork, ...]:
    """Return a story's trainings, each with the result that there is.

    Raises:
        StoryInvalid: the story is not valid, or its pictures cannot be learned from.
        StoryboardError: there is nothing to train.
    """
    return _asked(order).work


def _asked(order: TrainOrder, *, asking: bool = True) -> TrainingsAsked:
    from storyboard import reading

    story = _with_recipe(reading.read_story(order.story), order)
    root = order.story.parent
    if asking and story.training and story.training.masks:
        with files.locked(order.folder):
            claimed(order.folder, order.story)
        masks, home = story.training.masks, order.folder / HOME
        mark_pictures(story, root, home, masks, online=order.online)
    panels = followed_plan(story, partial(_planned, order, asking=asking))
    digests = Digests(order.folder / ".digests.json")
    work = jobs(story, root, order.folder / HOME, digests, online=order.online, panels=panels)
    return TrainingsAsked(order, story, panels, work)


def _planned(order: TrainOrder, story: Story, *, asking: bool) -> Plan:
    """Plan a story as `render` does, by its director where it has one."""
    from storyboard.director.choosing import model_director
    from storyboard.planning.planner import plan_story

    director = model_director(story, order.story, asking=asking)
    return plan_story(story, root=order.story.parent, director=director)


def _with_recipe(story: Story, order: TrainOrder) -> Story:
    """Lay the command line's recipe and settings over the story's.

    Raises:
        StoryboardError: there is no recipe, or a setting does not fit.
    """
    from pydantic import ValidationError

    from storyboard.diagnostics import did_you_mean
    from storyboard.reading.training_settings import RECIPES

    given = story.training.model_dump(exclude_unset=True) if story.training else {}
    recipe = order.recipe or (story.training.recipe if story.training else None)
    if recipe is None:
        hint = "Add training: lora to the story, or say --recipe lora."
        raise StoryboardError(f"{order.story} says nothing of training", hint=hint)
    if recipe not in RECIPES:
        hint = did_you_mean(recipe, RECIPES) or f"The recipes are {', '.join(RECIPES)}."
        raise StoryboardError(f'there is no recipe "{recipe}"', hint=hint)
    model = RECIPES[recipe]
    if dropped := [key for key in given if key not in model.model_fields]:
        say(f"{recipe} has no {', '.join(dropped)}: what the story says of it is left out")
    given = {key: value for key, value in given.items() if key in model.model_fields}
    for key, value in order.settings.items():
        _lay(given, key.split("."), value)
    try:
        return story.but(training=model.model_validate({**given, "recipe": recipe}))
    except ValidationError as error:
        detail = error.errors()[0]
        where = ".".join(str(part) for part in detail["loc"])
        hint = f"{recipe} knows: {', '.join(model.model_fields)}."
        raise StoryboardError(f"training: {where}: {detail['msg']}", hint=hint) from error


def _lay(given: dict[str, Any], path: list[str], value: Any) -> None:
    *groups, last = path
    for name in groups:
        group = given.get(name)
        given[name] = given = dict(group) if isinstance(group, Mapping) else {}
    given[last] = value


def _events(asked: TrainingsAsked, work: TrainingWork) -> Iterator["TrainEvent"]:
    from renderers.training.jobs import is_embedded
    from renderers.training.personalize import Workshop, personalize

    order = asked.order
    workshop = Workshop(
        asked.home,
        order.story.parent,
        asked.panels,
        online=order.online,
        fresh=order.fresh,
        world=_of_toon if is_embedded(work.job) else None,
    )
    return personalize(work.job, workshop)


def _of_toon(number: int) -> tuple["Image.Image", str]:
    """Paint one of the panels that taught the embedded model."""
    from random import Random

    from renderers.toon.world import example
    from renderers.toon.world.captions import caption

    made = example(1_000_000 + number)
    return made.painting.picture, caption(made.scene, Random(number))


def _check_memory(asked: TrainingsAsked, work: TrainingWork) -> None:
    """Refuse what cannot fit, before the first step.

    Raises:
        StoryboardError: it needs more memory than there is; the hint says what spares some.
    """
    from renderers.training.estimates import estimate, free_memory

    needed = estimate(work.job, root=asked.order.story.parent, online=asked.order.online)
    free = free_memory(work.job.settings.device)
    if free is not None and needed.memory > free:
        raise StoryboardError(
            f"training {work.job.name} needs about {needed.memory / 1e9:.1f} GB, "
            f"and {free / 1e9:.1f} GB are free",
            hint="Try --set gradient_checkpointing=true, --set batch=1 with accumulate, a smaller "
            "resolution, or --recipe lora.",
        )


def _print_foreseen(asked: TrainingsAsked, *, json: bool) -> None:
    from renderers.training.estimates import estimate

    rows = []
    for each in asked.work:
        needed = estimate(each.job, root=asked.order.story.parent, online=asked.order.online)
        rows.append(
            {
                "who": each.job.name,
                "recipe": each.job.settings.recipe,
                "base": each.job.model,
                "stale": each.stale,
                "steps": each.job.settings.steps,
                "pictures": needed.pictures,
                "memory_gb": round(needed.memory / 1e9, 2),
                "teraflops": round(needed.flops / 1e12, 2),
                "minutes": round(needed.minutes, 1),
                "folder": str(asked.home / each.job.folder),
            }
        )
    if json:
        print(jsonlib.dumps(rows, indent=2))
        return
    for row in rows:
        state = "would be trained" if row["stale"] else "is trained"
        print(
            f"{row['who']}: {state} by {row['recipe']} on {row['base']}, {row['steps']} steps, "
            f"{row['pictures']} pictures, about {row['memory_gb']} GB and {row['minutes']} minutes "
            f"of this machine's GPU or processor at least ({row['teraflops']} TFLOP)"
        )


def print_results(order: TrainOrder, *, json: bool) -> None:
    """Print where the results lie, or all that is recorded of them."""
    asked = _asked(order)
    if json:
        rows = [
            {"who": each.job.name, "folder": str(each.folder), **_recorded(each)}
            for each in asked.work
        ]
        print(jsonlib.dumps(rows, indent=2))
    elif not sys.stdout.isatty():
        for each in asked.work:
            print(each.folder)


def _recorded(work: TrainingWork) -> dict[str, Any]:
    return {} if work.result is None else work.result.model_dump(mode="json")
