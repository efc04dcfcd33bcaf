"""Carries out a training from pictures to files: what `storyboard train` runs."""

import math
from collections.abc import Generator, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from renderers.base import Personalizer
from renderers.training.artefacts import (
    card,
    finish,
    found,
    partial_folder,
    result_of,
)
from renderers.training.base import Base, load_base
from renderers.training.batches import Batches
from renderers.training.canvases import Composer
from renderers.training.checkpoints import forget_checkpoints
from renderers.training.collages import mixed
from renderers.training.contact_sheet import contact_sheet
from renderers.training.drawing import sample_requests, write_samples
from renderers.training.found_masks import load_mask_maker
from renderers.training.jobs import TrainingJob
from renderers.training.labelled import labelled, shown_whole
from renderers.training.loop import TrainStep, train
from renderers.training.pictures import TrainingSubject, read_subject
from renderers.training.priors import (
    PriorStep,
    World,
    make_priors,
    mark_priors,
    mixed_priors,
    prior_composer,
    prior_folder,
)
from renderers.training.recipes import WHOLE, composer_of, personalizer_of
from renderers.training.recipes.segmenter import (
    LabelledBatches,
    SegmenterPersonalizer,
    overlaps,
    segmenter_loss,
)
from renderers.training.rounds import composer_with_kept
from renderers.training.stamps import stamps
from renderers.training.words import check_words
from schemas.base import digest_of
from schemas.errors import StoryboardError
from schemas.plan import PanelPlan
from schemas.training import (
    CustomDiffusionTraining,
    ModularTraining,
    SegmenterTraining,
    SegMixTraining,
    TextualInversionTraining,
)
from schemas.training_groups import PriorSettings

_NO_TOKENS = (SegmenterTraining, TextualInversionTraining, CustomDiffusionTraining)
"""Recipes whose tokens the tokenizer need not know: they say none, or make a new word of it."""


class Workshop(NamedTuple):
    """Where trainings are carried out."""

    home: Path
    """The folder of results, in the build directory."""
    root: Path
    """The story file's folder."""
    panels: Sequence[PanelPlan] = ()
    online: bool = False
    world: World | None = None
    """The pictures that taught the base, where they can be had: its prior then."""
    fresh: bool = False
    """Whether to forget what an interrupted training left."""


class TrainNote(NamedTuple):
    """Something the author should know before the first step."""

    message: str


class Learned(NamedTuple):
    """A training is done, and its files are there."""

    name: str
    folder: Path


TrainEvent = TrainStep | PriorStep | TrainNote | Learned


def personalize(job: TrainingJob, workshop: Workshop) -> Iterator[TrainEvent]:
    """Carry out a training, yielding what happens; finished ones are not repeated.

    Raises:
        StoryInvalid, AssetMissing: a picture or the base cannot be used.
        StoryboardError: the recipe does not fit, or the training broke off.
        OSError: the disk refuses; the last checkpoint is kept.
    """
    for part in job.apart:
        yield from personalize(part, workshop)
    work = partial_folder(workshop.home, job)
    work.mkdir(parents=True, exist_ok=True)
    if workshop.fresh:
        forget_checkpoints(work)
    subjects = [read_subject(each, workshop.root) for each in job.characters]
    base = load_base(
        job.model,
        job.settings,
        root=workshop.root,
        online=workshop.online,
        whole=isinstance(job.settings, WHOLE),
    )
    if not isinstance(job.settings, _NO_TOKENS):
        yield from map(TrainNote, check_words(base, subjects))
    yield from _few(subjects)
    if isinstance(job.settings, SegmenterTraining):
        yield from _taught_to_tell(job, job.settings, workshop, base, subjects)
        return
    prior = yield from _prior(job, workshop, base, subjects)
    yield from _taught(job, workshop, base, subjects, prior)


def _prior(
    job: TrainingJob, workshop: Workshop, base: Base, subjects: Sequence[TrainingSubject]
) -> Generator[TrainEvent, None, Composer | None]:
    """Have the prior's pictures drawn and, for Seg-Mix, cut out; return what shows them."""
    settings = job.settings
    wanted = getattr(settings, "prior", False)
    if not isinstance(wanted, PriorSettings):
        return None
    nouns = [subject.class_noun for subject in subjects]
    size = base.size(settings, settings.aspect_ratios[0])
    base_key = digest_of([job.model, settings.model])
    place = prior_folder(workshop.home, base_key, nouns, wanted, size)
    yield from make_priors(base, nouns, wanted, size, place, world=workshop.world)
    paths = [each for each in sorted(place.glob("*.png")) if each.with_suffix(".json").is_file()]
    shown = prior_composer(paths)
    # The embedded model's own world has several people a picture, and captions for all of them.
    if workshop.world or not isinstance(settings, SegMixTraining) or settings.masks is None:
        return shown
    maker = load_mask_maker(settings.masks, root=workshop.root, online=workshop.online)
    yield from mark_priors(paths, maker)
    pairs = mixed_priors(paths)
    if pairs is None:
        yield TrainNote("no figure is certain in the prior's pictures: none of them are mixed")
        return shown
    return mixed(shown, pairs, settings.probability)


