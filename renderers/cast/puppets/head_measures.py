"""Where the parts of a head are that is drawn from the front, as its profile needs them."""

from typing import NamedTuple

import numpy as np

from renderers.cast.faces.features import DrawnFace, FaceMarks, drawn_face
from renderers.cast.masks import Flags, shrunk
from renderers.cast.outlines import Vertex, area_of, filled, loops_of
from renderers.cast.puppets.backs import hair_of
from renderers.cast.puppets.head_rigs import HeadRig
from renderers.cast.puppets.ink import alike, like
from renderers.cast.puppets.sources import Pixels
from renderers.cast.shapes import Colour
from renderers.cast.vectors import Vector

OUTLINE = 1.9
"""Of the ink's width: how deep inside a silhouette nothing is of its line any more."""
_SKIN = 40
"""How far from the skin's colour a pixel may be, in any channel, to be skin."""
_SHORTEST, _TALLEST = 0.4, 2.6
"""Eyes' distances from eyes to mouth, between which a face is a face."""


class HeadMeasures(NamedTuple):
    """A head from the front; its right half, on the picture's left, will be seen.

    Places are pixels of the head's picture.
    """

    outline: tuple[Vertex, ...]
    """Around the face's skin."""
    unit: float
    """The distance between the eyes."""
    eye: Vector
    """The near one."""
    solid: Flags
    """The head itself, without what floats beside it."""
    skin: Colour
    hair: Colour | None
    """None where there is none."""
    bridge: Vector
    """Between the eyes."""
    mouth: Vector
    nose: float
    """The y of its tip."""
    top: float
    hairline: float
    """The y, on the face's middle, below which there is skin."""
    chin: float
    side: float
    """From the middle to the near side of the face, at the eyes."""
    left: float
    """Where the head's silhouette begins at the hairline."""
    right: float
    hangs: bool
    """Whether hair hangs down beside the jaw, and over the ears."""

    @property
    def face_height(self) -> float:
        """From eyes to mouth."""
        return float(self.mouth[1] - self.bridge[1])

    def middle(self, y: np.ndarray) -> np.ndarray:
        """Return the x of the face's middle at some rows."""
        slope = (self.mouth[0] - self.bridge[0]) / self.face_height
        return np.asarray(self.bridge[0] + slope * (y - self.bridge[1]))


def measured(rig: HeadRig) -> HeadMeasures | None:
    """Measure a head; None where its face is not found, or is not seen from the front."""
    corner = rig.head.corner
    right, left = (rig.joints[f"{side}_eye"] - corner for side in "rl")
    marks = FaceMarks(right, left, rig.mouth - corner)
    face = drawn_face(rig.head.picture, marks)
    solid = _largest(np.asarray(rig.head.picture)[..., 3] > 128)
    if face is None or solid is None:
        return None
    near, far = _eyes(face, marks)
    unit, bridge = float(np.hypot(*(far - near))), (near + far) / 2
    deep = float(face.mouth[1] - bridge[1])
    rows = np.flatnonzero(solid[:, int(np.clip(bridge[0], 0, solid.shape[1] - 1))])
    if not len(rows) or not _SHORTEST * unit < deep < _TALLEST * unit:
        return None
    low = rig.corners[1][1] - corner[1] if rig.corners and rig.neck is not None else np.inf
    chin = min(float(rows[-1] + 1), float(low))
    if chin < face.mouth[1] + 0.2 * deep:
        return None
    inner = shrunk(solid, max(1, round(OUTLINE * rig.ink.width)))
    if not inner[int(bridge[1]) : int(face.mouth[1]) + 1, int(bridge[0])].all():
        return None  # The head is so small that its outline is most of it.
    return _measures(rig, face, near, bridge, solid, (float(rows[0]), chin))


