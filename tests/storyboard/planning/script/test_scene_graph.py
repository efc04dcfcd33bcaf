"""The scene graph: who is there, in which order, at which depth, looking where."""

import pytest

from schemas.story import Line, Panel
from storyboard.planning.script.rules import RulesDirector
from storyboard.planning.script.scene_graph import (
    Contradiction,
    SolvedScene,
    arrange,
    contradiction,
    expected_in,
    side_of,
)
from tests.storyboard.told import cast, panel

CAST = cast("dee", "ringo", "sophie", "bill", "cup", "dog")


def arranged(one: Panel, *, reading: str = "ltr") -> SolvedScene:
    directions = RulesDirector().direct(one, CAST, expected_in(one))
    return arrange(one, directions, name="rain-2", reading=reading)


def test_sides_order_people() -> None:
    asked = {"dee": {"at": "right"}, "ringo": {"at": "far left"}, "bill": {"at": "top centre"}}
    assert arranged(panel(characters=asked)).order == ("ringo", "bill", "dee")


def test_relations_order_people() -> None:
    asked = panel(
        characters=["dee", "ringo", "bill"], relations=["bill left of dee", "ringo right of dee"]
    )
    assert arranged(asked).order == ("bill", "dee", "ringo")


def test_the_first_speaker_stands_where_reading_begins() -> None:
    asked = panel(characters=["dee", "ringo"], says=[("ringo", "Hi!"), ("dee", "Oh.")])
    assert arranged(asked).order == ("ringo", "dee")
    assert arranged(asked, reading="rtl").order == ("dee", "ringo")


def test_one_placed_on_the_right_leaves_the_left_to_the_other() -> None:
    asked = panel(characters={"dee": {"at": "right"}, "ringo": {}}, says=[("dee", "Hi!")])
    assert arranged(asked).order == ("ringo", "dee")


def test_who_stands_behind_two_looks_out_between_them() -> None:
    asked = panel("Dee and Ringo sit, Bill stands behind them.", characters=["dee", "ringo"])
    found = arranged(asked)
    assert found.order == ("dee", "bill", "ringo")
    assert found.levels["bill"] < found.levels["dee"] == found.levels["ringo"]


@pytest.mark.parametrize(
    ("characters", "relations", "said"),
    [
        (["dee", "ringo"], ["dee left of ringo", "ringo left of dee"], "ringo left of dee"),
        (["dee", "ringo"], ["dee left of ringo", "dee right of ringo"], "dee right of ringo"),
        (
            ["dee", "ringo", "bill"],
            ["dee behind ringo", "ringo behind bill", "bill behind dee"],
            "bill behind dee",
        ),
        (
            {"dee": {"at": "right"}, "ringo": {"at": "left"}},
            ["dee left of ringo"],
            "ringo at left and dee at right",
        ),
    ],
)
def test_contradictions_are_told_in_the_authors_words(
    characters: list[str], relations: list[str], said: str
) -> None:
    with pytest.raises(Contradiction) as caught:
        arranged(panel(characters=characters, relations=relations))
    assert str(caught.value).startswith("rain-2: these cannot all be true")
    assert said in str(caught.value)


def test_depths_that_contradict_are_refused() -> None:
    asked = {"dee": {"depth": "front"}, "ringo": {"depth": "behind"}}
    said = "dee behind ringo; dee at depth front; ringo at depth behind"
    with pytest.raises(Contradiction, match=said):
        arranged(panel(characters=asked, relations=["dee behind ringo"]))


def test_an_action_gives_way_to_what_is_stated() -> None:
    asked = panel(
        "Dee stands to the left of Ringo.",
        characters=["dee", "ringo"],
        relations=["ringo left of dee"],
    )
    assert arranged(asked).order == ("ringo", "dee")


def test_depth_follows_chains() -> None:
    asked = panel(
        characters=["dee", "ringo", "bill"],
        relations=["dee behind ringo", "bill in front of ringo"],
    )
    levels = arranged(asked).levels
    assert levels["dee"] < levels["ringo"] < levels["bill"]


def test_gazes_are_stated_told_or_by_default() -> None:
    asked = panel(
        "Bill looks at Dee.",
        characters={"dee": {"facing": "back"}, "bill": {}, "ringo": {}},
        says=[("ringo", "Look!"), ("bill", "What?")],
    )
    found = arranged(asked)
    assert found.gazes == {"dee": "back", "bill": "dee", "ringo": "bill"}
    assert found.stated == {"dee", "bill"}


def test_people_who_talk_face_each_other() -> None:
    found = arranged(panel(characters=["dee", "ringo"], says=[("dee", "Hi!"), ("ringo", "Hi!")]))
    assert found.gazes == {"dee": "ringo", "ringo": "dee"}
    assert not found.stated


def test_voices_from_elsewhere_bring_nobody_into_the_picture() -> None:
    asked = panel("Dee listens.").but(
        dialogue=(
            Line(speaker="bill", says="Rain!", how="radio"),
            Line(speaker="ringo", says="Dee?", how="off-panel"),
            Line(speaker="sophie", says="Tea!"),
        )
    )
    assert set(arranged(asked).order) == {"dee", "sophie"}


def test_close_shots_show_few() -> None:
    action = "Dee looks at Ringo."
    assert arranged(panel(action, shot="medium")).order == ("dee", "ringo")
    assert arranged(panel(action, shot="close", characters=["dee"])).order == ("dee",)
    assert arranged(panel(action, shot="extreme-close")).order == ("dee",)


def test_side_words() -> None:
    words = ("far left", "top left", "bottom center", "Right", "far-right", None, "on the moon")
    assert [side_of(word) for word in words] == [0, 1, 2, 3, 4, 2, 2]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (panel(characters=["dee"]), None),
        (
            panel(relations=["dee behind ringo", "ringo behind dee"]),
            "dee behind ringo; ringo behind dee",
        ),
        (panel(relations=["dee on cup", "cup above dee"]), "cup above dee; dee on cup"),
        (
            panel(
                "Dee stands to the left of Ringo.",
                characters={"dee": {"at": "right"}, "ringo": {"at": "left"}},
            ),
            None,
        ),
    ],
)
def test_only_what_the_author_states_can_contradict(asked: Panel, said: str | None) -> None:
    found = contradiction(asked)
    assert (found and found.said) == said


def test_what_an_action_suggests_gives_way_to_depths() -> None:
    asked = {"dee": {"depth": "front"}, "bill": {"depth": "behind"}}
    found = arranged(panel("Dee hides behind Bill, in the background.", characters=asked))
    assert found.levels["dee"] > found.levels["bill"]
