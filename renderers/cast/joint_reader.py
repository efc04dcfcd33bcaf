"""Reads a person's joints off one drawing, with the reader that ships with toon.

The network (see `renderers.diffusion.segmenter`) is small, so numpy runs it: planning a story with
an author's own pictures then needs no torch.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from schemas.geometry import JOINTS, Keypoint, Pose

Planes = NDArray[np.float32]
"""`[channels, h, w]`."""

FOLDER = Path(__file__).resolve().parents[1] / "toon"
"""Where toon's weights lie."""
SURE = 0.35
"""From this confidence on a joint is believed."""
_SIDE = 448
"""Pixels of the square that the network sees."""
_TALLEST, _SMALLER = 400, (330, 260)
"""Pixels of the figure's longer side in that square: first, and where that does not do."""
_NEEDED = ("nose", "r_shoulder", "l_shoulder", "r_hip", "l_hip")
_GROUND = (236, 240, 236)
_WINDOW = 2
_TRUNK = 0.38
"""From shoulders to hips, of the way from shoulders to soles."""
_ANKLE = 0.07
"""From the soles up to the ankles, of a figure's height."""
_PAIRS = [
    JOINTS.index({"r_": "l_", "l_": "r_"}.get(name[:2], name[:2]) + name[2:]) for name in JOINTS
]


class _Network(NamedTuple):
    encoder: Mapping[str, Planes]
    weights: Mapping[str, Planes]
    levels: int


class Reading(NamedTuple):
    """What was read off a picture of a person."""

    pose: Pose | None
    """In the canvas's unit square; None where no joint is sure."""
    faces: int
    """How many faces are seen; of a crowd no more than two."""


def read_joints(figure: Image.Image) -> Pose | None:
    """Return the joints of a cut-out person, as `read_figure` does."""
    return read_figure(figure).pose


def read_figure(figure: Image.Image) -> Reading:
    """Read the joints of a cut-out person.

    A joint that is not believed, or lies off the figure, is taken from the other side, mirrored
    about the trunk, and marked as half visible; where neither is believed it is absent.
    """
    box = figure.getchannel("A").point(lambda alpha: 255 if alpha > 40 else 0).getbbox()
    if box is None or min(box[2] - box[0], box[3] - box[1]) < 8:
        return Reading(None, 0)
    reads = [_read(figure, box, _TALLEST)]
    if not _trunk(reads[0].joints):  # a large head or a small one is known better at another size
        reads += [_read(figure, box, tall) for tall in _SMALLER]
    best, faces = max(reads, key=lambda read: (_trunk(read.joints), sum(map(bool, read.joints))))
    if not any(best):
        return Reading(None, faces)
    pose = _hipped(_paired(Pose(keypoints=tuple(best))), box[3] / figure.height)
    return Reading(_footed(pose, figure.getchannel("A"), box), faces)


class _Read(NamedTuple):
    joints: list[Keypoint | None]
    faces: int


def _trunk(joints: list[Keypoint | None]) -> int:
    """Count what posing cannot do without: nose, shoulders and hips."""
    return sum(joints[JOINTS.index(name)] is not None for name in _NEEDED) // len(_NEEDED)


def _read(figure: Image.Image, box: tuple[int, int, int, int], tall: float) -> _Read:
    """Read what is believed, with the figure so many pixels high before the network."""
    scale = tall / max(box[2] - box[0], box[3] - box[1])
    square, corner = _framed(figure.crop(box), scale)
    heat = (_heat(square) + _heat(square[:, ::-1])[_PAIRS][..., ::-1]) / 2
    alpha = np.asarray(figure.getchannel("A"))
    joints: list[Keypoint | None] = []
    for plane in heat:
        x, y = ((at - low) / scale for at, low in zip(_peak(plane), corner, strict=True))
        place = (box[0] + x) / figure.width, (box[1] + y) / figure.height
        sure = float(plane.max()) >= SURE and _upon(alpha, *place)
        joints.append(Keypoint(x=round(place[0], 4), y=round(place[1], 4)) if sure else None)
    right, left = joints[JOINTS.index("r_shoulder")], joints[JOINTS.index("l_shoulder")]
    if joints[1] is None and right is not None and left is not None:
        joints[1] = Keypoint(x=(right.x + left.x) / 2, y=(right.y + left.y) / 2, visible=0.5)
    return _Read(joints, _faces(heat[0]))


def _faces(noses: Planes) -> int:
    """Count the places, two at most, where a nose is believed to be."""
    top, left = np.unravel_index(int(noses.argmax()), noses.shape)
    near = len(noses) // 8
    others = noses.copy()
    rows = slice(max(0, int(top) - near), int(top) + near + 1)
    others[rows, max(0, int(left) - near) : int(left) + near + 1] = 0
    return int(noses.max() >= SURE) + int(others.max() >= SURE)


