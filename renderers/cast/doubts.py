"""What speaks against posing an author's picture: each doubt with its reason and a way out.

Everything is measured on a small copy of the cut-out; joints are those that were read or told.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from renderers.cast.outlines import filled, loops_of
from schemas.cast import Doubt
from schemas.geometry import JOINTS, Box, Pose

NEEDED = ("nose", "neck", "r_shoulder", "l_shoulder", "r_hip", "l_hip")
"""Joints without which nothing can be posed."""
Mask = NDArray[np.bool_]

_SMALL = 240
"""Pixels of the copy's longer side."""
_FLAT, _TONES, _STEP = 0.72, 12, 12
"""The twelve most frequent tones cover so much of a flat drawing, where a tone is a step wide."""
_CUT = 0.8, 0.3
"""A figure is cut off where its last row is as wide as the rows above, and wide in itself."""
_BUST = 2.3
"""Who is lower than so many times the way from crown to shoulders has no legs to be seen."""
_BESIDE, _SPREAD = 0.04, 0.16
"""Of the silhouette: what is beside the body and smaller is hair, a hem, a wide sleeve; or, where
no wrists are known, the arms."""
_REMEDY = "or say posable: true in the JSON file beside the picture"


def doubts_of(
    figure: Image.Image, pose: Pose | None, head: Box | None, *, faces: int = 1
) -> tuple[Doubt, ...]:
    """Return what speaks against posing a person's cut-out.

    Args:
        figure: the cut-out.
        pose: its joints, in its canvas's unit square; None where none were read.
        head: its head, likewise.
        faces: how many faces were seen.
    """
    small = _small(figure)
    found = [*_crowd(faces), *_unread(pose), *_textured(small.picture), *_cut_off(small, pose)]
    if pose is not None and not found:
        found += [*_beside(small, pose, head), *_outside(small, pose), *_hidden(pose)]
    return tuple(found)


class _Small(NamedTuple):
    picture: Image.Image
    box: tuple[int, int, int, int]
    """Where the silhouette is in it."""

    @property
    def solid(self) -> Mask:
        return np.asarray(self.picture.getchannel("A")) > 128


def _small(figure: Image.Image) -> _Small:
    scale = min(1.0, _SMALL / max(figure.size))
    size = max(1, round(figure.width * scale)), max(1, round(figure.height * scale))
    picture = figure.resize(size, Image.Resampling.BOX)
    return _Small(picture, picture.getchannel("A").getbbox() or (0, 0, *size))


def _crowd(faces: int) -> Iterator[Doubt]:
    if faces > 1:
        yield Doubt(
            what=f"{faces} faces are seen", remedy="cut out one person; a group cannot be posed"
        )


def _unread(pose: Pose | None) -> Iterator[Doubt]:
    missing = [name for name in NEEDED if pose is None or pose.joint(name) is None]
    if missing:
        yield Doubt(
            what=f"{', '.join(missing)} cannot be found",
            remedy="for an animal or a thing say kind: animal or kind: object; for a person mark "
            "the joints with storyboard poses STORY --mark CHARACTER",
        )


def _textured(small: Image.Image) -> Iterator[Doubt]:
    """Tell shaded and textured pictures, on which limbs in one flat colour would show."""
    pixels = np.asarray(small)
    inside = np.asarray(
        small.getchannel("A").point(lambda a: 255 * (a > 250)).filter(ImageFilter.MinFilter(5))
    )
    tones = pixels[inside > 0][:, :3] // _STEP
    if len(tones) < 50:
        return
    counts = np.unique(tones, axis=0, return_counts=True)[1]
    if np.sort(counts)[-_TONES:].sum() < _FLAT * len(tones):
        yield Doubt(
            what="it is shaded or textured like a photograph or a painting, and new limbs are flat",
            remedy=f"give a drawing in flat colours, {_REMEDY}",
        )


