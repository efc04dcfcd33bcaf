"""The torso of a drawing: cut out along smooth sides, with the arms wiped off it."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops

from renderers.cast.masks import grown
from renderers.cast.puppets.ink import DARK, Ink, Limb, alike
from renderers.cast.puppets.sources import Pixels, PuppetSource
from renderers.cast.shapes import Colour, mask_of
from renderers.cast.vectors import Points, Vector, to_segment

Row = NDArray[np.float64]


class Cutout(NamedTuple):
    """A part of a drawing, as a picture of its own."""

    picture: Image.Image
    corner: Vector
    """Its left top corner, in the source's pixels."""


class Torso(NamedTuple):
    """What stays a picture between neck and hem; places are the source's pixels."""

    cutout: Cutout
    right: Points
    """The figure's right side, from the armpit down to the hem."""
    left: Points
    colour: Colour
    """Of the cloth on the chest."""
    hem: float
    """How far down the hem is: 0 at the neck, 1 at the hips."""


class _Frame(NamedTuple):
    """The upright measures of a torso."""

    neck: Vector
    hip: Vector
    half: float
    """Half of the shoulders' width."""

    @property
    def length(self) -> float:
        return float(self.hip[1] - self.neck[1])

    def middle(self, y: Row) -> Row:
        """Return the x of the axis at some rows."""
        t = (y - self.neck[1]) / self.length
        return np.asarray(self.neck[0] + (self.hip[0] - self.neck[0]) * t)


def half_shoulders(source: PuppetSource) -> float:
    """Return half of the shoulders' width."""
    across = source.joints["l_shoulder"] - source.joints["r_shoulder"]
    return max(float(np.hypot(*across)) / 2, 4.0)


def torso_of(source: PuppetSource, ink: Ink, arm: Limb, leg: Limb, *, skirt: bool) -> Torso:
    """Cut the torso out of a drawing."""
    pixels = np.asarray(source.body)
    frame = _Frame(source.joints["neck"], source.joints["hip"], half_shoulders(source))
    rows = np.arange(frame.neck[1] + 0.2 * frame.length, frame.hip[1] + 0.3 * frame.length)
    arms = _arm_distances(source, arm)
    widths = np.array(
        [[_side(pixels, frame, y, sign, arms, ink) for sign in (-1, 1)] for y in rows]
    )
    colour = _cloth(pixels, frame)
    hem = _hem(pixels, frame, widths, rows, colour, leg.root, skirt=skirt)
    kept = rows <= frame.neck[1] + hem * frame.length
    right, left = (
        _smooth(frame, rows[kept], widths[kept], side, sign) for side, sign in ((0, -1), (1, 1))
    )
    right, left = (
        _under_arm(line, source.joints[f"{side}_shoulder"], sign * arm.widths[0])
        for line, side, sign in ((right, "r", -1), (left, "l", 1))
    )
    clip = _clip(source, frame, right, left, arm.widths[0])
    cutout = _cleaned(pixels, frame, clip, (right, left), arms, ink, colour)
    return Torso(cutout, right, left, colour, hem)


class _Arms(NamedTuple):
    segments: tuple[tuple[Vector, Vector], ...]
    radius: float
    crossed: bool

    def covers(self, places: Points, *, grown: float = 1.0) -> NDArray[np.bool_]:
        """Tell which places an arm or hand covers."""
        distances = [to_segment(places, one, other) for one, other in self.segments]
        return np.asarray(np.min(distances, axis=0) < self.radius * grown)


def _arm_distances(source: PuppetSource, arm: Limb) -> _Arms:
    joints = source.joints
    half = half_shoulders(source)
    segments = []
    crossed = False
    for side in "rl":
        parts = ("shoulder", "elbow", "wrist")
        shoulder, elbow, wrist = (joints[f"{side}_{part}"] for part in parts)
        tip = wrist + (wrist - elbow) * 0.45
        segments += [(shoulder + (elbow - shoulder) * 0.2, elbow), (elbow, tip)]
        inside = [abs(place[0] - joints["neck"][0]) < 0.75 * half for place in (elbow, wrist)]
        crossed |= any(inside) and wrist[1] < joints["hip"][1] + 0.15 * half
    return _Arms(tuple(segments), max(arm.widths[:2]), crossed)


