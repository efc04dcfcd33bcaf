"""What the planner decides: every panel as geometry and final text, for any renderer.

A plan holds no pixels. It can be read, diffed and edited by a person before anything is drawn.
"""

import operator
import re
from collections.abc import Callable
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from schemas.base import Value, digest_of
from schemas.cast import Facing
from schemas.geometry import Box, Point, Pose, Region
from schemas.plugins import AnySettings
from schemas.quality import Quality
from schemas.settings import RendererSettings
from schemas.shots import ShotName
from schemas.story import Line, PageFormat, Setting, SoundEffect, Voice
from schemas.vocabulary.words import Posture
from schemas.ways import Way

_NUMBERED = re.compile(r"scene-\d+")
"""What a scene is called that has no name of its own."""
_BESIDE = ("words", "alt", "room", "quality")
"""What of a panel no renderer draws.

A field that is not named here redraws when it changes and, once added, every panel there is.
"""


class Figure(Value):
    """The reference picture that shows a segment's subject, and where its canvas comes to lie."""

    layers: tuple[str, ...] = Field(min_length=1)
    """Picture names, lowest first."""
    placement: Box
    """Where the (mirrored) canvas lies in the panel's unit square; may reach outside."""
    mirror: bool = False
    projection: Annotated[tuple[float, ...], Field(min_length=9, max_length=9)] | None = None
    """Where the canvas is not upright: the homography, row by row, that lays the (mirrored)
    canvas's unit square into the panel's; `placement` is the box around it."""
    bottom: float = Field(default=1.0, gt=0, le=1)
    """The y in the canvas's unit square below which nothing of the picture is shown."""


class Arm(Value):
    """An arm of a posed figure that is painted apart from it: about somebody, or before a thing."""

    side: Literal["r", "l"]
    """Of the figure as it was painted, before it is mirrored."""
    region: Region
    subject: str
    """The segment next to which it is painted."""
    behind: bool = False
    """Whether it is painted right before that segment, which then hides it, and not right after."""


class Segment(Value):
    """One subject of a panel: who, where, how, and the prompt that says so."""

    subject: str
    """The character's id."""
    token: str
    """The rare word that means the subject in its prompt, such as `sks`."""
    prompt: str
    region: Region
    """The posed figure's shape, not yet cut by what stands before it; clipped by the panel."""
    pose: Pose | None = None
    pose_word: str | None = None
    """What the body is to do; the picture may show the nearest that is drawn."""
    posture: Posture = "standing"
    """How the figure shown holds itself."""
    holds: str | None = None
    """What the figure shown has in hand or uses; its region includes it."""
    mood: str | None = None
    facing: Facing = "front"
    figure: Figure | None = None
    """None where the character has no pictures."""
    arms: tuple[Arm, ...] = Field(default=(), exclude_if=operator.not_)
    """The arms that are not painted with the rest of the figure; `region` is that of all of it."""
    trunk: Region | None = Field(default=None, exclude_if=operator.not_)
    """The figure without them."""
    face: Box | None = None
    """The head, which words must not cover."""
    mouth: Point | None = None
    """Where a balloon's tail points."""
    way: Way | None = None
    """How a thing or an animal is there that is nobody of the cast; None for characters."""
    weights: str | None = None
    """This character's own adapter file, relative to the story file."""
    references: tuple[str, ...] = Field(default=(), exclude_if=operator.not_)
    """Names of all the author's pictures of the subject, where the renderer hears several."""


class PanelWords(Value):
    """What is lettered over a panel; changing it redraws nothing."""

    captions: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    effects: tuple[SoundEffect, ...] = ()


Shown = Literal["shown", "words", "not shown"]


Told = Literal["action", "setting", "light", "weather", "characters"]


class LedgerEntry(Value):
    """A content word of what is asked of a panel, and whether the picture shows it."""

    word: str
    start: int
    end: int
    """Where it stands in the text that says it."""
    told: Told = "action"
    """Which text that is: the action, a part of the setting, or what is said under `characters`."""
    kind: str = ""
    """What a word of the action was taken for, as `schemas.directions.WordUse` has it."""
    shown: Shown
    """`words`: no picture of it is at hand, and the renderer draws it from words if it can."""


