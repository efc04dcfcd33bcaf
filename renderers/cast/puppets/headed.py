"""Drawings that stay as they are but for the head, which is turned or another drawing's."""

import numpy as np
from PIL import Image, ImageChops

from renderers.cast.outlines import outline_of
from renderers.cast.puppets.head_rigs import HeadRig
from renderers.cast.puppets.sources import PuppetSource
from renderers.cast.puppets.torso import Cutout
from renderers.cast.shapes import FigureCanvas, band, mask_of
from renderers.cast.vectors import Vector, about
from schemas.cast import Drawing, Facing, View
from schemas.geometry import JOINTS, Box, Keypoint, Pose, Size

_MARGIN = 8


def reheaded(
    name: str, source: PuppetSource, own: HeadRig, shown: HeadRig
) -> tuple[Image.Image, View]:
    """Paint a drawing with a head; return it with its geometry.

    Args:
        name: of the picture that is made.
        source: the drawing without its head.
        own: the head that it had.
        shown: the head that it gets, in the source's pixels.
    """
    body = source.body if own.neck is None else _without(source.body, own.head)
    low = np.minimum(shown.head.corner, 0) - _MARGIN
    ends = np.stack([shown.head.corner + shown.head.picture.size, source.body.size])
    size = tuple(int(side) for side in np.ceil(ends.max(axis=0) - low + _MARGIN))
    canvas = FigureCanvas((size[0], size[1]))
    _neck(canvas, shown, -low)
    _laid(canvas, Cutout(body, np.zeros(2)), -low)
    _laid(canvas, shown.head, -low)
    whole = canvas.finished()
    box = whole.getchannel("A").getbbox() or (0, 0, *size)
    box = max(0, box[0] - _MARGIN), max(0, box[1] - _MARGIN), box[2] + _MARGIN, box[3] + _MARGIN
    picture = whole.crop(box)
    return picture, _view(name, source, shown, picture, np.array(box[:2], float) + low)


def _neck(canvas: FigureCanvas, shown: HeadRig, by: Vector) -> None:
    """Paint the neck that joins a profile to its body, under both."""
    if not shown.profile or shown.neck is None:
        return
    ears = (shown.joints["r_ear"] + shown.joints["l_ear"]) / 2
    under = np.array([ears[0], shown.joints["nose"][1]])
    low = 0.96 * shown.joints["neck"] + 0.04 * shown.joints["hip"]
    line = np.array([low, 0.3 * shown.joints["neck"] + 0.7 * under]) + by
    canvas.fill(mask_of(band(line, 2 * shown.neck)), shown.ink.colour)
    canvas.fill(mask_of(band(line, 2 * (shown.neck - shown.ink.width))), shown.skin)


def _without(body: Image.Image, head: Cutout) -> Image.Image:
    """Take away what is left of a head, such as its chin, where both were one layer."""
    old = Image.new("L", body.size)
    x, y = (int(value) for value in head.corner)
    old.paste(head.picture.getchannel("A"), (x, y))
    left = body.copy()
    left.putalpha(ImageChops.subtract(body.getchannel("A"), old))
    return left


def _laid(canvas: FigureCanvas, part: Cutout, by: Vector) -> None:
    canvas.lay(part.picture, about(np.zeros(2), part.corner + by, np.eye(2)))


def _view(
    name: str, source: PuppetSource, shown: HeadRig, picture: Image.Image, corner: Vector
) -> View:
    size = np.array(picture.size, float)

    def unit(place: Vector) -> Vector:
        return np.asarray(np.round((place - corner) / size, 5))

    known = source.known | {"nose", "r_eye", "l_eye", "r_ear", "l_ear"}
    joints = [unit(shown.joints[each]) if each in known else None for each in JOINTS]
    pose = Pose(
        keypoints=tuple(
            None if place is None else Keypoint(x=float(place[0]), y=float(place[1]))
            for place in joints
        )
    )
    outline = outline_of(picture)
    assert outline is not None, "a drawing is never empty"
    mouth = unit(shown.mouth)
    head = None
    if shown.corners is not None:
        low, high = (unit(place) for place in shown.corners)
        (left, top), (right, bottom) = low.tolist(), high.tolist()
        head = Box(left=left, top=top, right=right, bottom=bottom)
    facings: dict[int, Facing] = {-1: "left", 0: "front", 1: "right"}
    return View(
        name="headed",
        facing=facings[shown.looks],
        canvas=Size(width=picture.width, height=picture.height),
        drawings=(Drawing(picture=name, keypoints=pose, outline=outline),),
        head=head,
        mouth=(float(mouth[0]), float(mouth[1])),
        stature=round(source.stature / picture.height, 5),
        ground=round(float((source.ground - corner[1]) / size[1]), 5),
    )
