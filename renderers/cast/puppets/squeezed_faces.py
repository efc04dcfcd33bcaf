"""The near half of a face, squeezed behind the line of its profile."""

import numpy as np

from renderers.cast.masks import shrunk
from renderers.cast.puppets.head_measures import OUTLINE, HeadMeasures
from renderers.cast.puppets.head_rigs import HeadRig
from renderers.cast.puppets.ink import DARK, like
from renderers.cast.puppets.profile_lines import Contours
from renderers.cast.puppets.sources import Pixels

_NARROW = 0.74
"""Width of eye and mouth, which are seen from their side."""
_STRETCHED = 1.7
"""Width of the cheek, at most."""
_SOFT = 3
"""Pixels over which lines fade."""
_SHADED = 64
"""How far shaded skin may be from the skin's colour, in any channel."""
_BEARD = 0.55
"""Of the jaw's edge: whose is as far no skin has a beard."""


class Squeeze:
    """From ways beside a face's middle to ways behind its profile's line."""

    def __init__(self, head: HeadMeasures, lines: Contours) -> None:
        near = min(0.85 * head.unit, 0.9 * head.side)
        end = _NARROW * near + _STRETCHED * (head.side - near)
        end = min(end, max(lines.front - lines.ear, _NARROW * near + 1))
        far = 9 * head.side
        self._behind, self._beside = (0, _NARROW * near, end, end + far), (0, near, head.side, far)
        self.temple = lines.front - end
        """The x at which the face's near side comes to lie."""

    def behind(self, beside: float) -> float:
        """Return how far behind the line a place comes to lie."""
        return float(np.interp(beside, self._beside, self._behind))

    def beside(self, behind: np.ndarray) -> np.ndarray:
        """Return how far beside the middle is what comes to lie so far behind the line."""
        return np.asarray(np.interp(behind, self._behind, self._beside))


def squeezed_face(
    rig: HeadRig,
    head: HeadMeasures,
    lines: Contours,
    squeeze: Squeeze,
    x: np.ndarray,
    y: np.ndarray,
) -> Pixels:
    """Return what of a face is at some places of its profile."""
    pixels = _without_nose(np.array(rig.head.picture), head)
    away = squeeze.beside(lines.at(y[:, 0])[:, None] - x)
    rows, limit = _reach(head, pixels, rig)
    y = np.clip(y, rows[0] + 0.5, rows[-1] + 0.5)
    most = np.interp(y, rows + 0.5, limit)
    made = sampled(pixels, head.middle(y) - np.minimum(away, most), y)
    beyond = away > most
    even = _beyond(head, pixels, rows, limit)
    made[beyond, :3] = np.broadcast_to(
        even[np.searchsorted(rows, y.astype(int))], made[..., :3].shape
    )[beyond]
    made[beyond, 3] = 255
    return made


def _without_nose(pixels: Pixels, head: HeadMeasures) -> Pixels:
    """Paint skin over the nose that looks at the reader."""
    deep, (x, eyes) = head.face_height, head.bridge
    middle, bottom = eyes + 0.45 * deep, head.nose + 0.14 * deep
    # Above, a lens may be as near as this.
    for top, low, wide in ((eyes + 0.16 * deep, middle, 0.16), (middle, bottom, 0.34)):
        left, right = max(0, int(x - wide * head.unit)), int(x + 0.5 * head.unit)
        pixels[int(top) : max(int(top), int(low)), left:right, :3] = head.skin
    return pixels


def _reach(head: HeadMeasures, pixels: Pixels, rig: HeadRig) -> tuple[np.ndarray, np.ndarray]:
    """Return rows, and how far beside the middle each has a face, or hair, without its outline."""
    shape = shrunk(head.solid, max(1, round(OUTLINE * rig.ink.width)))
    rows = np.arange(shape.shape[0])
    x = np.clip(head.middle(rows + 0.5), 0, shape.shape[1] - 1).astype(int)
    rows = rows[shape[rows, x]]
    skin = like(pixels, rig.skin, 40)
    reach = []
    for y in rows:
        row = shape[y, : x[y] + 1][::-1]
        reach.append(float(len(row) if row.all() else row.argmin()) - 1)
        if head.hangs and y > head.bridge[1]:
            bare = np.flatnonzero(skin[y, : x[y] + 1][::-1][: round(1.02 * head.side)])
            reach[-1] = min(reach[-1], float(bare[-1]) - 2 if len(bare) else 0.0)
    return rows, np.array(reach)


def _beyond(head: HeadMeasures, pixels: Pixels, rows: np.ndarray, limit: np.ndarray) -> Pixels:
    """Return row by row the colour of what was not drawn: as what is beside it, without lines."""
    inner = np.maximum(limit - _SOFT, 0)
    at = np.clip(head.middle(rows + 0.5) - inner, 0, pixels.shape[1] - 1).astype(int)
    edge = pixels[rows, at, :3].astype(float)
    to_skin = np.abs(edge - np.array(head.skin)).max(axis=1)
    above, jaw = rows < head.nose, rows > head.mouth[1]
    if head.hair is not None:
        edge[edge.max(axis=1) < DARK] = head.hair
        # Above the nose there is nothing but skin and hair; below, there may be a beard.
        to_hair = np.abs(edge - np.array(head.hair)).max(axis=1)
        edge[above & (to_hair <= to_skin)] = head.hair
        edge[(to_skin < to_hair) & ((to_skin < _SHADED) | above)] = head.skin
    if head.hangs:
        edge[rows > head.bridge[1]] = head.skin
    elif not jaw.any() or (to_skin[jaw] > _SHADED).mean() < _BEARD:
        edge[~above] = head.skin
    around = max(2, round(0.16 * head.face_height))
    near = np.lib.stride_tricks.sliding_window_view(
        np.pad(edge, ((around, around), (0, 0)), mode="edge"), 2 * around + 1, axis=0
    )
    return np.asarray(np.rint(np.median(near, axis=-1)), np.uint8)


def sampled(pixels: Pixels, x: np.ndarray, y: np.ndarray) -> Pixels:
    """Read a picture at places between its columns; outside it is transparent."""
    height, width = pixels.shape[:2]
    source = pixels.astype(np.float32)
    source[..., :3] *= source[..., 3:] / 255
    rows = np.floor(y).astype(int)
    inside = (rows >= 0) & (rows < height) & (x > 0) & (x < width)
    rows, at = rows.clip(0, height - 1), np.clip(x - 0.5, 0, width - 1.001)
    low = at.astype(int).clip(0, width - 2)
    part = (at - low)[..., None].astype(np.float32)
    mixed = source[rows, low] * (1 - part) + source[rows, low + 1] * part
    alpha = mixed[..., 3:]
    scale = np.divide(255, alpha, out=np.zeros_like(alpha), where=alpha > 0)
    made = np.concatenate([mixed[..., :3] * scale, alpha * inside[..., None]], axis=2)
    return np.asarray(np.rint(made).clip(0, 255), np.uint8)
