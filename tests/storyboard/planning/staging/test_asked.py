"""Which prop is meant and how it is there, in its place."""

import pytest

from schemas.directions import PropRole
from schemas.story import Setting
from storyboard.planning.staging.asked import asked_of


def asked(setting: str, **role) -> list[tuple[str, str]]:
    found = asked_of([PropRole(**role)], Setting(prompt=setting))
    return [(each.prop.name, each.way) for each in found]


@pytest.mark.parametrize(
    ("setting", "role", "found"),
    [
        ("a park", {"noun": "gift", "of": "dee"}, [("gift", "hand")]),
        (
            "a park",
            {"noun": "birthday cake", "of": "dee", "way": "hand"},
            [("birthday cake", "hand")],
        ),
        ("a park", {"noun": "television", "of": "dee"}, [("television", "table")]),
        ("a park", {"noun": "red coat", "of": "dee", "way": "head"}, []),
        ("a park", {"noun": "gizmo"}, []),
        ("a park", {"noun": "whale"}, [("whale", "background")]),
        ("a kitchen", {"noun": "helicopter"}, [("helicopter", "window")]),
        ("a park", {"noun": "telescope", "of": "dee", "way": "window"}, [("spyglass", "hand")]),
    ],
)
def test_the_way_is_as_said_or_as_usual(setting: str, role: dict, found: list):
    assert asked(setting, **role) == found


@pytest.mark.parametrize(
    ("setting", "noun"),
    [
        ("the inside of a submarine", "the periscope"),
        ("the inside of a submarine", "submarine"),
        ("the inside of a submarine", "a porthole"),
        ("a pirate ship", "the ship"),
        ("a church", "the altar"),
    ],
)
def test_what_the_place_shows_is_not_set_before_it_again(setting: str, noun: str):
    assert asked(setting, noun=noun) == []
    assert asked_of([PropRole(noun="whale")], Setting(prompt=setting))


def test_nobody_sits_on_the_place():
    assert asked("a submarine", noun="submarine", of="dee", way="seat") == []


def test_the_chair_at_the_dentist_s_is_a_dentist_s_chair():
    role = {"noun": "chair", "of": "dee", "way": "seat"}
    assert asked("the dentist's", **role) == [("dentist's chair", "seat")]
    assert asked("a kitchen", **role) == [("chair", "seat")]


def test_what_a_drawing_shows_already_is_not_set_beside_it():
    cake = [PropRole(noun="birthday cake", of="dee"), PropRole(noun="candles", of="dee")]
    found = asked_of(cake, Setting(prompt="a park"))
    assert [each.prop.name for each in found] == ["birthday cake"]
    assert [each.prop.name for each in asked_of(cake[1:], Setting(prompt="a park"))] == ["candle"]
