"""Pictures laid into a panel by a homography, without jaggies."""

from math import hypot

from PIL import Image

from renderers.places.viewing import warped
from schemas.geometry import FULL_FRAME, Box, Point, Size
from schemas.projection import Projection

_SAMPLES = 2
_EDGE = 8
"""Clear pixels around what is cut out of a picture, into which scaling may blur."""
_LARGEST = 4096
"""So many pixels a side a picture is enlarged to at most, before it is laid out."""


def projected(picture: Image.Image, laid: Projection, size: Size) -> Image.Image:
    """Return a transparent panel with a picture, whose unit square `laid` maps to the panel's.

    Only the part that the panel shows is computed.
    """
    layer = Image.new("RGBA", (size.width, size.height))
    cut = _shown(picture, laid)
    if cut is None:
        return layer
    left, top, right, bottom = cut
    part = Box(
        left=left / picture.width,
        top=top / picture.height,
        right=right / picture.width,
        bottom=bottom / picture.height,
    )
    laid = Projection.into(part).then(laid)
    fine = Size(width=size.width * _SAMPLES, height=size.height * _SAMPLES)
    # Pillow's resizing averages, its transforming does not: it is resized to its size there first.
    width, height = _extent(laid, fine)
    scaled = picture.resize((width, height), Image.Resampling.LANCZOS, box=cut)
    out = Projection.scaled(1 / fine.width, 1 / fine.height)
    back = out.then(laid.back()).then(Projection.scaled(width, height))
    return warped(scaled, back, (fine.width, fine.height)).reduce(_SAMPLES)


def _shown(picture: Image.Image, laid: Projection) -> tuple[int, int, int, int] | None:
    """Return the pixels that are not clear and that lie inside the panel, with a clear edge."""
    bounds = picture.getchannel("A").getbbox()
    if bounds is None:
        return None
    seen = laid.back().box(FULL_FRAME)
    left = max(bounds[0], int(seen.left * picture.width)) - _EDGE
    top = max(bounds[1], int(seen.top * picture.height)) - _EDGE
    right = min(bounds[2], int(seen.right * picture.width) + 1) + _EDGE
    bottom = min(bounds[3], int(seen.bottom * picture.height) + 1) + _EDGE
    left, top = max(0, left), max(0, top)
    right, bottom = min(picture.width, right), min(picture.height, bottom)
    return (left, top, right, bottom) if left < right and top < bottom else None


def _extent(laid: Projection, size: Size) -> tuple[int, int]:
    """Return how large the unit square is drawn, along its longer sides, in pixels."""
    corners = [laid.point(corner) for corner in ((0, 0), (1, 0), (1, 1), (0, 1))]
    sides = [
        _length(start, end, size)
        for start, end in zip(corners, (*corners[1:], corners[0]), strict=True)
    ]
    across, down = max(sides[0], sides[2]), max(sides[1], sides[3])
    return max(1, min(_LARGEST, round(across))), max(1, min(_LARGEST, round(down)))


def _length(start: Point, end: Point, size: Size) -> float:
    return hypot((end[0] - start[0]) * size.width, (end[1] - start[1]) * size.height)
