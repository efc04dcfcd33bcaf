"""Heads that look to a side: in profile, or slid.

Where no profile can be made, and where a head turns only a little, face and fringe slide over the
head, whose silhouette stays.
"""

import numpy as np
from PIL import Image, ImageOps

from renderers.cast.puppets.head_rigs import HeadRig
from renderers.cast.puppets.profiles import in_profile
from renderers.cast.puppets.sources import Pixels
from renderers.cast.puppets.torso import Cutout
from renderers.cast.vectors import Vector

_FACE = ("nose", "r_eye", "l_eye")
_SLIDE = 0.17
"""Of the head's width: how far the middle of a face slides in profile."""
_PROFILE = 0.5
"""Heads that are turned as far are shown in profile, where the face is found."""
_REACH = 0.5, 0.62
"""Of the head's width: how far from a face's middle anything slides, across and down."""


def turned_head(rig: HeadRig, turn: float) -> HeadRig:
    """Return a rig whose face looks to where a body turns: -1 is left, 1 is right."""
    if abs(turn) < 0.2:
        return rig
    if rig.profile:
        return rig if rig.profile * turn > 0 else _mirrored(rig)
    looks = rig.looks
    if looks * turn < 0:
        rig = _mirrored(rig)
    if abs(turn) >= _PROFILE:
        found = in_profile(rig) if turn > 0 else in_profile(_mirrored(rig))
        if found is not None:
            return found if turn > 0 else _mirrored(found)
    slide = _Slide(rig, turn * (0.4 if looks else 1.0))
    joints = rig.joints | {name: slide.moved(rig.joints[name]) for name in _FACE}
    head = Cutout(slide.drawn(rig.head), rig.head.corner)
    return rig._replace(joints=joints, head=head, mouth=slide.moved(rig.mouth))


def _mirrored(rig: HeadRig) -> HeadRig:
    """Mirror a head about its neck."""
    axis = float(rig.joints["neck"][0])

    def across(place: Vector) -> Vector:
        return np.array([2 * axis - place[0], place[1]])

    picture = ImageOps.mirror(rig.head.picture)
    corner = across(rig.head.corner) - np.array([picture.width, 0])
    swapped = {"r": "l", "l": "r"}
    joints = dict(rig.joints)
    for name in (*_FACE, "r_ear", "l_ear"):
        other = swapped[name[0]] + name[1:] if name[1] == "_" else name
        joints[other] = across(rig.joints[name])
    corners = rig.corners and (
        np.array([2 * axis - rig.corners[1][0], rig.corners[0][1]]),
        np.array([2 * axis - rig.corners[0][0], rig.corners[1][1]]),
    )
    return rig._replace(
        joints=joints,
        head=Cutout(picture, corner),
        mouth=across(rig.mouth),
        corners=corners,
        profile=-rig.profile,
    )


class _Slide:
    """How far each place of a head slides sideways; places are the source's pixels."""

    def __init__(self, rig: HeadRig, turn: float) -> None:
        ears = abs(rig.joints["l_ear"][0] - rig.joints["r_ear"][0])
        eyes = rig.joints["l_eye"] - rig.joints["r_eye"]
        wide = max(float(ears), 2.2 * float(np.hypot(*eyes)))
        self._middle = (rig.joints["r_eye"] + rig.joints["l_eye"] + rig.joints["nose"]) / 3
        self._radii = wide * _REACH[0], wide * _REACH[1]
        self._most = _SLIDE * wide * max(-1.0, min(1.0, turn))

    def at(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Return the slide that ends at some places."""
        across = (x - self._middle[0] - 0.5 * self._most) / self._radii[0]
        down = (y - self._middle[1]) / self._radii[1]
        return np.asarray(self._most * np.clip(1 - across**2 - down**2, 0, 1) ** 1.5)

    def moved(self, place: Vector) -> Vector:
        """Return where a place of the head comes to lie."""
        x = float(place[0])
        for _ in range(6):
            x = float(place[0] + self.at(np.array(x), np.array(place[1])))
        return np.array([x, place[1]])

    def drawn(self, head: Cutout) -> Image.Image:
        """Return a head's picture with its face slid."""
        pixels = np.asarray(head.picture).astype(float)
        pixels[..., :3] *= pixels[..., 3:] / 255
        y, x = np.mgrid[: pixels.shape[0], : pixels.shape[1]] + 0.5
        source = x - 0.5 - self.at(x + head.corner[0], y + head.corner[1])
        low = np.clip(np.floor(source).astype(int), 0, pixels.shape[1] - 2)
        part = np.clip(source - low, 0, 1)[..., None]
        rows = np.arange(pixels.shape[0])[:, None]
        mixed = pixels[rows, low] * (1 - part) + pixels[rows, low + 1] * part
        return _plain(mixed)


def _plain(pixels: np.ndarray) -> Image.Image:
    """Undo the multiplication by alpha."""
    alpha = pixels[..., 3:]
    colours = np.divide(
        pixels[..., :3] * 255, alpha, out=np.zeros_like(pixels[..., :3]), where=alpha > 0
    )
    whole: Pixels = np.rint(np.concatenate([colours, alpha], axis=2)).clip(0, 255).astype(np.uint8)
    return Image.fromarray(whole)
