"""What a puppet is made of: the layers of one drawing at working size, with its joints."""

from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from renderers.cast.doubts import NEEDED
from renderers.cast.faces.felt import opened
from renderers.cast.heads import posed_face
from renderers.cast.vectors import Vector
from schemas.cast import Drawing, Face, View
from schemas.geometry import JOINTS

Pixels = NDArray[np.uint8]

_LEAST, _MOST = 520.0, 1000.0
"""How tall, in pixels, a standing figure is worked on; other pictures are resized."""
_MARGIN = 24


class PuppetSource(NamedTuple):
    """One drawing, cropped and resized; all places are its pixels."""

    body: Image.Image
    head: Image.Image | None
    """The layer with the face, where it is a layer of its own."""
    joints: dict[str, Vector]
    """Every joint, guessed where the drawing does not have it; also `hip`, between the hips."""
    known: frozenset[str]
    """The joints that were not guessed."""
    stature: float
    corners: tuple[Vector, Vector] | None
    """The head's box: left top and right bottom."""
    mouth: Vector
    ground: float
    """The y on which it stands or sits."""
    over: bool = False
    """Whether the face lies over the body in the drawing as it is."""


def source_of(view: View, drawing: Drawing, face: Face | None, root: Path) -> PuppetSource:
    """Open a drawing for rigging.

    Raises:
        StoryInvalid, AssetMissing: a picture cannot be used.
        ValueError: it has no joints, or lacks one of `NEEDED`.
    """
    body = opened(drawing.picture, root)
    head = opened(face.picture, root) if face else None
    box = _bounds(body, head)
    canvas = np.array(body.size, float)
    tall = view.stature * body.height
    scale = min(_MOST, max(_LEAST, tall)) / tall
    corner = np.array(box[:2], float)

    def here(x: float, y: float) -> Vector:
        return np.asarray((np.array([x, y]) * canvas - corner) * scale)

    pose = posed_face(drawing, face)
    joints = {
        name: here(*joint.point)
        for name, joint in zip(JOINTS, pose.keypoints if pose else (), strict=False)
        if joint
    }
    if missing := [name for name in NEEDED if name not in joints]:
        raise ValueError(f"{drawing.picture} lacks the joints {', '.join(missing)}")
    known = frozenset(joints)
    named = view.head
    corners = (here(named.left, named.top), here(named.right, named.bottom)) if named else None
    full = _completed(joints, tall * scale)
    mouth = here(*view.mouth) if view.mouth else full["nose"] * 0.6 + full["neck"] * 0.4
    return PuppetSource(
        _sized(body, box, scale),
        None if head is None else _sized(head, box, scale),
        full,
        known,
        tall * scale,
        corners,
        mouth,
        float(here(0, view.ground if drawing.ground is None else drawing.ground)[1]),
        view.face_over,
    )


def _bounds(body: Image.Image, head: Image.Image | None) -> tuple[int, int, int, int]:
    boxes = [box for layer in (body, head) if layer and (box := layer.getchannel("A").getbbox())]
    left, top, right, bottom = zip(*boxes, strict=True)
    return (min(left) - _MARGIN, min(top) - _MARGIN, max(right) + _MARGIN, max(bottom) + _MARGIN)


def _sized(layer: Image.Image, box: tuple[int, int, int, int], scale: float) -> Image.Image:
    cropped = layer.crop(box)
    if scale == 1:
        return cropped
    size = round(cropped.width * scale), round(cropped.height * scale)
    return cropped.resize(size, Image.Resampling.LANCZOS)


def _completed(joints: dict[str, Vector], stature: float) -> dict[str, Vector]:
    """Guess the joints that are absent, and add the hips' middle."""
    full = dict(joints)
    full["hip"] = (full["r_hip"] + full["l_hip"]) / 2
    torso = max(full["hip"][1] - full["neck"][1], 1.0)
    floor = full["neck"][1] + 0.7 * stature
    for side, sign in (("r", -1.0), ("l", 1.0)):
        shoulder, hip = full[f"{side}_shoulder"], full[f"{side}_hip"]
        full.setdefault(f"{side}_elbow", shoulder + np.array([sign * 0.1, 0.52]) * torso)
        full.setdefault(
            f"{side}_wrist", full[f"{side}_elbow"] + np.array([sign * 0.05, 0.5]) * torso
        )
        full.setdefault(f"{side}_ankle", np.array([hip[0], max(floor, hip[1] + torso)]))
        full.setdefault(f"{side}_knee", (hip + full[f"{side}_ankle"]) / 2)
        reach = 0.25 * (full["neck"][1] - full["nose"][1])
        full.setdefault(f"{side}_eye", full["nose"] + np.array([sign * reach, -reach]))
        full.setdefault(f"{side}_ear", full["nose"] + np.array([sign * 2 * reach, -0.5 * reach]))
    return full
