"""A suite's pictures as ordinary panel plans: every method draws the same plans from one noise."""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from schemas.plan import PanelPlan
from schemas.story import Character, PageFormat, Panel, Placement, Scene, Setting, Story
from schemas.suite import EvaluatedMethod, SubjectSet, Suite
from schemas.training import Training

_SIDE = 500.0
"""Points along a panel's shorter side, which decide nothing but its shape."""
_SCENE = "scene-1"


class Cell(NamedTuple):
    """One picture of an evaluation."""

    method: EvaluatedMethod
    composition: SubjectSet
    prompt: int
    """From 1."""
    picture: int
    """From 1."""
    panel: PanelPlan

    @property
    def subjects(self) -> int:
        """How many are to be in it."""
        return len(self.composition.subjects)


def cells_of(
    suite: Suite, *, root: Path, learned: Mapping[str, Story] = MappingProxyType({})
) -> tuple[Cell, ...]:
    """Return every picture of a suite, a method's together, each with its plan.

    Methods share plans and seeds, and differ in what draws, so that what differs in the pictures is
    the method's doing.

    Args:
        suite: in one of its sizes.
        root: the folder to which characters' pictures are relative.
        learned: by a method's id, its story with what was trained for it.

    Raises:
        StoryboardError: a composition cannot be planned, or a character's picture is missing.
    """
    known: dict[str, dict[str, PanelPlan]] = {}
    found: list[Cell] = []
    for method in suite.methods:
        story = learned.get(method.id) or story_of(suite, method)
        told = repr(story.characters)
        if told not in known:
            known[told] = _planned(story, root)
        found += _cells(suite, method, story, known[told])
    return tuple(found)


def reference_panels(suite: Suite, *, root: Path) -> tuple[PanelPlan, ...]:
    """Return the plans that all methods share: their pictures are what figures are compared with.

    Raises:
        StoryboardError: as `cells_of` does.
    """
    story = _story(suite, suite.characters, suite.methods[0])
    return tuple(_planned(story, root).values())


def story_of(suite: Suite, method: EvaluatedMethod) -> Story:
    """Return all compositions with all prompts as the story that a method draws, a page each."""
    characters = {
        who: each.but(
            weights=method.weights or each.weights,
            class_noun=method.classes.get(who, each.class_noun),
        )
        for who, each in suite.characters.items()
    }
    return _story(suite, characters, method)


def _cells(
    suite: Suite, method: EvaluatedMethod, story: Story, plans: Mapping[str, PanelPlan]
) -> Iterator[Cell]:
    for composition in suite.compositions:
        for prompt in range(1, len(suite.prompts) + 1):
            name = _name(composition, prompt)
            for picture in range(1, suite.pictures + 1):
                panel = plans[name].but(
                    id=f"{method.id}-{name}-{picture}",
                    seed=_seed(suite, composition, prompt, picture),
                    renderer=story.renderer,
                )
                yield Cell(method, composition, prompt, picture, panel)


def _name(composition: SubjectSet, prompt: int) -> str:
    return f"{composition.id}-p{prompt}"


def _seed(suite: Suite, composition: SubjectSet, prompt: int, picture: int) -> int:
    """Return a picture's seed; what the prompt says counts, and not where it is listed."""
    words = suite.prompts[prompt - 1].model_dump_json()
    told = f"{suite.seed}: {composition.id}: {words}: picture {picture}"
    return int.from_bytes(sha256(told.encode()).digest()[:4]) >> 1


def _planned(story: Story, root: Path) -> dict[str, PanelPlan]:
    """Plan every composition with every prompt, by the names of both."""
    from storyboard.planning.planner import plan_story

    plans = plan_story(story, root=root).panels
    return {each.id.removeprefix(f"{_SCENE}-"): each for each in plans}


def _story(suite: Suite, characters: dict[str, Character], method: EvaluatedMethod) -> Story:
    wide, high = (_SIDE * max(1.0, ratio) for ratio in (suite.aspect, 1 / suite.aspect))
    panels = tuple(_panels(suite, characters))
    return Story(
        title=suite.title,
        style=suite.style,
        negative=suite.negative,
        renderer=method.renderer,
        training=_everybody(method.training, characters),
        page=PageFormat(width=wide, height=high, gutter=0, margin=0),
        characters=characters,
        scenes=(Scene(id=_SCENE, setting=Setting(), layout=((1,),), panels=panels),),
    )


def _everybody(training: Training | None, characters: Mapping[str, Character]) -> Training | None:
    """Teach all subjects, packaged ones too, where the training does not say whom."""
    if training is None or training.characters:
        return training
    return training.but(characters=tuple(characters))


def _panels(suite: Suite, characters: dict[str, Character]) -> Iterator[Panel]:
    for composition in suite.compositions:
        names = tuple(characters[who].name for who in composition.subjects)
        boxes = composition.boxes or (None,) * len(names)
        for number, prompt in enumerate(suite.prompts, 1):
            yield Panel(
                id=_name(composition, number),
                action=prompt.told(names),
                shot=prompt.shot,
                setting=prompt.setting,
                characters={
                    who: Placement(region=box)
                    for who, box in zip(composition.subjects, boxes, strict=True)
                },
            )
