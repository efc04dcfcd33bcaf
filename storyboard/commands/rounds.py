"""Trains in rounds: draw with what was trained, keep what a judge passes, train on that as well."""

import shutil
from typing import NamedTuple

from schemas.errors import StoryboardError
from schemas.training import SegmenterTraining
from storyboard import files
from storyboard.building.rounds import RoundFolder, draw_round
from storyboard.building.trained import HOME, TrainingWork
from storyboard.commands.console import say
from storyboard.commands.training import TrainOrder, print_results, train_stale, trained_jobs
from storyboard.events import Notice
from storyboard.request import Order


class Rounds(NamedTuple):
    """How training is repeated."""

    times: int
    draws: int
    """Attempts at every panel, a round."""


def train_in_rounds(
    order: TrainOrder, rounds: Rounds, *, quiet: bool = False, json: bool = False
) -> int:
    """Train, and then so many times draw, keep and train again; what is done is not repeated.

    Raises:
        StoryInvalid: the story is not valid.
        StoryboardError: the story's training cannot be repeated, or something broke off.
    """
    _check(order)
    joint = _joint(order)
    from renderers.training.rounds import rounds_folder

    home = rounds_folder(order.folder / HOME, joint.job)
    if order.fresh and home.is_dir():
        with files.explained(home):
            shutil.rmtree(home)
    train_stale(order, quiet=quiet)
    again = order._replace(fresh=False)
    for number in range(1, rounds.times + 1):
        folder = RoundFolder(home / f"round-{number}")
        if folder.record() is None:
            _draw(again, joint, rounds, folder)
        done = folder.record()
        if done is None or not done.kept:
            say(f"{folder.path.name}: nothing was kept, so there is nothing more to learn from")
            break
        if folder.sheet.is_file():
            say(f"{folder.path.name}: {folder.sheet} shows what was kept")
        train_stale(again, quiet=quiet)
    print_results(again, json=json)
    return 0


def _check(order: TrainOrder) -> None:
    """Refuse what render would not find again.

    Raises:
        StoryboardError: the recipe is not the story's own.
    """
    if order.recipe is not None or order.settings:
        raise StoryboardError(
            "rounds draw with what the story says is trained, and --recipe or --set is not in it",
            hint="Write recipe and settings under training: in the story.",
        )


def _joint(order: TrainOrder) -> TrainingWork:
    """Return the one training of all, which pictures of several can teach.

    Raises:
        StoryboardError: everybody is trained apart.
    """
    work = trained_jobs(order)
    if isinstance(work[0].job.settings, SegmenterTraining):
        raise StoryboardError(
            "a segmenter draws nothing, so that there are no rounds of it",
            hint="Train it without --rounds.",
        )
    if len(work) != 1 or len(work[0].job.characters) < 2:
        raise StoryboardError(
            "pictures of several characters teach a training of several, and each is trained apart",
            hint="Choose a recipe that trains them together, such as seg-mix, or lora with joint.",
        )
    return work[0]


def _draw(order: TrainOrder, joint: TrainingWork, rounds: Rounds, folder: RoundFolder) -> None:
    say(f"{folder.path.name}: drawing {rounds.draws} of each panel of several characters")
    subjects = {each.id for each in joint.job.characters}
    drawn = Order(order.story, out=order.folder, candidates=rounds.draws, online=order.online)
    for event in draw_round(drawn, subjects, folder):
        if isinstance(event, Notice):
            say(event.message)
