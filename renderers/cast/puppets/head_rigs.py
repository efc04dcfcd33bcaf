"""The head of a drawing: parted from its body, with what is known of its face."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from renderers.cast.outlines import filled, loops_of
from renderers.cast.puppets.ink import DARK, Ink, ink_of, pixels_at, skin_of
from renderers.cast.puppets.sources import Pixels, PuppetSource
from renderers.cast.puppets.torso import Cutout, half_shoulders
from renderers.cast.shapes import Colour
from renderers.cast.vectors import Vector, to_segment

_STRAIGHT = 0.12
"""Of the way between the ears: a nose that is less off their middle looks at the reader."""
_SAME = 42
"""What hangs beside a neck and is as near to the chest's colour is a collar, and no hair."""


class HeadRig(NamedTuple):
    """A head that can be turned; places are the source's pixels."""

    joints: dict[str, Vector]
    """Of the whole figure."""
    ink: Ink
    skin: Colour
    head: Cutout
    neck: float | None
    """Half the width of the neck to be drawn; None where the body has its own."""
    corners: tuple[Vector, Vector] | None
    """The head's box: left top and right bottom."""
    mouth: Vector
    profile: int = 0
    """Where the head looks that is drawn in profile: -1 left, 1 right; 0 where none is."""

    @property
    def looks(self) -> int:
        """Where the face looks: -1 left, 0 at the reader, 1 right."""
        right, left = self.joints["r_ear"][0], self.joints["l_ear"][0]
        offset = self.joints["nose"][0] - (right + left) / 2
        aside = abs(offset) >= _STRAIGHT * abs(left - right)
        return self.profile or (int(np.sign(offset)) if aside else 0)


def parted(source: PuppetSource) -> tuple[PuppetSource, HeadRig]:
    """Part a drawing into the body, as a source of its own, and the head."""
    split = source.head is None
    body, head = _split(source) if source.head is None else (source.body, source.head)
    source = source._replace(body=body, head=head)
    rig = HeadRig(
        source.joints,
        ink_of(np.asarray(body)),
        skin_of(source),
        cropped(head),
        0.3 * half_shoulders(source) if split else None,
        source.corners,
        source.mouth,
    )
    return source, rig


def _split(source: PuppetSource) -> tuple[Image.Image, Image.Image]:
    """Part head and body of a picture in one layer, at the narrowest row of the neck."""
    pixels = np.asarray(source.body)
    joints = source.joints
    nose, neck = joints["nose"], joints["neck"]
    half = half_shoulders(source)
    y, x = np.mgrid[: pixels.shape[0], : pixels.shape[1]] + 0.5
    places = np.stack([x, y], axis=-1)
    arms = [to_segment(places, joints[f"{side}_elbow"], joints[f"{side}_wrist"]) for side in "rl"]
    free = np.min(arms, axis=0) > 0.45 * half
    rows = range(int(nose[1] + 0.35 * (neck[1] - nose[1])), int(neck[1]))
    near = (np.abs(x[0] - neck[0]) < 1.1 * half) if rows else None
    counts = [int((pixels[row, near, 3] > 128).sum()) for row in rows]
    cut = rows[int(np.argmin(counts))] if counts else int(neck[1])
    if counts and min(counts) > 1.3 * half:  # long hair, or no neck: there is no narrow row
        cut = int(nose[1] + 0.62 * (neck[1] - nose[1]))
    head, body = pixels.copy(), pixels.copy()
    hair = _hanging(source, pixels, cut, half)
    head[..., 3] = np.where((y < cut) & free | hair, pixels[..., 3], 0)
    strip = 0.12 * (neck[1] - nose[1])
    body[..., 3] = np.where((y < cut - strip) & free | hair, 0, pixels[..., 3])
    return Image.fromarray(body), Image.fromarray(head)


def _hanging(source: PuppetSource, pixels: Pixels, cut: int, half: float) -> NDArray[np.bool_]:
    """Find plaits and locks that hang from a head to below where it is cut off its body."""
    joints = source.joints
    neck, hip = joints["neck"], joints["hip"]
    low = int(neck[1] + 0.6 * (hip[1] - neck[1]))
    y, x = np.mgrid[: pixels.shape[0], : pixels.shape[1]] + 0.5
    places = np.stack([x, y], axis=-1)
    body = [to_segment(places, joints["r_shoulder"], joints["l_shoulder"]) < 0.42 * half]
    body += [
        to_segment(places, joints[f"{side}_{one}"], joints[f"{side}_{other}"]) < 0.42 * half
        for side in "rl"
        for one, other in (("shoulder", "elbow"), ("elbow", "wrist"))
    ]
    body.append((np.abs(x - neck[0]) < 0.5 * half) | (y > neck[1]) & (np.abs(x - neck[0]) < half))
    loose = (pixels[..., 3] > 40) & (y >= cut - 1) & (y < low) & ~np.any(body, axis=0)
    chest = pixels_at(
        pixels, (0.6 * neck + 0.4 * hip + np.array([[-0.3 * half, 0], [0, 0], [0.3 * half, 0]]))
    )
    found = np.zeros(loose.shape, bool)
    for loop in loops_of(loose):
        part = filled(loop, loose.shape) & loose
        light = pixels[part & (pixels[..., :3].max(axis=2) > DARK)][:, :3]
        if not part[cut - 1 : cut + 2].any() or not len(light):
            continue
        apart = np.abs(np.median(light, axis=0) - np.median(chest[:, :3], axis=0)).max()
        if apart > _SAME:
            found |= part
    return np.asarray(found & (y >= cut))


def cropped(layer: Image.Image) -> Cutout:
    """Cut a layer down to what is seen of it."""
    box = layer.getchannel("A").getbbox() or (0, 0, 1, 1)
    box = max(0, box[0] - 2), max(0, box[1] - 2), box[2] + 2, box[3] + 2
    return Cutout(layer.crop(box), np.array(box[:2], float))
