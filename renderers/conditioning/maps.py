"""A planned panel as the pictures a model is shown: segment masks and OpenPose maps.

Masks are float32 arrays `[k+1, h, w]`, the background first, then the segments back to front.
They are a partition of unity *exactly*: every value is a multiple of 2⁻¹⁶, so that float32 sums
in any order give 1 and no composite gains or loses light at a seam.
"""

import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from renderers.conditioning.drawn_masks import read_masks
from renderers.conditioning.layers import layers_of
from renderers.conditioning.rasters import connected, rasterised
from renderers.pictures import flattened, open_picture, picture_path
from schemas.errors import StoryInvalid
from schemas.geometry import Point, Pose, Region, Size
from schemas.plan import PanelPlan, Segment

Masks = NDArray[np.float32]

LIMBS = (
    (1, 2),
    (1, 5),
    (2, 3),
    (3, 4),
    (5, 6),
    (6, 7),
    (1, 8),
    (8, 9),
    (9, 10),
    (1, 11),
    (11, 12),
    (12, 13),
    (1, 0),
    (0, 14),
    (14, 16),
    (0, 15),
    (15, 17),
)
"""Pairs of `JOINTS` joined by a limb, in OpenPose's drawing order."""

JOINT_COLOURS = (
    (255, 0, 0),
    (255, 85, 0),
    (255, 170, 0),
    (255, 255, 0),
    (170, 255, 0),
    (85, 255, 0),
    (0, 255, 0),
    (0, 255, 85),
    (0, 255, 170),
    (0, 255, 255),
    (0, 170, 255),
    (0, 85, 255),
    (0, 0, 255),
    (85, 0, 255),
    (170, 0, 255),
    (255, 0, 255),
    (255, 0, 170),
    (255, 0, 85),
)
"""RGB of joint i and of limb i."""

LIMB_COLOURS = tuple(tuple(int(value * 0.6) for value in colour) for colour in JOINT_COLOURS)

_SAMPLES = 4
"""Supersampling along each side; a power of two keeps area averages exact."""
_QUANTUM = 2.0**-16


class Conditioning(NamedTuple):
    """What a diffusion model is shown of one panel, at one size."""

    size: Size
    masks: Masks
    """Float32 `[k+1, h, w]`, background first; a partition of unity."""
    segment_poses: tuple[Image.Image, ...]
    """k+1 RGB pose maps, each of one segment alone; the background's is black."""
    pose: Image.Image
    """RGB pose map of everybody."""
    posed: bool
    """Whether any skeleton is drawn at all."""


def panel_size(aspect: float, resolution: int, multiple: int = 64) -> Size:
    """Return the size of about `resolution`² pixels at an aspect ratio, in whole multiples."""
    width, height = resolution * math.sqrt(aspect), resolution / math.sqrt(aspect)
    return Size(width=_snapped(width, multiple), height=_snapped(height, multiple))


def _snapped(length: float, multiple: int) -> int:
    return max(1, round(length / multiple)) * multiple


def condition(panel: PanelPlan, size: Size, *, root: Path = Path()) -> Conditioning:
    """Draw everything a model is shown of a panel.

    The author's own `masks` and `pose_map` pictures, relative to `root`, replace the plan's.

    Raises:
        StoryInvalid: a segment is hidden or outside, or a masks picture does not fit the cast.
        AssetMissing: one of the author's pictures cannot be read.
    """
    masks = segment_masks(panel, size, root=root)
    poses = [segment.pose for segment in panel.segments if segment.pose]
    if panel.pose_map is not None:
        pose = _author_picture(panel.pose_map, size, root)
        alone = tuple(_cut(pose, own) for own in _whole_skeletons(pose, masks))
        return Conditioning(size, masks, alone, pose, posed=True)
    alone = tuple(pose_map([s.pose] if s.pose else [], size) for s in panel.segments)
    nobody, everybody = pose_map([], size), pose_map(poses, size)
    return Conditioning(size, masks, (nobody, *alone), everybody, posed=bool(poses))


