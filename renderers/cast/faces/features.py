"""Finds eyes, brows and mouth on a drawn face: the islands in a stretch of skin."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from renderers.cast.faces.islands import (
    Island,
    Place,
    brows_among,
    eyes_among,
    islands_of,
    mouth_among,
    perimeter,
)
from renderers.cast.masks import Flags
from renderers.cast.outlines import Vertex, area_of, filled, loops_of

Pixels = NDArray[np.uint8]
Colour = tuple[int, int, int]

_SKIN = 36
"""How far a colour may be from the skin's, in each channel."""
_DARK = 90
_REACH = 2.6
"""How far around the eyes' middle a face is looked for, in distances between the eyes."""


class FaceMarks(NamedTuple):
    """Where a face is, as far as its joints tell; places are pixels."""

    right_eye: Place
    left_eye: Place
    mouth: Place | None
    """None where nobody says."""


class DrawnFace(NamedTuple):
    """A face as it is drawn; places are the picture's pixels."""

    skin: Colour
    ink: Colour
    line: float
    """The width of the lines in it."""
    outline: tuple[Vertex, ...]
    """Around the skin, what is in it included."""
    eyes: tuple[Place, Place]
    """The middles of the right and the left one."""
    eye_islands: tuple[Island, Island] | None
    """None where eyes hang together with glasses or hair, so that they cannot be redrawn."""
    brows: tuple[Island, ...]
    """Both, or none where there are none or one hangs together with something else."""
    brows_free: bool
    """Whether brows can be drawn: there are some to wipe off, or skin above the eyes."""
    mouth: Place
    """Its middle."""
    mouth_island: Island | None
    """None where there is none, or it hangs together with a beard."""
    mouth_free: bool
    """Whether a mouth can be drawn: there is one to wipe off, or skin."""

    @property
    def unit(self) -> float:
        """The distance between the eyes."""
        return float(np.hypot(*(self.eyes[1] - self.eyes[0])))


def drawn_face(picture: Image.Image, marks: FaceMarks) -> DrawnFace | None:
    """Find a face and what is in it; None where no skin is found between eyes and mouth.

    Args:
        picture: RGBA.
        marks: roughly; eyes may be wrong by half of the distance between them.
    """
    between = float(np.hypot(*(marks.left_eye - marks.right_eye)))
    middle = (marks.left_eye + marks.right_eye) / 2
    corner = np.maximum(np.floor(middle - _REACH * between), 0).astype(int)
    far = np.ceil(middle + _REACH * between).astype(int)
    pixels = np.asarray(picture)[corner[1] : far[1], corner[0] : far[0]]
    if between < 6 or pixels.size == 0:
        return None
    here = FaceMarks(
        marks.right_eye - corner,
        marks.left_eye - corner,
        None if marks.mouth is None else marks.mouth - corner,
    )
    found = _found(pixels, here)
    return None if found is None else _moved(found, corner)


def _found(pixels: Pixels, marks: FaceMarks) -> DrawnFace | None:
    skin = _skin(pixels, marks)
    if skin is None:
        return None
    opaque = pixels[..., 3] > 128
    near = np.abs(pixels[..., :3].astype(int) - np.array(skin)).max(axis=2) <= _SKIN
    loop = _face_loop(near & opaque, marks)
    if loop is None:
        return None
    inside = filled(loop, pixels.shape)
    islands = list(islands_of(inside & ~near))
    between = marks.left_eye - marks.right_eye
    unit = float(np.hypot(*between))
    pair = eyes_among(islands, (marks.right_eye + marks.left_eye) / 2, unit)
    eyes = (pair[0].centre, pair[1].centre) if pair else (marks.right_eye, marks.left_eye)
    unit = float(np.hypot(*(eyes[1] - eyes[0])))
    mouth = mouth_among(islands, eyes, unit, marks.mouth, pair)
    brows = brows_among(islands, eyes, unit, pair)
    place = _mouth_place(eyes, unit, marks.mouth, mouth)
    dark = pixels[..., :3].max(axis=2) < _DARK
    ink = _ink(pixels, inside & dark)
    line = _line(mouth, brows, unit)
    free = mouth is not None or _is_skin(near & inside, place, 0.22 * unit)
    above = _bare_forehead(near & inside, eyes, unit, pair)
    bare = bool(brows) or above
    return DrawnFace(skin, ink, line, loop, eyes, pair, brows, bare, place, mouth, free)


