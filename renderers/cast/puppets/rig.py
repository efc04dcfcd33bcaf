"""A drawing taken apart, once: what stays a picture, and the measures of what is drawn anew."""

from typing import NamedTuple

import numpy as np
from PIL import Image, ImageFilter

from renderers.cast.puppets.head_rigs import HeadRig, cropped, parted
from renderers.cast.puppets.ink import Ink, Limb, alike, limb_of, pixels_at
from renderers.cast.puppets.sources import Pixels, PuppetSource
from renderers.cast.puppets.torso import Cutout, Torso, half_shoulders, torso_of
from renderers.cast.shapes import Colour
from renderers.cast.vectors import Vector, angle_of, towards

SIDES = ("r", "l")


class Shoe(NamedTuple):
    """A foot as it is drawn."""

    cutout: Cutout
    ankle: Vector
    points: float
    """How far its middle is right of the ankle, in pixels: where the toes go."""
    upright: float
    """The shin's angle above it."""


class Rig(NamedTuple):
    """A drawing that can be posed; places are the source's pixels."""

    headed: HeadRig
    stature: float
    arm: Limb
    leg: Limb
    hand: float
    """A hand's length."""
    torso: Torso
    shoes: dict[str, Shoe | None]
    skirt: float | None
    """Half the width of a skirt's hem; None where legs are seen."""

    @property
    def joints(self) -> dict[str, Vector]:
        """Where the joints are in the drawing."""
        return self.headed.joints

    @property
    def ink(self) -> Ink:
        """The line that everything is drawn with."""
        return self.headed.ink

    @property
    def skin(self) -> Colour:
        """The colour of face and hands."""
        return self.headed.skin


def rigged(source: PuppetSource) -> Rig:
    """Take a drawing apart."""
    source, headed = parted(source)
    pixels, skin = np.asarray(source.body), headed.skin
    half = half_shoulders(source)
    skirt = _skirt(source, pixels)
    arm = _arm(source, skin, half)
    leg = _leg(source, half, skirt=skirt is not None)
    torso = torso_of(source, headed.ink, arm, leg, skirt=skirt is not None)
    arm = _dressed(arm, torso.colour, skin, half)
    hand = _hand_length(source, pixels, arm)
    shoes = {side: _shoe(source, pixels, side, leg, skirt=skirt is not None) for side in SIDES}
    return Rig(headed, source.stature, arm, leg, hand, torso, shoes, skirt)


def _arm(source: PuppetSource, skin: Colour, half: float) -> Limb:
    """Measure both arms; the slimmer one is the truer, for nothing clings to it."""
    arms = [
        limb_of(
            source,
            (f"{side}_shoulder", f"{side}_elbow", f"{side}_wrist"),
            cap=0.5 * half,
            plain=skin,
        )
        for side in SIDES
    ]
    slim = min(arms, key=lambda arm: arm.widths[0] + arm.widths[2])
    trusted = [arm for arm in arms if len(arm.runs) <= 3] or arms
    torso = float(source.joints["hip"][1] - source.joints["neck"][1])
    upper = max(*(arm.lengths[0] for arm in arms), 0.45 * torso)
    lower = max(*(arm.lengths[1] for arm in arms), 0.8 * upper)
    return Limb(slim.widths, max(trusted, key=lambda arm: len(arm.runs)).runs, (upper, lower))


def _dressed(arm: Limb, cloth: Colour, skin: Colour, half: float) -> Limb:
    """Bring an arm's widths and colours into what can be: a sleeve, an arm, perhaps a glove."""
    widths = tuple(min(max(width, 0.21 * half), 0.48 * half) for width in arm.widths)
    runs = arm.runs
    if len(runs) > 3:
        runs = ((0.0, cloth), (0.7, skin))
    shaded = tuple((at, cloth if _shade(colour, cloth) else colour) for at, colour in runs)
    tinted = tuple((at, skin if alike(colour, skin, by=26) else colour) for at, colour in shaded)
    merged = [run for at, run in enumerate(tinted) if not at or run[1] != tinted[at - 1][1]]
    return Limb((widths[0], widths[1], widths[2]), tuple(merged), arm.lengths)


def _shade(colour: Colour, cloth: Colour) -> bool:
    """Tell whether a colour is the cloth's own, in shadow or light."""
    bright = sum(colour) / max(sum(cloth), 1)
    if not 0.6 < bright < 1.35:
        return False
    return max(abs(a / bright - b) for a, b in zip(colour, cloth, strict=True)) < 20


