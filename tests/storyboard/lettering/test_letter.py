"""Lettered panels: whatever is said, no face is covered and lines are read in their order."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from schemas.book import Lettering
from schemas.geometry import Box
from schemas.plan import PanelPlan
from schemas.story import SoundEffect
from storyboard.lettering import Lettered, LetteringStyle, letter
from tests.storyboard.staged import figure, line, look, panel, reach

WIDE = Box(left=25, top=25, right=452, bottom=250)
NARROW = Box(left=25, top=25, right=135, bottom=250)
SHORT = (
    "No.",
    "Who took it?",
    "Not me, ask Bob!",
    "I *told* you that nobody comes here after dark.",
)
HOWS = ("speech", "whisper", "shout", "thought", "radio", "off-panel")

lines = st.builds(
    line, st.sampled_from(["ada", "bob"]), st.sampled_from(SHORT), st.sampled_from(HOWS)
)
spots = st.sampled_from([(0.2, 0.7), (0.3, 0.5), (0.75, 0.25), (0.15, 0.85)])


def two(spots: tuple[float, float], **words: object) -> PanelPlan:
    return panel(figure("ada", x=spots[0]), figure("bob", x=spots[1], top=0.38), **words)  # type: ignore[arg-type]


def faces(panel: PanelPlan, box: Box) -> list[Box]:
    found = []
    for segment in panel.segments:
        assert segment.face is not None
        (left, top), (right, bottom) = (
            box.place((segment.face.left, segment.face.top)),
            box.place((segment.face.right, segment.face.bottom)),
        )
        found.append(Box(left=left, top=top, right=right, bottom=bottom))
    return found


def words_of(lettering: Lettering) -> str:
    return " ".join(line.text for line in lettering.lines)


@given(
    spots,
    st.lists(lines, min_size=1, max_size=4),
    st.lists(st.just("Later."), max_size=1),
    st.booleans(),
)
@example(
    spots=(0.2, 0.7),
    lines=[
        line("ada", SHORT[3], "shout"),
        line("ada", SHORT[0]),
        line("ada", SHORT[1], "shout"),
        line("ada", SHORT[3]),
    ],
    captions=["Later."],
    rtl=False,
)
@example(
    spots=(0.15, 0.85),
    lines=[
        line("bob", SHORT[3], "whisper"),
        line("ada", SHORT[3], "whisper"),
        line("bob", SHORT[3], "shout"),
        line("ada", SHORT[3], "whisper"),
    ],
    captions=["Later."],
    rtl=True,
)
@settings(max_examples=40, deadline=None)
def test_words_leave_faces_each_other_and_the_border_alone(
    spots: tuple[float, float],
    lines: list,
    captions: list[str],
    rtl: bool,  # type: ignore[type-arg]
) -> None:
    staged = two(
        spots, lines=lines, captions=captions, effects=[SoundEffect(text="SLAM!", near="bob")]
    )
    found = letter(staged, WIDE, look(rtl=rtl))
    assert found.notes == ()
    boxes = [reach(lettering) for lettering in found.letterings]
    for index, box in enumerate(boxes):
        assert all(box.overlap(face) == 0 for face in faces(staged, WIDE))
        assert all(box.overlap(other) == 0 for other in boxes[index + 1 :])
        assert box.left >= WIDE.left - 0.1
        assert box.right <= WIDE.right + 0.1
        assert box.top >= WIDE.top - 0.1
        assert box.bottom <= WIDE.bottom + 0.1


@given(spots, st.lists(lines, min_size=2, max_size=4), st.booleans())
@settings(max_examples=40, deadline=None)
def test_an_earlier_line_is_higher_or_first_in_its_row(
    spots: tuple[float, float],
    lines: list,
    rtl: bool,  # type: ignore[type-arg]
) -> None:
    found = letter(two(spots, lines=lines), WIDE, look(rtl=rtl))
    boxes = [lettering.box for lettering in found.letterings]
    for index, earlier in enumerate(boxes):
        for later in boxes[index + 1 :]:
            higher = earlier.centre[1] <= later.centre[1]
            first = later.right <= earlier.left if rtl else earlier.right <= later.left
            assert higher or first


@given(st.lists(lines, min_size=1, max_size=4))
@settings(max_examples=30, deadline=None)
def test_every_word_is_lettered_once_in_order(lines: list) -> None:  # type: ignore[type-arg]
    found = letter(two((0.3, 0.7), lines=lines, captions=["At last."]), WIDE, look())
    said = " ".join(words_of(lettering) for lettering in found.letterings)
    assert said == " ".join(["At last.", *(line.says.replace("*", "") for line in lines)])


def test_the_same_panel_is_always_lettered_alike() -> None:
    staged = two((0.3, 0.7), lines=[line("ada", SHORT[3]), line("bob", "Oh.", "shout")])
    assert letter(staged, WIDE, look()) == letter(staged, WIDE, look())


def test_right_to_left_is_the_mirror_of_left_to_right() -> None:
    says = [line("ada", "One."), line("bob", "Two."), line("ada", "Three.")]
    there = letter(two((0.3, 0.7), lines=says), WIDE, look())
    here = letter(two((0.7, 0.3), lines=says), WIDE, look(rtl=True))
    middle = WIDE.left + WIDE.right
    for one, other in zip(there.letterings, here.letterings, strict=True):
        assert one.box.left == pytest.approx(middle - other.box.right)
        assert one.box.top == pytest.approx(other.box.top)


@pytest.mark.parametrize("speaker", ["ada", "bob"])
def test_a_tail_points_at_its_speakers_mouth(speaker: str) -> None:
    staged = two((0.25, 0.75), lines=[line(speaker, "It was me.")])
    (balloon,) = letter(staged, WIDE, look()).letterings
    mouth = {
        segment.subject: WIDE.place(segment.mouth) for segment in staged.segments if segment.mouth
    }
    ends = [end for _, _, end in balloon.outlines[0].segments]
    lowest = max(ends, key=lambda end: end[1])
    assert lowest[1] > balloon.box.bottom
    near = min(mouth, key=lambda name: abs(mouth[name][0] - lowest[0]))
    assert near == speaker
    assert balloon.speaker == speaker.title()


def test_a_voice_from_outside_points_at_the_border() -> None:
    staged = two((0.3, 0.7), lines=[line("cy", "Hello?", "off-panel")])
    (balloon,) = letter(staged, WIDE, look()).letterings
    ends = [x for _, _, (x, _) in balloon.outlines[0].segments]
    assert min(ends) == pytest.approx(WIDE.left) or max(ends) == pytest.approx(WIDE.right)


def test_consecutive_lines_of_one_speaker_share_a_double_balloon() -> None:
    staged = two((0.3, 0.7), lines=[line("ada", "Fine."), line("ada", "I will find it myself.")])
    (balloon,) = letter(staged, WIDE, look()).letterings
    assert len(balloon.outlines) == 2
    assert words_of(balloon) == "Fine. I will find it myself."


def test_captions_stand_in_the_corner_where_reading_starts() -> None:
    staged = two((0.3, 0.7), captions=["Monday."])
    (ltr,) = letter(staged, WIDE, look()).letterings
    (rtl,) = letter(staged, WIDE, look(rtl=True)).letterings
    assert (ltr.box.left, ltr.box.top) == pytest.approx((WIDE.left, WIDE.top), abs=0.5)
    assert (rtl.box.right, rtl.box.top) == pytest.approx((WIDE.right, WIDE.top), abs=0.5)


def test_every_balloon_of_the_book_has_one_lettering_size() -> None:
    sizes = {
        lettering.size
        for staged in (two((0.3, 0.7), lines=[line("ada", text)]) for text in SHORT)
        for lettering in letter(staged, WIDE, look(size=9)).letterings
    }
    assert sizes == {9}


def test_a_balloon_keeps_to_the_room_the_planner_kept() -> None:
    room = Box(left=0.5, top=0, right=1, bottom=0.35)
    one = panel(figure("ada", x=0.5), lines=[line("ada", "Here.")], room=[room])
    other = panel(
        figure("ada", x=0.5),
        lines=[line("ada", "Here.")],
        room=[Box(left=0, top=0, right=0.5, bottom=0.35)],
    )
    there, here = (letter(staged, WIDE, look()).letterings[0] for staged in (one, other))
    assert there.box.centre[0] > WIDE.centre[0] > here.box.centre[0]


def test_a_narrow_panel_hyphenates_rather_than_spills() -> None:
    staged = panel(figure("ada", x=0.5), lines=[line("ada", "Uncharacteristically unapologetic!")])
    found = letter(staged, Box(left=25, top=25, right=110, bottom=250), look())
    assert found.notes == ()
    assert "-" in words_of(found.letterings[0])


LONG = "It was not an ordinary umbrella, and whoever says so has never met my grandmother. " * 5


def crowded(says: str) -> tuple[PanelPlan, Lettered]:
    staged = panel(figure("ada", x=0.5, head=0.55, top=0.3), lines=[line("ada", says)])
    return staged, letter(staged, NARROW, look())


def test_too_many_words_are_said_smaller_and_the_author_is_told() -> None:
    _, found = crowded(LONG)
    assert "lettering-shrunk" in {note.code for note in found.notes}
    assert {note.panel for note in found.notes} == {"scene-1"}
    assert words_of(found.letterings[0]).replace("- ", "").startswith("It was not")


def test_words_that_fit_bring_no_notes() -> None:
    _, found = crowded("Well?")
    assert found.notes == ()


def test_a_panel_without_words_has_no_lettering() -> None:
    assert letter(two((0.3, 0.7)), WIDE, look()) == Lettered((), ())


def test_a_picture_larger_than_its_frame_moves_the_mouths_with_it() -> None:
    staged = panel(figure("ada", x=0.5), lines=[line("ada", "Here.")])
    shifted = Box(left=WIDE.left, top=WIDE.top, right=WIDE.right + 200, bottom=WIDE.bottom)
    plain = letter(staged, WIDE, look()).letterings[0]
    moved = letter(staged, WIDE, look(), picture=shifted).letterings[0]
    assert moved.box.centre[0] > plain.box.centre[0] + 50


def test_effects_are_slanted_outlined_and_leave_faces_alone() -> None:
    staged = two((0.3, 0.7), effects=[SoundEffect(text="SPLASH", near="ada")])
    (effect,) = letter(staged, WIDE, LetteringStyle(8.8, {})).letterings
    assert effect.rotation != 0
    assert effect.outline_colour is not None
    assert len(effect.outlines) >= 6
    assert effect.size > 2 * 8.8
    assert all(reach(effect).overlap(face) == 0 for face in faces(staged, WIDE))
