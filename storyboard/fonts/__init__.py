"""The vendored comic fonts: which file draws a style, how wide text is, which letters are missing.

Text is shaped by HarfBuzz, as the PDF and HTML renderers do, so a measured width is the drawn one.
"""

import hashlib
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import uharfbuzz as hb

from schemas.errors import AssetMissing
from schemas.geometry import Point

FONTS = Path(__file__).parent
"""The folder of the font files, each family with its licence."""

BOOK_FONT = "Comic Neue"
EFFECT_FONT = "Bangers"
SYMBOL_FONTS = ("Noto Sans Symbols", "Noto Sans Symbols 2")
"""Notes, arrows, hearts and stars, for families that lack them."""

_FILES = {
    (BOOK_FONT, False, False): "comic-neue/ComicNeue-Regular.ttf",
    (BOOK_FONT, True, False): "comic-neue/ComicNeue-Bold.ttf",
    (BOOK_FONT, False, True): "comic-neue/ComicNeue-Italic.ttf",
    (BOOK_FONT, True, True): "comic-neue/ComicNeue-BoldItalic.ttf",
    (EFFECT_FONT, False, False): "bangers/Bangers-Regular.ttf",
    (SYMBOL_FONTS[0], False, False): "symbols/NotoSansSymbols-Comic.ttf",
    (SYMBOL_FONTS[1], False, False): "symbols/NotoSansSymbols2-Comic.ttf",
}
FAMILIES = tuple(dict.fromkeys(family for family, _, _ in _FILES))
SUFFIXES = (".ttf", ".otf")
"""What the names of font files end with."""
_OWN: dict[str, Path] = {}
"""Fonts that stories brought along, by family name; a name holds the content's digest."""
_SPACES = str.maketrans({"\u202f": "\u00a0", "\u2009": "\u00a0", "\u2011": "-"})


class Style(NamedTuple):
    """One face of a family. A family without that face lends its regular one."""

    family: str = BOOK_FONT
    bold: bool = False
    italic: bool = False
    heavy: bool = False
    """Thickened when drawn; no face of its own."""


class _Face(NamedTuple):
    font: hb.Font
    em: int


def own_font(path: Path) -> str:
    """Make a font file known, and return the family name by which styles and runs call it.

    Raises:
        AssetMissing: it cannot be read, or is no font with an outline for each letter.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise AssetMissing(f"the font {path} cannot be read ({error.strerror})") from error
    face = hb.Face(data)
    if not (data and face.glyph_count and face.upem and hb.Font(face).get_nominal_glyph(ord("."))):
        hint = "expected a TrueType or OpenType file (.ttf or .otf)"
        raise AssetMissing(f"{path} is not a font that can be lettered with", hint=hint)
    family = f"Own {hashlib.sha256(data).hexdigest()[:12]}"
    _OWN[family] = path.absolute()
    return family


def own_fonts() -> dict[str, Path]:
    """Return the fonts that stories brought along, by family name."""
    return dict(_OWN)


def known_family(name: str) -> str | None:
    """Return the vendored family of that name, in whatever capitals it is written."""
    folded = name.casefold().split()
    return next((family for family in FAMILIES if family.casefold().split() == folded), None)


def font_file(style: Style) -> Path:
    """Return the file that draws a style.

    Raises:
        KeyError: the family is neither vendored nor known by `own_font`.
    """
    if own := _OWN.get(style.family):
        return own
    exact = _FILES.get((style.family, style.bold, style.italic))
    return FONTS / (exact or _FILES[style.family, False, False])


def normalised(text: str) -> str:
    """Compose accents, and spell rare spaces and hyphens by the common ones that fonts have."""
    return unicodedata.normalize("NFC", text).translate(_SPACES)


@lru_cache(maxsize=8192)
def advance(text: str, style: Style) -> float:
    """Return the width of the text, kerning included, in ems."""
    face = _face(font_file(style))
    buffer = _shaped(text, face.font)
    return float(sum(position.x_advance for position in buffer.glyph_positions)) / face.em


@lru_cache(maxsize=8192)
def missing(text: str, style: Style) -> tuple[str, ...]:
    """Return the characters of `text` that the style cannot draw, each once."""
    font = _face(font_file(style)).font
    glyphs = _shaped(text, font).glyph_infos
    starts = sorted({info.cluster for info in glyphs} | {len(text)})
    gaps: dict[str, None] = {}
    for start in {info.cluster for info in glyphs if info.codepoint == 0}:
        # A mark is shaped together with its letter; only one of them may be missing.
        together = text[start : next(end for end in starts if end > start)]
        lacking = [letter for letter in together if not font.get_nominal_glyph(ord(letter))]
        gaps |= dict.fromkeys(lacking or together[0])
    return tuple(sorted(gaps, key=text.index))


def draw_glyphs(text: str, style: Style, pen: Any, *, at: Point, size: float) -> None:
    """Draw the contours of a text with a fontTools pen, y down.

    Args:
        text: as `advance` shapes it.
        style: the face.
        pen: gets every glyph's contours, one after the other.
        at: where the text begins on its baseline.
        size: of an em.
    """
    from fontTools.pens.transformPen import TransformPen

    face = _face(font_file(style))
    scale, (x, baseline) = size / face.em, at
    buffer = _shaped(text, face.font)
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        place = (scale, 0, 0, -scale, x + position.x_offset * scale, baseline)
        face.font.draw_glyph_with_pen(info.codepoint, TransformPen(pen, place))
        x += position.x_advance * scale


@cache
def _face(path: Path) -> _Face:
    face = hb.Face(path.read_bytes())
    return _Face(hb.Font(face), face.upem)


def _shaped(text: str, font: hb.Font) -> hb.Buffer:
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(font, buffer)
    return buffer
