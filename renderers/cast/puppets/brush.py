"""The brush that paints parts of a figure, in ink and cloth."""

from typing import NamedTuple

import numpy as np

from renderers.cast.puppets.ink import Limb
from renderers.cast.puppets.posing import Held
from renderers.cast.puppets.rig import Rig
from renderers.cast.puppets.stance import Stance
from renderers.cast.puppets.torso import Cutout
from renderers.cast.shapes import FigureCanvas, Mask, Piece, band, mask_of, stroke
from renderers.cast.vectors import SAMPLES, Matrix, Points, angle_of, limb_path, towards


class Brush(NamedTuple):
    """A figure being painted."""

    canvas: FigureCanvas
    rig: Rig
    pose: Held
    stance: Stance

    @property
    def pen(self) -> float:
        """The ink's width."""
        return self.rig.ink.width

    def ink(self, pieces: list[Piece]) -> None:
        """Paint a shape in the ink's colour."""
        self.canvas.fill(mask_of(pieces), self.rig.ink.colour)

    def cut(self, cutout: Cutout, matrix: Matrix, *, within: Mask | None = None) -> None:
        """Paint a part of the drawing under a map of the drawing's pixels."""
        shift = matrix[:, :2] @ cutout.corner + matrix[:, 2]
        self.canvas.lay(cutout.picture, np.column_stack([matrix[:, :2], shift]), within=within)

    def path(self, side: str, *parts: str) -> Points:
        """Return the path along one of the limbs."""
        root, middle, end = (self.pose.joints[f"{side}_{part}"] for part in parts)
        return limb_path(root, middle, end)


def dress(brush: Brush, path: Points, widths: Points, limb: Limb) -> None:
    """Fill a limb with its colours, and draw the hems between them."""
    starts = [round(at * 2 * SAMPLES) for at, _ in limb.runs]
    for at, (_, colour) in enumerate(limb.runs):
        last = starts[at + 1] if at + 1 < len(starts) else len(path) - 1
        part = slice(starts[at], last + 1)
        inside = widths[part] - brush.pen
        pieces = stroke(path[part], np.maximum(inside, 0.6), root=at == 0)
        brush.canvas.fill(mask_of(pieces), colour)
    for start in starts[1:]:
        seam(brush, path, widths, start)


def seam(brush: Brush, path: Points, widths: Points, at: int) -> None:
    """Draw the line across a limb where one cloth ends."""
    before, after = path[max(0, at - 2)], path[min(len(path) - 1, at + 2)]
    across = towards(angle_of(before, after) + 90) * (widths[at] - brush.pen / 2)
    brush.ink(band(np.array([path[at] - across, path[at] + across]), 0.8 * brush.pen))
