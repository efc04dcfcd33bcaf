"""Masks of pictures that nothing else cuts out: OWLv2 finds the figure, SAM its outline.

So MuDI (arXiv 2404.04243) prepares subjects and priors: a detector (OWLv2, arXiv 2306.09683) is
asked for the class in words, and a segmenter (SAM, arXiv 2304.02643) for what fills the box. A mask
that is uncertain is given with the reason, and is nobody's to train on.
"""

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
import transformers
from PIL import Image
from torch.nn import functional

from renderers.diffusion.models.locate import find_part, read_mapping
from renderers.diffusion.models.parts import load_network, quiet
from renderers.judging.detector import DetectedFigure, ZeroShotDetector, load_detector
from schemas.errors import AssetMissing
from schemas.geometry import Box
from schemas.training_groups import MaskSettings

_SEEN = 0.2
"""Below this score a detector has found nothing, and from here on a second figure is one."""
_RIVAL = 0.5
"""A second figure of this share of the first's score and area makes a picture of two."""
_SURE = 0.8
"""What the segmenter must expect of its mask's overlap with the truth."""
_FILLED = 0.25
"""Share of its box that a figure fills at least; thin arms and a tail leave much of it empty."""
_LEAST, _MOST = 0.005, 0.95
"""Share of the picture that a figure covers."""
_MEAN, _DEVIATION = (123.675, 116.28, 103.53), (58.395, 57.12, 57.375)
"""SAM's, of red, green and blue in 0 to 255."""


class FoundMask(NamedTuple):
    """A figure's mask, and why it cannot be trusted, if it cannot."""

    mask: Image.Image
    """L: 255 where the figure is; of the picture's size."""
    doubt: str | None = None


class MaskMaker(NamedTuple):
    """A detector and a segmenter that make masks together."""

    detector: ZeroShotDetector
    segmenter: Any

    def mask_of(self, picture: Image.Image, noun: str) -> FoundMask:
        """Find the one figure of a class in an RGB picture, and mark it."""
        figures = self.detector.found(picture, [noun], least=_SEEN)
        if (doubt := doubt_of_figures(figures, noun)) is not None:
            return FoundMask(Image.new("L", picture.size), doubt)
        mask, sure = outlined(self.segmenter, picture, figures[0].box)
        return FoundMask(mask, doubt_of_mask(mask, figures[0].box, sure))


def doubt_of_figures(figures: list[DetectedFigure], noun: str) -> str | None:
    """Say why what a detector found, the surest first, is not one figure; None where it is."""
    if not figures:
        return f"no {noun} is found in it"
    first = figures[0]
    for other in figures[1:]:
        areas = sorted((first.box.width * first.box.height, other.box.width * other.box.height))
        if other.score > _RIVAL * first.score and areas[0] > _RIVAL * areas[1]:
            return f"two are found in it, of scores {first.score:.2f} and {other.score:.2f}"
    return None


def doubt_of_mask(mask: Image.Image, box: Box, sure: float) -> str | None:
    """Say why a mask cannot be trusted; None where it can.

    Args:
        mask: 255 where the figure is said to be.
        box: where the detector saw it, in the unit square.
        sure: the overlap with the truth that the segmenter expects.
    """
    marked = np.asarray(mask) > 127
    share = float(marked.mean())
    if sure < _SURE:
        return (
            f"its outline is uncertain: an overlap of {sure:.2f} is expected, of {_SURE:g} needed"
        )
    if not _LEAST < share < _MOST:
        return f"its mask covers {share:.1%} of the picture"
    inside = marked[_window(box, mask.size)]
    if inside.sum() < 0.9 * marked.sum():
        return "its mask reaches far beyond the figure that was found"
    return None if inside.mean() > _FILLED else f"its mask fills {inside.mean():.0%} of the figure"


def _window(box: Box, size: tuple[int, int]) -> tuple[slice, slice]:
    wide, high = size
    across = slice(int(box.left * wide), max(1, round(box.right * wide)))
    return slice(int(box.top * high), max(1, round(box.bottom * high))), across


@torch.no_grad()
def outlined(network: Any, picture: Image.Image, box: Box) -> tuple[Image.Image, float]:
    """Return SAM's mask of what fills a box, and the overlap with the truth that it expects."""
    side = int(network.config.vision_config.image_size)
    scale = side / max(picture.size)
    wide, high = (int(edge * scale + 0.5) for edge in picture.size)
    corners = torch.tensor(
        [box.left * wide, box.top * high, box.right * wide, box.bottom * high]
    ).reshape(1, 1, 4)
    seen = network(
        pixel_values=_prepared(picture, (wide, high), side),
        input_boxes=corners,
        multimask_output=False,
    )
    # The mask is of the padded square: what is padding is cut off, the rest the picture's size.
    square = functional.interpolate(seen.pred_masks[:, 0].float(), (side, side), mode="bilinear")
    whole = functional.interpolate(
        square[..., :high, :wide], (picture.height, picture.width), mode="bilinear"
    )
    marked = (whole[0, 0] > 0).to(torch.uint8) * 255
    return Image.fromarray(marked.numpy()), float(seen.iou_scores.flatten()[0])


def _prepared(picture: Image.Image, size: tuple[int, int], side: int) -> torch.Tensor:
    """Return a picture as SAM reads it, `[1, 3, side, side]`: its longer side filled, padded."""
    small = picture.convert("RGB").resize(size, Image.Resampling.BILINEAR)
    pixels = torch.from_numpy(np.array(small)).permute(2, 0, 1).float()
    mean, deviation = (torch.tensor(each)[:, None, None] for each in (_MEAN, _DEVIATION))
    square = torch.zeros(1, 3, side, side)
    square[0, :, : size[1], : size[0]] = (pixels - mean) / deviation
    return square


def load_mask_maker(
    settings: MaskSettings, *, root: Path = Path(), online: bool = False
) -> MaskMaker:
    """Load OWLv2 (or OWL-ViT) and SAM, on the CPU.

    Raises:
        AssetMissing: one is absent, damaged, pickled or of another kind.
    """
    folder = find_part(settings.segmenter, root=root, online=online, what="masks: segmenter")
    kind = str(read_mapping(folder / "config.json").get("model_type"))
    if kind != "sam":
        raise AssetMissing(
            f"{settings.segmenter} is a {kind} network",
            hint="SAM is read, such as facebook/sam-vit-base.",
        )
    with quiet():
        network = load_network(
            transformers.SamModel, folder, device=torch.device("cpu"), dtype=torch.float32
        )
    detector = load_detector(settings.detector, root=root, online=online, what="masks: detector")
    return MaskMaker(detector, network)
