"""Panels before their pages are laid out: read and arranged, nothing placed yet."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from typing import NamedTuple

from schemas.directions import Directions
from schemas.shots import ShotName
from schemas.story import Panel, Scene, Story
from storyboard.planning.casting.cards import check_known
from storyboard.planning.remembering import Outline, PlanMemory
from storyboard.planning.script.director import Director
from storyboard.planning.script.focus import focused
from storyboard.planning.script.framing import shot_of
from storyboard.planning.script.scene_graph import SolvedScene, arrange, expected_in


class ReadAction(NamedTuple):
    """What a panel's action says, and what follows from it."""

    directions: Directions
    solved: SolvedScene
    shot: ShotName


class PanelDraft(NamedTuple):
    """A panel before its page is laid out."""

    id: str
    scene: Scene
    panel: Panel
    seed: int
    outline: Outline
    read: Callable[[], ReadAction]

    @property
    def directions(self) -> Directions:
        """What the action asks for."""
        return self.read().directions

    @property
    def solved(self) -> SolvedScene:
        """Who stands where."""
        return self.read().solved

    @property
    def shot(self) -> ShotName:
        """How near the camera is."""
        return self.outline.shot


def drafts_of(
    story: Story, scene: Scene, director: Director, seeds: Mapping[str, int], known: PlanMemory
) -> Iterator[PanelDraft]:
    """Yield a scene's panels; each is read when it is first asked for, and once."""
    for panel in scene.panels:
        identity = f"{scene.id}-{panel.id}"
        check_known(story, panel, identity)
        opens = panel is scene.panels[0]
        read = cache(partial(_read, story, panel, director, identity, opens=opens))
        outline = known.outline(panel, opens=opens, make=partial(_outlined, read))
        yield PanelDraft(identity, scene, panel, seeds[identity], outline, read)


def _read(story: Story, panel: Panel, director: Director, name: str, *, opens: bool) -> ReadAction:
    directed = director.direct(panel, story.characters, expected_in(panel))
    directions = focused(directed, panel, story.characters)
    solved = arrange(panel, directions, name=name, reading=story.page.reading)
    animals = all(story.characters[who].kind == "animal" for who in solved.order)
    shot = shot_of(panel, directions, solved.order, opens=opens, animals=animals)
    return ReadAction(directions, solved, shot)


def _outlined(read: Callable[[], ReadAction]) -> Outline:
    reading = read()
    return Outline(shot=reading.shot, subjects=reading.solved.order)
