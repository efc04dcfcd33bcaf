"""What the other of two does, and names among the words of touch."""

import pytest

from storyboard.planning.script.rules import RulesDirector
from tests.storyboard.told import cast, panel


def poses(action: str) -> dict[str, tuple[object, ...]]:
    characters = cast("dee", "ringo", "bill", "dog")
    found = RulesDirector().direct(panel(action), characters, ())
    return {who: role.poses for who, role in found.roles.items()}


@pytest.mark.parametrize(
    ("action", "dee", "ringo"),
    [
        ("Dee carries Ringo.", "carrying", "being carried"),
        ("Ringo is carried by Dee.", "carrying", "being carried"),
        ("Dee wakes Ringo.", "waking", "sleeping"),
        ("Dee wakes the sleeping Ringo.", "waking", "sleeping"),
        ("Dee pushes Ringo.", "pushing", "flinching"),
        ("Dee takes Ringo by the hand.", "holding hands", None),
        ("Dee puts a hand on Ringo's shoulder.", "hand on shoulder", None),
        ("Dee puts her arm around Ringo.", "arm around", None),
        ("Dee sits beside Ringo.", "sitting", "sitting"),
        ("Dee sits beside Ringo, who waves.", "sitting", "waving"),
        ("Dee carries a box to Ringo.", "carrying", None),
        ("Dee hands Ringo a box.", "handing over", "reaching"),
    ],
)
def test_each_of_two_has_a_part(action: str, dee: str, ringo: str | None) -> None:
    found = poses(action)
    assert found["dee"] == (dee,)
    assert found["ringo"] == (() if ringo is None else (ringo,))


def test_a_part_of_the_body_is_nothing_that_one_does() -> None:
    assert poses("Dee looks at her hand.")["dee"] == ()


def test_animals_take_no_part() -> None:
    assert poses("Dee pushes the dog.")["dog"] == ()
