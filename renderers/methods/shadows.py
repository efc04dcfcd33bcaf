"""Shadows where figures touch the ground: two flat tones, to the side away from the light."""

from collections.abc import Iterator
from math import ceil, floor
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from renderers.places.lighting import Lighting
from renderers.places.words import understand
from schemas.plan import PanelPlan, Segment

_COLOUR = (24, 20, 44)
_SOFT, _DARK = 62, 84
"""How strong the shadow is, and what comes to it where something touches the ground; of 255."""
_FAINT = 46
"""How strong it is under who is in the air."""
_RESTS = frozenset({None, "ground", "ridden", "seat", "stand", "table", "before"})
"""Ways of being there of what rests on something."""
_BORNE = frozenset({"climbing", "hanging", "swimming", "being carried"})
"""Poses in which something other than the ground bears somebody."""
_GROUNDLESS = frozenset({"sky"})
"""Places without any ground."""
_AT_TIMES = frozenset({"dancing"})
"""Poses of jumping in which one foot is on the ground."""
_THROWN = 0.16
"""How far a shadow falls aside at most, in the figure's size."""
STANDING, LYING = 0.05, 0.16
"""How far above its lowest point a figure still touches the ground, in its size."""
_SAMPLES = 2


class Contact(NamedTuple):
    """Where a figure touches the ground, in pixels."""

    left: float
    right: float
    y: float


class Shadow(NamedTuple):
    """A shadow on a picture."""

    picture: Image.Image
    """RGBA."""
    corner: tuple[int, int]
    """Where its upper left corner comes to lie."""


def shadow_under(
    figure: Image.Image, segment: Segment, panel: PanelPlan, light: Lighting
) -> Shadow | None:
    """Return the shadow that a segment's cut-out throws; None where none is seen."""
    lowest = segment.region.bounds.bottom
    seen = (0.5 if segment.way == "table" else 0.7) < lowest < 0.995
    if not seen or segment.way not in _RESTS or _is_borne(segment, panel) or not _has_ground(panel):
        return None
    cover = figure.getchannel("A")
    aside = light.falls_aside(segment.region.bounds.centre[0], panel.aspect)
    if segment.posture == "jumping" and segment.pose_word not in _AT_TIMES:
        return shadow_far_below(cover, _ground(panel, lowest), aside)
    return contact_shadow(cover, _leeway(segment), aside)


def _has_ground(panel: PanelPlan) -> bool:
    return understand(panel.setting).place not in _GROUNDLESS


def contact_shadow(cover: Image.Image, leeway: float, aside: float) -> Shadow | None:
    """Return the shadow of who stands on the ground; None where nothing of him is seen.

    Args:
        cover: where the figure is seen; L.
        leeway: so far above its lowest point it still touches the ground, in its size.
        aside: how far the shadow falls to the right, from -1 to 1.
    """
    box = cover.getbbox()
    if box is None:
        return None
    size = _extent(box)
    contacts = list(_contacts(cover, box, leeway * size))
    if not contacts:
        return None
    left, right = contacts[0].left, contacts[-1].right
    y, middle = max(contact.y for contact in contacts), (left + right) / 2
    wide, thrown = (right - left) / 2 + 0.05 * size, _THROWN * size * aside
    flat = min(max(0.018 * size, 0.13 * wide), 0.035 * size)
    reach = wide + 1.5 * abs(thrown) + flat
    board = _Board((middle - reach, y - 3 * flat, middle + reach, y + 2 * flat), cover.size)
    board.ellipse(middle, y - 0.4 * flat, wide, flat, _SOFT)
    board.ellipse(middle + thrown, y - 0.6 * flat, wide + 0.5 * abs(thrown), 0.8 * flat, _SOFT)
    board.blur(0.2 * flat)
    for contact in contacts:
        across = (contact.right - contact.left) / 2 + 0.008 * size
        down = max(0.009 * size, min(0.16 * across, 0.5 * flat))
        middle = (contact.left + contact.right) / 2
        board.ellipse(middle, contact.y - 0.2 * down, across, down, _SOFT + _DARK)
    return board.shadow()


