"""What an evaluation compares: subjects put together, prompts, methods, and who measures."""

from typing import Literal

from pydantic import Field

from schemas.base import Value
from schemas.geometry import Box
from schemas.plugins import AnySettings
from schemas.shots import ShotName
from schemas.story import Character, Setting
from schemas.training import Training

Average = Literal["all", "best"]
"""Whether a prompt counts by all of its pictures, or by the best of them in each metric, as in
MSP-Diffusion's tables (arXiv 2405.12742)."""


class SubjectSet(Value):
    """Subjects who are drawn together."""

    id: str
    """Unique in its suite; part of the pictures' names."""
    subjects: tuple[str, ...] = Field(min_length=1)
    """Characters' ids, from left to right."""
    boxes: tuple[Box, ...] = ()
    """Where each of them is, in the panel's unit square; empty leaves it to the planner."""


class SuitePrompt(Value):
    """What the subjects do, and where."""

    action: str
    """In words; `{subjects}` stands for their names."""
    setting: Setting = Setting()
    shot: ShotName = "full"

    def told(self, names: tuple[str, ...]) -> str:
        """Return the action of subjects of these names.

        >>> SuitePrompt(action="{subjects} waved").told(("Dee", "Ringo"))
        'Dee and Ringo waved'
        """
        *others, last = names
        return self.action.replace(SUBJECTS, f"{', '.join(others)} and {last}" if others else last)


SUBJECTS = "{subjects}"
"""Stands for the subjects' names in a prompt."""


class EvaluatedMethod(Value):
    """A row of the tables."""

    name: str
    id: str
    """Part of the pictures' names."""
    renderer: AnySettings
    weights: str | None = None
    """An adapter file that was trained on all subjects together, relative to the suite."""
    classes: dict[str, str] = {}
    """By a subject's id: the words for what it is, instead of the character's own."""
    training: Training | None = None
    """By which the subjects are taught its model; None draws with the model as it is."""
    judged_by: tuple[str, ...] = ()
    """The judges that had a part in drawing: guided it, or chose what its weights learned from."""


class MetricChoice(Value):
    """A metric to measure."""

    name: str
    model: str | None = None
    """The folder of the network that its name stands for; None where it needs none."""


class Suite(Value):
    """An evaluation, with defaults filled in and one of its sizes chosen."""

    title: str
    size: str
    """Which of the declared sizes this is; `full` is the suite as it stands."""
    style: str = "flat-colour comic, clean ink outlines"
    negative: str = ""
    seed: int = 0
    aspect: float = 1.0
    """Of every picture, width over height."""
    characters: dict[str, Character]
    compositions: tuple[SubjectSet, ...] = Field(min_length=1)
    prompts: tuple[SuitePrompt, ...] = Field(min_length=1)
    pictures: int = Field(default=1, ge=1)
    """For each prompt of each composition, each from noise of its own."""
    methods: tuple[EvaluatedMethod, ...] = Field(min_length=1)
    metrics: tuple[MetricChoice, ...]
    judges: tuple[str, ...]
    average: Average = "all"
