"""The packaged cast as figures to place: every drawing with every face, at two scales."""

from functools import cache
from pathlib import Path
from typing import NamedTuple

from PIL import Image

from renderers.cutouts import open_cutout, picture_path
from renderers.references import packaged_card, packaged_ids
from schemas.cast import Card, Drawing, Face, View
from schemas.geometry import Box, Keypoint, Pose

_FACE = (0, 14, 15, 16, 17)
"""Where a face's nose, eyes and ears are among the eighteen joints."""


class Look(NamedTuple):
    """One way in which one of the cast is drawn."""

    card: Card
    view: View
    drawing: Drawing
    face: Face | None

    @property
    def layers(self) -> tuple[str, ...]:
        """Picture names, the lowest first."""
        if self.face is None:
            return (self.drawing.picture,)
        pair = (self.face.picture, self.drawing.picture)
        return pair[::-1] if self.view.face_over else pair

    @property
    def facing(self) -> str:
        """Where the figure turns."""
        return self.drawing.facing or self.view.facing

    @property
    def ground(self) -> float:
        """The y it stands on, as a fraction of its canvas's height."""
        return self.view.ground if self.drawing.ground is None else self.drawing.ground

    @property
    def mood(self) -> str | None:
        """The mood it shows, where that is known."""
        return self.view.mood if self.face is None else self.face.mood

    @property
    def pose(self) -> Pose | None:
        """Its joints in the canvas's unit square, the head as this face has it."""
        pose = self.drawing.keypoints
        if pose is None or self.face is None or self.face.head is None:
            return pose
        joints: list[Keypoint | None] = list(pose.keypoints)
        for at, joint in zip(_FACE, self.face.head, strict=True):
            joints[at] = joint
        return Pose(keypoints=tuple(joints))


@cache
def cast() -> tuple[Card, ...]:
    """Return the cards of everybody who is packaged."""
    return tuple(packaged_card(identity) for identity in packaged_ids())


@cache
def looks(identity: str) -> tuple[tuple[Look, ...], ...]:
    """Return one character's looks, grouped by drawing."""
    card = packaged_card(identity)
    return tuple(
        tuple(Look(card, view, drawing, face) for face in (view.faces or (None,)))
        for view in card.views for drawing in view.drawings
    )  # fmt: skip


class Layer(NamedTuple):
    """One picture of a figure, cut to what is drawn, with a margin of air."""

    picture: Image.Image
    """RGBA."""
    box: Box
    """Where it lies in the canvas's unit square."""


_AIR = 8


@cache
def layer(name: str, halvings: int) -> Layer:
    """Return a layer of the cast, reduced by two so many times."""
    picture = open_cutout(name, picture_path(name, Path()))
    width, height = picture.size
    left, top, right, bottom = picture.getbbox() or (0, 0, _AIR, _AIR)
    grain = 2**halvings
    left, top = (_AIR * (side // _AIR - 1) for side in (left, top))
    right, bottom = (_AIR * (side // _AIR + 2) for side in (right, bottom))
    cropped = picture.crop((left, top, right, bottom))
    box = Box(left=left / width, top=top / height, right=right / width, bottom=bottom / height)
    return Layer(cropped.reduce(grain) if halvings else cropped, box)
