"""A second judge of the packaged cast, which reads pixels and has no part in drawing.

It shares neither architecture nor training panels with the segmenter that guides (SAL), and
nothing is ever guided by it or trained on its answers: figures that are published rest on both.
"""

from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from PIL import Image

from renderers.judging.maps import Maps, verdict_of
from renderers.judging.networks import SHIPPED, PictureReader, ReaderShape, load_reader
from renderers.judging.verdict import Verdict
from schemas.plan import PanelPlan

READER = SHIPPED / "pixels"
"""The reader that comes along."""


class PixelJudge(NamedTuple):
    """Judges the packaged cast by what every cell of a picture shows."""

    reader: PictureReader

    def judge(self, panel: PanelPlan, picture: Image.Image) -> Verdict:
        """Tell who is drawn where, and who is missing or too many."""
        return verdict_of(panel, picture, self.maps(picture), self.reader.shape.subjects)

    @torch.no_grad()
    def maps(self, picture: Image.Image) -> Maps:
        """Return the probability of each of the cast in every cell."""
        logits = self.reader(read(picture, self.reader.shape))[0]
        return torch.as_tensor(logits.softmax(0)[1:])


def load_pixel_judge(folder: Path = READER) -> PixelJudge:
    """Load the independent judge, on the CPU.

    Raises:
        AssetMissing: its network is absent or damaged.
    """
    return PixelJudge(load_reader(folder))


def read(picture: Image.Image, shape: ReaderShape) -> torch.Tensor:
    """Return a picture at the reader's resolution, in whole cells: `[1, 3, h, w]`, 0 to 1."""
    scale, cell = shape.resolution / (picture.width * picture.height) ** 0.5, shape.cell
    wide, high = (max(1, round(side * scale / cell)) * cell for side in picture.size)
    small = picture.convert("RGB").resize((wide, high), Image.Resampling.LANCZOS)
    return torch.from_numpy(np.array(small)).permute(2, 0, 1)[None].float() / 255
