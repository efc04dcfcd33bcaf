"""What a professional objects to in a scene, and what not."""

from typing import Any

import pytest

from schemas.plan import Plan
from schemas.story import Panel, Scene, Setting
from storyboard.planning.craft.review import reviewed
from storyboard.planning.planner import plan_story
from tests.storyboard.told import ROOT, panel, planned, story

LEFT, RIGHT = {"at": "left"}, {"at": "right"}
TALK = [("dee", "No."), ("ringo", "Yes.")]


def codes(plan: Plan) -> list[str]:
    return [each.code for each in reviewed(plan)]


def shown(*panels: Panel) -> list[str]:
    """Return what is said of panels that follow each other after one that shows the place."""
    opening = panel(id="0", shot="wide")
    numbered = [each.but(id=str(number)) for number, each in enumerate(panels, 1)]
    return codes(planned(opening, *numbered).plan)


def two(one: dict[str, Any] = LEFT, other: dict[str, Any] = RIGHT, **more: Any) -> Panel:
    return panel(characters={"dee": one, "ringo": other}, **more)


def test_equal_shots_are_counted_in_a_row() -> None:
    medium = panel(characters=["dee"], shot="medium")
    assert shown(*[medium] * 4) == []
    assert shown(*[medium] * 7) == ["SB100"]
    assert shown(*[medium] * 3, medium.but(shot="close"), *[medium] * 3) == []


def test_a_new_place_is_shown_once() -> None:
    near = [panel(characters=["dee"], shot="medium", id=str(number)) for number in range(3)]
    assert codes(planned(*near).plan) == ["SB101"]
    assert codes(planned(*near[:2]).plan) == []
    assert codes(planned(near[0], near[1].but(shot="full"), near[2]).plan) == []


def test_a_place_that_is_known_needs_no_second_look() -> None:
    park = Setting(prompt="a park")
    near = tuple(panel(characters=["dee"], shot="medium", id=str(n)) for n in range(3))
    scenes = (
        Scene(id="a", setting=park, panels=(panel(shot="wide"),)),
        Scene(id="b", setting=park, panels=near),
    )
    assert codes(plan_story(story(panel()).but(scenes=scenes), root=ROOT)) == []


def test_sides_are_kept_from_panel_to_panel() -> None:
    assert shown(two(), two()) == []
    assert shown(two(), two(RIGHT, LEFT)) == ["SB102"]


def test_sides_may_change_where_somebody_walks_or_time_passes() -> None:
    walks = two({"at": "right", "pose": "walking"}, LEFT)
    assert shown(two(), walks) == []
    assert shown(two(), two(RIGHT, LEFT, captions=("Later.",))) == []
    assert shown(two(), panel(characters=["cat"]), two(RIGHT, LEFT)) == []
    elsewhere = two(RIGHT, LEFT, setting=Setting(prompt="a kitchen"))
    assert shown(two(), elsewhere) == []


def test_looks_of_those_who_talk_meet() -> None:
    away = two({"at": "left", "facing": "left"}, {"at": "right", "facing": "right"}, says=TALK)
    assert shown(away) == ["SB103"]
    assert shown(two(says=TALK)) == []
    assert shown(away.but(dialogue=())) == []


@pytest.mark.parametrize(("second", "found"), [("left", []), ("right", ["SB103"])])
def test_looks_meet_across_single_pictures_too(second: str, found: list[str]) -> None:
    one = panel(characters={"dee": {"facing": "right"}}, says=TALK[:1], shot="close")
    other = panel(characters={"ringo": {"facing": second}}, says=TALK[1:], shot="close")
    assert shown(one, other) == found


@pytest.mark.parametrize(("second", "found"), [("right", []), ("left", ["SB104"])])
def test_who_runs_to_a_side_goes_on_to_it(second: str, found: list[str]) -> None:
    one = panel(characters={"dee": {"pose": "running", "facing": "right"}})
    other = panel(characters={"dee": {"pose": "running", "facing": second}})
    assert shown(one, other) == found


def test_newcomers_come_in_from_a_side() -> None:
    between = {"dee": LEFT, "sophie": {"at": "centre"}, "ringo": RIGHT}
    beside = {"dee": LEFT, "ringo": {"at": "centre"}, "sophie": RIGHT}
    walking = between | {"sophie": {"at": "centre", "pose": "walking"}}
    assert shown(two(), panel(characters=between)) == ["SB105"]
    assert shown(two(), panel(characters=beside)) == []
    assert shown(two(), panel(characters=walking)) == []


def test_what_is_in_hand_stays_there() -> None:
    holds = panel(characters={"dee": {"pose": "holding coffee"}})
    empty = panel(characters={"dee": {"pose": "arms folded"}})
    assert shown(holds, holds) == []
    assert shown(holds, empty) == ["SB106"]
    assert shown(holds, empty, holds, empty) == ["SB106"]
    assert shown(holds, empty.but(shot="close")) == []
    assert shown(holds, empty.but(action="Dee puts the coffee down.")) == []


def test_what_is_worn_stays_on() -> None:
    hat = panel("Dee wears a top hat.")
    assert shown(hat, hat) == []
    assert shown(hat, panel("Dee smiles.")) == ["SB106"]


@pytest.mark.parametrize(
    ("light", "captions", "found"),
    [
        ("at night", (), ["SB107"]),
        ("at night", ("That night.",), []),
        ("in the afternoon", (), []),
        (None, (), []),
    ],
)
def test_day_does_not_turn_to_night_unsaid(
    light: str | None, captions: tuple[str, ...], found: list[str]
) -> None:
    day = panel(setting=Setting(prompt="a park", light="at noon"))
    other = panel(setting=Setting(prompt="a park", light=light), captions=captions)
    assert shown(day, other) == found


def test_findings_come_in_the_order_of_the_panels() -> None:
    medium = panel(characters=["dee"], shot="medium")
    found = reviewed(planned(*(medium.but(id=str(n)) for n in range(6))).plan)
    assert [(each.panel, each.code) for each in found] == [("s-0", "SB101"), ("s-4", "SB100")]
