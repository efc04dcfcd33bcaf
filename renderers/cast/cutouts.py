"""Reference pictures cut out of their background."""

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from renderers.cast.outlines import area_of, loops_of
from renderers.pictures import open_picture
from schemas.errors import StoryInvalid

_BACKGROUND = 28
"""How far from the corners' colour a background pixel may be, in any channel."""


def mask_beside(path: Path) -> Path:
    """Return where a picture's own mask lies, if it has one: `dee-masklabel.png` for `dee.jpg`."""
    return path.with_name(f"{path.stem}-masklabel.png")


def open_cutout(name: str, path: Path) -> Image.Image:
    """Read a picture as RGBA, cut out by its mask file, its alpha, or a plain background.

    Raises:
        StoryInvalid: it has more than 40 million pixels, or nothing tells its figure from its
            background, or its mask file does not fit it.
        AssetMissing: it cannot be read.
    """
    made = open_picture(name, path)
    if (label := mask_beside(path)).is_file():
        made.putalpha(_mask(label, name, made.size))
        return made
    alpha = np.asarray(made.getchannel("A"))
    if not alpha.any():
        raise StoryInvalid(f"picture {name} is entirely transparent")
    return made if alpha.min() < 128 else _without_background(made, name)


def _mask(label: Path, name: str, size: tuple[int, int]) -> Image.Image:
    """Read a mask file: white is the figure, black is everything else."""
    mask = open_picture(label.name, label).convert("RGB").convert("L")
    if mask.size != size:
        raise StoryInvalid(
            f"the mask {label.name} is {mask.width}×{mask.height}, "
            f"but its picture {name} is {size[0]}×{size[1]}",
            hint="Save the mask in the picture's own size.",
        )
    share = float((np.asarray(mask) > 127).mean())
    if not 0.002 < share < 0.98:
        raise StoryInvalid(
            f"the mask {label.name} marks {share:.0%} of its picture",
            hint="White is the figure, black is everything else.",
        )
    return mask


def _without_background(picture: Image.Image, name: str) -> Image.Image:
    """Cut out what stands before a plain background; holes inside the figure stay filled."""
    pixels = np.asarray(picture)[..., :3].astype(np.int16)
    corners = pixels[[0, 0, -1, -1], [0, -1, 0, -1]]
    mask = np.abs(pixels - np.median(corners, axis=0)).max(axis=2) > _BACKGROUND
    loops = sorted(loops_of(mask), key=area_of, reverse=True)
    plain = int(np.ptp(corners, axis=0).max()) <= _BACKGROUND
    if not plain or not loops or area_of(loops[0]) > 0.98 * mask.size:
        raise StoryInvalid(
            f"picture {name} shows no clear figure: it has no transparency "
            "and its background is not plain",
            hint="Save it as PNG with a transparent background, or with one plain colour behind "
            "the figure.",
        )
    alpha = Image.new("L", picture.size)
    draw = ImageDraw.Draw(alpha)
    for loop in loops:
        if area_of(loop) > 0.004 * area_of(loops[0]):
            draw.polygon([(x - 0.5, y - 0.5) for x, y in loop], fill=255)
    picture.putalpha(alpha.filter(ImageFilter.GaussianBlur(0.8)))
    return picture
