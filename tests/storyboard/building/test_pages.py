"""Pages: pictures in their frames, words in theirs, furniture in the margins."""

import subprocess
import sys
from pathlib import Path

import pytest

from schemas.book import Book, PanelImage
from schemas.errors import AssetMissing
from schemas.geometry import Box
from schemas.story import PageFormat, SoundEffect
from storyboard.building.binding import coarse
from storyboard.building.pages import check_letters, lettering_size, make_book, picture_box
from tests.storyboard.staged import drawn, figure, line, panel, plan

TWO = (figure("ada", x=0.3), figure("bob", x=0.7))
TALK = panel(*TWO, lines=[line("ada", "Hm."), line("bob", "Oh.")])
CALM = panel(figure("ada", x=0.5), name="scene-2")


def margins(book_plan: object, folder: Path) -> list[list[str]]:
    book = make_book(book_plan, drawn(book_plan, folder))  # type: ignore[arg-type]
    return [[margin.line.text for margin in page.margins] for page in book.pages]


def test_the_book_is_what_was_planned(tmp_path: Path) -> None:
    planned = plan([TALK], [CALM])
    book = make_book(planned, drawn(planned, tmp_path))
    assert (book.title, book.author, book.language) == ("The Cup", "N. Body", "en")
    assert [[placed.panel for placed in page.panels] for page in book.pages] == [
        ["scene-1"],
        ["scene-2"],
    ]
    placed = book.pages[0].panels[0]
    assert placed.box == planned.pages[0].frames[0].box
    assert placed.alt == "What scene-1 shows"
    assert [lettering.speaker for lettering in placed.letterings] == ["Ada", "Bob"]
    assert book.notes == ()


def test_making_a_book_twice_makes_the_same_book(tmp_path: Path) -> None:
    planned = plan([TALK, CALM])
    images = drawn(planned, tmp_path)
    assert make_book(planned, images).digest() == make_book(planned, images).digest()


def test_title_and_numbers_stand_in_the_margins(tmp_path: Path) -> None:
    assert margins(plan([TALK], [CALM]), tmp_path) == [["The Cup · N. Body", "1"], ["2"]]


def test_a_single_page_has_no_number_and_no_room_means_no_furniture(tmp_path: Path) -> None:
    assert margins(plan([TALK]), tmp_path) == [["The Cup · N. Body"]]
    assert margins(plan([TALK], [CALM], page=PageFormat(margin=5)), tmp_path) == [[], []]


def test_a_title_in_another_script_is_left_to_the_metadata(tmp_path: Path) -> None:
    assert margins(plan([TALK], title="杯子"), tmp_path) == [[]]


def test_a_panel_that_was_not_drawn_is_named() -> None:
    with pytest.raises(AssetMissing, match="scene-1 has not been drawn"):
        make_book(plan([TALK]), {})


def test_letters_that_no_font_has_are_all_named_before_anything_is_made() -> None:
    odd = panel(
        figure("ada", x=0.5),
        lines=[line("ada", "你好")],
        captions=["fine", "ok ሀ"],
        effects=[SoundEffect(text="Ωops")],
    )
    with pytest.raises(AssetMissing) as caught:
        check_letters(plan([odd]))
    message = str(caught.value)
    for part in ("scene-1", "你", "U+4F60", "U+1200", "ETHIOPIC SYLLABLE HA", "“Ωops”"):
        assert part in message
    assert caught.value.exit_code == 4


def test_one_lettering_size_for_every_page_format() -> None:
    comic, letter_a5 = PageFormat(), PageFormat(width=420, height=595)
    webtoon = PageFormat(width=600, height=960, reading="scroll")
    assert 8 <= lettering_size(comic) <= 9
    assert 7 <= lettering_size(letter_a5) < lettering_size(comic)
    assert lettering_size(webtoon) > 1.5 * lettering_size(comic)


def test_a_picture_fills_its_frame_and_is_cropped_evenly() -> None:
    frame = Box(left=100, top=50, right=300, bottom=150)
    wide = PanelImage(panel="p", path="p.png", width=400, height=100)
    assert picture_box(frame, wide) == Box(left=0, top=50, right=400, bottom=150)
    exact = PanelImage(panel="p", path="p.png", width=200, height=100)
    assert picture_box(frame, exact) == frame


def test_words_stay_out_of_the_bleed_that_is_cut_off(tmp_path: Path) -> None:
    page = PageFormat(width=400, height=300, bleed=18, margin=0)
    talk = panel(*TWO, lines=[line("ada", "Hm.")], captions=["It was late."])
    planned = plan([talk], page=page)
    whole = Box(left=-18, top=-18, right=418, bottom=318)
    frames = tuple(frame.but(box=whole) for frame in planned.pages[0].frames)
    planned = planned.but(pages=(planned.pages[0].but(frames=frames),))
    (placed,) = make_book(planned, drawn(planned, tmp_path)).pages[0].panels
    assert placed.box == whole
    assert len(placed.letterings) == 2
    for lettering in placed.letterings:
        assert min(lettering.box.left, lettering.box.top) >= 0


def test_right_to_left_reads_from_the_other_side(tmp_path: Path) -> None:
    there, here = (
        make_book(planned, drawn(planned, tmp_path)).pages[0].panels[0].letterings
        for planned in (plan([TALK]), plan([TALK], page=PageFormat(reading="rtl")))
    )
    assert there[0].box.centre[0] < there[1].box.centre[0]
    # Ada stands left and speaks first: read from the right, her line must come above Bob's.
    assert here[0].box.centre[1] < here[1].box.centre[1]


def test_pages_need_neither_torch_nor_typst_to_be_imported() -> None:
    code = (
        "import sys, storyboard.building.pages, storyboard.writers;"
        "print([name for name in ('torch', 'typst', 'jinja2', 'diffusers') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[3],
    )
    assert done.stdout.strip() == "[]"


def test_pictures_too_coarse_for_print_are_told_in_a_sentence(tmp_path: Path) -> None:
    book = make_book(plan([TALK], [CALM]), drawn(plan([TALK], [CALM]), tmp_path))

    def wide(factor: float) -> Book:
        pages = tuple(
            page.but(
                panels=tuple(
                    panel.but(
                        image=panel.image.but(
                            width=round(panel.box.width * factor),
                            height=round(panel.box.height * factor),
                        )
                    )
                    for panel in page.panels
                )
            )
            for page in book.pages
        )
        return book.but(pages=pages)

    assert list(coarse(wide(3))) == []
    (sentence,) = coarse(wide(2))
    assert sentence.startswith("2 of 2 panels have fewer than 200 pixels an inch")
    assert "(144)" in sentence
    assert list(coarse(wide(2).but(reading="scroll"))) == []
