"""What an action says of hands, of what is put on, pulled and ridden."""

import pytest

from storyboard.planning.script.rules import read_action
from tests.storyboard.told import cast

CAST = cast("dee", "ringo", "priya", "dog")


@pytest.mark.parametrize(
    "action", ["Dee and Ringo high five", "Dee and Ringo high-five", "Dee high fives Ringo"]
)
def test_a_high_five_is_a_verb(action: str) -> None:
    roles = read_action(action, CAST).roles
    assert "high five" in roles["dee"].poses
    assert roles["dee"].facing == "ringo"


@pytest.mark.parametrize(
    ("action", "noun", "owners", "way"),
    [
        ("Ringo steers, his hands on the steering wheel", "steering wheel", ("ringo",), "hand"),
        ("Priya looks at the ring on her finger", "ring", ("priya",), "hand"),
        ("Ringo and Dee pull on a rope", "rope", ("ringo", "dee"), "hand"),
        ("Dee and Ringo row in a boat", "boat", ("dee", "ringo"), "ridden"),
        ("the dog in a bow tie barks", "bow tie", ("dog",), "head"),
        ("Ringo puts a ring on Dee's finger", "ring", ("ringo",), "hand"),
    ],
)
def test_who_has_a_thing_and_how(action: str, noun: str, owners: tuple[str, ...], way: str) -> None:
    prop = next(each for each in read_action(action, CAST).props if each.noun == noun)
    assert ((prop.of, *prop.also), prop.way) == (owners, way)


def test_a_ring_is_handed_to_a_finger() -> None:
    assert read_action("Ringo puts a ring on Dee's finger", CAST).roles["ringo"].poses == (
        "handing over",
    )
    assert read_action("Ringo puts a ring on his finger", CAST).roles["ringo"].poses == ()


def test_hands_of_two_are_both_there() -> None:
    found = read_action("Ringo's and Dee's hands", CAST)
    assert not found.props
    assert set(found.roles) <= {"ringo", "dee"}
