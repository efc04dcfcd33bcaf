"""What was made of every picture, as one picture to look at before the first step."""

import textwrap
import unicodedata
from collections.abc import Sequence
from random import Random

from PIL import Image, ImageDraw, ImageFont

from renderers.training.canvases import Composer
from renderers.training.pictures import TrainingSubject
from schemas.geometry import Size

_CELL, _TEXT, _ROW = 192, 52, 6
_COMPOSED = 12


def contact_sheet(
    subjects: Sequence[TrainingSubject], composer: Composer, size: Size
) -> Image.Image:
    """Draw every cut-out over a chequered ground with its caption, then a dozen compositions."""
    cells = [
        (_chequered(picture.figure), picture.caption)
        for subject in subjects
        for picture in subject.pictures
    ]
    rng = Random(0)
    for _ in range(_COMPOSED):
        made = composer(rng, size)
        cells.append((made.image, made.prompt))
    return sheet_of(cells)


def sheet_of(cells: Sequence[tuple[Image.Image, str]]) -> Image.Image:
    """Lay pictures out in rows, each above its caption."""
    rows = -(-len(cells) // _ROW)
    sheet = Image.new("RGB", (_ROW * _CELL, rows * (_CELL + _TEXT)), "white")
    for number, (image, caption) in enumerate(cells):
        corner = number % _ROW * _CELL, number // _ROW * (_CELL + _TEXT)
        _show(sheet, image, caption, corner)
    return sheet


def _show(sheet: Image.Image, image: Image.Image, caption: str, corner: tuple[int, int]) -> None:
    small = image.copy()
    small.thumbnail((_CELL - 8, _CELL - 8), Image.Resampling.LANCZOS)
    sheet.paste(small, (corner[0] + (_CELL - small.width) // 2, corner[1] + 4))
    # The built-in face has no accents.
    plain = unicodedata.normalize("NFKD", caption).encode("ascii", "ignore").decode()
    words = "\n".join(textwrap.wrap(plain, 32)[:4])
    place = corner[0] + 4, corner[1] + _CELL
    ImageDraw.Draw(sheet).text(place, words, "black", ImageFont.load_default(11))


def _chequered(figure: Image.Image) -> Image.Image:
    ground = Image.new("RGBA", figure.size, "#f4f4f4")
    draw, side = ImageDraw.Draw(ground), max(4, max(figure.size) // 24)
    for top in range(0, figure.height, side):
        for left in range(top // side % 2 * side, figure.width, 2 * side):
            draw.rectangle((left, top, left + side - 1, top + side - 1), "#c8c8d2")
    return Image.alpha_composite(ground, figure).convert("RGB")
