"""Whoever of the packaged people an action names is in the story."""

import pytest

from storyboard.reading import check_text


@pytest.mark.parametrize(
    ("action", "who"),
    [
        ("Dee and ringo wait", ["dee", "ringo"]),
        ("Sophie's bag is heavy, and dee carries it", ["sophie", "dee"]),
        ("somebody pays the bill", []),
        ("Bill pays the bill", ["bill"]),
        ("a dog drinks from a cup", []),
        ("the deep sea", []),
    ],
)
def test_people_join_by_their_names_and_things_do_not(action: str, who: list[str]) -> None:
    story, problems = check_text(f"scenes:\n  - panels:\n      - action: {action}\n")
    assert story is not None
    assert list(story.characters) == who
    assert [problem.code for problem in problems] == ["SB032"] * len(who)


def test_who_is_listed_or_the_author_s_own_is_not_joined_again() -> None:
    own = "characters: {neighbour: {name: Sophie}}\ncast: [dee]\n"
    action = "scenes:\n  - panels:\n      - action: Dee greets Sophie\n"
    story, problems = check_text(own + action)
    assert story is not None
    assert sorted(story.characters) == ["dee", "neighbour"]
    assert not problems