def _side(pixels: Pixels, frame: _Frame, y: float, sign: int, arms: _Arms, ink: Ink) -> float:
    """Return how far the torso reaches to one side in a row; nan where an arm hides its edge."""
    offsets = np.arange(0, int(1.8 * frame.half))
    x = frame.middle(np.array(y)) + sign * offsets
    across = np.rint(x - 0.5).astype(int).clip(0, pixels.shape[1] - 1)
    values = pixels[int(min(y, pixels.shape[0] - 1)), across]
    solid = values[:, 3] > 128
    end = len(solid) if solid.all() else int(solid.argmin())
    covered = arms.covers(np.stack([x, np.full(len(x), y)], axis=-1))
    covered &= offsets > 0.5 * frame.half
    dark = (values[:, :3].max(axis=1) < DARK) & (offsets > 0.55 * frame.half)
    first = int(covered.argmax()) if covered.any() else end
    lines = np.flatnonzero(dark[:end])
    if len(lines) and lines[0] < min(end, first + 2 * ink.width):
        run = lines[: int(np.searchsorted(lines - lines[0] - np.arange(len(lines)), 1))]
        if len(run) < 3 * ink.width:
            return float(run[-1] + 1)
    if first < end:
        return float("nan")
    return float(end)


def _cloth(pixels: Pixels, frame: _Frame) -> Colour:
    """Return the chest's main colour."""
    top, bottom = (int(frame.neck[1] + t * frame.length) for t in (0.25, 0.75))
    left, right = (int(frame.neck[0] + s * 0.45 * frame.half) for s in (-1, 1))
    part = pixels[top:bottom, max(0, left) : right].reshape(-1, 4)
    part = part[part[:, 3] > 200][:, :3]
    light = part[part.max(axis=1) >= DARK]
    chosen = light if len(light) > 0.3 * len(part) else part
    if not len(chosen):
        return 128, 128, 128
    r, g, b = (int(value) for value in np.median(chosen, axis=0))
    return r, g, b


def _hem(
    pixels: Pixels,
    frame: _Frame,
    widths: NDArray[np.float64],
    rows: Row,
    cloth: Colour,
    legs: Colour,
    *,
    skirt: bool,
) -> float:
    """Return where the legs' colour begins to rule."""
    if skirt or alike(cloth, legs, by=30):
        return 0.96 if skirt else 1.03
    ruled = 0
    for y, (right, left) in zip(rows, widths, strict=True):
        t = (y - frame.neck[1]) / frame.length
        if t < 0.65:
            continue
        reach = [0.6 * (frame.half if side != side else side) for side in (right, left)]
        x = float(frame.middle(np.array(y)))
        part = pixels[min(int(y), len(pixels) - 1), max(0, int(x - reach[0])) : int(x + reach[1])]
        values = part[part[:, 3] > 200][:, :3].astype(float)
        to_legs, to_cloth = (np.abs(values - np.array(c)).max(axis=1) for c in (legs, cloth))
        ruled = ruled + 1 if len(values) and (to_legs < to_cloth).mean() > 0.6 else 0
        if ruled > 6:
            return float(t - 6 / frame.length)
    return 1.1


def _smooth(frame: _Frame, rows: Row, widths: NDArray[np.float64], side: int, sign: int) -> Points:
    """Return one side of the torso as a smooth line; hidden stretches follow the other side."""
    own, other = widths[:, side].copy(), widths[:, 1 - side]
    hidden = np.isnan(own)
    own[hidden] = other[hidden]
    wide = own > 1.25 * np.nanmedian(np.minimum(own, other)) if (~np.isnan(own)).any() else hidden
    own[wide] = np.fmin(own, other)[wide]
    good = ~np.isnan(own)
    if good.sum() < 8:
        fitted = np.full(len(rows), 0.9 * frame.half)
    else:
        t = (rows - rows[0]) / max(np.ptp(rows), 1)
        for _ in range(2):
            line = np.polynomial.Polynomial.fit(t[good], own[good], 4, domain=[0, 1])(t)
            good &= np.abs(np.nan_to_num(own, nan=1e9) - line) < max(0.12 * frame.half, 3)
            if good.sum() < 8:
                break
        fitted = np.clip(line, 0.4 * frame.half, 1.7 * frame.half)
    return np.stack([frame.middle(rows) + sign * fitted, rows], axis=1)


