"""A character's pictures: what is drawn of whom, and where the joints are.

A picture is named by a *picture name*: `cast:dee/straight/pose/shrug.png` for a packaged one,
otherwise a path relative to the story file.
"""

from typing import Literal

from pydantic import Field

from schemas.base import Value
from schemas.geometry import Box, Keypoint, Pose, Region, Size

Facing = Literal["left", "right", "front", "back"]
Kind = Literal["person", "animal", "object"]


class Doubt(Value):
    """Why a picture may not be what posing needs."""

    what: str
    remedy: str
    """What its author can do about it."""
    bars: bool = True
    """Whether the picture is then shown as it is, and never posed."""


class Drawing(Value):
    """One picture of a character; alpha is its exact mask. Geometry: the canvas's unit square."""

    picture: str
    pose: str | None = None
    """A word of the pose vocabulary, or None where nobody said."""
    keypoints: Pose | None = None
    outline: Region
    """The silhouette as simplified polygons, props included."""
    prop: str | None = None
    """What is held or used; the mask includes it."""
    facing: Facing | None = None
    """Where this drawing turns, if not where the view does."""
    ground: float | None = None
    """The y this drawing sits or rolls on, if not the view's ground."""
    doubts: tuple[Doubt, ...] = ()
    """What speaks against posing it; packaged ones were looked at."""


class Face(Value):
    """A head with an expression, composited with any drawing of the same view."""

    picture: str
    mood: str
    head: tuple[Keypoint, Keypoint, Keypoint, Keypoint, Keypoint] | None = None
    """nose, r_eye, l_eye, r_ear, l_ear where this expression moves them."""
    outline: Region


class View(Value):
    """Drawings and faces that share one canvas and one direction of view.

    With no faces a drawing is the whole picture, as authors' own references are.
    """

    name: str
    facing: Facing = "front"
    canvas: Size
    drawings: tuple[Drawing, ...] = Field(min_length=1)
    faces: tuple[Face, ...] = ()
    face_over: bool = False
    """Whether faces go over the drawings; usually they go under, so that hands can cover them."""
    mood: str | None = None
    """The mood of a view whose drawings carry their own faces, where it is known."""
    head: Box | None = None
    """The head (hair and chin), in the canvas's unit square, where it is known."""
    mouth: tuple[float, float] | None = None
    """Where a balloon's tail points, in the canvas's unit square."""
    stature: float = Field(default=1.0, gt=0)
    """Height of the character standing upright, as a fraction of the canvas's height."""
    ground: float = 1.0
    """The y on which the character stands or sits, as a fraction of the canvas's height."""


class Card(Value):
    """A character card: everything known of a character's looks, with its pictures."""

    id: str
    name: str
    token: str
    """The rare DreamBooth token, such as `sks`."""
    class_noun: str = Field(alias="class")
    """The class it is one of, such as `woman cartoon`."""
    look: str
    """The looks in words, for zero-shot renderers and alternative texts."""
    kind: Kind = "person"
    height: float = Field(default=1.0, gt=0)
    """Standing height relative to the other characters' 1."""
    views: tuple[View, ...] = Field(min_length=1)
    credit: str = ""
    licence: str = ""
