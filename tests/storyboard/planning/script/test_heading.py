"""Sides of the picture that somebody heads for."""

import pytest

from storyboard.planning.script.rules import read_action
from tests.storyboard.told import cast

CAST = cast("dee", "ringo")


@pytest.mark.parametrize(
    ("action", "facing"),
    [
        ("Dee walks to the left.", "left"),
        ("Dee exits right, waving.", "right"),
        ("Dee enters from the left.", "right"),
        ("Dee points towards the right.", "right"),
        ("Dee runs off to the left, away from Ringo.", "left"),
        ("Dee stands to the left.", None),
        ("Dee walks to the left of Ringo.", "ringo"),
        ("Dee does not look left.", None),
        ("Dee smiles into the camera.", "front"),
    ],
)
def test_where_somebody_heads(action: str, facing: str | None) -> None:
    role = read_action(action, CAST).roles["dee"]
    assert (role.facing, role.away) == (facing, False)
