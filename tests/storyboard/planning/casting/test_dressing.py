"""What people put on is told from what they merely have."""

import pytest

from schemas.settings import CollageSettings
from storyboard.planning.ledger import not_shown
from tests.storyboard.told import only, panel


@pytest.mark.parametrize(
    "action",
    [
        "Dee wears a red coat.",
        "Dee puts on a top hat and a black coat.",
        "Dee in a green jacket runs.",
        "Dee and Ringo wear yellow raincoats.",
        "Dee wears a wedding dress and a white veil.",
    ],
)
def test_what_is_worn_is_shown(action: str) -> None:
    made = only(panel(action), renderer=CollageSettings())
    assert not list(not_shown(made.ledger))
    people = [each for each in made.segments if each.way is None]
    assert all(";w=" in each.figure.layers[0] for each in people if each.figure)
    assert not {"prop:coat", "prop:dress"} & {each.subject for each in made.segments}


def test_a_coat_that_is_only_there_is_a_thing() -> None:
    made = only(panel("A coat lies on the floor beside Dee."), renderer=CollageSettings())
    assert "prop:coat" in {each.subject for each in made.segments}


def test_a_veil_hangs_behind_the_head() -> None:
    made = only(panel("Dee wears a veil."), renderer=CollageSettings())
    assert [each.subject for each in made.segments] == ["prop:veil", "dee"]
