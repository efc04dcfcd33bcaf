"""Somebody from behind: the torso without what is on its front, the head without its face."""

import numpy as np
from PIL import Image

from renderers.cast.masks import Flags, shrunk
from renderers.cast.outlines import filled, loops_of
from renderers.cast.puppets.head_rigs import HeadRig
from renderers.cast.puppets.ink import DARK, alike
from renderers.cast.puppets.rig import Rig
from renderers.cast.puppets.sources import Pixels
from renderers.cast.puppets.torso import Cutout
from renderers.cast.shapes import Colour

_PRINT = 0.14
"""Of a torso's height: prints and buttons up to twice as high are left out."""
_NAPE = 0.12
"""Of the way between the ears: how much longer hair is in the middle."""
_EAR = 0.16
"""Of the way between the ears: how far from its joint an ear reaches."""
_HAIR = 48
"""How far from the hair's colour a pixel may be, in any channel, to be hair."""


def seen_from_behind(rig: Rig) -> Rig:
    """Return a rig whose torso and head show their backs."""
    headed = rig.headed._replace(head=back_of_head(rig.headed))
    torso = rig.torso._replace(cutout=_back_of_torso(rig))
    return rig._replace(torso=torso, headed=headed)


def _back_of_torso(rig: Rig) -> Cutout:
    """Fill every row with the main colour thereabouts: no buttons, no print, no tie."""
    pixels = np.array(rig.torso.cutout.picture)
    solid = pixels[..., 3] > 200
    dark = pixels[..., :3].max(axis=2) < DARK
    below = solid & _inside(pixels[..., 3] > 128, 2.2 * rig.ink.width)
    rows, colours = [], []
    for row in np.flatnonzero(below.any(axis=1)):
        own = pixels[row, below[row] & ~dark[row], :3]
        if len(own) > 0.3 * below[row].sum():
            rows.append(row)
            colours.append(np.median(own, axis=0))
    around = round(_PRINT * len(pixels))
    chest = (
        rig.joints["neck"][1] + 0.1 * rig.torso.cutout.picture.height - rig.torso.cutout.corner[1]
    )
    for at, row in enumerate(rows):
        near = (
            colours[at : at + 1] if row < chest else colours[max(0, at - around) : at + around + 1]
        )
        pixels[row, below[row], :3] = np.median(near, axis=0)
    return rig.torso.cutout._replace(picture=Image.fromarray(pixels))


def back_of_head(rig: HeadRig) -> Cutout:
    """Cover the face with hair, and what hair does not reach with skin."""
    pixels = np.array(rig.head.picture)
    solid = _filled(pixels[..., 3] > 128)
    inside = _inside(solid, 1.6 * rig.ink.width)
    hair = hair_of(pixels, inside & (pixels[..., 3] > 128), rig.skin)
    nape = _nape(rig, pixels, hair)
    rows, columns = np.mgrid[: pixels.shape[0], : pixels.shape[1]]
    ears = sorted((rig.joints[f"{s}_ear"] - rig.head.corner for s in "rl"), key=lambda at: at[0])
    left, right = (float(ear[0]) for ear in ears)
    span = max(right - left, 1.0)
    across = (columns + 0.5 - (left + right) / 2) / span * 2
    # Short hair is longest in the middle of the nape.
    below = rows + 0.5 - nape - _NAPE * span * (1 - np.clip(across**2, 0, 1.5))
    # Nothing of a cheek is left beside the hair, where no ear is: who looks aside shows one.
    seen = ears[1 if rig.looks < 0 else 0 : 1 if rig.looks > 0 else 2]
    near = [np.hypot(columns - x, rows - y) < _EAR * span for x, y in seen]
    covered = inside | (_inside(solid, 0.5 * rig.ink.width) & ~np.any(near, axis=0))
    pixels[covered & (below < 0), :3] = hair
    # A beard is a thick rim of the jaw; from behind there is only the jaw's own line.
    jaw = (np.abs(across) < 1) & (below >= 0)
    pixels[jaw & _inside(solid, 0.6 * rig.ink.width), :3] = rig.skin
    if not alike(hair, rig.skin, by=30):
        hem = inside & (np.abs(below) < 0.4 * rig.ink.width) & (np.abs(across) < 1.4)
        pixels[hem, :3] = rig.ink.colour
    pixels[inside, 3] = 255
    return rig.head._replace(picture=Image.fromarray(pixels))


def hair_of(pixels: Pixels, inside: Flags, skin: Colour) -> Colour:
    """Return the main colour of the head's upper quarter that is not skin; the bald have none."""
    top = pixels[: len(pixels) // 4][inside[: len(pixels) // 4]][:, :3].astype(int)
    other = top[np.abs(top - np.array(skin)).max(axis=1) > 30] if len(top) else top
    if len(other) < 0.2 * len(top) or not len(other):
        return skin
    r, g, b = (int(value) for value in np.median(other, axis=0))
    return r, g, b


def _nape(rig: HeadRig, pixels: Pixels, hair: Colour) -> float:
    """Return the row, in the head's picture, down to which hair reaches."""
    if alike(hair, rig.skin, by=30):
        return 0.0
    eye = float(rig.joints["r_eye"][1] - rig.head.corner[1])
    mouth = float(rig.mouth[1] - rig.head.corner[1])
    # Beside a nose there are ears and cheeks, or hair that hangs; beards begin below.
    row = pixels[int(min(max(0.6 * eye + 0.4 * mouth, 0), len(pixels) - 1))]
    seen = row[row[:, 3] > 128][:, :3].astype(int)
    rim = round(2 * rig.ink.width)
    wide = max(3, len(seen) // 12)
    sides = seen[rim : rim + wide], seen[len(seen) - rim - wide : len(seen) - rim]
    hangs = [
        len(part) and (np.abs(part - np.array(hair)).max(axis=1) < _HAIR).mean() > 0.6
        for part in sides
    ]
    if any(hangs):
        return float(len(pixels))
    # The jaw of one who is drawn looking aside lies beside the nape, and would be a face there.
    return 0.2 * mouth + 0.8 * len(pixels) if rig.looks else 0.35 * eye + 0.65 * mouth


def _filled(solid: Flags) -> Flags:
    """Close the holes of a silhouette, such as glasses' lenses."""
    whole = np.zeros(solid.shape, bool)
    for loop in loops_of(solid):
        whole |= filled(loop, solid.shape)
    return whole


def _inside(solid: Flags, depth: float) -> Flags:
    """Tell which pixels are deeper inside a silhouette than its line."""
    return shrunk(solid, max(1, round(depth)))
