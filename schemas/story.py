"""A story as its author means it: shorthand spelled out, defaults filled in, names resolved."""

from typing import Any, Literal

from pydantic import Field

from schemas.angles import AngleName
from schemas.base import Value
from schemas.cast import Kind
from schemas.director import DirectorSettings
from schemas.geometry import Box, Pose
from schemas.openpose import PoseFromFile
from schemas.plugins import AnySettings
from schemas.quality import Quality
from schemas.settings import default as default_renderer
from schemas.shots import ShotName
from schemas.training import Training
from schemas.ways import Way

How = Literal["speech", "whisper", "shout", "thought", "radio", "off-panel"]
Depth = Literal["front", "middle", "behind"]
BalloonShape = Literal["round", "square", "rough"]


class Voice(Value):
    """How a character's words look."""

    balloon: BalloonShape = "round"
    font: str | None = None
    """A vendored font family, or a font file relative to the story; None for the book's."""


class Character(Value):
    """Someone or something that must stay itself from panel to panel."""

    id: str
    name: str
    token: str
    class_noun: str = Field(alias="class")
    look: str = ""
    kind: Kind = "person"
    references: tuple[str, ...] = ()
    """Picture names of the author's own references, patterns already resolved."""
    packaged: str | None = None
    """The packaged character whose card supplies the pictures, if any."""
    weights: str | None = None
    height: float = Field(default=1.0, gt=0, le=10)
    voice: Voice = Voice()


class Setting(Value):
    """A place in words."""

    prompt: str = ""
    light: str | None = None
    weather: str | None = None
    art: str | None = None
    """A picture of the place, relative to the story file; drawn in place of the packaged one."""
    ground: float = Field(default=0.9, gt=0, le=1)
    """How far down in `art` people's feet stand, from 0 at the top to 1 at the bottom."""
    relight: float | None = Field(default=None, ge=0, le=1, exclude_if=lambda share: share is None)
    """How much of the place's light falls on its figures: 0 leaves them their own colours, 1 makes
    them as dark as the place. None leaves it to the renderer, which relights none in `art`."""


class OwnProp(Value):
    """A thing or an animal of the author's own, shown wherever an action names it."""

    picture: str
    """The picture's name, relative to the story."""
    size: float = Field(default=0.3, gt=0)
    """The longer side of what the picture shows, in heights of a standing adult."""
    way: Way = "hand"
    """How it is there where the action does not say it."""


class Line(Value):
    """One utterance."""

    speaker: str
    """A character's id."""
    says: str
    how: How = "speech"


class SoundEffect(Value):
    """A noise, lettered into the picture."""

    text: str
    near: str | None = None
    """The id of the character it belongs to."""


class Placement(Value):
    """How one character is staged in one panel; None leaves it to the planner."""

    at: str | None = None
    """One of the words of `AT`: far left, left, centre, right, far right, top left, …"""
    depth: Depth | None = None
    pose: str | PoseFromFile | Pose | None = None
    """A word of the pose vocabulary, joints of a file, or keypoints in the panel's unit square."""
    mood: str | None = None
    facing: str | None = None
    """left, right, front, back, or the id of the character looked at."""
    region: Box | None = None
    """The figure's box in the panel's unit square."""


class Relation(Value):
    """A spatial relation, as in `dee left of ringo`."""

    subject: str
    relation: Literal[
        "left of",
        "right of",
        "in front of",
        "behind",
        "above",
        "below",
        "on",
        "beside",
        "facing",
        "near",
        "far from",
        "holding",
    ]
    object: str


class Panel(Value):
    """One picture and its words; `like` has been resolved away."""

    id: str
    """Unique in its scene."""
    shot: ShotName | None = None
    angle: AngleName = "eye"
    action: str = ""
    setting: Setting | None = None
    """Overrides the scene's."""
    characters: dict[str, Placement] = {}
    relations: tuple[Relation, ...] = ()
    captions: tuple[str, ...] = ()
    dialogue: tuple[Line, ...] = ()
    sfx: tuple[SoundEffect, ...] = ()
    seed: int | None = None
    renderer: AnySettings | None = None
    """The story's settings with this panel's changes applied, where it has any."""
    masks: str | None = None
    pose_map: str | None = None
    scaffold: str | None = None
    props: dict[str, OwnProp] = {}
    """Things of the author's own for this picture; they come before the story's."""
    quality: Quality | None = None
    """What its picture must reach; what it does not say is the story's."""


class Scene(Value):
    """Panels in one place."""

    id: str
    setting: Setting
    layout: Any = None
    """Tiers of relative widths, e.g. [[2, 1], [1, 1, 1]]; a named layout; a split tree; None."""
    panels: tuple[Panel, ...] = Field(min_length=1)


class PageFormat(Value):
    """The trimmed page, in points (1/72 inch)."""

    width: float = Field(default=477, gt=0)
    height: float = Field(default=738, gt=0)
    reading: Literal["ltr", "rtl", "scroll"] = "ltr"
    bleed: float = Field(default=0, ge=0)
    gutter: float = Field(default=8.64, ge=0)
    margin: float = Field(default=25, ge=0)


class Story(Value):
    """The whole story file."""

    title: str
    author: str | None = None
    language: str = "en"
    style: str = "flat-colour comic, clean ink outlines"
    negative: str = ""
    seed: int = 0
    renderer: AnySettings = Field(default_factory=default_renderer)
    director: DirectorSettings | None = None
    """Whether and how a language model reads the actions; None leaves them to rules."""
    training: Training | None = None
    """What `storyboard train` does for it; None trains nothing."""
    quality: Quality | None = None
    """What every picture must reach; None judges nothing."""
    page: PageFormat = PageFormat()
    font: str | None = None
    """A vendored family, or a font file relative to the story; None for the vendored book font."""
    characters: dict[str, Character] = {}
    cast_files: tuple[str, ...] = ()
    """Files, relative to the story, from which characters were read."""
    props: dict[str, OwnProp] = {}
    """Things of the author's own, by the words that name them in actions."""
    scenes: tuple[Scene, ...] = Field(min_length=1)
