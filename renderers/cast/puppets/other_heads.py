"""One drawing's head on another's body, both of one character."""

import numpy as np
from PIL import Image

from renderers.cast.puppets.head_rigs import HeadRig
from renderers.cast.puppets.ink import alike
from renderers.cast.puppets.torso import Cutout
from renderers.cast.vectors import Vector

_FACE = ("nose", "r_eye", "l_eye", "r_ear", "l_ear")
_LEAST, _MOST = 0.4, 2.5
"""Sizes of a head, against that of the head in whose place it comes."""
_SKINS = 40
"""How far apart skins may be, in any channel."""
_INKS = 2.2
"""How many times wider the ink may be."""


def with_head(body: HeadRig, other: HeadRig) -> HeadRig | None:
    """Put a head in another's place: neck on neck, as large as that one was.

    None where skin or line differ so much that it would look pasted, or the sizes do.
    """
    scale = _height(body) / _height(other)
    widths = sorted((body.ink.width, max(other.ink.width * scale, 0.5)))
    if not _LEAST < scale < _MOST or not alike(body.skin, other.skin, by=_SKINS):
        return None
    if body.ink.outlined and other.ink.outlined and widths[1] > _INKS * widths[0]:
        return None
    root, own = body.joints["neck"], other.joints["neck"]

    def here(place: Vector) -> Vector:
        return np.asarray(root + (place - own) * scale)

    corners = other.corners and (here(other.corners[0]), here(other.corners[1]))
    return body._replace(
        joints=body.joints | {name: here(other.joints[name]) for name in _FACE},
        head=_resized(other.head, scale, here(other.head.corner)),
        neck=body.neck or (other.neck and other.neck * scale),
        corners=corners,
        mouth=here(other.mouth),
        profile=other.profile,
    )


def _height(rig: HeadRig) -> float:
    """Return how high a head is, from the crown to the chin."""
    if rig.corners is not None:
        return max(float(rig.corners[1][1] - rig.corners[0][1]), 1.0)
    return max(2 * float(rig.joints["neck"][1] - rig.joints["nose"][1]), 1.0)


def _resized(head: Cutout, scale: float, corner: Vector) -> Cutout:
    size = [max(1, round(side * scale)) for side in head.picture.size]
    picture = head.picture.resize((size[0], size[1]), Image.Resampling.LANCZOS)
    return Cutout(picture, corner)
