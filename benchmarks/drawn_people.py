"""Ten people drawn for measuring, unlike the packaged cast, with hand-set joints."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from schemas.geometry import JOINTS, Keypoint, Pose

Place = tuple[float, float]

_FINE = 2
_SIZE = 640, 960


class Style(NamedTuple):
    """How somebody is drawn; measures are pixels of a picture 640 wide and 960 high."""

    name: str
    skin: str = "#e8b48c"
    hair: str = "#5a341e"
    shirt: str = "#d8382e"
    legs: str = "#3557b0"
    shoes: str = "#704018"
    line: float = 6
    """The ink's width; 0 is a drawing without outlines."""
    ink: str = "#1d1528"
    head: Place = (88, 96)
    """Half the head's width and height."""
    torso: Place = (62, 52)
    """Half its width at shoulders and hips."""
    long: float = 210
    """From shoulders to hips."""
    arm: float = 19
    leg: float = 25
    sleeve: float = 0.35
    """The share of the arm that is covered."""
    trousers: float = 0.4
    """The share of the leg that is covered; above 1 it is a skirt."""
    spread: float = 26
    """How far the wrists are from the sides."""
    bend: float = 14
    bun: bool = False
    grain: float = 0
    """How noisy the picture is."""


STYLES = (
    Style("schoolgirl", bun=True),
    Style(
        "flat man",
        skin="#8a5a3c",
        hair="#20150f",
        shirt="#f0c23a",
        legs="#3d4650",
        line=0,
        head=(62, 76),
        torso=(78, 56),
        trousers=1,
        sleeve=0.95,
        spread=38,
    ),
    Style(
        "thin line",
        skin="#ffe0c8",
        hair="#d8a23c",
        shirt="#7ec8a0",
        legs="#f2f2f2",
        line=3,
        head=(64, 80),
        arm=14,
        leg=18,
        trousers=1,
        sleeve=0.2,
        spread=60,
        bend=30,
    ),
    Style(
        "thick line",
        skin="#f4c8a0",
        hair="#111111",
        shirt="#5b6ee0",
        legs="#20304a",
        line=13,
        arm=26,
        leg=32,
        trousers=1,
        sleeve=0.9,
        head=(96, 90),
        torso=(80, 70),
    ),
    Style(
        "grandmother",
        skin="#f0d0b4",
        hair="#b8b8c0",
        shirt="#7a5a9a",
        legs="#7a5a9a",
        line=5,
        trousers=2,
        sleeve=0.95,
        bun=True,
        head=(70, 78),
        torso=(70, 60),
    ),
    Style(
        "coat",
        skin="#d8a078",
        hair="#6a2a1a",
        shirt="#30464a",
        legs="#30464a",
        line=6,
        trousers=1,
        sleeve=1,
        head=(58, 70),
        torso=(74, 66),
        long=260,
        arm=24,
        leg=28,
    ),
    Style(
        "small child",
        skin="#c88c64",
        hair="#2a1a10",
        shirt="#ff8a3c",
        legs="#4a8ad8",
        line=7,
        head=(130, 124),
        torso=(58, 52),
        long=150,
        arm=18,
        leg=24,
        spread=30,
    ),
    Style(
        "grainy",
        skin="#e0a888",
        hair="#802818",
        shirt="#48a0b0",
        legs="#604838",
        line=6,
        grain=14,
        trousers=1,
        sleeve=0.5,
        spread=44,
    ),
    Style(
        "grey wash",
        skin="#d8d8d8",
        hair="#404040",
        shirt="#a0a0a0",
        legs="#707070",
        shoes="#303030",
        line=4,
        trousers=0.9,
        sleeve=0.6,
        spread=20,
    ),
    Style(
        "blue alien",
        skin="#6ab8f0",
        hair="#6ab8f0",
        shirt="#f0f0a0",
        legs="#a05ad0",
        shoes="#f0f0f0",
        line=8,
        head=(110, 84),
        arm=16,
        leg=20,
        trousers=0.7,
        spread=70,
        bend=40,
    ),
)


def drawn(style: Style) -> tuple[Image.Image, Pose]:
    """Draw somebody who stands, on a transparent ground; return the picture and its joints."""
    joints = _joints(style)
    picture = Image.new("RGBA", (_SIZE[0] * _FINE, _SIZE[1] * _FINE))
    pen = ImageDraw.Draw(picture)
    for grown, tint in ((style.line, style.ink), (0.0, "")):
        for colour, path, width in _strokes(style, joints):
            _stroke(pen, path, width + grown / 2 - (0 if tint else style.line / 2), tint or colour)
    _face(pen, style, joints)
    small = picture.resize(_SIZE, Image.Resampling.BOX)
    if style.grain:
        small = _grainy(small, style.grain)
    points = [joints[name] for name in JOINTS]
    return small, Pose(keypoints=tuple(Keypoint(x=x / _SIZE[0], y=y / _SIZE[1]) for x, y in points))


