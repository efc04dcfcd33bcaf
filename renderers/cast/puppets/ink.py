"""What a drawing is drawn with: its ink, its skin, and the limbs' widths and colours."""

from typing import NamedTuple

import numpy as np
from PIL import Image, ImageFilter

from renderers.cast.masks import Flags
from renderers.cast.puppets.sources import Pixels, PuppetSource
from renderers.cast.shapes import Colour
from renderers.cast.vectors import Points, Vector, angle_of, to_segment, towards

DARK = 70
"""A pixel whose brightest channel is below this is ink, or as dark as ink."""
_SOLID = 150
_DEEPEST = 40
_STEP = 42
"""Colours that differ by more than this in a channel are different clothes."""


class Ink(NamedTuple):
    """The line of a drawing."""

    colour: Colour
    width: float
    """In pixels; thin where the drawing has no outlines."""
    outlined: bool


class Limb(NamedTuple):
    """An arm or a leg, as it will be drawn."""

    widths: tuple[float, float, float]
    """Half-widths at root, middle joint and end."""
    runs: tuple[tuple[float, Colour], ...]
    """Where each colour begins, from 0 at the root to 1 at the end, and the colour."""
    lengths: tuple[float, float]

    @property
    def root(self) -> Colour:
        """The colour at the shoulder or hip."""
        return self.runs[0][1]

    @property
    def tip(self) -> Colour:
        """The colour at the wrist or ankle."""
        return self.runs[-1][1]


def ink_of(pixels: Pixels) -> Ink:
    """Measure the outline: how deep the dark is, walking inwards from the silhouette."""
    alpha = Image.fromarray(pixels[..., 3]).filter(ImageFilter.GaussianBlur(2))
    down, across = np.gradient(np.asarray(alpha, dtype=float))
    solid = pixels[..., 3] > 128
    edge = solid & ~_shrunk(solid)
    ys, xs = (axis[::7] for axis in np.nonzero(edge))
    inwards = np.stack([across[ys, xs], down[ys, xs]], axis=1)
    length = np.hypot(*inwards.T)
    keep = length > 2
    start = np.stack([xs, ys], axis=1)[keep]
    steps = (inwards[keep] / length[keep, None])[:, None] * np.arange(1, _DEEPEST)[:, None]
    dark = (pixels[..., :3].max(axis=2) < DARK) & (pixels[..., 3] > _SOLID)
    places = np.rint(start[:, None] + steps).astype(int)
    inked = dark[
        places[..., 1].clip(0, dark.shape[0] - 1), places[..., 0].clip(0, dark.shape[1] - 1)
    ]
    inked[:, 0] = True  # the edge itself is half transparent
    depth = np.where(inked.all(axis=1), _DEEPEST, inked.argmin(axis=1))
    lines = depth[(depth >= 2) & (depth < 26)]
    if len(lines) < 0.35 * max(len(depth), 1):
        plain = pixels[..., :3][solid]
        colour = np.median(plain, axis=0) * 0.6 if len(plain) else np.zeros(3)
        return Ink(_colour(colour), 1.6, outlined=False)
    return Ink(_colour(np.median(pixels[dark][:, :3], axis=0)), float(np.median(lines)) + 0.5, True)


def _shrunk(mask: np.ndarray) -> np.ndarray:
    inner = mask.copy()
    for shift, axis in ((1, 0), (-1, 0), (1, 1), (-1, 1)):
        inner &= np.roll(mask, shift, axis=axis)
    return inner