def _leg(source: PuppetSource, half: float, *, skirt: bool) -> Limb:
    legs = [
        limb_of(
            source,
            (f"{side}_hip", f"{side}_knee", f"{side}_ankle"),
            cap=0.6 * half,
            plain=(70, 70, 90),
        )
        for side in SIDES
    ]
    slim = min(legs, key=lambda leg: sum(leg.widths))
    floor = 0.2 * half
    widths = tuple(max(width, floor) for width in slim.widths)
    runs = min(legs, key=lambda leg: (len(leg.runs) > 3, -len(leg.runs))).runs
    upper, lower = (max(leg.lengths[at] for leg in legs) for at in (0, 1))
    torso = float(source.joints["hip"][1] - source.joints["neck"][1])
    return Limb(
        (widths[0], widths[1], widths[2]),
        runs[:1] if skirt else runs[:3],
        (max(upper, 0.5 * torso), max(lower, 0.45 * torso)),
    )


def _skirt(source: PuppetSource, pixels: Pixels) -> float | None:
    """Return half of a skirt's hem where the shins have cloth and no ink between them."""
    joints = source.joints
    y = 0.6 * joints["r_knee"][1] + 0.4 * joints["r_ankle"][1]
    left, right = sorted((joints["r_knee"][0], joints["l_knee"][0]))
    if right - left < 5:
        return None
    x = np.arange(left, right)
    between = pixels_at(pixels, np.stack([x, np.full(len(x), y)], axis=1))
    solid = between[:, 3] > 128
    light = between[:, :3].max(axis=1) > 70
    even = np.ptp(between[:, :3].astype(int), axis=0).max() < 40
    if solid.mean() < 0.98 or light.mean() < 0.9 or not even:
        return None
    row = pixels[min(int(joints["r_ankle"][1]) - 6, len(pixels) - 1), :, 3] > 128
    filled = np.flatnonzero(row)
    return float(np.ptp(filled)) / 2 if len(filled) else None


def _hand_length(source: PuppetSource, pixels: Pixels, arm: Limb) -> float:
    """Measure how far a hand goes on beyond its wrist, within what hands do."""
    found = [0.0]
    for side in SIDES:
        elbow, wrist = source.joints[f"{side}_elbow"], source.joints[f"{side}_wrist"]
        steps = np.arange(0, 0.8 * arm.lengths[1])[:, None]
        values = pixels_at(pixels, wrist + towards(angle_of(elbow, wrist)) * steps)[:, 3] > 128
        found.append(float(len(values) if values.all() else values.argmin()))
    return float(np.clip(max(found), 0.46 * arm.lengths[1], 0.6 * arm.lengths[1]))


def _shoe(
    source: PuppetSource, pixels: Pixels, side: str, leg: Limb, *, skirt: bool
) -> Shoe | None:
    """Cut out the foot below an ankle."""
    joints = source.joints
    knee, ankle = joints[f"{side}_knee"], joints[f"{side}_ankle"]
    other = joints["l_ankle" if side == "r" else "r_ankle"]
    shin = ankle - knee
    left, top = np.maximum(ankle - 0.7 * leg.lengths[1], 0).astype(int)
    pixels = pixels[top:, left : int(ankle[0] + 0.7 * leg.lengths[1])]
    y, x = np.mgrid[: pixels.shape[0], : pixels.shape[1]] + 0.5
    y, x = y + top, x + left
    places = np.stack([x, y], axis=-1)
    along = ((places - knee) @ shin) / max(float(shin @ shin), 1.0)
    near = np.hypot(*np.moveaxis(places - ankle, -1, 0))
    far = np.hypot(*np.moveaxis(places - other, -1, 0))
    reach = 0.7 * leg.lengths[1]
    mask = (along > (1.0 if skirt else 0.97)) & (near <= far) & (near < reach)
    mask &= pixels[..., 3] > 60
    if skirt:
        differs = np.abs(pixels[..., :3].astype(int) - np.array(leg.root)).max(axis=2) > 50
        mask &= differs
    cover = Image.fromarray((mask * 255).astype(np.uint8))
    # What is left of a hem's line is no shoe.
    least, most = (7, 9) if skirt else (3, 3)
    cover = cover.filter(ImageFilter.MinFilter(least)).filter(ImageFilter.MaxFilter(most))
    alpha = np.minimum(np.asarray(cover.filter(ImageFilter.GaussianBlur(0.7))), pixels[..., 3])
    if not (alpha > 128).any():
        return None
    picture = pixels.copy()
    picture[..., 3] = alpha
    middle = float(np.nonzero(alpha > 128)[1].mean() + left - ankle[0])
    cutout = cropped(Image.fromarray(picture))
    corner = cutout.corner + np.array([left, top])
    return Shoe(Cutout(cutout.picture, corner), ankle, middle, angle_of(knee, ankle))