class PanelPlan(Value):
    """One panel, decided. Segments come back to front: each covers those before it."""

    id: str
    """`<scene>-<panel>`, also the name of its files."""
    scene: str
    aspect: float = Field(gt=0)
    """Width over height."""
    shot: ShotName
    camera: str
    action: str = ""
    """What happens, in the author's words."""
    setting: Setting
    prompt: str
    """The whole panel in words: the global diffuser's prompt."""
    background_prompt: str
    """The setting alone: the background segment's prompt."""
    negative_prompt: str
    segments: tuple[Segment, ...] = ()
    seed: int
    renderer: AnySettings
    masks: str | None = None
    pose_map: str | None = None
    scaffold: str | None = None
    alt: str
    """Alternative text: what a reader would see."""
    room: tuple[Box, ...] = ()
    """Where the planner kept the picture calm for the words."""
    words: PanelWords = PanelWords()
    ledger: tuple[LedgerEntry, ...] = ()
    """What of the action is shown, in the order of the text."""
    quality: Quality | None = None
    """What the picture must reach; None judges nothing."""

    @property
    def backdrop(self) -> str:
        """What the look of the place hangs on: the scene's name; the place where it has none."""
        return self.setting.prompt if _NUMBERED.fullmatch(self.scene) else self.scene

    def look_digest(self) -> str | None:
        """Digest what the picture shows, whatever the panel is called.

        None where the renderer may show the name, as sketches do.
        """
        if not isinstance(self.renderer, RendererSettings) or self.renderer.shows_names:
            return None
        data = self.model_dump(mode="json", exclude={*_BESIDE, "id", "scene"})
        return digest_of({**data, "renderer": self.renderer.drawing(), "backdrop": self.backdrop})

    def drawing_digest(self) -> str:
        """Digest everything that changes the picture, which lettering and memory modes do not."""
        return self._drawing

    @cached_property
    def _drawing(self) -> str:
        data = self.model_dump(mode="json", exclude={*_BESIDE, "ledger"})
        if isinstance(self.renderer, RendererSettings):
            data["renderer"] = self.renderer.drawing()
        return digest_of(data)


class PanelFrame(Value):
    """Where a panel lies on its page, in points (1/72 inch) from the trimmed page's top left."""

    panel: str
    box: Box


class PagePlan(Value):
    """One page: its panels in reading order."""

    frames: tuple[PanelFrame, ...]


class Speaker(Value):
    """What lettering knows of a character."""

    name: str
    voice: Voice


class Plan(Value):
    """The whole book, decided."""

    format: Literal["storyboard-plan/2"] = "storyboard-plan/2"
    title: str
    author: str | None = None
    language: str
    page: PageFormat
    font: str | None = None
    """A vendored family, or a font file relative to the story; None for the vendored book font."""
    speakers: dict[str, Speaker]
    panels: tuple[PanelPlan, ...] = Field(min_length=1)
    pages: tuple[PagePlan, ...] = Field(min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _of_an_older_format(cls, data: Any) -> Any:
        if isinstance(data, dict) and data.get("format") == "storyboard-plan/1":
            panels = _each(data, "panels", _upgraded)
            return data | {"format": "storyboard-plan/2", "panels": panels}
        return data

    def panel(self, identity: str) -> PanelPlan:
        """Return the panel of that id.

        Raises:
            KeyError: there is none.
        """
        for panel in self.panels:
            if panel.id == identity:
                return panel
        raise KeyError(identity)


def _upgraded(panel: Any) -> Any:
    """Return a panel of `storyboard-plan/1` as data of the present format.

    A segment's token was only in its prompt then, as the first word. What else is new was
    nowhere, and gets its default.
    """
    if not isinstance(panel, dict):
        return panel
    return panel | {"segments": _each(panel, "segments", _with_token)}


def _with_token(segment: Any) -> Any:
    if not isinstance(segment, dict) or "token" in segment:
        return segment
    return segment | {"token": next(iter(str(segment.get("prompt", "")).split()), "")}


def _each(data: dict[str, Any], key: str, change: Callable[[Any], Any]) -> Any:
    """Change every item of a list; what is no list is left for validation to refuse."""
    items = data.get(key, ())
    return [change(item) for item in items] if isinstance(items, list | tuple) else items