def skin_of(source: PuppetSource) -> Colour:
    """Return the face's colour around the nose."""
    pixels = np.asarray(source.head or source.body)
    nose, eyes = source.joints["nose"], source.joints["l_eye"] - source.joints["r_eye"]
    reach = max(float(np.hypot(*eyes)), 4.0)
    steps = np.stack(np.meshgrid(np.linspace(-0.7, 0.7, 21), np.linspace(-0.4, 0.7, 17)), -1)
    values = pixels_at(pixels, (nose + steps * reach).reshape(-1, 2))
    light = values[(values[:, 3] > 200) & (values[:, :3].max(axis=1) > DARK)][:, :3]
    if not len(light):
        return 224, 184, 152
    # The most frequent colour, not the median: a mouth that shouts covers half of it.
    _, own, counts = np.unique(light // 24, axis=0, return_inverse=True, return_counts=True)
    return _colour(np.median(light[own.reshape(-1) == int(counts.argmax())], axis=0))


def pixels_at(pixels: Pixels, places: Points) -> Pixels:
    """Return the pixels nearest to some places, transparent outside."""
    x, y = np.rint(places - 0.5).astype(int).T
    inside = (x >= 0) & (y >= 0) & (x < pixels.shape[1]) & (y < pixels.shape[0])
    found = np.zeros((len(places), 4), np.uint8)
    found[inside] = pixels[y[inside], x[inside]]
    return found


BONES = tuple(
    (f"{side}_{one}", f"{side}_{other}")
    for one, other in (
        ("shoulder", "elbow"),
        ("elbow", "wrist"),
        ("hip", "knee"),
        ("knee", "ankle"),
    )
    for side in "rl"
)


def limb_of(
    source: PuppetSource, names: tuple[str, str, str], *, cap: float, plain: Colour
) -> Limb:
    """Measure a limb: half-widths near its joints, and its clothes' colours.

    Args:
        names: root, middle and end.
        cap: the widest a half-width may be.
        plain: the colour to assume where none is seen.
    """
    root, middle, end = (source.joints[name] for name in names)
    pixels = np.asarray(source.body)
    upper, upper_colours = _scanned(source, pixels, names[:2], cap)
    lower, lower_colours = _scanned(source, pixels, names[1:], cap)
    widths = _three_widths(upper, lower, cap)
    runs = _runs([*upper_colours, *lower_colours], plain)
    lengths = float(np.hypot(*(middle - root))), float(np.hypot(*(end - middle)))
    return Limb(widths, runs, lengths)


def _scanned(
    source: PuppetSource, pixels: Pixels, names: tuple[str, ...], cap: float
) -> tuple[list[float], list[Colour | None]]:
    """Return half-width and colour at every tenth along a bone; widths are nan near its root."""
    start, end = (source.joints[name] for name in names)
    normal = towards(angle_of(start, end) + 90)
    offsets = np.arange(-int(2.2 * cap), int(2.2 * cap) + 1)
    rivals = [bone for bone in BONES if bone != names]
    widths: list[float] = []
    colours: list[Colour | None] = []
    for at in np.linspace(0.05, 0.95, 19):
        places = (start + (end - start) * at) + offsets[:, None] * normal
        values = pixels_at(pixels, places)
        own = (values[:, 3] > 128) & _nearest(source, places, names, rivals)
        low, high = _reach(own, len(offsets) // 2)
        half = (offsets[high] - offsets[low] + 1) / 2
        widths.append(half if at > 0.25 and half > 2 else float("nan"))
        colours.append(_middle_colour(values[low : high + 1]))
    return widths, colours


def _nearest(
    source: PuppetSource, places: Points, names: tuple[str, ...], rivals: list[tuple[str, str]]
) -> np.ndarray:
    """Tell which places are nearer to a bone than to any other, the torso included."""
    joints = source.joints
    own = to_segment(places, joints[names[0]], joints[names[1]])
    others = [
        to_segment(places, joints[one], joints[other])
        for one, other in rivals
        if names[0] not in (one, other) and names[1] not in (one, other)
    ]
    if "elbow" in names[1] or "wrist" in names[1]:
        width = 0.62 * float(np.hypot(*(joints["r_shoulder"] - joints["l_shoulder"]))) / 2
        others.append(to_segment(places, joints["neck"], joints["hip"]) - width)
    return np.asarray(own <= np.min(others, axis=0))


def _reach(own: np.ndarray, middle: int) -> tuple[int, int]:
    """Return the first and last index of the run of true values around the middle."""
    if not own[middle]:
        return middle, middle
    before, after = own[: middle + 1][::-1], own[middle:]
    left = len(before) if before.all() else int(before.argmin())
    right = len(after) if after.all() else int(after.argmin())
    return middle - left + 1, middle + right - 1


def _middle_colour(values: Pixels) -> Colour | None:
    """Return the median of the middle half, ink left out where there is anything else."""
    quarter = len(values) // 5
    inner = values[quarter : len(values) - quarter]
    inner = inner[inner[:, 3] > 200][:, :3]
    if len(inner) < 3:
        return None
    light = inner[inner.max(axis=1) > DARK]
    return _colour(np.median(light if len(light) > 0.3 * len(inner) else inner, axis=0))


def _three_widths(upper: list[float], lower: list[float], cap: float) -> tuple[float, float, float]:
    """Fit half-widths at the joints, from the middle parts of both bones."""
    one = [value for value in upper[6:16] if value == value]
    other = [value for value in lower[4:16] if value == value]
    if len(one) < 3 and len(other) < 3:
        return cap * 0.7, cap * 0.6, cap * 0.5
    above = float(np.median(one)) if len(one) >= 3 else float(np.median(other)) * 1.15
    below = float(np.median(other)) if len(other) >= 3 else above * 0.85
    above, below = min(above, cap), min(below, cap)
    below = min(max(below, 0.55 * above), 1.3 * above)
    return above, (above + below) / 2, below


def _runs(colours: list[Colour | None], plain: Colour) -> tuple[tuple[float, Colour], ...]:
    """Split the colours along a limb where they change for good."""
    seen = [(at, colour) for at, colour in enumerate(colours) if colour is not None]
    if not seen:
        return ((0.0, plain),)
    groups: list[list[tuple[int, Colour]]] = []
    for at, colour in seen:
        if groups and _apart(np.median([c for _, c in groups[-1]], axis=0), colour) <= _STEP:
            groups[-1].append((at, colour))
        else:
            groups.append([(at, colour)])
    groups = [group for group in groups if len(group) >= 3] or [max(groups, key=len)]
    runs: list[tuple[float, Colour]] = []
    for group in groups:
        colour = _colour(np.median([c for _, c in group], axis=0))
        if not runs or _apart(np.array(runs[-1][1]), colour) > 36:
            runs.append((group[0][0] / len(colours) if runs else 0.0, colour))
    return tuple(runs)


def _apart(one: Vector, other: Colour | Vector) -> float:
    return float(np.abs(np.asarray(one, float) - np.asarray(other, float)).max())


def alike(one: Colour, other: Colour, *, by: float = _STEP) -> bool:
    """Tell whether two colours may be one cloth, lit a little differently."""
    return _apart(np.array(one, float), other) <= by


def like(pixels: Pixels, colour: Colour, by: int) -> Flags:
    """Tell which pixels are within a distance of a colour, in every channel."""
    return np.asarray(np.abs(pixels[..., :3].astype(int) - np.array(colour)).max(axis=2) < by)


def _colour(value: Vector) -> Colour:
    r, g, b = (round(float(part)) for part in value)
    return r, g, b
