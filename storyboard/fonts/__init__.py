"""The vendored comic fonts: which file draws a style, how wide text is, which letters are missing.

Text is shaped by HarfBuzz, as the PDF and HTML renderers do, so a measured width is the drawn one.
"""

import unicodedata
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import uharfbuzz as hb

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
}  # fmt: skip
FAMILIES = tuple(dict.fromkeys(family for family, _, _ in _FILES))
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


def font_file(style: Style) -> Path:
    """Return the file that draws a style.

    Raises:
        KeyError: the family is not vendored.
    """
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


def missing(text: str, style: Style) -> tuple[str, ...]:
    """Return the characters of `text` that the style cannot draw, each once."""
    buffer = _shaped(text, _face(font_file(style)).font)
    gaps = (text[info.cluster] for info in buffer.glyph_infos if info.codepoint == 0)
    return tuple(dict.fromkeys(gaps))


def glyphs(text: str, style: Style) -> Iterator[tuple[float, list[tuple[str, tuple[float, ...]]]]]:
    """Yield every glyph's left edge and outline in ems, y up.

    The outline is a list of pen strokes: `M x y`, `L x y`, `Q cx cy x y`, `C …`, `Z`.
    """
    face = _face(font_file(style))
    pen_funcs, x = _pen(), 0.0
    buffer = _shaped(text, face.font)
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        strokes: list[tuple[str, tuple[float, ...]]] = []
        face.font.draw_glyph(info.codepoint, pen_funcs, (strokes, face.em))
        yield x + position.x_offset / face.em, strokes
        x += position.x_advance / face.em


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


@cache
def _pen() -> hb.DrawFuncs:
    def stroke(letter: str) -> Callable[..., None]:
        def draw(*values: Any) -> None:
            *numbers, (strokes, em) = values
            strokes.append((letter, tuple(number / em for number in numbers)))
        return draw

    funcs = hb.DrawFuncs()
    funcs.set_move_to_func(stroke("M"))
    funcs.set_line_to_func(stroke("L"))
    funcs.set_quadratic_to_func(stroke("Q"))
    funcs.set_cubic_to_func(stroke("C"))
    funcs.set_close_path_func(stroke("Z"))
    return funcs
