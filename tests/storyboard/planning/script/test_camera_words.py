"""Words to whoever draws: they ask for a shot, and name nothing that is there."""

import pytest

from storyboard.planning.script.rules import read_action
from tests.storyboard.told import cast

CAST = cast("dee", "bill")


@pytest.mark.parametrize(
    ("action", "shot"),
    [
        ("Close on Dee, laughing.", "close"),
        ("Close-up: Dee laughs.", "close"),
        ("Close on Dee's hand.", "extreme-close"),
        ("A wide view of the harbour. Dee laughs.", "wide"),
        ("Push in on Dee.", "close"),
        ("Insert: Dee's hand.", "insert"),
        ("Later. Dee laughs.", None),
        ("Meanwhile, Dee laughs.", None),
        ("Cut to Dee.", None),
        ("Show Dee asleep.", None),
        ("Close to the wall, Dee laughs.", None),
        ("Dee closes the door.", None),
    ],
)
def test_shots_and_other_words_about_the_picture(action: str, shot: str | None) -> None:
    found = read_action(action, CAST)
    assert found.shot == shot
    assert tuple(found.roles) == ("dee",)
    told = {word for prop in found.props for word in prop.noun.split()}
    assert told <= {"harbour", "wall", "door"}
