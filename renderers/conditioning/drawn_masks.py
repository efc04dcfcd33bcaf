"""Masks as colour-coded pictures: written for people to see, read where people drew them."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from renderers.pictures import flattened, open_picture, picture_path
from schemas.errors import StoryInvalid

SEGMENT_COLOURS = (
    (38, 38, 46),
    (230, 97, 92),
    (72, 133, 237),
    (244, 180, 0),
    (60, 170, 110),
    (155, 89, 182),
    (0, 172, 193),
    (240, 140, 60),
    (214, 90, 160),
    (140, 180, 60),
    (121, 134, 203),
    (141, 110, 99),
)
"""RGB of the background, then of the segments in order; they repeat if there are more."""

_LEAST = 0.002
"""A colour on less of the picture than this is an anti-aliased edge, not a segment."""


def segment_colour(index: int) -> tuple[int, int, int]:
    """Return the colour of segment `index`; 0 is the background."""
    return SEGMENT_COLOURS[index and 1 + (index - 1) % (len(SEGMENT_COLOURS) - 1)]


def masks_picture(masks: NDArray[np.float32], names: Sequence[str] = ()) -> Image.Image:
    """Paint each mask in its segment's colour; RGB. `names` go into the file as its comment.

    The picture can be edited and given back as a panel's `masks`.
    """
    colours = np.array([segment_colour(index) for index in range(len(masks))], np.float32)
    picture = Image.fromarray(np.rint(np.einsum("khw,kc->hwc", masks, colours)).astype(np.uint8))
    picture.info["comment"] = "\n".join(
        f"#{bytes(segment_colour(index)).hex()} {name}" for index, name in enumerate(names, 1)
    )
    return picture


def read_masks(name: str, planned: NDArray[np.float32], root: Path) -> NDArray[np.float32]:
    """Read a colour-coded picture as `[k+1, h, w]` shares, resized to the planned masks.

    The author need not know any palette: the k+1 commonest colours go to the planned masks that
    they cover most; black, white or transparency is the background wherever it is used.

    Raises:
        StoryInvalid: the picture has fewer colours than the panel has segments and background.
        AssetMissing: it cannot be read.
    """
    count, height, width = planned.shape
    # Transparency is black, and so reads as background.
    picture = flattened(open_picture(name, picture_path(name, root)), "black")
    pixels = np.asarray(picture.resize((width, height), 0))
    colours = _main_colours(pixels, count, name)
    nearest = ((pixels[:, :, None].astype(int) - colours) ** 2).sum(-1).argmin(-1)
    drawn = np.stack([nearest == index for index in range(count)]).astype(np.float32)
    order = _assigned(np.einsum("ahw,bhw->ab", drawn, planned), colours)
    return drawn[order]


def _main_colours(pixels: NDArray[np.uint8], count: int, name: str) -> NDArray[np.int64]:
    flat = pixels.reshape(-1, 3)
    colours, uses = np.unique(flat, axis=0, return_counts=True)
    commonest = np.argsort(-uses, kind="stable")[:count]
    if len(commonest) < count or uses[commonest[-1]] < _LEAST * len(flat):
        raise StoryInvalid(
            f"the masks picture {name} shows fewer than {count} colours",
            hint=f"paint {count - 1} segments, each in its own flat colour, and the background",
        )
    return colours[commonest].astype(np.int64)


def _assigned(overlaps: NDArray[np.floating], colours: NDArray[np.int64]) -> list[int]:
    """Return, for every planned mask, the drawn colour: the largest overlaps first."""
    scores = overlaps.astype(np.float64)
    plain = [i for i, colour in enumerate(colours.tolist()) if colour in ([0] * 3, [255] * 3)]
    for index in plain[:1]:
        scores[index, 0] = np.inf
    order = [0] * len(scores)
    for _ in order:
        drawn, mask = np.unravel_index(scores.argmax(), scores.shape)
        order[mask] = int(drawn)
        scores[drawn, :] = scores[:, mask] = -1
    return order
