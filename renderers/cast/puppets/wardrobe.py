"""Clothes over what somebody is drawn in: the same body in another cloth, cut and colour.

A coat is the drawn torso and sleeves in the coat's colour, with a tail to the knees; ink, hands and
head stay the artist's. Clothes are named by text such as `coat-c0392b`, several joined by `+`.
"""

import re
from collections.abc import Iterator
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from PIL import Image

from renderers.cast.puppets.brush import Brush
from renderers.cast.puppets.ink import Limb
from renderers.cast.puppets.rig import SIDES, Rig
from renderers.cast.puppets.torso import Cutout
from renderers.cast.shapes import Colour, Disc, Piece, band, mask_of
from renderers.cast.vectors import (
    Points,
    Vector,
    angle_of,
    dense,
    hull_of,
    inset,
    moved,
    rounded,
    towards,
)
from schemas.errors import AssetMissing


class Garment(NamedTuple):
    """How a piece of clothing is cut. Lengths of limbs are fractions of them."""

    sleeves: float | None = 1.0
    """How far down the arms its sleeves go; None leaves the arms as they are drawn."""
    tail: float = 0.0
    """How far down the legs it goes, beyond the hips: 0.5 is the knees."""
    body: bool = True
    """Whether it covers the torso."""
    opens: bool = False
    """Whether it opens in front, and has buttons."""
    bib: bool = False
    """Whether it is tied in front, as an apron."""
    back: bool = False
    """Whether it hangs from the shoulders behind, as a cape."""


GARMENTS: MappingProxyType[str, Garment] = MappingProxyType(
    {
        "coat": Garment(1.0, tail=0.5, opens=True),
        "jacket": Garment(1.0, tail=0.1, opens=True),
        "jumper": Garment(1.0),
        "t-shirt": Garment(0.34),
        "vest": Garment(None, opens=True),
        "dress": Garment(0.22, tail=0.92),
        "robe": Garment(1.0, tail=0.92),
        "skirt": Garment(None, tail=0.5, body=False),
        "apron": Garment(None, tail=0.34, body=False, bib=True),
        "cape": Garment(None, tail=0.62, body=False, back=True),
    }
)
"""Every kind of clothing that can be put on."""
_NAMED = re.compile(r"([a-z-]+)-([0-9a-f]{6})")
_THICK = 1.12
"""How much thicker a sleeve is than the arm in it."""
_LIGHTEST = 1.06
"""How much lighter than its cloth something on it becomes at most."""
_FLARE = 0.05
"""How much wider a tail is at each side of a leg, of the stature."""
_BUTTONS = (0.55, 0.8)
"""How far down from neck to hips the buttons are."""
_BIB = (0.26, 0.62)
"""Where a bib begins, from neck to hips, and its width, of the shoulders'."""


class Worn(NamedTuple):
    """A garment that somebody has on."""

    kind: str
    colour: Colour

    @property
    def cut(self) -> Garment:
        """How it is cut."""
        return GARMENTS[self.kind]


def worn_name(kind: str, colour: str) -> str:
    """Name a garment of a colour such as `#c0392b`."""
    return f"{kind}-{colour.removeprefix('#').lower()}"


def worn_in(text: str) -> Iterator[Worn]:
    """Read what somebody has on.

    Raises:
        AssetMissing: there is no such garment.
    """
    for name in filter(None, text.split("+")):
        found = _NAMED.fullmatch(name)
        if found is None or found[1] not in GARMENTS:
            raise AssetMissing(f"{name!r} names no garment")
        red, green, blue = bytes.fromhex(found[2])
        yield Worn(found[1], (red, green, blue))


def dressed(rig: Rig, text: str) -> Rig:
    """Return a rig whose cloth is that of some garments."""
    for worn in worn_in(text):
        if worn.cut.body:
            torso = rig.torso._replace(cutout=_dyed(rig, worn.colour), colour=worn.colour)
            rig = rig._replace(torso=torso)
        if worn.cut.sleeves is not None:
            rig = rig._replace(arm=_sleeved(rig.arm, worn.cut.sleeves, worn.colour, rig.skin))
    return rig