def _author_picture(name: str, size: Size, root: Path) -> Image.Image:
    picture = flattened(open_picture(name, picture_path(name, root)), "black")
    return picture.resize((size.width, size.height), Image.Resampling.LANCZOS)


def _whole_skeletons(pose: Image.Image, masks: Masks) -> Masks:
    """Give every skeleton that lies mostly in one segment to that segment, all of it.

    A hand beyond its mask is still that figure's; skeletons that touch are told apart by the masks.
    """
    given = masks.copy()
    pixels = np.asarray(np.asarray(pose).any(axis=-1))
    for area in connected(pixels):
        shares = masks[:, area].sum(axis=1) / area.sum()
        if shares.argmax() > 0 and shares.max() > 0.5:
            given[:, area] = 0
            given[shares.argmax(), area] = 1
    return given


def _cut(picture: Image.Image, mask: NDArray[np.float32]) -> Image.Image:
    """Keep the picture where the mask is, black elsewhere."""
    return Image.fromarray((np.asarray(picture) * (mask[..., None] > 0)).astype(np.uint8))


def pose_map(poses: Iterable[Pose], size: Size) -> Image.Image:
    """Draw skeletons as a ControlNet for OpenPose was taught to read them; RGB on black.

    Convention of controlnet_aux: pose after pose, first each limb as a filled ellipse at 0.6 of
    its colour, then each joint as a disc in full colour; half-width and radius are 4 pixels where
    the shorter side is 512 and scale with it. Absent joints and their limbs are left out; what
    lies outside the frame is clipped.
    """
    canvas = Image.new("RGB", (size.width, size.height))
    draw = ImageDraw.Draw(canvas)
    thick = max(1.0, 4 * min(size.width, size.height) / 512)
    for pose in poses:
        points = [
            (joint.x * size.width, joint.y * size.height) if joint and joint.visible > 0 else None
            for joint in pose.keypoints
        ]
        _draw_skeleton(draw, points, thick)
    return canvas


def _draw_skeleton(draw: ImageDraw.ImageDraw, points: Sequence[Point | None], thick: float) -> None:
    for (first, second), colour in zip(LIMBS, LIMB_COLOURS, strict=False):
        start, end = points[first], points[second]
        if start and end:
            draw.polygon(_ellipse(start, end, thick), fill=colour)
    for point, colour in zip(points, JOINT_COLOURS, strict=True):
        if point:
            x, y = point
            draw.ellipse((x - thick, y - thick, x + thick, y + thick), fill=colour)


_TURN = np.linspace(0, 2 * np.pi, 48, endpoint=False)
_COS, _SIN = np.cos(_TURN), np.sin(_TURN)


def _ellipse(start: Point, end: Point, thick: float) -> list[Point]:
    """Return the outline of the ellipse with these ends and half-width."""
    across = np.array([end[0] - start[0], end[1] - start[1]]) / 2
    half = float(np.hypot(*across)) or 1e-6
    normal = np.array([-across[1], across[0]]) * (thick / half)
    centre = np.array([start[0] + end[0], start[1] + end[1]]) / 2
    outline = centre + _COS[:, None] * across + _SIN[:, None] * normal
    return [(float(x), float(y)) for x, y in outline]


def segment_masks(panel: PanelPlan, size: Size, *, root: Path = Path()) -> Masks:
    """Return each segment's share of every pixel, `[k+1, h, w]`, background first.

    Later segments cover earlier ones. The author's `masks` picture, where there is one, decides
    instead; its colours are matched to the planned regions.

    Raises:
        StoryInvalid: a segment would have no pixel at all, being outside the panel or covered.
        AssetMissing: the author's masks picture cannot be read.
    """
    masks = painted_masks(panel.segments, size)
    if panel.masks is not None:
        masks = exact(read_masks(panel.masks, masks, root))
    for segment, mask in zip(panel.segments, masks[1:], strict=True):
        if not mask.any():
            raise StoryInvalid(
                f"panel {panel.id}: nothing of {segment.subject} would be seen",
                hint="it is outside the panel or covered by others; change its at, region or depth",
            )
    return masks


