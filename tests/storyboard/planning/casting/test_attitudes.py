"""Animals and objects in poses that nobody drew: bent, and still on the ground."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.geometry import FULL_FRAME, Box, Region
from schemas.plan import PanelPlan, Segment
from schemas.projection import Projection
from storyboard.planning.casting.attitudes import Attitude, attitude_of, bent
from tests.storyboard.told import only, panel

BLOCK = Region.of_box(Box(left=0.2, top=0.3, right=0.9, bottom=0.8))
FACINGS = st.sampled_from(["left", "right", "front"])


def attitudes() -> st.SearchStrategy[Attitude]:
    return st.builds(
        Attitude,
        turn=st.floats(-60, 60),
        wide=st.floats(0.7, 1.3),
        tall=st.floats(0.7, 1.3),
        rear=st.floats(0.5, 1.0),
        cut=st.floats(0, 0.4),
        lift=st.floats(0, 0.8),
    )


@given(attitudes(), FACINGS, st.floats(0.5, 2.0))
def test_a_bent_drawing_fills_its_canvas_and_stands_on_its_ground(attitude, facing, aspect):
    made = bent(BLOCK, aspect, facing, attitude)
    bounds = made.outline.bounds
    assert (bounds.left, bounds.top, bounds.right) == pytest.approx((0, 0, 1), abs=1e-6)
    # What is below its lowest point is how far it is lifted.
    assert 1 - bounds.bottom == pytest.approx(attitude.lift / (1 + attitude.lift), abs=1e-6)
    assert made == bent(BLOCK, aspect, facing, attitude)


def test_the_front_is_raised_on_whichever_side_it_is():
    up = Attitude(turn=20)
    nose = {
        facing: bent(BLOCK, 1.0, facing, up).projection.point((x, 0.5))[1]
        for facing, x in (("left", 0.2), ("right", 0.9))
    }
    tail = {
        facing: bent(BLOCK, 1.0, facing, up).projection.point((x, 0.5))[1]
        for facing, x in (("left", 0.9), ("right", 0.2))
    }
    assert nose["left"] < tail["left"]
    assert nose["right"] < tail["right"]


def test_who_sits_is_lower_behind():
    made = bent(BLOCK, 1.0, "left", Attitude(rear=0.6)).projection
    front = made.point((0.2, 0.8))[1] - made.point((0.2, 0.3))[1]
    behind = made.point((0.9, 0.8))[1] - made.point((0.9, 0.3))[1]
    assert behind == pytest.approx(0.6 * front)


def test_people_and_unknown_poses_are_left_alone():
    assert attitude_of("sitting", None, "person") is None
    assert attitude_of("playing violin", None, "animal") is None
    assert attitude_of(None, "looking up", "animal") is not None


def the(plan: PanelPlan, who: str) -> Segment:
    return next(each for each in plan.segments if each.subject == who)


@pytest.mark.parametrize("who", ["dog", "cat", "cup"])
@pytest.mark.parametrize("verb", ["jumps", "falls", "dances"])
def test_who_jumps_is_off_the_ground(who, verb):
    standing = the(only(panel(f"The {who} waits.", shot="full")), who)
    jumping = the(only(panel(f"The {who} {verb}.", shot="full")), who)
    assert jumping.figure is not None
    assert jumping.figure.projection is not None
    assert jumping.region.bounds.bottom < standing.region.bounds.bottom - 0.03


def test_who_lies_has_its_legs_cut_off_at_the_ground():
    lying = the(only(panel("The dog lies down.", shot="full")), "dog")
    assert lying.figure is not None
    assert lying.figure.bottom < 1
    assert lying.pose_word == "lying"


@settings(max_examples=25, deadline=None)
@given(
    st.sampled_from(["sits", "lies down", "runs", "jumps", "looks up", "sleeps", "dances"]),
    st.sampled_from(["dog", "cat", "cup"]),
    st.sampled_from(["wide", "full", "medium"]),
    st.sampled_from(["eye", "high", "dutch"]),
)
def test_whatever_they_do_they_are_in_the_frame_and_where_their_picture_is(verb, who, shot, angle):
    plan = only(panel(f"The {who} {verb}.", shot=shot, angle=angle))
    segment = the(plan, who)
    bounds = segment.region.bounds
    if shot != "medium" or who != "cup":
        assert bounds.overlap(FULL_FRAME) == pytest.approx(bounds.area, rel=0.02)
    assert segment.figure is not None
    if segment.figure.projection is not None:
        picture = Projection(segment.figure.projection).back().box(segment.face or bounds)
        assert picture.overlap(FULL_FRAME) > 0.5 * picture.area


def test_animals_of_the_library_act_as_well():
    standing = only(panel("A horse waits.", shot="full"))
    for verb in ("runs", "jumps", "sleeps"):
        horse = the(only(panel(f"A horse {verb}.", shot="full")), "prop:horse")
        assert horse.figure is not None
        assert horse.figure.projection is not None
        assert horse.region != standing.segments[0].region


def test_a_thing_lies_as_it_is_drawn():
    (key, *_) = only(panel("A key lies on the floor.", shot="medium")).segments
    assert key.figure is not None
    assert key.figure.projection is None
