"""A director's answer in the ledger: every word is told of, at its place or at the action."""

from schemas.directions import Directions, PropRole, Role
from storyboard.director.account import accounted
from tests.storyboard.told import cast

ACTION = "Dee jodelt und winkt mit einem Schirm."


def test_what_the_author_s_words_name_stands_at_its_place() -> None:
    found = Directions(roles={"dee": Role(poses=("waving",))}, not_understood=("jodelt",))
    uses = accounted(found, ACTION, cast("dee")).uses
    placed = {use.word: ACTION[use.start : use.end] for use in uses}
    assert placed == {"Dee": "Dee", "jodelt": "jodelt", "waving": ACTION}
    assert {use.kind for use in uses} == {"who", "deed", "pose"}


def test_moods_things_and_strangers_are_told_of_too() -> None:
    found = Directions(
        roles={"dee": Role(mood="happy")},
        props=(PropRole(noun="umbrella"),),
        extras=(PropRole(noun="waiter"),),
    )
    uses = accounted(found, ACTION, cast("dee")).uses
    assert {(use.kind, use.value) for use in uses} == {
        ("who", ""),
        ("mood", "happy"),
        ("thing", "umbrella"),
        ("extra", "waiter"),
    }
