"""The lines of a profile that looks to the right: forehead, nose, lips, chin, jaw, hair."""

from typing import NamedTuple

import numpy as np

from renderers.cast.faces.lines import smooth
from renderers.cast.puppets.head_measures import HeadMeasures
from renderers.cast.vectors import Points

Row = tuple[float, float]
"""x and y."""

_DEPTH = 0.84, 1.04, 1.16
"""From forehead to the back of the head: of the head's height, but within so much of its width."""
_EAR = 0.53
"""Where on that way the ear is."""
_FRONT = ((-0.5, -0.03), (-0.22, 0.0), (-0.02, -0.07), (0.14, -0.02))
"""Down the forehead to the bridge of the nose: down from the eyes, in heights of the face from eyes
to mouth, and forwards, in lengths of the nose below."""
_TIP = ((-0.1, 0.84), (0.0, 1.0), (0.06, 0.9), (0.1, 0.5), (0.13, 0.08))
"""About the tip of the nose, likewise."""
_LIPS = ((-0.12, 0.12), (-0.02, 0.0), (0.1, 0.1), (0.24, -0.14))
"""About the mouth, likewise."""
_CHIN = ((0.62, -0.02), (0.82, -0.12), (0.96, -0.55), (1.0, -1.2))
"""From the mouth to below the chin: of that way, and forwards in lengths of the nose."""
_NOSE = 0.3
"""Length of the nose, in heights of the face."""
_NAPE = 0.7
"""Of the way from eyes to mouth: how far down short hair reaches."""


class Contours(NamedTuple):
    """A profile's frame and lines, in the pixels of the head that it is made from."""

    front: float
    """The x of forehead and chin."""
    ear: float
    back: float
    edge: Points
    """From the hairline down to below the chin; every row has one place."""
    jaw: Points
    """From below the chin back to below the ear."""
    nose: float
    """Its length."""

    def at(self, y: np.ndarray) -> np.ndarray:
        """Return the x of the face's edge in some rows."""
        return np.asarray(np.interp(y, self.edge[:, 1], self.edge[:, 0]))

    def below(self, y: float) -> Points:
        """Return the face's edge from a row on."""
        rest = self.edge[self.edge[:, 1] > y]
        return np.concatenate([[[float(self.at(np.array(y))), y]], rest])


def contours_of(head: HeadMeasures, neck: float) -> Contours:
    """Draw a profile's lines, its ear above the middle of a neck."""
    share, least, most = _DEPTH
    width = head.right - head.left
    depth = float(np.clip(share * (head.chin - head.top), least * width, most * width))
    front, nose = neck + _EAR * depth, _NOSE * head.face_height
    edge, jaw = _edge(head, front, nose), _jaw(head, front, neck)
    return Contours(front, neck, front - depth, edge, jaw, nose)


def _edge(head: HeadMeasures, front: float, nose: float) -> Points:
    deep = head.face_height
    eyes, mouth = float(head.bridge[1]), float(head.mouth[1])
    rows = [(front - 0.12 * nose, min(head.hairline, eyes - 0.55 * deep))]
    for start, part in ((eyes, _FRONT), (head.nose, _TIP), (mouth, _LIPS)):
        rows += [(front + x * nose, start + y * deep) for y, x in part]
    rows += [(front + x * nose, mouth + y * (head.chin - mouth)) for y, x in _CHIN]
    kept = rows[:1]
    for row in rows[1:]:
        kept += [row] if row[1] > kept[-1][1] + 1 else []
    points = _curve(kept)
    points[:, 1] = np.maximum.accumulate(points[:, 1])
    return points


def _jaw(head: HeadMeasures, front: float, ear: float) -> Points:
    wide, mouth = front - ear, float(head.mouth[1])
    tall = head.chin - head.nose
    return _curve(
        [
            (front - 0.36 * head.face_height, head.chin),
            (front - 0.52 * wide, head.chin - 0.06 * tall),
            (ear + 0.16 * wide, mouth + 0.28 * (head.chin - mouth)),
            (ear + 0.03 * wide, mouth - 0.16 * (mouth - head.nose)),
            (ear + 0.01 * wide, head.nose - 0.1 * tall),
        ]
    )


def hair_region(head: HeadMeasures, lines: Contours, fringe: float, beyond: float) -> Points:
    """Return a loop around where hair is: above the forehead, and behind the ear.

    Args:
        fringe: the y down to which hair is above the forehead.
        beyond: a way that leads out of the picture, from anywhere in it.
    """
    deep, back, ear = head.face_height, lines.back, lines.ear
    wide, eyes = ear - back, float(head.bridge[1])
    around: list[Row] = [(ear, fringe), (lines.front + beyond, fringe)]
    around += [(lines.front + beyond, -beyond), (back - beyond, -beyond)]
    if head.hangs:
        low = head.chin + 1.2 * deep
        around += [(back - beyond, low + beyond), (ear - 0.3 * wide, low + beyond)]
        rows = [(ear - 0.3 * wide, low), (ear - 0.1 * wide, head.chin), (ear, head.nose)]
    else:
        nape = eyes + _NAPE * deep
        around += [(back - beyond, eyes - 0.3 * deep)]
        rows = [
            (back - 0.05 * wide, eyes - 0.3 * deep),
            (back + 0.03 * wide, eyes),
            (back + 0.2 * wide, 0.4 * eyes + 0.6 * nape),
            (back + 0.46 * wide, nape),
            (ear - 0.1 * wide, nape),
            (ear, head.nose),
        ]
    return np.concatenate([np.array(around), _curve(rows)])


def lock_line(head: HeadMeasures, lines: Contours, temple: float, pen: float) -> Points:
    """Return the edge of hair that falls from the temple to behind the jaw."""
    deep, eyes = head.face_height, float(head.bridge[1])
    return _curve(
        [
            (temple - 0.5 * pen, eyes - 0.1 * deep),
            (0.6 * temple + 0.4 * lines.ear + 0.4 * pen, eyes + 0.3 * deep),
            (lines.ear + pen, head.nose + 0.2 * deep),
        ]
    )


def _curve(rows: list[Row]) -> Points:
    return np.array(smooth([np.array(row, float) for row in rows]))