def _joints(style: Style) -> dict[str, Place]:
    middle, top = _SIZE[0] / 2, 60 + 2 * style.head[1]
    nose = middle, top - 0.8 * style.head[1]
    shoulders, hips = top + 46, top + 46 + style.long
    joints: dict[str, Place] = {"nose": nose, "neck": (middle, top + 34)}
    for side, sign in (("r", -1), ("l", 1)):
        reach = middle + sign * (style.torso[0] - 6)
        wrist = middle + sign * (style.torso[0] + style.spread)
        joints[f"{side}_shoulder"] = reach, shoulders
        joints[f"{side}_elbow"] = wrist + sign * style.bend, shoulders + 0.52 * style.long
        joints[f"{side}_wrist"] = wrist, shoulders + 0.98 * style.long
        for name, part in (("hip", 0.0), ("knee", 0.5), ("ankle", 1.0)):
            level = hips + part * (880 - hips)
            joints[f"{side}_{name}"] = middle + sign * 0.6 * style.torso[1], level
        joints[f"{side}_eye"] = middle + sign * 0.34 * style.head[0], nose[1] - 0.2 * style.head[1]
        joints[f"{side}_ear"] = middle + sign * 0.95 * style.head[0], nose[1] - 0.1 * style.head[1]
    return joints


def _between(one: Place, other: Place, t: float) -> Place:
    return one[0] + (other[0] - one[0]) * t, one[1] + (other[1] - one[1]) * t


def _strokes(style: Style, joints: dict[str, Place]) -> Iterator[tuple[str, list[Place], float]]:
    """Yield colour, path and half-width of every part, back to front."""
    if style.bun:
        x, y = joints["nose"]
        yield style.hair, [(x + 0.9 * style.head[0], y - 0.7 * style.head[1])], 0.4 * style.head[0]
    for side, sign in (("r", -1), ("l", 1)):
        hip, knee, ankle = (joints[f"{side}_{name}"] for name in ("hip", "knee", "ankle"))
        yield style.shoes, [(ankle[0], ankle[1] + 22), (ankle[0] + sign * 26, ankle[1] + 26)], 20
        yield style.skin, [hip, knee, ankle], style.leg
        covered = [hip, _between(hip, ankle, min(style.trousers, 1.0))]
        yield style.legs, covered, style.leg + 3
    hips = [joints["r_hip"], joints["l_hip"]]
    yield style.legs, hips, style.leg + 3
    if style.trousers > 1:
        low = [(x + s * 34, 860) for (x, _), s in zip(hips, (-1, 1), strict=True)]
        for t in np.linspace(0, 1, 12):
            yield style.legs, [_between(hips[0], hips[1], t), _between(low[0], low[1], t)], 26
    yield style.skin, [joints["neck"], _between(joints["neck"], joints["nose"], 0.5)], 17
    for t in np.linspace(0, 1, 10):
        yield (
            style.shirt,
            [
                _between(joints["r_shoulder"], joints["l_shoulder"], t),
                _between(*hips, t),
            ],
            16,
        )
    for side in "rl":
        shoulder, elbow, wrist = (joints[f"{side}_{n}"] for n in ("shoulder", "elbow", "wrist"))
        yield style.skin, [shoulder, elbow, wrist, _between(elbow, wrist, 1.3)], style.arm - 2
        share = min(style.sleeve * 2, 1.0), max(style.sleeve * 2 - 1, 0.0)
        path = [shoulder, _between(shoulder, elbow, share[0])]
        path += [_between(elbow, wrist, share[1])] if share[1] else []
        yield style.shirt, path, style.arm


def _stroke(pen: ImageDraw.ImageDraw, path: list[Place], half: float, colour: str) -> None:
    fine = [(x * _FINE, y * _FINE) for x, y in path]
    reach = half * _FINE
    if len(fine) > 1:
        pen.line(fine, fill=colour, width=round(2 * reach))
    for x, y in fine:
        pen.ellipse((x - reach, y - reach, x + reach, y + reach), fill=colour)


def _face(pen: ImageDraw.ImageDraw, style: Style, joints: dict[str, Place]) -> None:
    (x, y), (wide, high) = joints["nose"], style.head
    line = style.line

    def oval(cx: float, cy: float, rx: float, ry: float, colour: str) -> None:
        box = [value * _FINE for value in (cx - rx, cy - ry, cx + rx, cy + ry)]
        pen.ellipse(box, fill=colour)

    top = y - 0.2 * high
    if line:
        oval(x, top, wide + line / 2, high + line / 2, style.ink)
    oval(x, top, wide - line / 2, high - line / 2, style.skin)
    box = [
        v * _FINE
        for v in (x - wide + line / 2, top - high + line / 2, x + wide - line / 2, top + 0.5 * high)
    ]
    pen.chord(box, 185, 355, fill=style.hair)
    for side in "rl":
        ex, ey = joints[f"{side}_eye"]
        oval(ex, ey, 6, 9, style.ink)
    mouth = [v * _FINE for v in (x - 0.3 * wide, y - 0.05 * high, x + 0.3 * wide, y + 0.4 * high)]
    pen.arc(mouth, 20, 160, fill=style.ink, width=5 * _FINE)


def _grainy(picture: Image.Image, amount: float) -> Image.Image:
    dice = np.random.default_rng(7)
    pixels = np.asarray(picture).astype(float)
    noise = dice.normal(0, amount, pixels.shape[:2])[..., None]
    pixels[..., :3] = np.clip(pixels[..., :3] + noise, 0, 255)
    made = Image.fromarray(pixels.astype(np.uint8))
    blurred = made.filter(ImageFilter.GaussianBlur(0.7))
    blurred.putalpha(picture.getchannel("A"))
    return blurred