def _sleeved(arm: Limb, length: float, colour: Colour, skin: Colour) -> Limb:
    if length >= 1:
        thin, middle, end = arm.widths
        widths = (thin, middle * _THICK, end * _THICK)
        return arm._replace(widths=widths, runs=((0.0, colour),))
    return arm._replace(runs=((0.0, colour), (length, skin)))


def _dyed(rig: Rig, colour: Colour) -> Cutout:
    """Dye a torso: ink stays ink, skin at the neck stays skin, all else is of one cloth."""
    picture = rig.torso.cutout.picture
    pixels = np.asarray(picture).copy()
    old = pixels[..., :3].astype(np.float32)
    ink, cloth = (np.array(each, np.float32) for each in (rig.ink.colour, rig.torso.colour))
    apart = float(cloth.mean() - ink.mean())
    share = np.ones(old.shape[:2], np.float32)
    if apart > 25:
        share = np.clip((old.mean(axis=2) - ink.mean()) / apart, 0, _LIGHTEST)
    new = ink + share[..., None] * (np.array(colour, np.float32) - ink)
    rows = np.arange(old.shape[0])[:, None]
    high = rows + rig.torso.cutout.corner[1] < rig.joints["neck"][1] + 0.12 * _length(rig)
    bare = (np.abs(old - np.array(rig.skin)).max(axis=2) < 40) & high
    pixels[..., :3] = np.where(bare[..., None], old, new).clip(0, 255).round()
    return rig.torso.cutout._replace(picture=Image.fromarray(pixels))


def _length(rig: Rig) -> float:
    return float(rig.joints["hip"][1] - rig.joints["neck"][1])


def below(brush: Brush) -> None:
    """Paint what hangs over the legs: tails of coats, skirts, aprons."""
    for worn in worn_in(brush.stance.worn):
        if worn.cut.tail and not worn.cut.back:
            _tail(brush, worn)


def over(brush: Brush) -> None:
    """Paint what is on the torso: buttons, bibs, a cape that is seen from behind."""
    for worn in worn_in(brush.stance.worn):
        if worn.cut.back and brush.stance.back:
            _cape(brush, worn)
        elif worn.cut.back:
            _collar(brush, worn)
        elif worn.cut.opens and not brush.stance.back:
            _opening(brush)
        elif worn.cut.bib and not brush.stance.back:
            _bib(brush, worn)


def behind(brush: Brush) -> None:
    """Paint what hangs behind all of somebody: a cape."""
    for worn in worn_in(brush.stance.worn):
        if worn.cut.back and not brush.stance.back:
            _cape(brush, worn)


def _fill(brush: Brush, shape: Points, colour: Colour) -> None:
    brush.ink([shape])
    brush.canvas.fill(mask_of([inset(shape, brush.pen)]), colour)


def _tail(brush: Brush, worn: Worn) -> None:
    """Paint one cloth around both legs, from the hips on."""
    rig, joints = brush.rig, brush.pose.joints
    corners = [moved(side[-1:], brush.pose.torso)[0] for side in (rig.torso.right, rig.torso.left)]
    up = joints["neck"] - joints["hip"]
    narrow = 0.6 if worn.cut.bib else 1.0
    middle = (corners[0] + corners[1]) / 2
    points: list[Vector] = []
    for corner, side in zip(corners, SIDES, strict=True):
        points += [middle + narrow * (corner - middle) + 0.04 * up] * 3
        hip, knee, ankle = (joints[f"{side}_{part}"] for part in ("hip", "knee", "ankle"))
        low = min(worn.cut.tail, 0.5) * 2
        end = hip + low * (knee - hip)
        if worn.cut.tail > 0.5:
            end = knee + (worn.cut.tail - 0.5) * 2 * (ankle - knee)
        root = knee if worn.cut.tail > 0.5 else hip
        flare = rig.leg.widths[0] * narrow + _FLARE * rig.stature * worn.cut.tail * narrow
        across = towards(angle_of(root, end) + 90) * flare
        points += [
            end + across,
            end + across,
            end - across,
            end - across,
            knee * low + hip * (1 - low),
        ]
    shape = rounded(dense(hull_of(np.array(points)), 0.35 * rig.leg.widths[2]), times=3)
    _fill(brush, shape, worn.colour)
    if worn.cut.opens:
        ends = points[-2] + points[-7 if len(points) > 8 else -2]
        line = np.array([middle, 0.5 * ends])
        brush.ink(band(line, 0.8 * brush.pen))


