"""Seats and mounts: shared side by side, one behind the other, and given where there are none."""

from renderers.props.library import prop_of
from schemas.plan import PanelPlan, Segment
from tests.storyboard.told import only, panel


def acted(action: str, **more: object) -> tuple[PanelPlan, dict[str, Segment]]:
    made = only(panel(action, shot="full", **more))
    return made, {segment.subject: segment for segment in made.segments}


def x(segment: Segment) -> float:
    return segment.region.bounds.centre[0]


def test_two_sit_on_one_bench_and_it_is_behind_both() -> None:
    made, who = acted("Dee and Ringo sit side by side on a bench.")
    names = [segment.subject for segment in made.segments]
    assert names[0] == "prop:bench"
    assert len(names) == 3
    bench = who["prop:bench"].region.bounds
    assert all(bench.left < x(who[one]) < bench.right for one in ("dee", "ringo"))


def test_two_ride_one_horse_the_first_before_the_other_and_look_where_it_goes() -> None:
    _, who = acted("Dee and Ringo ride a horse together.")
    dee, ringo, horse = who["dee"], who["ringo"], who["prop:horse"]
    assert dee.facing == ringo.facing == "right"
    assert x(ringo) < x(dee)
    assert abs(dee.region.bounds.bottom - ringo.region.bounds.bottom) < 0.08
    assert horse.region.bounds.bottom > dee.region.bounds.bottom


def test_whoever_is_beside_one_who_rides_rides_too() -> None:
    _, who = acted("Ringo rows a boat with Dee.")
    assert who["dee"].pose_word == who["ringo"].pose_word == "rowing"


def test_who_sits_has_something_to_sit_on() -> None:
    made, who = acted("Bill sits down.", setting={"prompt": "a kitchen"})
    chair = who["prop:chair"]
    assert [segment.subject for segment in made.segments] == ["prop:chair", "bill"]
    bill = who["bill"]
    assert bill.pose is not None
    hip = bill.pose.joint("r_hip")
    assert hip is not None
    seat = chair.region.bounds
    assert seat.left < hip.x < seat.right
    assert seat.top < hip.y < seat.bottom
    outside = acted("Bill and Dee sit down.", setting={"prompt": "a park"})[1]
    assert len([name for name in outside if name.startswith("prop:")]) == 1


def test_a_drawing_that_shows_its_seat_gets_none() -> None:
    _, who = acted("Dee sits on a beanbag.")
    assert "prop:chair" not in who
    assert "prop:bench" not in who


def test_who_stands_on_a_thing_has_the_feet_on_it() -> None:
    _, who = acted("Ringo stands on a crate.")
    crate, ringo = who["prop:crate"].region.bounds, who["ringo"].region.bounds
    assert abs(ringo.bottom - crate.top) < 0.25 * crate.height
    assert crate.left < ringo.centre[0] < crate.right
    share = crate.height / ringo.height
    assert share == prop_of("crate").height or abs(share - prop_of("crate").height) < 0.1


def test_who_climbs_is_on_the_ladder_above_the_ground() -> None:
    made, who = acted("Dee climbs a ladder.")
    ladder, dee = who["prop:ladder"].region.bounds, who["dee"].region.bounds
    assert [segment.subject for segment in made.segments] == ["prop:ladder", "dee"]
    assert ladder.left < dee.centre[0] < ladder.right
    assert dee.bottom < ladder.bottom - 0.03


def test_who_lies_on_a_sofa_is_no_smaller_than_beside_it() -> None:
    lying, on_sofa = (acted(each)[1]["dee"] for each in ("Dee lies down.", "Dee lies on a sofa."))
    assert on_sofa.region.bounds.width > 0.85 * lying.region.bounds.width
