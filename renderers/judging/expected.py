"""How far the parts of a drawn figure are from what was to be drawn there: colours, cell by cell.

The plan says who stands where in which pose, so that a figure's look is known before it is drawn:
its cut-out, as the collage pastes it, in the panel's light. Cells are coarse, so that a line a
little aside is no difference; distances are OKLab's, in which black and white are 1 apart.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from renderers.judging.verdict import VisibleSegment, exchanged, is_thing
from renderers.methods.collage import cut_out
from renderers.methods.scenery import lighting
from renderers.methods.sheltering import weather_before
from renderers.places.lighting import Lighting
from schemas.geometry import Size
from schemas.plan import PanelPlan, Segment

RESOLUTION = 384
"""Pictures are compared at about so many pixels squared, or at their own size if it is less."""
PARTS = ((0.0, 1.0), (0.0, 0.3), (0.3, 0.6), (0.5, 1.0))
"""Parts of a figure, from top to bottom as fractions of its height: all of it, head, body, lower
half."""
_ROWS = 32
"""Cells along a figure's height."""
_LEAST = 3
"""Cells of a part that must be somebody's for him to be compared there."""

Values = NDArray[np.floating]
"""`[height, width, channels]`."""


class Likeness(NamedTuple):
    """How far a part of a drawn figure is from somebody's cut-out."""

    distance: float
    """Mean distance of the cells' colours."""
    tint: float
    """How far the cells' mean colour is shifted, lightness aside: clothes of another colour. What
    drawing does to edges and lines cancels out."""


Part = Mapping[str, Likeness]
"""Of one part of a figure, how far it is from everybody who was fitted into its place."""


class Company(NamedTuple):
    """A panel's people as the collage shows them, at the size at which they are compared."""

    size: Size
    figures: Mapping[int, Image.Image]
    """RGBA cut-outs by their segments' numbers: of everybody whose look is known."""
    light: Lighting
    """What falls on them."""
    names: Sequence[str]
    """Of all segments' subjects."""
    veil: Values | None
    """RGBA of the weather before everybody, 0 to 255."""


def company_of(panel: PanelPlan, size: Size, root: Path) -> Company:
    """Cut a panel's people out of their own pictures.

    Raises:
        AssetMissing, StoryInvalid: a picture is absent, unreadable or out of bounds.
    """
    figures = {
        at: cut_out(segment, size, root)
        for at, segment in enumerate(panel.segments)
        if has_look(segment)
    }
    weather = weather_before(panel, size)
    veil = None if weather is None else np.asarray(weather, np.float32)
    names = [each.subject for each in panel.segments]
    return Company(size, figures, lighting(panel), names, veil)


def has_look(segment: Segment) -> bool:
    """Whether a segment's own pictures say how its subject looks.

    They say it of no thing, of nobody drawn as a plain figure, and of none of the cast who is
    planned in another's pictures.
    """
    return segment.figure is not None and not is_thing(segment) and not exchanged(segment)


def compared_size(picture: Image.Image) -> Size:
    """Return the size at which a picture is compared."""
    scale = min(1.0, RESOLUTION / (picture.width * picture.height) ** 0.5)
    wide, high = (max(1, round(scale * side)) for side in picture.size)
    return Size(width=wide, height=high)


def compared(colours: Values, seen: VisibleSegment, at: int, company: Company) -> tuple[Part, ...]:
    """Compare what is drawn in a segment with everybody's cut-out, fitted into its place.

    Args:
        colours: the picture's, in OKLab, at the company's size.
        seen: where the segment is seen.
        at: its number.
        company: the panel's people.

    Returns:
        What was found of each of `PARTS`; a part is empty where too little of it is seen.
    """
    rows, columns = (np.flatnonzero((seen.mask > 0).any(axis=axis)) for axis in (1, 0))
    there = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
    cell = max(2, round(len(rows) / _ROWS))
    parts: tuple[dict[str, Likeness], ...] = tuple({} for _ in PARTS)
    for name, figure in _fitted_into(at, company):
        expected = _veiled(np.asarray(figure, np.float32)[there], company.veil, there)
        cover = expected[..., 3:] / 255 * seen.mask[there][..., None]
        differing = oklab(expected[..., :3]) - colours[there]
        shares = _pooled(cover, cell)
        cells = _pooled(differing * cover, cell) / np.maximum(shares, 1e-6)
        for part, found in zip(parts, _parts(cells, shares[..., 0]), strict=True):
            if found is not None:
                part[name] = found
    return parts


def _parts(cells: Values, shares: NDArray[np.floating]) -> Iterator[Likeness | None]:
    heights = (np.arange(len(cells)) + 0.5) / len(cells)
    for top, bottom in PARTS:
        kept = (shares > 0.5) & ((heights >= top) & (heights < bottom))[:, None]
        if np.count_nonzero(kept) < _LEAST:
            yield None
            continue
        differing = cells[kept]
        distance = np.linalg.norm(differing, axis=1).mean()
        yield Likeness(float(distance), float(np.linalg.norm(differing[:, 1:].mean(axis=0))))


def _fitted_into(at: int, company: Company) -> Iterator[tuple[str, Image.Image]]:
    """Yield everybody's figure as large as one of them, in its place and light; that one first."""
    own = company.figures.get(at)
    place = own.getchannel("A").getbbox() if own is not None else None
    if own is None or place is None:
        return
    yield company.names[at], company.light.on(own)
    left, top, right, bottom = place
    for other, figure in company.figures.items():
        bounds = figure.getchannel("A").getbbox()
        if other != at and bounds is not None:
            board = Image.new("RGBA", figure.size)
            fitted = figure.resize((right - left, bottom - top), box=bounds)
            board.paste(fitted, (left, top))
            yield company.names[other], company.light.on(board)


def _veiled(figure: Values, veil: Values | None, there: tuple[slice, slice]) -> Values:
    """Lay the weather over a figure's colours."""
    if veil is None:
        return figure
    thick = veil[there][..., 3:] / 255
    colours = figure[..., :3] * (1 - thick) + veil[there][..., :3] * thick
    return np.concatenate([colours, figure[..., 3:]], axis=2)


def _pooled(values: Values, cell: int) -> Values:
    """Average over square cells; those at the lower and right edge are filled up with zeros."""
    high, wide = (-(-side // cell) for side in values.shape[:2])
    padded = np.zeros((high * cell, wide * cell, values.shape[2]), np.float32)
    padded[: values.shape[0], : values.shape[1]] = values
    pooled: Values = padded.reshape(high, cell, wide, cell, -1).mean(axis=(1, 3))
    return pooled


_TO_CONES = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
_TO_LAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)


def oklab(colours: Values | Image.Image) -> Values:
    """Return sRGB colours, 0 to 255, in OKLab (Ottosson 2020): lightness 0 to 1, then a and b."""
    shares = np.asarray(colours, np.float32) / 255
    light = np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)
    cones = np.cbrt(light @ np.array(_TO_CONES, np.float32).T)
    made: Values = cones @ np.array(_TO_LAB, np.float32).T
    return made
