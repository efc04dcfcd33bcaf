"""Legs, skirts and shoes."""

import numpy as np

from renderers.cast.puppets.brush import Brush, dress
from renderers.cast.puppets.ink import alike
from renderers.cast.puppets.rig import SIDES, Shoe
from renderers.cast.shapes import Disc, mask_of, stroke
from renderers.cast.vectors import (
    Points,
    Vector,
    about,
    angle_of,
    dense,
    hull_of,
    inset,
    moved,
    rounded,
    tapered,
    towards,
    turning,
)

_SOLE_TURNS = 0.35
"""How much of its shin's turn a shoe takes on while it stands."""
_STANDS = 38.0
"""Degrees from upright within which a shin stands on its shoe."""


def bare_legs(brush: Brush) -> None:
    """Paint both legs, the far one first, and the hips between them."""
    rig, pen = brush.rig, brush.pen
    order = ("l", "r") if brush.pose.side > 0 else ("r", "l")
    hips = _hips(brush)
    brush.ink([hips])
    for side in order:
        _shod(brush, side)
        path = brush.path(side, "hip", "knee", "ankle")
        brush.ink(stroke(path, tapered(rig.leg.widths)))
        dress(brush, path, tapered(rig.leg.widths), rig.leg)
        _tuck(brush, side, path)
    brush.canvas.fill(mask_of([inset(hips, pen)]), rig.leg.root)


def _hips(brush: Brush) -> Points:
    """Return the shape between the torso's hem and the thighs' tops."""
    rig, joints = brush.rig, brush.pose.joints
    width = rig.leg.widths[0]
    corners = [moved(side[-1:], brush.pose.torso) for side in (rig.torso.right, rig.torso.left)]
    up = (joints["neck"] - joints["hip"]) / max(np.hypot(*(joints["neck"] - joints["hip"])), 1)
    angles = np.linspace(0, 2 * np.pi, 20, endpoint=False)
    ring = np.stack([np.cos(angles), np.sin(angles)], axis=1) * width * 0.98
    points = [corner + up * 2 * brush.pen for corner in corners]
    points += [joints[f"{side}_hip"] + ring for side in SIDES]
    return hull_of(np.concatenate(points))


def _tuck(brush: Brush, side: str, path: Points) -> None:
    """Hide the ankle's line where a boot and its leg are of one colour."""
    shoe = brush.rig.shoes[side]
    if shoe is None:
        return
    pixels = np.asarray(shoe.cutout.picture)
    solid = pixels[pixels[..., 3] > 200][:, :3]
    r, g, b = (int(value) for value in np.median(solid, axis=0)) if len(solid) else (0, 0, 0)
    if len(solid) and alike((r, g, b), brush.rig.leg.tip):
        radius = brush.rig.leg.widths[2] - brush.pen
        brush.canvas.fill(mask_of([Disc(path[-1], max(radius, 0.6))]), brush.rig.leg.tip)


def _shod(brush: Brush, side: str) -> None:
    """Paint a shoe at its ankle: the one that points where the figure goes."""
    joints, to = brush.pose.joints, brush.pose.side
    shoe = brush.rig.shoes[side]
    for other in SIDES:
        candidate = brush.rig.shoes[other]
        if to and candidate and candidate.points * to > max(4, shoe.points * to if shoe else 0):
            shoe = candidate
    if shoe is None:
        return
    knee, ankle = joints[f"{side}_knee"], joints[f"{side}_ankle"]
    shin = angle_of(knee, ankle)
    turn = shin - shoe.upright
    if abs(shin) < _STANDS:
        turn *= _SOLE_TURNS
    brush.cut(shoe.cutout, about(shoe.ankle, ankle, turning(turn) @ _mirrored(shoe, to)))


def _mirrored(shoe: Shoe, to: int) -> np.ndarray:
    flipped = to and shoe.points * to < -4
    return np.diag([-1.0 if flipped else 1.0, 1.0])


def skirted(brush: Brush) -> None:
    """Paint shoes, and one cloth around both legs, from the torso's hem on."""
    rig, pen = brush.rig, brush.pen
    for side in SIDES:
        _shod(brush, side)
    step = 0.35 * rig.leg.widths[2]
    shape = rounded(dense(hull_of(_skirt_points(brush)), step), times=3)
    brush.ink([shape])
    brush.canvas.fill(mask_of([inset(shape, pen)]), rig.leg.root)


def _skirt_points(brush: Brush) -> Points:
    rig, joints = brush.rig, brush.pose.joints
    assert rig.skirt is not None
    corners = [moved(side[-1:], brush.pose.torso)[0] for side in (rig.torso.right, rig.torso.left)]
    up = joints["neck"] - joints["hip"]
    apart = float(np.hypot(*(rig.joints["r_ankle"] - rig.joints["l_ankle"]))) / 2
    flare = max(rig.skirt - apart, rig.leg.widths[2])
    waist = float(np.hypot(*(corners[0] - corners[1]))) / 2
    points: list[Vector] = []
    for corner, side in zip(corners, SIDES, strict=True):
        points += [corner + 0.05 * up] * 3
        ankle, knee = joints[f"{side}_ankle"], joints[f"{side}_knee"]
        along = angle_of(knee, ankle)
        across = towards(along + 90) * flare * 0.92
        hem = ankle + towards(along) * 2 * brush.pen
        points += [hem + across, hem + across, hem - across, hem - across]
        points += [knee + 0.55 * waist * towards(angle) for angle in range(0, 360, 30)]
    return np.array(points)
