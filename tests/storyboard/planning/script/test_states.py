"""How things are, as a text says it."""

import pytest

from storyboard.planning.script.rules import read_action
from tests.storyboard.told import cast


@pytest.mark.parametrize(
    ("action", "state"),
    [
        ("Dee sneaks past a sleeping dragon.", "asleep"),
        ("The dragon sleeps.", "asleep"),
        ("The dragon is fast asleep.", "asleep"),
        ("A dragon does not sleep.", None),
        ("The house is on fire.", "burning"),
        ("The house stands in flames.", "burning"),
        ("The house burns.", "burning"),
        ("Dee breaks a vase.", "broken"),
        ("Dee does not break the vase.", None),
        ("Dee wants to break a vase.", None),
        ("The vase is broken.", "broken"),
        ("Dee opens the treasure chest.", "open"),
        ("The kettle is steaming.", "steaming"),
        ("A flying pig.", "flying"),
        ("Dee holds a vase.", None),
    ],
)
def test_the_state_of_a_thing_is_read(action: str, state: str | None) -> None:
    (prop,) = read_action(action, cast("dee")).props
    assert prop.state == state


def test_whoever_is_wet_has_drops_about() -> None:
    (drops,) = read_action("Dee comes in, dripping wet.", cast("dee")).props[-1:]
    assert (drops.noun, drops.of) == ("water drops", "dee")