def _few(subjects: Sequence[TrainingSubject]) -> Iterator[TrainNote]:
    for subject in subjects:
        if len(subject.pictures) == 1:
            yield TrainNote(
                f"{subject.id} has one picture only: it will be known from that side, in that pose"
            )


def _taught(
    job: TrainingJob,
    workshop: Workshop,
    base: Base,
    subjects: Sequence[TrainingSubject],
    prior: Composer | None,
) -> Iterator[TrainEvent]:
    settings, work = job.settings, partial_folder(workshop.home, job)
    personalizer = personalizer_of(settings, base, subjects, _loras(job, workshop))
    multiple = base.model.multiple
    shown = composer_of(job, subjects, workshop.panels, workshop.root, multiple)
    composer = composer_with_kept(shown, job)
    size = base.size(settings, settings.aspect_ratios[0])
    contact_sheet(subjects, composer, size).save(work / "pictures.png")
    batches = Batches(base, settings, composer, prior=prior)
    requests = sample_requests(base, subjects, size) if settings.samples.every else {}
    if requests and not any(work.glob("checkpoint-*")):
        write_samples(base, requests, settings.samples, work, 0)
    last = math.nan
    for step in train(personalizer, batches, settings, work):
        last = step.loss
        yield step
        if requests and step.step % settings.samples.every == 0:
            write_samples(base, requests, settings.samples, work, step.step)
    pictures = [picture.name for subject in subjects for picture in subject.pictures]
    yield Learned(job.name, _written(job, workshop, personalizer, pictures, last))


def _taught_to_tell(
    job: TrainingJob,
    settings: SegmenterTraining,
    workshop: Workshop,
    base: Base,
    subjects: Sequence[TrainingSubject],
) -> Iterator[TrainEvent]:
    """Train a segmenter, and tell how well it finds everybody."""
    work, last = partial_folder(workshop.home, job), math.nan
    learner = SegmenterPersonalizer(base, settings, subjects)
    labeller = labelled(subjects, settings)
    size = base.size(settings, settings.aspect_ratios[0])
    contact_sheet(subjects, shown_whole(labeller), size).save(work / "pictures.png")
    batches = LabelledBatches(learner, settings, labeller)
    for step in train(learner, batches, settings, work, segmenter_loss):
        last = step.loss
        yield step
    found = overlaps(learner, batches)
    told = ", ".join(f"{token} {value:.2f}" for token, value in found.items())
    yield TrainNote(f"overlap (intersection over union) on held-out pictures: {told}")
    pictures = [picture.name for subject in subjects for picture in subject.pictures]
    yield Learned(job.name, _written(job, workshop, learner, pictures, last, found))


def _written(
    job: TrainingJob,
    workshop: Workshop,
    personalizer: Personalizer,
    pictures: Sequence[str],
    loss: float,
    overlap: Mapping[str, float] | None = None,
) -> Path:
    work = partial_folder(workshop.home, job)
    personalizer.write(work, metadata=stamps(job, personalizer.base, pictures))
    (work / "README.md").write_text(
        card(job, pictures, _licence(personalizer.base)), encoding="utf-8"
    )
    forget_checkpoints(work)
    result = result_of(job, None if math.isnan(loss) else loss, overlap)
    return finish(workshop.home, job, result)


def _licence(base: Base) -> str:
    for name in ("LICENSE", "LICENSE.md", "LICENSE.txt"):
        if (base.model.folder / name).is_file():
            return f"see {name} in its folder"
    return "see where it comes from"


def _loras(job: TrainingJob, workshop: Workshop) -> list[Path]:
    """Return the LoRAs that a modular training joins, in the characters' order.

    Raises:
        StoryboardError: one of them is missing.
    """
    if not isinstance(job.settings, ModularTraining):
        return []
    apart = {part.characters[0].id: part for part in job.apart}
    files = []
    for each in job.characters:
        if each.weights is not None:
            files.append(workshop.root / each.weights)
        elif (part := apart.get(each.id)) and (result := found(workshop.home, part)):
            files.append(workshop.home / part.folder / result.file)
        else:
            raise StoryboardError(f"the LoRA of {each.id}, which is to be joined, is missing")
    return files