def _framed(figure: Image.Image, scale: float) -> tuple[Planes, tuple[float, float]]:
    """Put a figure in the middle of a plain square; values are from -1 to 1."""
    size = max(1, round(figure.width * scale)), max(1, round(figure.height * scale))
    small = figure.resize(size, Image.Resampling.LANCZOS)
    corner = (_SIDE - size[0]) // 2, (_SIDE - size[1]) // 2
    square = Image.new("RGB", (_SIDE, _SIDE), _GROUND)
    square.paste(small.convert("RGB"), corner, small.getchannel("A"))
    return np.asarray(square, np.float32) / 127.5 - 1, (float(corner[0]), float(corner[1]))


def _upon(alpha: NDArray[np.uint8], x: float, y: float) -> bool:
    """Tell whether a place lies on a figure, or within a hundredth of its picture beside it."""
    near = max(2, len(alpha) // 100)
    column, row = int(x * alpha.shape[1]), int(y * alpha.shape[0])
    rows = slice(max(0, row - near), row + near + 1)
    columns = slice(max(0, column - near), column + near + 1)
    return bool((alpha[rows, columns] > 100).any())


def _paired(pose: Pose) -> Pose:
    """Take what is absent from the other side."""
    neck, nose = pose.joint("neck"), pose.joint("nose")
    if neck is None:
        return pose
    hips = [hip for name in ("r_hip", "l_hip") if (hip := pose.joint(name)) is not None]
    low = (sum(hip.x for hip in hips) / 2, hips[0].y) if len(hips) == 2 else (neck.x, neck.y + 1)

    def across(joint: Keypoint, *, face: bool) -> Keypoint:
        t = (joint.y - neck.y) / max(low[1] - neck.y, 1e-6)
        axis = nose.x if face and nose else neck.x + (low[0] - neck.x) * min(max(t, 0), 1)
        return Keypoint(x=round(2 * axis - joint.x, 4), y=joint.y, visible=0.5)

    joints = list(pose.keypoints)
    for at, (joint, other) in enumerate(zip(pose.keypoints, _PAIRS, strict=True)):
        found = pose.keypoints[other]
        if joint is None and found is not None and other != at:
            joints[at] = across(found, face=JOINTS[at][2:] in ("eye", "ear"))
    return Pose(keypoints=tuple(joints))


def _hipped(pose: Pose, low: float) -> Pose:
    """Guess the hips under a skirt or a coat, where people have them above their soles."""
    right, left, nose = (pose.joint(name) for name in ("r_shoulder", "l_shoulder", "nose"))
    if right is None or left is None or nose is None or pose.joint("r_hip") or pose.joint("l_hip"):
        return pose
    top = (right.y + left.y) / 2
    joints = list(pose.keypoints)
    for name, own, other in (("r_hip", right, left), ("l_hip", left, right)):
        x = 0.75 * own.x + 0.25 * other.x
        y = top + _TRUNK * (low - top)
        joints[JOINTS.index(name)] = Keypoint(x=round(x, 4), y=round(y, 4), visible=0.5)
    return Pose(keypoints=tuple(joints))


def _footed(pose: Pose, alpha: Image.Image, box: tuple[int, int, int, int]) -> Pose:
    """Guess ankles in boots: above the soles, in the middle of what stands below each knee."""
    hips = [pose.joint(name) for name in ("r_hip", "l_hip")]
    joints = list(pose.keypoints)
    row = round(box[3] - _ANKLE * (box[3] - box[1]))
    solid = np.flatnonzero(np.asarray(alpha)[min(row, alpha.height - 1)] > 128)
    parts = [each for each in np.split(solid, np.flatnonzero(np.diff(solid) > 1) + 1) if len(each)]
    for side, hip in zip("rl", hips, strict=True):
        at, knee = JOINTS.index(f"{side}_ankle"), pose.joint(f"{side}_knee")
        if joints[at] is not None or hip is None or knee is None or len(parts) != 2:
            continue
        place = knee.x * alpha.width
        middle = min((float(part.mean()) for part in parts), key=lambda x: abs(x - place))
        x, y = round(middle / alpha.width, 4), round(row / alpha.height, 4)
        joints[at] = Keypoint(x=x, y=y, visible=0.5)
    return Pose(keypoints=tuple(joints))


def _peak(plane: Planes) -> tuple[float, float]:
    """Return where a heatmap peaks, in pixels of the square, to a fraction of a cell."""
    top, left = np.unravel_index(int(plane.argmax()), plane.shape)
    rows = slice(max(0, int(top) - _WINDOW), int(top) + _WINDOW + 1)
    columns = slice(max(0, int(left) - _WINDOW), int(left) + _WINDOW + 1)
    part = plane[rows, columns] + 1e-9
    cell = _SIDE / len(plane)
    y = float((np.arange(len(plane))[rows] + 0.5) @ part.sum(axis=1) / part.sum())
    x = float((np.arange(len(plane))[columns] + 0.5) @ part.sum(axis=0) / part.sum())
    return x * cell, y * cell


def _heat(square: Planes) -> Planes:
    """Return every joint's probability in every cell."""
    network = _network()
    x = _encoded(square, network.encoder)
    skips: list[Planes] = []
    for level in range(network.levels):
        x = _block(_halved(x) if level else x, network.weights, f"down.{level}")
        skips.append(x)
    x = skips.pop()
    for level, skip in enumerate(reversed(skips)):
        wide = x.repeat(2, axis=1).repeat(2, axis=2)[:, : skip.shape[1], : skip.shape[2]]
        x = _block(np.concatenate([wide, skip]), network.weights, f"up.{level}")
    weight, bias = network.weights["head.weight"][:, :, 0, 0], network.weights["head.bias"]
    logits = np.einsum("oc,chw->ohw", weight, x) + bias[:, None, None]
    return np.asarray(1 / (1 + np.exp(-logits)))


def _encoded(square: Planes, encoder: Mapping[str, Planes]) -> Planes:
    """Project every patch, as `PatchAutoencoder.encode` does."""
    weight, bias = encoder["encoder.weight"], encoder["encoder.bias"]
    patch = weight.shape[-1]
    cells = square.reshape(_SIDE // patch, patch, _SIDE // patch, patch, 3)
    patches = cells.transpose(4, 1, 3, 0, 2).reshape(-1, (_SIDE // patch) ** 2)
    latent = weight.reshape(len(weight), -1) @ patches + bias[:, None]
    return latent.reshape(len(weight), _SIDE // patch, _SIDE // patch)


def _block(x: Planes, weights: Mapping[str, Planes], name: str) -> Planes:
    """Convolve, normalise in eight groups, and apply SiLU, twice."""
    for at in (0, 3):
        x = _convolved(x, weights[f"{name}.{at}.weight"], weights[f"{name}.{at}.bias"])
        groups = x.reshape(8, -1)
        spread = np.sqrt(groups.var(axis=1, keepdims=True) + 1e-5)
        x = ((groups - groups.mean(axis=1, keepdims=True)) / spread).reshape(x.shape)
        scale, shift = (weights[f"{name}.{at + 1}.{part}"] for part in ("weight", "bias"))
        x = x * scale[:, None, None] + shift[:, None, None]
        x = x / (1 + np.exp(-x))
    return x


def _convolved(x: Planes, weight: Planes, bias: Planes) -> Planes:
    padded = np.pad(x, ((0, 0), (1, 1), (1, 1)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (3, 3), axis=(1, 2))
    flat = windows.transpose(0, 3, 4, 1, 2).reshape(-1, x.shape[1] * x.shape[2])
    made = weight.reshape(len(weight), -1) @ flat + bias[:, None]
    return np.asarray(made.reshape(len(weight), *x.shape[1:]))


def _halved(x: Planes) -> Planes:
    """Average two by two; the last of an odd row or column stands alone."""
    high, wide = -(-x.shape[1] // 2), -(-x.shape[2] // 2)
    even = np.pad(x, ((0, 0), (0, 2 * high - x.shape[1]), (0, 2 * wide - x.shape[2])))
    counts = np.pad(np.ones(x.shape[1:]), ((0, 2 * high - x.shape[1]), (0, 2 * wide - x.shape[2])))
    sums = even.reshape(len(x), high, 2, wide, 2).sum(axis=(2, 4))
    return np.asarray(sums / counts.reshape(high, 2, wide, 2).sum(axis=(1, 3)), np.float32)


@cache
def _network() -> _Network:
    from safetensors.numpy import load_file

    weights = load_file(FOLDER / "joints" / "model.safetensors")
    encoder = load_file(FOLDER / "vae" / "diffusion_pytorch_model.safetensors")
    config = json.loads((FOLDER / "joints" / "config.json").read_text("utf-8"))
    kept = {name: encoder[name] for name in ("encoder.weight", "encoder.bias")}
    return _Network(_full(kept), _full(weights), len(config["widths"]))


def _full(weights: Mapping[str, NDArray[np.float16]]) -> dict[str, Planes]:
    return {name: value.astype(np.float32) for name, value in weights.items()}
