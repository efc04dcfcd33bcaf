"""What methods are taught: what is trained already, and what is not."""

from functools import partial
from pathlib import Path
from typing import NamedTuple

from schemas.plan import PanelPlan
from schemas.story import Story
from schemas.suite import Suite
from storyboard.building.trained import HOME, TrainingWork, followed_plan, jobs, personalised
from storyboard.digests import Digests
from storyboard.evaluation.cells import story_of


class MethodTraining(NamedTuple):
    """What one method is taught."""

    story: Story
    """Its compositions and prompts as a story, with the training."""
    panels: tuple[PanelPlan, ...]
    """The plan, where the recipe follows it."""
    work: tuple[TrainingWork, ...]
    learned: Story
    """The story with what was trained for it."""

    @property
    def stale(self) -> bool:
        """Whether it is not trained yet, or was trained for something else."""
        return any(each.stale for each in self.work)


def trainings_of(
    suite: Suite, *, root: Path, folder: Path, digests: Digests, online: bool = False
) -> dict[str, MethodTraining]:
    """Look up what was trained for the methods that ask for it, by their ids; nothing is written.

    Args:
        suite: in one of its sizes.
        root: the folder to which the suite's paths are relative.
        folder: the build directory.
        digests: tells what trainings learned from.
        online: whether a base may be downloaded.

    Raises:
        StoryboardError: there is nobody to train, or a picture or a base is not there.
    """
    from storyboard.planning.planner import plan_story

    found, home = dict[str, MethodTraining](), folder / HOME
    for method in suite.methods:
        if method.training is None:
            continue
        story = story_of(suite, method)
        panels = followed_plan(story, partial(plan_story, root=root))
        work = jobs(story, root, home, digests, online=online, panels=panels)
        learned, _ = personalised(story, root, home, digests, panels=panels)
        found[method.id] = MethodTraining(story, panels, work, learned)
    return found
