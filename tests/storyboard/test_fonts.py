"""The vendored fonts: whole, licensed, and measured as they are drawn."""

import pytest
from fontTools.ttLib import TTFont

from storyboard.fonts import FAMILIES, FONTS, Style, advance, font_file, glyphs, missing, normalised


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
    ((left, strokes),) = glyphs("H", Style("Bangers"))
    assert left == 0
    letters = "".join(letter for letter, _ in strokes)
    assert letters.count("M") == letters.count("Z") > 0
    heights = [numbers[1] for _, numbers in strokes if numbers]
    assert -0.05 < min(heights) < 0.1
    assert 0.6 < max(heights) < 0.85
