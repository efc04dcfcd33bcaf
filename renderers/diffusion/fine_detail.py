"""The fine detail of the picture that a drawing started from, kept in the drawing.

Latents hold nothing smaller than their cells, and a small denoiser loses more: thin rain, floor
tiles, the corners of a mouth; and it stains what should be one even colour. As retouchers separate
a picture's frequencies, how light and dark change across the panel is the drawing's here, and the
panel's mean colour; what is finer, and the colours themselves, are the start's.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from renderers.diffusion.panel_inputs import PanelInputs

Values = NDArray[np.float32]
_LIGHT = 12
"""Light changes over so many latent cells and more; stains are smaller. Readers take changes over
six, or of colour, for dirt (`renderers/toon/README.md`)."""
_SHAPE = 2
"""Whether both show the same is asked in squares of so many cells."""
_ALIKE, _ANOTHER = 0.2, 0.35
"""Coarse colours, of 1, up to the first of which apart the drawing shows what its start shows, and
from the second on something else, over which the start's lines would lie like a second drawing."""


class Detail(NamedTuple):
    """How much of the start's fine detail a drawing keeps, and what counts as fine."""

    share: float
    """0 leaves the drawing as it is; 1 has all of the start's detail."""
    cell: int
    """Pixels a latent cell."""

    def kept(self, drawn: Image.Image, panel: PanelInputs) -> Image.Image:
        """Return a drawing with the fine detail of the panel's start.

        Nothing changes where a subject was left out of the start, and where the drawing shows
        something else.
        """
        if panel.start is None or self.share == 0:
            return drawn
        start, picture = _values(panel.start), _values(drawn)
        apart = _coarse(picture - start, _SHAPE * self.cell)
        alike = np.clip((_ANOTHER - np.abs(apart).max(-1)) / (_ANOTHER - _ALIKE), 0, 1)
        light = _light(picture - start, _LIGHT * self.cell)
        share = (self.share * alike * _shown(panel))[..., None]
        mixed = picture + share * (start + light - picture)
        return Image.fromarray((mixed.clip(0, 1) * 255).round().astype(np.uint8))


def _values(picture: Image.Image) -> Values:
    values: Values = np.asarray(picture.convert("RGB"), np.float32) / np.float32(255)
    return values


def _light(values: Values, cells: int) -> Values:
    """Return a picture's mean, and how its brightness changes from place to place."""
    mean = values.mean((0, 1))
    brightness = _coarse(values.mean(-1, keepdims=True), cells)
    light: Values = mean + brightness - brightness.mean()
    return light


def _coarse(values: Values, cells: int) -> Values:
    """Return a picture's values without what is finer than `cells` pixels."""
    height, width = values.shape[:2]
    small = max(1, width // cells), max(1, height // cells)
    channels = [Image.fromarray(np.ascontiguousarray(each)) for each in np.moveaxis(values, -1, 0)]
    box, cubic = Image.Resampling.BOX, Image.Resampling.BICUBIC
    smooth = [each.resize(small, box).resize((width, height), cubic) for each in channels]
    coarse: Values = np.stack([np.asarray(each) for each in smooth], -1)
    return coarse


def _shown(panel: PanelInputs) -> Values:
    """Return where the start shows what the panel shows, 0 to 1."""
    masks = zip(panel.plan.segments, panel.condition.masks[1:], strict=True)
    absent = [mask for segment, mask in masks if segment.subject in panel.absent]
    shown: Values = 1 - np.sum([np.zeros_like(panel.condition.masks[0]), *absent], axis=0)
    return shown
