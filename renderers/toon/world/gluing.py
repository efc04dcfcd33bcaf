"""Figures spoiled on purpose: parts of one glued to another, as a model that blends draws them."""

from PIL import Image

HEAD, LOWER_HALF = (0.0, 0.36), (0.5, 1.0)
"""Parts of a figure from top to bottom, as fractions of what is seen of its height."""


def fitted(figure: Image.Image, place: Image.Image) -> Image.Image:
    """Return a figure as large as another, in its place; both RGBA on an empty panel."""
    left, top, right, bottom = place.getchannel("A").getbbox() or (0, 0, 1, 1)
    board = Image.new("RGBA", place.size)
    own = figure.crop(figure.getchannel("A").getbbox())
    board.paste(own.resize((right - left, bottom - top), Image.Resampling.LANCZOS), (left, top))
    return board


def glued(figure: Image.Image, other: Image.Image, part: tuple[float, float]) -> Image.Image:
    """Return a figure in whose part, from top to bottom, another of the same size is drawn."""
    top, bottom = rows_of(figure, part)
    box = (0, top, figure.width, bottom)
    found = figure.copy()
    found.paste(other.crop(box), box[:2])
    return found


def rows_of(figure: Image.Image, part: tuple[float, float]) -> tuple[int, int]:
    """Return the first row of a figure's part, and the one after its last."""
    _, top, _, bottom = figure.getchannel("A").getbbox() or (0, 0, 1, 1)
    first, last = (round(top + share * (bottom - top)) for share in part)
    return first, last