def painted_masks(segments: Sequence[Segment], size: Size) -> Masks:
    """Rasterise segments as their pictures cover each other, background first."""
    painted = [(layer.segment + 1, layer.region) for layer in layers_of(segments)]
    return _masks(painted, len(segments), size)


def region_masks(regions: Sequence[Region], size: Size) -> Masks:
    """Rasterise regions back to front, background first; a hidden region's mask is all zero."""
    return _masks(list(enumerate(regions, start=1)), len(regions), size)


def _masks(painted: Iterable[tuple[int, Region]], count: int, size: Size) -> Masks:
    width, height = size.width * _SAMPLES, size.height * _SAMPLES
    labels = np.zeros((height, width), np.uint16)
    for index, region in painted:
        for polygon in region.polygons:
            patch = rasterised(polygon, width, height)
            if patch is not None:
                labels[patch.rows, patch.columns][patch.inside] = index
    return np.stack([_area(labels == index) for index in range(count + 1)])


def _area(samples: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Return the share of every pixel's samples that are set."""
    # Four samples side by side are one 32-bit word whose set bits are the samples set.
    rows = np.bitwise_count(samples.view(np.uint32))
    counts = rows[0::4] + rows[1::4] + rows[2::4] + rows[3::4]
    return counts.astype(np.float32) / np.float32(_SAMPLES**2)


def latent_masks(masks: Masks, size: Size) -> Masks:
    """Area-average a partition of unity to another size, such as the latent's; still one."""
    rows = _shares(masks.shape[1], size.height)
    columns = _shares(masks.shape[2], size.width)
    return exact(np.einsum("ih,khw,jw->kij", rows, masks, columns, optimize=True))


def _shares(source: int, target: int) -> NDArray[np.float64]:
    """Return `[target, source]`: how much of each target cell every source cell fills."""
    edges = np.arange(target + 1) * (source / target)
    low, high = edges[:-1, None], edges[1:, None]
    cells = np.arange(source)
    overlap = np.clip(np.minimum(high, cells + 1) - np.maximum(low, cells), 0.0, None)
    return np.asarray(overlap * (target / source))


def feathered(masks: Masks, radius: float) -> Masks:
    """Soften a partition's seams over about `radius` pixels to either side; still a partition."""
    if radius < 0.05:  # a hundredth of a pixel would change nothing
        return masks
    reach = max(1, math.ceil(1.5 * radius))
    weights = np.exp(-2 * (np.arange(-reach, reach + 1) / radius) ** 2)
    soft = masks.astype(np.float64)
    for axis in (1, 2):
        soft = _blurred(soft, weights / weights.sum(), axis)
    return exact(soft)


def _blurred(
    values: NDArray[np.float64], weights: NDArray[np.float64], axis: int
) -> NDArray[np.float64]:
    reach, length = len(weights) // 2, values.shape[axis]
    padding = [(reach, reach) if index == axis else (0, 0) for index in range(values.ndim)]
    padded = np.moveaxis(np.pad(values, padding, mode="edge"), axis, 0)
    mixed = sum(weight * padded[i : i + length] for i, weight in enumerate(weights))
    return np.moveaxis(np.asarray(mixed), 0, axis)


def exact(shares: NDArray[np.floating]) -> Masks:
    """Round non-negative shares to a partition of unity whose float32 sums are exactly 1."""
    whole = shares.sum(axis=0, keepdims=True, dtype=np.float64)
    steps = np.floor(shares / np.where(whole > 0, whole, 1) / _QUANTUM)
    rest = 1 / _QUANTUM - steps.sum(axis=0, keepdims=True)
    largest = steps.argmax(axis=0)[None]
    np.put_along_axis(steps, largest, np.take_along_axis(steps, largest, 0) + rest, axis=0)
    return (steps * _QUANTUM).astype(np.float32)