def _measures(
    rig: HeadRig,
    face: DrawnFace,
    eye: Vector,
    bridge: Vector,
    solid: Flags,
    ends: tuple[float, float],
) -> HeadMeasures:
    pixels, mouth = np.asarray(rig.head.picture), face.mouth
    unit, deep = 2 * float(np.hypot(*(bridge - eye))), float(mouth[1] - bridge[1])
    skin = like(pixels, rig.skin, _SKIN)
    hair = hair_of(pixels, solid, rig.skin)
    hairline = _hairline(skin & solid, bridge, int(ends[0]), deep)
    band = np.flatnonzero(solid[int(min(hairline + 0.1 * deep, bridge[1]))])
    return HeadMeasures(
        face.outline,
        unit,
        eye,
        solid,
        rig.skin,
        None if alike(hair, rig.skin, by=30) else hair,
        bridge,
        mouth,
        float(min(rig.joints["nose"][1] - rig.head.corner[1], bridge[1] + 0.75 * deep)),
        ends[0],
        hairline,
        ends[1],
        _side(skin & solid, unit, bridge, deep),
        float(band[0]),
        float(band[-1] + 1),
        _hangs(rig, pixels, hair, bridge, mouth, ends[1]),
    )


def _eyes(face: DrawnFace, marks: FaceMarks) -> tuple[Vector, Vector]:
    """Return the eyes as they are found, or as they are told where glasses were found instead."""
    told = marks.right_eye, marks.left_eye
    apart = float(np.hypot(*(told[1] - told[0])))
    off = max(float(np.hypot(*(a - b))) for a, b in zip(face.eyes, told, strict=True))
    return told if off > 0.3 * apart else face.eyes


def _largest(solid: Flags) -> Flags | None:
    loops = sorted(loops_of(solid), key=area_of, reverse=True)
    return filled(loops[0], solid.shape) if loops else None


def _hairline(skin: Flags, bridge: Vector, top: int, deep: float) -> float:
    """Return the first row from the top, on the face's middle, where skin goes on for a while."""
    across = max(2, round(0.06 * deep))
    x = int(bridge[0])
    column = skin[:, max(0, x - across) : x + across + 1].mean(axis=1) > 0.5
    need, seen = max(4, round(0.15 * deep)), 0
    for y in range(int(top), int(bridge[1])):
        seen = seen + 1 if column[y] else 0
        if seen >= need:
            return float(y - need)
    return float(bridge[1] - 0.5 * deep)


def _side(skin: Flags, unit: float, bridge: Vector, deep: float) -> float:
    """Return how far the face's skin reaches to the near side, below eyes and glasses."""
    low, high = (int(bridge[1] + share * deep) for share in (0.35, 0.65))
    columns = np.flatnonzero(skin[low:high].mean(axis=0) > 0.5)
    near = columns[(columns < bridge[0]) & (columns > bridge[0] - 1.5 * unit)]
    reach = float(bridge[0] - near[0]) if len(near) else 0.0
    return float(np.clip(reach, 0.8 * unit, 1.5 * unit))


def _hangs(
    rig: HeadRig, pixels: Pixels, hair: Colour, bridge: Vector, mouth: Vector, chin: float
) -> bool:
    """Tell whether hair hangs down beside the jaw: to below the chin, or beside bare cheeks."""
    deep, solid = mouth[1] - bridge[1], pixels[..., 3] > 128
    to_hair, to_skin = (
        np.abs(pixels[..., :3].astype(int) - np.array(colour)).max(axis=2)
        for colour in (hair, rig.skin)
    )
    of_hair = (to_hair < 60) & (to_hair < to_skin)
    if (of_hair & solid)[int(chin + 0.1 * deep) :].sum() > 0.06 * deep**2:
        return True
    wide, line = max(3, round(0.2 * deep)), round(1.6 * rig.ink.width)
    rims = []
    for y in range(int(bridge[1]), int(min(mouth[1] + 0.1 * deep, len(solid)))):
        row = np.flatnonzero(solid[y])
        if len(row):
            rim = row[line : line + wide], row[::-1][line : line + wide]
            rims.append([of_hair[y, part].mean() if len(part) else 0.0 for part in rim])
    return bool(rims and (np.array(rims) > 0.7).mean(axis=0).min() > 0.8)
