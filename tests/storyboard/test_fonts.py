"""The vendored fonts: whole, licensed, and measured as they are drawn."""

import pytest
from fontTools.pens.recordingPen import RecordingPen
from fontTools.ttLib import TTFont

from storyboard.fonts import (
    FAMILIES,
    FONTS,
    Style,
    advance,
    draw_glyphs,
    font_file,
    missing,
    normalised,
)


def test_every_family_lies_beside_its_licence() -> None:
    for path in FONTS.rglob("*.ttf"):
        assert "SIL OPEN FONT LICENSE" in (path.parent / "OFL.txt").read_text().upper()


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_is_named_as_its_file_names_itself(family: str) -> None:
    assert TTFont(font_file(Style(family)))["name"].getDebugName(1) == family


def test_kerning_counts() -> None:
    assert advance("AV", Style()) < advance("A", Style()) + advance("V", Style())


def test_width_is_the_sum_of_what_the_font_file_says() -> None:
    table = TTFont(font_file(Style()))
    cmap, widths = table.getBestCmap(), table["hmtx"]
    expected = sum(widths[cmap[ord(letter)]][0] for letter in "hill") / table["head"].unitsPerEm
    assert advance("hill", Style()) == pytest.approx(expected, abs=0.02)


def test_missing_letters_are_named_once() -> None:
    assert missing("a你b你😀", Style()) == ("你", "😀")


def test_letters_without_a_glyph_of_their_own_are_composed() -> None:
    assert missing("ĞğŐ", Style()) == ()


def test_rare_spaces_and_hyphens_become_ones_that_fonts_have() -> None:
    text = normalised("très\u202f! e\u0301te\u2011la")
    assert text == "très\u00a0! éte-la"
    assert missing(text, Style()) == ()


def test_outlines_are_closed_and_stand_on_the_baseline() -> None:
    pen = RecordingPen()
    draw_glyphs("H", Style("Bangers"), pen, at=(5, 100), size=10)
    strokes = [name for name, _ in pen.value]
    assert strokes.count("moveTo") == strokes.count("closePath") > 0
    points = [point for _, points in pen.value for point in points]
    assert 5 <= min(x for x, _ in points) < 6
    assert 99 < max(y for _, y in points) < 100.5
    assert 91.5 < min(y for _, y in points) < 94


def test_a_text_s_outlines_stand_where_its_letters_do() -> None:
    style, pen, alone = Style("Bangers"), RecordingPen(), RecordingPen()
    draw_glyphs("oH", style, pen, at=(0, 0), size=1)
    draw_glyphs("H", style, alone, at=(advance("oH", style) - advance("H", style), 0), size=1)
    own = [point for _, points in alone.value for point in points]
    last = [point for _, points in pen.value for point in points][-len(own) :]
    assert last == [pytest.approx(point) for point in own]
