"""Remembers what was decided of panels, so that an edit plans only what it changed.

A panel's plan comes of the panel, of what the story says of all, of its frame, and of its
characters' pictures; all of that is in the key under which it is remembered.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

from pydantic import TypeAdapter

from schemas.base import Value
from schemas.geometry import Box
from schemas.plan import PanelPlan
from schemas.shots import ShotName
from schemas.story import PageFormat, Panel, Scene, Story
from storyboard.digests import sign_of
from storyboard.memory import TextMemory
from storyboard.planning.pages.pagination import Pages

Decided = tuple[PanelPlan, list[str]]
"""A panel's plan, and what its author should know of it."""
_DECIDED: TypeAdapter[Decided] = TypeAdapter(Decided)
_PAGES: TypeAdapter[Pages] = TypeAdapter(Pages)
T = TypeVar("T")


class Outline(Value):
    """What page layout must know of how a panel was read."""

    shot: ShotName
    subjects: tuple[str, ...]
    """Who is there, from left to right."""


_OUTLINE = TypeAdapter(Outline)


class Drafted(Protocol):
    """A panel before its page is laid out."""

    @property
    def id(self) -> str:
        """Its name in the book."""

    @property
    def scene(self) -> Scene:
        """Where it belongs."""

    @property
    def panel(self) -> Panel:
        """What its author says."""

    @property
    def seed(self) -> int:
        """What its randomness hangs on."""


class PlanMemory:
    """Decides panels, those that were decided before from memory.

    Args:
        memory: what is known; None knows nothing.
        story: the panels' story.
        root: its folder.
    """

    def __init__(self, memory: TextMemory | None, story: Story, *, root: Path) -> None:
        self._memory = memory
        self._story = "" if memory is None else _common(story, root)

    def outline(self, panel: Panel, *, opens: bool, make: Callable[[], Outline]) -> Outline:
        """Return a panel's outline; `opens` tells whether it is its scene's first."""
        memory = self._memory
        if memory is None:
            return make()
        key = memory.key("outline", self._story, panel.model_dump_json(), str(opens))
        return _recalled(memory, key, _OUTLINE, make)

    def decided(self, draft: Drafted, box: Box, make: Callable[[], Decided]) -> Decided:
        """Return the plan of a panel that is framed by `box`."""
        memory = self._memory
        if memory is None:
            return make()
        scene, panel = draft.scene, draft.panel
        key = memory.key(
            "plan",
            self._story,
            panel.model_dump_json(),
            str(panel is scene.panels[0]),
            f"{draft.id} {scene.id} {draft.seed}",
            scene.setting.model_dump_json(),
            box.model_dump_json(),
        )
        return _recalled(memory, key, _DECIDED, make)

    def pages(self, page: PageFormat, scenes: object, make: Callable[[], Pages]) -> Pages:
        """Return the pages of some scenes, whose `repr` says all that their layout comes of."""
        memory = self._memory
        if memory is None:
            return make()
        key = memory.key("pages", page.model_dump_json(), repr(scenes))
        return _recalled(memory, key, _PAGES, make)


def _recalled(memory: TextMemory, key: str, kind: TypeAdapter[T], make: Callable[[], T]) -> T:
    if key in memory.values:
        value: T = memory.values[key]
    elif (known := memory.find(key)) is not None:
        value = kind.validate_json(known)
    else:
        value = make()
        memory.keep(key, kind.dump_json(value))
    memory.values[key] = value
    return value


def _common(story: Story, root: Path) -> str:
    """Return what a story says of all its panels, and how its own pictures are on disk."""
    own = [name for each in story.characters.values() for name in each.references]
    own += [each.picture for each in story.props.values()]
    panels = (panel for scene in story.scenes for panel in scene.panels)
    own += [each.picture for panel in panels for each in panel.props.values()]
    folders = sorted({(root / name).parent for name in own if not name.startswith("cast:")})
    return story.model_dump_json(exclude={"scenes"}) + json.dumps(list(_signs(folders)))


def _signs(folders: Sequence[Path]) -> Iterator[object]:
    """Yield what tells every file of some folders from a changed one, but hidden and stories."""
    for folder in folders:
        try:
            files = sorted(path for path in folder.iterdir() if path.is_file())
            yield [[path.name, sign_of(path)] for path in files if _counts(path)]
        except OSError:
            yield str(folder)


def _counts(path: Path) -> bool:
    return not path.name.startswith(".") and path.suffix not in (".yaml", ".yml")