def _bare_forehead(
    skin: Flags,
    eyes: tuple[Place, Place],
    unit: float,
    pair: tuple[Island, Island] | None,
) -> bool:
    """Tell whether there is nothing but skin where brows would be."""
    for at, eye in enumerate(eyes):
        top = eye[1] - 0.2 * unit if pair is None else pair[at].low[1]
        low = np.array([eye[0] - 0.24 * unit, top - 0.22 * unit]).astype(int)
        high = np.array([eye[0] + 0.24 * unit, top - 0.05 * unit]).astype(int)
        part = skin[max(0, low[1]) : max(0, high[1]), max(0, low[0]) : max(0, high[0])]
        if not part.size or part.mean() < 0.9:
            return False
    return True


def _skin(pixels: Pixels, marks: FaceMarks) -> Colour | None:
    """Return the commonest colour between the eyes and below them."""
    unit = float(np.hypot(*(marks.left_eye - marks.right_eye)))
    middle = (marks.left_eye + marks.right_eye) / 2
    low = np.maximum(middle - np.array([0.8, 0.3]) * unit, 0).astype(int)
    high = (middle + np.array([0.8, 1.0]) * unit).astype(int)
    part = pixels[low[1] : high[1], low[0] : high[0]].reshape(-1, 4)
    light = part[(part[:, 3] > 200) & (part[:, :3].max(axis=1) >= _DARK // 2)]
    if len(light) < 0.2 * max(len(part), 1):
        return None
    cells, counts = np.unique(light[:, :3] // 16, axis=0, return_counts=True)
    commonest = cells[int(counts.argmax())]
    own = light[(light[:, :3] // 16 == commonest).all(axis=1)][:, :3]
    r, g, b = (int(value) for value in np.median(own, axis=0))
    return r, g, b


def _face_loop(skin: Flags, marks: FaceMarks) -> tuple[Vertex, ...] | None:
    """Return the border of the largest skin between the eyes, or else right below them."""
    across = marks.left_eye - marks.right_eye
    down = np.array([-across[1], across[0]])
    middle = (marks.left_eye + marks.right_eye) / 2
    loops = sorted(loops_of(skin), key=area_of, reverse=True)[:4]
    for place in (middle, middle + 0.45 * down, middle + 0.8 * down):
        x, y = (int(value) for value in place)
        for loop in loops:
            inside = filled(loop, skin.shape)
            if 0 <= y < inside.shape[0] and 0 <= x < inside.shape[1] and inside[y, x]:
                return tuple(loop)
    return None


def _mouth_place(
    eyes: tuple[Place, Place], unit: float, told: Place | None, island: Island | None
) -> Place:
    if island is not None:
        return island.centre
    if told is not None:
        return told
    middle = (eyes[0] + eyes[1]) / 2
    across = (eyes[1] - eyes[0]) / unit
    return np.asarray(middle + np.array([-across[1], across[0]]) * 1.05 * unit)


def _is_skin(skin: Flags, place: Place, reach: float) -> bool:
    """Tell whether there is nothing but skin around a place."""
    (left, top), (right, bottom) = (place - reach).astype(int), (place + reach).astype(int)
    part = skin[max(0, top) : bottom, max(0, left) : right]
    return bool(part.size and part.mean() > 0.9)


def _ink(pixels: Pixels, dark: Flags) -> Colour:
    if not dark.any():
        return 30, 22, 34
    r, g, b = (int(value) for value in np.median(pixels[dark][:, :3], axis=0))
    return r, g, b


def _line(mouth: Island | None, brows: Sequence[Island], unit: float) -> float:
    """Return the width of a mouth's or a brow's line; where none tells, a plain one."""
    widths = [2 * each.area / perimeter(each) for each in (*([mouth] if mouth else []), *brows)]
    plain = 0.075 * unit
    return float(np.clip(np.median(widths) if widths else plain, 0.045 * unit, 0.14 * unit))


def _moved(face: DrawnFace, by: Place) -> DrawnFace:
    """Return a face with all places moved."""

    def loop(points: Sequence[Vertex]) -> tuple[Vertex, ...]:
        return tuple((x + int(by[0]), y + int(by[1])) for x, y in points)

    def island(one: Island) -> Island:
        return one._replace(loop=loop(one.loop), low=one.low + by, high=one.high + by)

    pair = face.eye_islands
    return face._replace(
        outline=loop(face.outline),
        eyes=(face.eyes[0] + by, face.eyes[1] + by),
        eye_islands=(island(pair[0]), island(pair[1])) if pair else None,
        brows=tuple(map(island, face.brows)),
        mouth=face.mouth + by,
        mouth_island=face.mouth_island and island(face.mouth_island),
    )
