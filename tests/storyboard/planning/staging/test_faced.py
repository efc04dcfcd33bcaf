"""Screens, creatures and views are where people look; what one works with is there."""

import pytest

from schemas.plan import Segment
from schemas.story import Setting
from tests.storyboard.told import only, panel


def staged(action: str, *who: str, place: str = "a living room") -> dict[str, Segment]:
    made = only(panel(action, characters=who, shot="full", setting=Setting(prompt=place)))
    return {each.subject: each for each in made.segments}


def test_a_screen_is_turned_to_those_who_watch() -> None:
    found = staged("Dee and Ringo sit on a sofa and watch television.", "dee", "ringo")
    screen = found["prop:turned television"]
    assert screen.figure is not None
    for who in ("dee", "ringo"):
        to_right = found[who].region.bounds.centre[0] < screen.region.bounds.centre[0]
        assert found[who].facing == ("right" if to_right else "left")
        assert screen.figure.mirror == to_right, "its screen is on the side of the drawing's right"


@pytest.mark.parametrize("beast", ["dragon", "bear", "giant octopus"])
def test_a_creature_that_attacks_is_before_whom_it_attacks(beast: str) -> None:
    found = staged(f"A {beast} attacks Dee.", "dee", place="a field")
    dee = found["dee"]
    foe = next(each for each in found.values() if each.way is not None)
    assert dee.face is not None
    assert dee.face.overlap(foe.region.bounds) < 0.3 * dee.face.area
    to_right = foe.region.bounds.centre[0] > dee.region.bounds.centre[0]
    assert dee.facing == ("right" if to_right else "left")


@pytest.mark.parametrize("beast", ["dragon", "tiger", "lion", "bear", "wolf", "rabbit"])
def test_who_sleeps_has_shut_eyes(beast: str) -> None:
    found = staged(f"Dee waits beside a sleeping {beast}.", "dee", place="a field")
    assert f"prop:sleeping {beast}" in found
    assert "prop:zzz" in found


@pytest.mark.parametrize(
    ("action", "thing"),
    [
        ("Dee eats.", "spoon"),
        ("Dee paints.", "paintbrush"),
        ("Dee paints.", "easel"),
        ("Dee sweeps.", "broom"),
        ("Dee plays the guitar.", "guitar"),
    ],
)
def test_what_one_does_something_with_is_there(action: str, thing: str) -> None:
    assert f"prop:{thing}" in staged(action, "dee")


def test_who_has_something_gets_nothing_else() -> None:
    found = staged("Dee eats an apple.", "dee")
    assert len([each for each in found.values() if each.way == "hand"]) == 1
    assert "prop:spoon" not in found


def test_a_bed_is_as_long_as_who_lies_in_it_and_its_blanket_is_over_them() -> None:
    found = staged("Dee sleeps in a bed.", "dee", place="a bedroom")
    dee, bed, blanket = found["dee"], found["prop:bed"], found["prop:bedspread"]
    assert bed.region.bounds.left < dee.region.bounds.left + 0.02
    assert bed.region.bounds.right > dee.region.bounds.right - 0.02
    assert dee.face is not None
    assert blanket.region.bounds.overlap(dee.face) == 0
    assert blanket.region.bounds.overlap(dee.region.bounds) > 0.4 * dee.region.bounds.area


def test_the_fire_is_between_those_around_it() -> None:
    found = staged("Dee and Ringo dance around a campfire.", "dee", "ringo", place="a beach")
    fire = found["prop:campfire"].region.bounds
    poses = [found[who].pose for who in ("dee", "ringo")]
    feet = [pose.joint(f"{side}_ankle") for pose in poses if pose for side in "rl"]
    assert not any(foot and fire.left < foot.x < fire.right for foot in feet)


def test_two_who_fight_over_a_wheel_aboard_have_it_on_its_stand() -> None:
    found = staged(
        "Priya and Ethan fight over the steering wheel.", "priya", "ethan", place="a submarine"
    )
    wheel = found["prop:ship's wheel"].region.bounds
    assert wheel.bottom == pytest.approx(found["ethan"].region.bounds.bottom, abs=0.06)


@pytest.mark.parametrize(
    ("action", "beast", "thing"),
    [
        ("A giant octopus grabs the submarine.", "octopus", "submarine"),
        ("A bear steals a fish.", "bear", "fish"),
        ("A dragon eats a cow.", "dragon", "cow"),
    ],
)
def test_a_creature_has_what_it_grabs(action: str, beast: str, thing: str) -> None:
    found = staged(action, place="a field")
    names = list(found)
    holder, held = (found[f"prop:{name}"].region.bounds for name in (beast, thing))
    assert names.index(f"prop:{thing}") > names.index(f"prop:{beast}"), "it is before it"
    assert held.width < 0.6 * holder.width
    assert held.overlap(holder.grown(0.02)) > 0.3 * held.area


def test_who_points_at_a_sign_has_it_before_the_hand() -> None:
    found = staged("Priya points at a sign.", "priya", place="a park")
    sign, priya = found["prop:sign"].region.bounds, found["priya"]
    to_right = sign.centre[0] > priya.region.bounds.centre[0]
    assert to_right == (priya.facing != "left")


def test_who_is_said_to_run_to_the_left_does_so_whatever_is_there() -> None:
    plan = only(panel("Dee and Ringo run to the left, chased by a goose."))
    runners = [each.facing for each in plan.segments if each.subject in ("dee", "ringo")]
    assert runners == ["left", "left"]
