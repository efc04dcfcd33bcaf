"""What a story's `training` asks for, as jobs addressed by all that they are learned from.

No torch here: `render` asks too, to find what was trained.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from renderers.diffusion.models.locate import EMBEDDED, find_model, model_files
from renderers.training.pictures import picture_files
from renderers.training.planned import PlannedFigure, planned_figures
from schemas.base import digest_of
from schemas.errors import StoryboardError
from schemas.plan import PanelPlan
from schemas.story import Character
from schemas.training import (
    DrawingTraining,
    LoraTraining,
    ModularTraining,
    SegmenterTraining,
    SegMixTraining,
    TextualInversionTraining,
    Training,
)

_FORMAT = 1
"""Of what is learned and how; another number makes everything stale."""

Digest = Callable[[Path], str]


class TrainingJob(NamedTuple):
    """One training: a recipe, whom it teaches, and the key of its result."""

    settings: Training
    model: str
    """The base."""
    characters: tuple[Character, ...]
    key: str
    apart: tuple["TrainingJob", ...] = ()
    """Trainings whose results this one joins."""
    kept: tuple[Path, ...] = ()
    """Pictures that were drawn with an earlier result, and passed a judge; learned from, too."""
    first: str = ""
    """The key that it has without them."""
    planned: tuple[PlannedFigure, ...] = ()
    """Where the story's panels have them, for a recipe with `layout: plan`."""

    @property
    def name(self) -> str:
        """Who is taught, for messages: `mira and ben`."""
        return " and ".join(each.id for each in self.characters)

    @property
    def folder(self) -> str:
        """The name of the folder of its result."""
        return self.key[:16]


class LearnedFrom(NamedTuple):
    """What a training's key is made of, beside its settings."""

    root: Path
    digest: Digest
    panels: Sequence[PanelPlan] = ()
    online: bool = False
    resolution: int = 768
    """Of the panels, as the renderer draws them."""


def jobs_of(
    settings: Training, characters: Mapping[str, Character], known: LearnedFrom, *, model: str
) -> tuple[TrainingJob, ...]:
    """Return the trainings that a story asks for, in the characters' order.

    `model` is the renderer's, which is the base unless the settings name one.

    Raises:
        StoryboardError: there is nobody to train, or two would be learned under one token.
        StoryInvalid, AssetMissing: a picture or the base is not there.
    """
    chosen = whom(settings, characters)
    _check_tokens(chosen)
    base = settings.model or model
    if isinstance(settings, ModularTraining):
        lone = [each for each in chosen if each.weights is None]
        apart = tuple(_job(settings.apart, base, (each,), known) for each in lone)
        return (_job(settings, base, chosen, known, apart),)
    separate = isinstance(settings, TextualInversionTraining) or (
        isinstance(settings, LoraTraining) and not settings.joint
    )
    groups = [(each,) for each in chosen] if separate else [chosen]
    return tuple(_job(settings, base, group, known) for group in groups)


def whom(settings: Training, characters: Mapping[str, Character]) -> tuple[Character, ...]:
    """Return whom to train: those named, else those whom the base cannot know.

    Raises:
        StoryboardError: there is no such character, or nobody at all.
    """
    for name in settings.characters:
        if name not in characters:
            raise StoryboardError(
                f"training names {name}, who is no character of the story",
                hint=f"The characters are {', '.join(characters) or 'none'}.",
            )
    chosen = settings.characters or tuple(
        name for name, each in characters.items() if _to_learn(settings, each)
    )
    if not chosen:
        raise StoryboardError(
            "there is nobody to train: no character has pictures of its own",
            hint="Give a character references, or name whom to train under training: characters.",
        )
    return tuple(characters[name] for name in chosen)


def _to_learn(settings: Training, character: Character) -> bool:
    """Tell whether a recipe teaches a character whom nobody named.

    Who is told from others must be shown with all of them; else those whom the base cannot know.
    """
    if isinstance(settings, SegmenterTraining):
        return bool(character.references or character.packaged)
    joins = isinstance(settings, ModularTraining)
    return bool(character.references) and (joins or character.weights is None)


def _check_tokens(characters: Sequence[Character]) -> None:
    seen: dict[str, str] = {}
    for each in characters:
        if other := seen.get(each.token.lower()):
            raise StoryboardError(
                f"{other} and {each.id} have one token, {each.token}: they would become one",
                hint="Give each a token of its own.",
            )
        seen[each.token.lower()] = each.id


def _job(
    settings: Training,
    base: str,
    characters: Sequence[Character],
    known: LearnedFrom,
    apart: tuple[TrainingJob, ...] = (),
) -> TrainingJob:
    files = model_files(base, root=known.root)
    folder = find_model(base, root=known.root, online=known.online)
    planned = _on_pages(settings, characters, known)
    key = digest_of(
        {
            "format": _FORMAT,
            "settings": {**settings.learned_from(), "model": "", "characters": []},
            "base": {path.relative_to(folder).as_posix(): known.digest(path) for path in files},
            "subjects": [_learned(each, known) for each in characters],
            "plan": _layout(known.panels) if _planned(settings) else [],
            "apart": [job.key for job in apart],
            **({"figures": [_as_json(figure) for figure in planned]} if planned else {}),
        }
    )
    return TrainingJob(settings, base, tuple(characters), key, apart, planned=planned)


def _on_pages(
    settings: Training, characters: Sequence[Character], known: LearnedFrom
) -> tuple[PlannedFigure, ...]:
    """Return where the panels have those who are taught as they will be drawn, each way once."""
    if not as_on_pages(settings):
        return ()
    subjects = {each.id for each in characters}
    return tuple(dict.fromkeys(planned_figures(known.panels, subjects, known.resolution)))


def _as_json(figure: PlannedFigure) -> dict[str, object]:
    return figure._asdict() | {"placement": figure.placement.model_dump(mode="json")}


def _learned(character: Character, known: LearnedFrom) -> dict[str, object]:
    files = [[path.name, known.digest(path)] for path in picture_files(character, known.root)]
    weights = known.digest(known.root / character.weights) if character.weights else None
    return {
        "token": character.token,
        "class": character.class_noun,
        "height": character.height,
        "files": files,
        "weights": weights,
    }


def _planned(settings: Training) -> bool:
    return isinstance(settings, SegMixTraining) and settings.arrange == "plan"


def as_on_pages(settings: Training) -> bool:
    """Tell whether subjects are shown in training as the story's panels will show them."""
    return isinstance(settings, DrawingTraining) and settings.layout == "plan"


def follows_plan(settings: Training) -> bool:
    """Tell whether a training asks how the story's panels are laid out."""
    apart = isinstance(settings, ModularTraining) and follows_plan(settings.apart)
    return as_on_pages(settings) or apart or _planned(settings)


def _layout(panels: Sequence[PanelPlan]) -> list[object]:
    return [
        [
            panel.setting.model_dump(mode="json"),
            [[part.subject, part.region.model_dump(mode="json")] for part in panel.segments],
        ]
        for panel in panels
        if len(panel.segments) > 1
    ]


def is_embedded(job: TrainingJob) -> bool:
    """Tell whether the base is an embedded model, whose own world can be drawn again."""
    return job.model in EMBEDDED
