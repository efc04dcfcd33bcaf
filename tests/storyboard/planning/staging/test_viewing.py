"""Angles in the plan: who is where when the camera looks up, down, or askew."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.angles import ANGLES
from schemas.geometry import FULL_FRAME, Box, Point
from schemas.plan import PanelPlan, Segment
from schemas.projection import Projection
from tests.storyboard.told import only, panel, planned

PEOPLE = ("dee", "ringo", "dog")


def seen(angle: str, shot: str = "full", **more) -> dict[str, Segment]:
    plan = only(panel(characters=PEOPLE, shot=shot, angle=angle, **more))
    return {each.subject: each for each in plan.segments}


def joint(segment: Segment, name: str) -> Point:
    assert segment.pose is not None
    found = segment.pose.joint(name)
    assert found is not None
    return found.point


def span(segment: Segment, part: str) -> float:
    """Return how far the left and the right one of a pair of joints are from each other."""
    return abs(joint(segment, f"l_{part}")[0] - joint(segment, f"r_{part}")[0])


def height(segment: Segment) -> float:
    return segment.region.bounds.height


def leans(segment: Segment) -> float:
    """Return how far the head is right of the feet."""
    feet = (joint(segment, "l_ankle")[0] + joint(segment, "r_ankle")[0]) / 2
    return joint(segment, "neck")[0] - feet


@pytest.mark.parametrize("shot", ["full", "medium"])
def test_heads_are_wide_from_above_and_narrow_from_below(shot):
    ratio = {name: span(seen(name, shot)["ringo"], "ear") for name in ANGLES if name != "dutch"}
    hips = {name: span(seen(name, shot)["ringo"], "hip") for name in ratio}
    order = ("birds-eye", "high", "eye", "low", "worms-eye")
    shares = [ratio[name] / hips[name] for name in order]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] > 1.2 * shares[2] > 1.2 * 1.1 * shares[4]


def test_whoever_is_seen_from_above_is_foreshortened():
    heights = [height(seen(name)["ringo"]) for name in ("birds-eye", "high", "eye")]
    assert heights[0] < 0.8 * heights[2]
    assert heights[0] < heights[1] < heights[2]


def test_a_dutch_angle_turns_everybody_alike():
    level, tilted = seen("eye"), seen("dutch")
    for who in ("dee", "ringo"):
        assert leans(tilted[who]) - leans(level[who]) > 0.05
    # Who stands right, stands lower.
    assert joint(tilted["ringo"], "r_ankle")[1] - joint(tilted["dee"], "r_ankle")[1] > 0.03


def test_near_figures_are_much_nearer_from_above():
    depths = {"dee": {"depth": "front"}, "ringo": {"depth": "behind"}}

    def apart(angle: str) -> float:
        plan = only(panel(characters=depths, shot="wide", angle=angle))
        feet = {each.subject: each.region.bounds.bottom for each in plan.segments}
        return feet["dee"] - feet["ringo"]

    assert apart("high") > apart("eye") > apart("low")


def test_eye_level_lays_nothing_askew():
    assert all(each.figure and each.figure.projection is None for each in seen("eye").values())


def test_what_the_author_places_by_hand_is_there():
    box = Box(left=0.1, top=0.3, right=0.5, bottom=0.9)
    for angle in ANGLES:
        plan = only(panel(characters={"dee": {"region": box}}, shot="full", angle=angle))
        (dee,) = plan.segments
        assert dee.region.bounds.bottom == pytest.approx(0.9, abs=1e-3)


@settings(max_examples=25, deadline=None)
@given(
    st.sampled_from(sorted(ANGLES)),
    st.sampled_from(["extreme-wide", "wide", "full", "medium", "close", "over-shoulder"]),
    st.lists(st.sampled_from(["dee", "ringo", "sophie", "dog", "cup"]), min_size=1, max_size=3),
    st.sampled_from([[[1]], [[1, 1]], [[1], [1], [1]]]),
)
def test_everybody_stays_in_the_frame_and_drawings_are_where_regions_are(angle, shot, who, layout):
    plan = only(panel(characters=who, shot=shot, angle=angle), layout=layout)
    assert plan == only(panel(characters=who, shot=shot, angle=angle), layout=layout)
    for each in plan.segments:
        assert each.face is not None
        assert each.figure is not None
        if angle != "eye":
            agrees(plan, each)
        if plan.shot in ("extreme-wide", "wide", "full"):
            bounds = each.region.bounds
            assert bounds.left > -0.02
            assert bounds.right < 1.02
            assert bounds.bottom < 1.0
            assert bounds.top > -0.02


def agrees(plan: PanelPlan, segment: Segment) -> None:
    """The canvas is laid so that the drawing fills its placement, the head's box in it."""
    figure = segment.figure
    assert figure is not None
    assert figure.projection is not None
    laid = Projection(figure.projection)
    assert laid.box(FULL_FRAME).area == pytest.approx(figure.placement.area, rel=0.01)
    assert segment.face is not None
    back = laid.back().box(segment.face)
    assert back.grown(0.1).overlap(FULL_FRAME) == pytest.approx(back.grown(0.1).area, rel=0.6)


def test_what_an_angle_does_not_move_is_told() -> None:
    by_hand = {"dee": {"region": Box(left=0.1, top=0.2, right=0.4, bottom=0.9)}, "ringo": {}}
    asked = panel(characters=by_hand, angle="worms-eye", scaffold="art/sub.png")
    notes = planned(asked).notes
    assert any("scaffold" in note for note in notes)
    assert any("dee is placed by hand" in note for note in notes)
    assert not planned(panel(characters=by_hand, scaffold="art/sub.png")).notes