def shadow_far_below(cover: Image.Image, ground: float, aside: float) -> Shadow | None:
    """Return the shadow of who is in the air: small, pale, on the ground and not at the feet.

    Args:
        cover: where the figure is seen; L.
        ground: the y of the ground beneath, in the picture's heights.
        aside: how far the shadow falls to the right, from -1 to 1.
    """
    box = cover.getbbox()
    if box is None:
        return None
    size, wide = _extent(box), 0.3 * (box[2] - box[0])
    x, y = (box[0] + box[2]) / 2 + _THROWN * size * aside, ground * cover.height
    flat = max(0.012 * size, 0.12 * wide)
    board = _Board((x - 1.3 * wide, y - 2 * flat, x + 1.3 * wide, y + 2 * flat), cover.size)
    board.ellipse(x, y, wide, flat, _FAINT)
    board.blur(0.01 * size)
    return board.shadow()


def _is_borne(segment: Segment, panel: PanelPlan) -> bool:
    """Tell whether something other than the ground bears a figure: water, a horse, a rope.

    Some are drawn together with what they ride, which stands on the ground.
    """
    mounts = any(each.way in ("ridden", "seat") for each in panel.segments)
    return segment.pose_word in _BORNE or (segment.posture == "riding" and mounts)


def _leeway(segment: Segment) -> float:
    """Return how far above its lowest point a figure still touches the ground, in its size."""
    if segment.posture == "lying":
        return LYING
    return STANDING if segment.way is None else 0.03


def _extent(box: tuple[int, int, int, int]) -> float:
    """Return a figure's size in pixels: its height, or what is like it where it is wide."""
    return max(box[3] - box[1], 0.55 * (box[2] - box[0]))


def _contacts(
    cover: Image.Image, box: tuple[int, int, int, int], leeway: float
) -> Iterator[Contact]:
    """Yield every stretch of a figure's lower edge that is on the ground, from left to right."""
    shape = np.asarray(cover.crop(box)) > 128
    if not shape.any():
        return  # A veil touches nothing.
    lower = np.where(shape.any(axis=0), len(shape) - 1 - shape[::-1].argmax(axis=0), -1)
    there = np.flatnonzero(lower >= lower.max() - max(2.0, leeway))
    gaps = np.flatnonzero(np.diff(there) > max(2.0, 0.4 * leeway))
    for stretch in np.split(there, gaps + 1):
        ends = box[0] + float(stretch[0]), box[0] + float(stretch[-1] + 1)
        yield Contact(*ends, box[1] + float(lower[stretch].max()))


def _ground(panel: PanelPlan, lowest: float) -> float:
    """Return the y of the ground under who is in the air: where others stand, or a little lower."""
    standing = (
        each.region.bounds.bottom
        for each in panel.segments
        if each.way is None and each.posture != "jumping"
    )
    level = max((bottom for bottom in standing if bottom < 0.995), default=0.0)
    return min(0.97, max(level, lowest + 0.05))


class _Board:
    """A part of a picture that a shadow is painted on, its edges smooth."""

    def __init__(self, box: tuple[float, float, float, float], size: tuple[int, int]) -> None:
        left, top = max(0, floor(box[0])), max(0, floor(box[1]))
        right, bottom = min(size[0], ceil(box[2])), min(size[1], ceil(box[3]))
        self._corner = left, top
        wide, high = max(1, right - left), max(1, bottom - top)
        self._mask = Image.new("L", (wide * _SAMPLES, high * _SAMPLES))

    def ellipse(self, x: float, y: float, rx: float, ry: float, strength: int) -> None:
        """Paint an ellipse over what is there."""
        x, y = x - self._corner[0], y - self._corner[1]
        box = (x - rx, y - ry, x + rx, y + ry)
        draw = ImageDraw.Draw(self._mask)
        draw.ellipse([value * _SAMPLES for value in box], fill=strength)

    def blur(self, radius: float) -> None:
        """Soften the edges of what is there, so many pixels of them."""
        self._mask = self._mask.filter(ImageFilter.GaussianBlur(radius * _SAMPLES))

    def shadow(self) -> Shadow:
        """Return what was painted."""
        mask = self._mask.reduce(_SAMPLES)
        layer = Image.new("RGBA", mask.size, (*_COLOUR, 0))
        layer.putalpha(mask)
        return Shadow(layer, self._corner)
