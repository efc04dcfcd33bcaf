"""Recipes: what each changes of a base, and what it shows it.

To add one: a settings class in `schemas/training.py` and its place in the union `Training`, a
module here with its personalizer, and what is below: a line in `personalizer_of`, one in
`composer_of` if it shows other pictures, `WHOLE` if it moves the base's own weights. What it writes
is told by `result_of` in `artefacts.py` (the directory of a model, a LoRA or a learned word: only
these can be drawn with), what it costs by `estimates.py`. The segmenter, which draws nothing, has
pictures and a loss of its own: `segmenter.py`.
"""

from collections.abc import Sequence
from pathlib import Path

from renderers.base import Personalizer
from renderers.training.base import Base
from renderers.training.canvases import Composer, alone
from renderers.training.collages import as_planned, cut_mix, mixed, seg_mix, taking_turns
from renderers.training.jobs import TrainingJob, as_on_pages
from renderers.training.pictures import TrainingSubject
from renderers.training.planned import as_on_the_page
from renderers.training.recipes.custom_diffusion import CustomDiffusionPersonalizer
from renderers.training.recipes.dreambooth import DreamboothPersonalizer
from renderers.training.recipes.lora import LoraPersonalizer
from renderers.training.recipes.modular import joined_loras
from renderers.training.recipes.textual_inversion import WordPersonalizer
from schemas.errors import StoryboardError
from schemas.plan import PanelPlan
from schemas.training import (
    CustomDiffusionTraining,
    CutMixTraining,
    DreamboothTraining,
    LoraTraining,
    ModularTraining,
    SegMixTraining,
    TextualInversionTraining,
    Training,
)

WHOLE = (DreamboothTraining, CustomDiffusionTraining)
"""Recipes that move the base's own weights, which must be in full precision then."""


def personalizer_of(
    settings: Training, base: Base, subjects: Sequence[TrainingSubject], loras: Sequence[Path] = ()
) -> Personalizer:
    """Return what learns by a recipe; `loras` are those that a modular training joins.

    Raises:
        StoryboardError: the recipe does not fit the base or the subjects.
    """
    match settings:
        case DreamboothTraining():
            return DreamboothPersonalizer(base, settings)
        case TextualInversionTraining():
            return WordPersonalizer(base, settings, subjects[0])
        case CustomDiffusionTraining():
            return CustomDiffusionPersonalizer(base, settings, subjects)
        case ModularTraining():
            start = joined_loras(loras, base.model)
            joined = LoraPersonalizer(base, settings.but(rank=start.rank, alpha=None))
            start.fill(joined.weights())
            return joined
        case LoraTraining():
            return LoraPersonalizer(base, settings)
    raise StoryboardError(f"the recipe {settings.recipe} teaches no diffusion model")


def composer_of(
    job: TrainingJob,
    subjects: Sequence[TrainingSubject],
    panels: Sequence[PanelPlan],
    root: Path,
    step: int,
) -> Composer:
    """Return what a recipe shows; sides of the base's panels are multiples of `step` pixels.

    Raises:
        StoryboardError: `arrange: plan` is asked for, and no panel has two of the subjects; or
            `layout: plan`, and no panel shows one of them.
    """
    settings = job.settings
    lone = taking_turns([_alone(subject, job, step) for subject in subjects])
    match settings:
        case CutMixTraining():
            return mixed(lone, cut_mix(subjects), settings.probability)
        case SegMixTraining(arrange="pairs"):
            pairs = seg_mix(subjects, relative_sizes=settings.relative_sizes)
            return mixed(lone, pairs, settings.probability)
        case SegMixTraining():
            planned = as_planned(panels, {each.id: each for each in subjects}, root)
            if planned is None:
                raise StoryboardError(
                    "arrange: plan needs a panel with two of those who are trained",
                    hint="Set arrange: pairs.",
                )
            return mixed(lone, planned, settings.probability)
    return lone


def _alone(subject: TrainingSubject, job: TrainingJob, step: int) -> Composer:
    settings = job.settings
    if not as_on_pages(settings):
        return alone(subject, settings.augmentation)
    planned = [figure for figure in job.planned if figure.subject == subject.id]
    if not planned:
        raise StoryboardError(
            f"layout: plan needs a panel that shows {subject.id}'s pictures",
            hint="Set layout: chance.",
        )
    return as_on_the_page(subject, planned, settings.augmentation, step)