def _cut_off(small: _Small, pose: Pose | None) -> Iterator[Doubt]:
    """Tell busts, and figures that the picture's lower edge cuts."""
    _, top, _, bottom = small.box
    rows = small.solid[top:bottom].sum(axis=1)
    above = rows[-max(2, len(rows) // 16)]
    cut = bottom >= small.picture.height - 1 and rows[-1] >= max(
        _CUT[0] * above, _CUT[1] * rows.max()
    )
    sides = [pose.joint(name) for name in ("r_shoulder", "l_shoulder")] if pose else []
    shoulder = next((joint for joint in sides if joint is not None), None)
    low = shoulder is not None and (bottom - top) < _BUST * (
        shoulder.y * small.picture.height - top
    )
    if (cut and pose is not None) or low:
        yield Doubt(
            what="the figure is cut off below and shows no feet",
            remedy="give a picture from head to foot; until then this one is shown as it is",
        )


def _beside(small: _Small, pose: Pose, head: Box | None) -> Iterator[Doubt]:
    """Tell what hangs on a body that limbs drawn anew would lose."""
    places = {
        name: (joint.x * small.picture.width, joint.y * small.picture.height)
        for name, joint in zip(JOINTS, pose.keypoints, strict=True)
        if joint
    }
    if not {"neck", "r_shoulder", "l_shoulder", "r_hip", "l_hip"} <= places.keys():
        return
    body = _body(small, places, head)
    rest = Image.fromarray((small.solid & ~body).astype(np.uint8) * 255)
    rest = rest.filter(ImageFilter.MinFilter(5)).filter(ImageFilter.MaxFilter(5))
    parts = _parts(np.asarray(rest) > 0)
    share = sum(int(part.sum()) for part in parts) / max(int(small.solid.sum()), 1)
    if share < (_BESIDE if {"r_wrist", "l_wrist"} <= places.keys() else _SPREAD):
        return
    sides = {_side(part, places) for part in parts if part.sum() > 0.3 * max(map(np.sum, parts))}
    largest = max(parts, key=np.sum)
    what = _named(largest, places, both=len(sides) > 1, share=share)
    yield Doubt(what=what, remedy=f"posed, it would be lost: give a picture without it, {_REMEDY}")


def _body(small: _Small, places: dict[str, tuple[float, float]], head: Box | None) -> Mask:
    """Cover head, torso, skirt and limbs generously; also each arm's mirror image."""
    canvas = Image.new("L", small.picture.size)
    pen = ImageDraw.Draw(canvas)
    half = max(abs(places["l_shoulder"][0] - places["r_shoulder"][0]) / 2, 4.0)
    middle = places["neck"][0]
    low = small.box[3]
    for bone, wide in _bones(places, half):
        for path in (bone, [(2 * middle - x, y) for x, y in bone]):
            pen.line(path, fill=255, width=round(2 * wide))
            for x, y in path:
                pen.ellipse((x - wide, y - wide, x + wide, y + wide), fill=255)
    hip = places["r_hip"][1]
    spread = 1.5 * half
    pen.polygon(
        [
            (middle - spread, places["neck"][1]),
            (middle + spread, places["neck"][1]),
            (middle + spread, hip),
            (middle + 1.6 * half, low),
            (middle - 1.6 * half, low),
            (middle - spread, hip),
        ],
        fill=255,
    )
    if head is not None:
        wide, high = small.picture.size
        grown = head.grown(0.3 * head.height)
        pen.rectangle((grown.left * wide, 0, grown.right * wide, grown.bottom * high), fill=255)
    return np.asarray(canvas) > 0


def _bones(
    places: dict[str, tuple[float, float]], half: float
) -> Iterator[tuple[list[tuple[float, float]], float]]:
    for side in "rl":
        arm = [
            places[name]
            for part in ("shoulder", "elbow", "wrist")
            if (name := f"{side}_{part}") in places
        ]
        if len(arm) > 1:
            (x, y), (fore_x, fore_y) = arm[-1], arm[-2]
            yield [*arm, (x + 0.6 * (x - fore_x), y + 0.6 * (y - fore_y))], 0.55 * half
        leg = [
            places[name]
            for part in ("hip", "knee", "ankle")
            if (name := f"{side}_{part}") in places
        ]
        if len(leg) > 1:
            yield leg, 0.7 * half


def _parts(rest: Mask) -> list[Mask]:
    """Return the connected parts of a mask, largest first; slivers are left out."""
    found = (filled(loop, rest.shape) & rest for loop in loops_of(rest))
    return sorted((part for part in found if part.sum() > 12), key=lambda part: -int(part.sum()))


def _side(part: Mask, places: dict[str, tuple[float, float]]) -> bool:
    return bool(np.nonzero(part)[1].mean() > places["neck"][0])


def _named(part: Mask, places: dict[str, tuple[float, float]], *, both: bool, share: float) -> str:
    """Say what a part beside the body may be, by where it is."""
    rows = np.nonzero(part)[0]
    hip = (places["r_hip"][1] + places["l_hip"][1]) / 2
    if both:
        above = float(rows.mean()) < hip
        what = "wings" if above else "a cloak or a wide coat"
        return f"there may be {what} on both sides of the body ({share:.0%} of the figure)"
    return (
        f"something is beside the body: a thing in hand, a bag, a tail ({share:.0%} of the figure)"
    )


def _outside(small: _Small, pose: Pose) -> Iterator[Doubt]:
    """Tell joints that lie beside the silhouette."""
    near = (
        np.asarray(
            Image.fromarray(small.solid.astype(np.uint8) * 255).filter(ImageFilter.MaxFilter(9))
        )
        > 0
    )
    off = []
    for name, joint in zip(JOINTS, pose.keypoints, strict=True):
        if joint is None:
            continue
        x, y = int(joint.x * near.shape[1]), int(joint.y * near.shape[0])
        if not (0 <= x < near.shape[1] and 0 <= y < near.shape[0] and near[y, x]):
            off.append(name)
    if off:
        yield Doubt(
            what=f"{', '.join(off)} lie{'s' if len(off) == 1 else ''} outside the figure",
            remedy="correct the joints with storyboard poses STORY --mark CHARACTER",
            bars=len(off) > 4,
        )


def _hidden(pose: Pose) -> Iterator[Doubt]:
    """Tell hands that are not seen: in pockets, behind the back, under a cloak."""
    unsure = [
        name
        for name in ("r_wrist", "l_wrist")
        if (joint := pose.joint(name)) is None or joint.visible < 1
    ]
    if unsure:
        yield Doubt(
            what=f"no hand is seen at {' and '.join(unsure)}: in a pocket, or behind the back?",
            remedy="hands are drawn anew all the same; arms away from the body are read best",
            bars=False,
        )
