"""Somebody from behind: the torso without what is on its front, the head without its face."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from renderers.cast.puppets.ink import DARK, alike
from renderers.cast.puppets.rig import Rig
from renderers.cast.puppets.sources import Pixels
from renderers.cast.puppets.torso import Cutout
from renderers.cast.shapes import Colour

_HAIR = 48
"""How far from the hair's colour a pixel may be, in any channel, to be hair."""


def seen_from_behind(rig: Rig) -> Rig:
    """Return a rig whose torso and head show their backs."""
    torso = rig.torso._replace(cutout=_back_of_torso(rig))
    return rig._replace(torso=torso, head=_back_of_head(rig))


def _back_of_torso(rig: Rig) -> Cutout:
    """Fill every row with its own main colour: no buttons, no print, no tie."""
    pixels = np.array(rig.torso.cutout.picture)
    solid = pixels[..., 3] > 200
    dark = pixels[..., :3].max(axis=2) < DARK
    below = solid & _inside(pixels, 2.2 * rig.ink.width)
    for row in np.flatnonzero(below.any(axis=1)):
        own = pixels[row, below[row] & ~dark[row], :3]
        if len(own) > 0.3 * below[row].sum():
            pixels[row, below[row], :3] = np.median(own, axis=0)
    return rig.torso.cutout._replace(picture=Image.fromarray(pixels))


def _back_of_head(rig: Rig) -> Cutout:
    """Cover the face with hair, and what hair does not reach with skin."""
    pixels = np.array(rig.head.picture)
    inside = _inside(pixels, 1.6 * rig.ink.width) & (pixels[..., 3] > 128)
    hair = _hair(pixels, inside, rig.skin)
    nape = _nape(rig, pixels, hair)
    rows = np.arange(len(pixels))[:, None]
    kept = np.abs(pixels[..., :3].astype(int) - np.array(hair)).max(axis=2) < _HAIR
    pixels[inside & (rows < nape) & ~kept, :3] = hair
    pixels[inside & (rows >= nape), :3] = rig.skin
    return rig.head._replace(picture=Image.fromarray(pixels))


def _hair(pixels: Pixels, inside: NDArray[np.bool_], skin: Colour) -> Colour:
    """Return the main colour of the head's upper quarter that is not skin; the bald have none."""
    top = pixels[: len(pixels) // 4][inside[: len(pixels) // 4]][:, :3].astype(int)
    other = top[np.abs(top - np.array(skin)).max(axis=1) > 30] if len(top) else top
    if len(other) < 0.2 * len(top) or not len(other):
        return skin
    r, g, b = (int(value) for value in np.median(other, axis=0))
    return r, g, b


def _nape(rig: Rig, pixels: Pixels, hair: Colour) -> float:
    """Return the row, in the head's picture, down to which hair reaches."""
    if alike(hair, rig.skin, by=30):
        return 0.0
    eye = float(rig.joints["r_eye"][1] - rig.head.corner[1])
    mouth = float(rig.mouth[1] - rig.head.corner[1])
    low = pixels[int(min(max(mouth, 0), len(pixels) - 1))]
    seen = low[low[:, 3] > 128][:, :3].astype(int)
    long = len(seen) and (np.abs(seen - np.array(hair)).max(axis=1) < _HAIR).mean() > 0.35
    return float(len(pixels)) if long else 0.35 * eye + 0.65 * mouth


def _inside(pixels: Pixels, depth: float) -> NDArray[np.bool_]:
    """Tell which pixels are deeper inside the silhouette than its line."""
    solid = Image.fromarray(((pixels[..., 3] > 128) * 255).astype(np.uint8))
    padded = Image.new("L", (solid.width + 2, solid.height + 2))
    padded.paste(solid, (1, 1))
    for _ in range(max(1, round(depth))):
        padded = padded.filter(ImageFilter.MinFilter(3))
    return np.asarray(padded.crop((1, 1, solid.width + 1, solid.height + 1))) > 0
