"""Words about panels, and the room that words want."""

import pytest

from schemas.geometry import Box, Region
from schemas.story import Line
from storyboard.planning.word_room import MOST, room_for_words, rooms
from storyboard.planning.wording import subject_prompt, with_article
from tests.storyboard.told import character, panel


@pytest.mark.parametrize(
    ("pose", "said"),
    [
        ("holding umbrella", "holding an umbrella"),
        ("sitting at desk", "sitting at a desk"),
        ("sitting on floor", "sitting on the floor"),
        ("holding coffee", "holding coffee"),
        ("sitting at desk on phone", "sitting at a desk on a phone"),
        ("running", "running"),
    ],
)
def test_articles(pose: str, said: str) -> None:
    assert with_article(pose) == said


def test_a_word_for_body_and_face_is_said_once() -> None:
    prompt = subject_prompt(character("dee"), pose="thinking", mood="thinking", facing="left")
    assert prompt == "sks woman cartoon, thinking, facing left"


def test_more_words_want_more_room_up_to_half() -> None:
    texts = ["", "Hi.", "Hello, how are you today?", "Hello? " * 12, "Hello? " * 200]
    wants = [
        room_for_words(panel(says=[("dee", text)] if text else []), width=200, height=200)
        for text in texts
    ]
    assert wants == sorted(wants)
    assert wants[0] < 0.1
    assert wants[-1] == MOST


def test_short_lines_share_a_row() -> None:
    one = panel(says=[("dee", "Hi.")])
    two = one.but(dialogue=(*one.dialogue, Line(speaker="dee", says="Ho.")))
    assert room_for_words(one, width=300, height=200) == room_for_words(two, width=300, height=200)


def test_room_is_where_nobody_is() -> None:
    region = Region.of_box(Box(left=0.4, top=0.2, right=0.6, bottom=1))
    asked = panel(says=[("dee", "Hi.")])
    assert len(rooms(asked, [region], room=0.2, aspect=1.0)) == 1
    for room in rooms(asked, [region], room=0.2, aspect=3.0):
        assert room.overlap(region.bounds) == pytest.approx(0, abs=1e-9)
    assert rooms(panel(), [region], room=0.2, aspect=3.0) == ()
