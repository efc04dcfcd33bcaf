"""Paints a rig in a stance, back to front: far limbs, legs, torso, head, near arms.

Outlines are painted whole first and what is inside them after, so that parts of one cloth melt
into each other where they meet: a sleeve into its shoulder, a thigh into the hips, a hand into a
bare arm.
"""

import numpy as np
from PIL import Image

from renderers.cast.puppets import wardrobe
from renderers.cast.puppets.brush import Brush, dress, seam
from renderers.cast.puppets.hands import hand_at
from renderers.cast.puppets.ink import alike
from renderers.cast.puppets.legs import bare_legs, skirted
from renderers.cast.puppets.posing import Held
from renderers.cast.puppets.rig import SIDES, Rig
from renderers.cast.puppets.stance import Stance
from renderers.cast.shapes import Disc, FigureCanvas, Piece, band, mask_of, stroke
from renderers.cast.vectors import (
    SAMPLES,
    Points,
    angle_of,
    inset,
    moved,
    tapered,
    towards,
)


def painted(rig: Rig, pose: Held, stance: Stance, size: tuple[int, int]) -> Image.Image:
    """Return a figure as RGBA; its joints must already lie on a canvas of that size."""
    canvas = FigureCanvas(size)
    brush = Brush(canvas, rig, pose, stance)
    layers(brush)
    return canvas.finished()


def layers(brush: Brush) -> None:
    """Paint all of a figure, or what of it is asked for."""
    behind, shown = arms_behind(brush), brush.stance.shown
    if shown in SIDES:
        arm(brush, shown, opened=shown not in behind)
        return
    wardrobe.behind(brush)
    for side in behind:
        if side not in shown:
            arm(brush, side, opened=False)
    trunk(brush)
    front = [side for side in SIDES if side not in behind and side not in shown]
    under = [side for side in front if _raised(brush, side)]
    for side in under:
        arm(brush, side)
    head(brush)
    for side in front:
        if side not in under:
            arm(brush, side)


def arms_behind(brush: Brush) -> list[str]:
    """Return the sides whose arm passes behind the torso, as asked or as the turn has it."""
    far = {1: "l", -1: "r"}.get(brush.pose.side, "")
    if far and _raised(brush, far):  # Its sleeve runs into the shoulder, which would bulge.
        far = ""
    return [side for side in SIDES if side in brush.stance.behind or side == far]


def trunk(brush: Brush) -> None:
    """Paint legs, neck and torso."""
    if brush.rig.skirt is None:
        bare_legs(brush)
    else:
        skirted(brush)
    wardrobe.below(brush)
    _neck(brush)
    _torso(brush)
    wardrobe.over(brush)


def _raised(brush: Brush, side: str) -> bool:
    """Tell whether an arm is raised beside the head, so that the head comes before it."""
    if brush.stance.touch[SIDES.index(side)] != "-":
        return False
    shoulder, elbow, wrist = (
        brush.pose.joints[f"{side}_{part}"] for part in ("shoulder", "elbow", "wrist")
    )
    if abs(angle_of(shoulder, elbow)) < 120:
        return False
    nose, ear = brush.pose.joints["nose"], brush.pose.joints[f"{side}_ear"]
    reach = 1.6 * max(float(np.hypot(*(ear - nose))), 0.1 * brush.rig.stature / 2)
    return all(np.hypot(*(place - nose)) > reach for place in (wrist, (elbow + wrist) / 2))


def head(brush: Brush) -> None:
    """Paint the head."""
    brush.cut(brush.rig.headed.head, brush.pose.head)