def _opening(brush: Brush) -> None:
    """Paint the front edge of a coat, its lapels and buttons."""
    rig, matrix = brush.rig, brush.pose.torso
    neck, hip, half = rig.joints["neck"], rig.joints["hip"], _half(rig)
    length = hip - neck
    spots = [neck + 0.32 * length, neck + rig.torso.hem * length]
    brush.ink(band(moved(np.array(spots), matrix), 0.8 * brush.pen))
    for side in (-1, 1):
        lapel = [neck + np.array([side * 0.3 * half, -0.02 * length[1]]), spots[0]]
        brush.ink(band(moved(np.array(lapel), matrix), brush.pen))
    buttons = [neck + share * length + np.array([0.16 * half, 0]) for share in _BUTTONS]
    pieces: list[Piece] = [Disc(each, 1.1 * brush.pen) for each in moved(np.array(buttons), matrix)]
    brush.ink(pieces)


def _bib(brush: Brush, worn: Worn) -> None:
    """Paint an apron's bib and the bands that hold it."""
    rig, matrix = brush.rig, brush.pose.torso
    neck, hip, half = rig.joints["neck"], rig.joints["hip"], _half(rig)
    top, bottom = neck + _BIB[0] * (hip - neck), neck + 1.04 * (hip - neck)
    wide = np.array([_BIB[1] * half, 0])
    corners = np.array([top - 0.8 * wide, top + 0.8 * wide, bottom + wide, bottom - wide])
    for side in (-1, 1):
        ends = np.array([neck + np.array([side * 0.42 * half, 0]), top + side * 0.8 * wide])
        brush.ink(band(moved(ends, matrix), 2.4 * brush.pen))
    _fill(brush, rounded(dense(moved(corners, matrix), 0.2 * half), times=2), worn.colour)


def _cape(brush: Brush, worn: Worn) -> None:
    """Paint a cape from the shoulders to the calves."""
    joints, stature = brush.pose.joints, brush.rig.stature
    neck, hip = joints["neck"], joints["hip"]
    feet = (joints["r_ankle"] + joints["l_ankle"]) / 2
    low = hip + worn.cut.tail * (feet - hip)
    across = joints["l_shoulder"] - joints["r_shoulder"]
    wide = across / max(float(np.hypot(*across)), 1e-6)
    points = [joints[f"{side}_shoulder"] for side in SIDES] + [neck]
    for place, out in ((0.5 * (neck + hip), 0.19), (hip, 0.22), (low, 0.25)):
        points += [place + out * stature * wide, place - out * stature * wide]
    shape = rounded(dense(hull_of(np.array(points)), 0.05 * stature), times=3)
    _fill(brush, shape, worn.colour)


def _collar(brush: Brush, worn: Worn) -> None:
    """Paint what a cape is tied with, over the shoulders."""
    joints = brush.pose.joints
    neck, shoulders = joints["neck"], [joints[f"{side}_shoulder"] for side in SIDES]
    drop = 0.22 * (joints["hip"] - neck)
    ends = [neck + 0.75 * (each - neck) - 0.02 * drop for each in shoulders]
    path = np.array([ends[0], neck + 0.5 * drop, ends[1]])
    thick = 0.02 * brush.rig.stature
    brush.ink(band(path, thick + 2 * brush.pen))
    brush.canvas.fill(mask_of(band(path, thick)), worn.colour)
    brush.ink([Disc(path[1], 0.6 * thick + brush.pen)])


def _half(rig: Rig) -> float:
    return float(np.hypot(*(rig.joints["l_shoulder"] - rig.joints["r_shoulder"]))) / 2