def _under_arm(line: Points, shoulder: Vector, arm: float) -> Points:
    """Let a side curve out into the shoulder's round, as a sleeve's lower seam does."""
    start = shoulder + np.array([0.9 * arm, 0.35 * abs(arm)])
    joint = max(2, len(line) // 4)
    end, control = line[joint], line[joint] * 2 - line[min(2 * joint, len(line) - 1)]
    control = np.array([control[0], max(control[1], start[1] + 0.3 * (end[1] - start[1]))])
    t = np.linspace(0, 1, 12)[:, None]
    curve = (1 - t) ** 2 * start + 2 * t * (1 - t) * control + t * t * end
    return np.concatenate([curve, line[joint + 1 :]])


def _clip(source: PuppetSource, frame: _Frame, right: Points, left: Points, arm: float) -> Points:
    """Return the outline along which the torso is cut: smooth sides, shoulders, neck."""
    outline = [right[::-1]]
    for side, sign in (("r", -1.0), ("l", 1.0)):
        shoulder = source.joints[f"{side}_shoulder"]
        out = shoulder[0] + sign * 0.92 * arm
        points = np.array(
            [
                [out, shoulder[1] - 1.1 * arm],
                [frame.neck[0] + sign * 0.62 * frame.half, frame.neck[1] - 0.3 * frame.length],
                [frame.neck[0] + sign * 0.5 * frame.half, source.joints["nose"][1]],
            ]
        )
        outline.append(points if side == "r" else points[::-1])
    outline.append(left)
    return np.concatenate(outline)


def _cleaned(
    pixels: Pixels,
    frame: _Frame,
    clip: Points,
    sides: tuple[Points, Points],
    arms: _Arms,
    ink: Ink,
    colour: Colour,
) -> Cutout:
    """Cut along the clip, and paint over arms, old side lines and gaps, row by row."""
    mask = mask_of([clip])
    left, top = max(0, mask.left), max(0, mask.top)
    right = min(pixels.shape[1], mask.left + mask.cover.width)
    bottom = min(pixels.shape[0], mask.top + mask.cover.height)
    part = pixels[top:bottom, left:right].copy()
    cover = np.asarray(
        mask.cover.crop((left - mask.left, top - mask.top, right - mask.left, bottom - mask.top))
    )
    y, x = np.mgrid[top:bottom, left:right] + 0.5
    edges = [np.interp(y[:, 0], side[:, 1], side[:, 0])[:, None] for side in sides]
    inwards = np.minimum(x - edges[0], edges[1] - x)
    below = y > frame.neck[1] + 0.22 * frame.length
    dark = part[..., :3].max(axis=2) < DARK
    rim = max(2.2 * ink.width, 0.17 * frame.half)
    lines = dark & ((below & (inwards < rim)) | _sleeve_seams(part, frame, x, y, ink))
    # Lines' soft edges would stay behind as slivers.
    bad = below & (part[..., 3] < 200) | grown(lines, 1)
    reach = below & (inwards < 0.5 * frame.half) if not arms.crossed else below
    bad |= reach & arms.covers(np.stack([x, y], axis=-1), grown=1.6 if arms.crossed else 1.12)
    _repainted(part, bad, (inwards > 0) & ~dark & (part[..., 3] > 200), colour)
    alpha = ImageChops.darker(Image.fromarray(part[..., 3]), Image.fromarray(cover))
    picture = Image.fromarray(part)
    picture.putalpha(alpha)
    return Cutout(picture, np.array([left, top], float))


def _sleeve_seams(
    part: Pixels, frame: _Frame, x: NDArray[np.float64], y: NDArray[np.float64], ink: Ink
) -> NDArray[np.bool_]:
    """Tell where lines on the shoulders may be old seams: below the silhouette's own line."""
    solid = part[..., 3] > 128
    depth = y - y[:1] - solid.argmax(axis=0)
    outer = np.abs(x - frame.neck[0]) > 0.62 * frame.half
    above = y < frame.neck[1] + 0.3 * frame.length
    return np.asarray(outer & above & solid & (depth > 2.4 * ink.width))


def _repainted(
    part: Pixels, bad: NDArray[np.bool_], good: NDArray[np.bool_], colour: Colour
) -> None:
    """Give bad pixels the colour of the good ones in their row."""
    for row in np.flatnonzero(bad.any(axis=1)):
        columns = np.flatnonzero(good[row] & ~bad[row])
        # The sides are mended with what is beside them, not with a print on the chest.
        outer = (
            columns[np.abs(columns - columns.mean()) > 0.3 * np.ptp(columns)]
            if len(columns)
            else columns
        )
        own = part[row, outer if len(columns) > 0.5 * bad.shape[1] else columns, :3]
        fill = np.median(own, axis=0) if len(columns) > 0.3 * bad.shape[1] else np.array(colour)
        part[row, bad[row], :3] = fill
        part[row, bad[row], 3] = 255