def arm(brush: Brush, side: str, *, opened: bool = True) -> None:
    """Paint an arm with its hand; `opened` lets the sleeve melt into the torso."""
    rig, pen, limb = brush.rig, brush.pen, brush.rig.arm
    path = brush.path(side, "shoulder", "elbow", "wrist")
    bare = alike(limb.tip, rig.skin, by=60) or len(limb.runs) > 1
    colour = limb.tip if bare else rig.skin
    hand = hand_at(
        path[-1],
        angle_of(path[-3], path[-1]),
        brush.stance.hands[SIDES.index(side)],
        length=rig.hand,
        arm=limb.widths[2],
        pen=pen,
        flip=side == "l",
    )
    widths = tapered(limb.widths)
    if not bare:
        brush.ink(hand.outer)
        brush.canvas.fill(mask_of(hand.inner), colour)
    brush.ink([*stroke(path, widths), *(hand.outer if bare else ())])
    dress(brush, path, widths, limb)
    if bare:
        brush.canvas.fill(mask_of(hand.inner), colour)
    else:
        seam(brush, path, widths, len(path) - 1)
    for outer, inner in hand.creases:
        brush.ink(outer)
        brush.canvas.fill(mask_of(inner), colour)
    if opened and alike(limb.root, rig.torso.colour, by=30):
        _open_shoulder(brush, path)


def _open_shoulder(brush: Brush, path: Points) -> None:
    """Let the torso's cloth run into the sleeve: no ink where both are within each other."""
    rig, half = brush.rig, brush.rig.arm.widths[0]
    shoulder = path[0]
    disc: list[Piece] = [Disc(shoulder, 1.16 * half)]
    inner = mask_of(disc).within(mask_of(_chest(brush, brush.pen)))
    brush.canvas.fill(inner, rig.torso.colour)
    sleeve = stroke(path[: SAMPLES + 1], np.full(SAMPLES + 1, half - brush.pen))
    brush.canvas.fill(mask_of(disc).within(mask_of(sleeve)), rig.arm.root)


def _chest(brush: Brush, less: float) -> list[Piece]:
    """Return the torso between its sides and up to the shoulders, `less` smaller all around."""
    rig, matrix = brush.rig, brush.pose.torso
    right, left = (moved(side, matrix) for side in (rig.torso.right, rig.torso.left))
    caps = [brush.pose.joints[f"{side}_shoulder"] for side in SIDES]
    polygon = np.concatenate([right[::-1], [caps[0]], [caps[1]], left])
    half = rig.arm.widths[0]
    shrunk = inset(polygon, less) if less else polygon
    return [shrunk, *(Disc(cap, half - less) for cap in caps)]


def _torso(brush: Brush) -> None:
    """Paint the torso: rounded shoulders in its cloth, the drawing on them, new side lines."""
    rig, pen, matrix = brush.rig, brush.pen, brush.pose.torso
    if alike(rig.arm.root, rig.torso.colour, by=30):
        caps = [brush.pose.joints[f"{side}_shoulder"] for side in SIDES]
        half = rig.arm.widths[0] * 0.95
        brush.ink([Disc(cap, half) for cap in caps])
        brush.canvas.fill(mask_of([Disc(cap, half - pen) for cap in caps]), rig.torso.colour)
    brush.cut(rig.torso.cutout, matrix)
    for side, sign in ((rig.torso.right, 1.0), (rig.torso.left, -1.0)):
        line = moved(side, matrix)
        inwards = towards(angle_of(line[0], line[-1]) + 90) * sign
        brush.ink(band(line + inwards * pen / 2, pen))


def _neck(brush: Brush) -> None:
    rig = brush.rig
    if rig.headed.neck is None:
        return
    low = 0.94 * brush.pose.joints["neck"] + 0.06 * brush.pose.joints["hip"]
    ears = (rig.joints["r_ear"] + rig.joints["l_ear"]) / 2
    under = np.array([ears[0], rig.joints["nose"][1]])
    high = moved(0.3 * rig.joints["neck"] + 0.7 * under, brush.pose.head)
    line = np.array([low, high])
    brush.ink(band(line, 2 * rig.headed.neck))
    brush.canvas.fill(mask_of(band(line, 2 * (rig.headed.neck - brush.pen))), rig.skin)
