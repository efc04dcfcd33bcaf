"""The nearest shots, and those that are about a thing or through somebody's eyes."""

import pytest

from schemas.geometry import FULL_FRAME, Point
from schemas.plan import PanelPlan, Segment
from storyboard.planning.script.focus import part_of
from tests.storyboard.told import only, panel


def names(plan: PanelPlan) -> list[str]:
    return [each.subject for each in plan.segments]


def joint(segment: Segment, name: str) -> Point:
    assert segment.pose is not None
    found = segment.pose.joint(name)
    assert found is not None
    return found.point


def test_an_action_says_which_part_fills_the_panel():
    assert part_of("Dee's eyes.", "extreme-close") == "eyes"
    assert part_of("Her hands, then her eyes.", "extreme-close") == "hands"
    assert part_of("Her hands.", "medium") == "face"
    assert part_of("Dee smiles.", "extreme-close") == "face"


@pytest.mark.parametrize("layout", [[[1]], [[1, 1, 1]], [[1], [1], [1]]])
def test_eyes_lie_in_the_middle_and_fill_the_width(layout):
    (dee,) = only(panel("Dee's eyes.", shot="extreme-close"), layout=layout).segments
    left, right = joint(dee, "r_eye"), joint(dee, "l_eye")
    assert (left[0] + right[0]) / 2 == pytest.approx(0.5, abs=0.05)
    assert (left[1] + right[1]) / 2 == pytest.approx(0.55, abs=0.1)
    assert dee.face is not None
    assert dee.face.width > 0.6


def test_hands_are_seen_though_the_drawing_hides_them():
    (ringo,) = only(panel("Ringo's hands.", shot="insert")).segments
    wrists = [joint(ringo, side) for side in ("r_wrist", "l_wrist")]
    assert all(0 < x < 1 and 0 < y < 1 for x, y in wrists)


def test_what_a_hand_holds_is_as_large_as_the_hand():
    plan = only(panel("Dee's hand holds a key.", shot="insert"))
    key = next(each for each in plan.segments if each.subject == "prop:key")
    assert key.region.bounds.overlap(FULL_FRAME) > 0.02
    assert "dee" in names(plan)


@pytest.mark.parametrize("layout", [[[1]], [[1, 1, 1]], [[1], [1], [1]]])
def test_an_insert_is_filled_by_its_thing_alone(layout):
    plan = only(panel("Dee finds a letter.", shot="insert"), layout=layout)
    letter = next(each for each in plan.segments if "letter" in each.subject)
    assert "dee" not in names(plan)
    bounds = letter.region.bounds
    assert max(bounds.height, bounds.width * plan.aspect) > 0.5 * min(1.0, plan.aspect)
    assert bounds.overlap(FULL_FRAME) == pytest.approx(bounds.area, rel=0.1)


def test_a_point_of_view_does_not_show_whose_it_is():
    assert names(only(panel("Dee sees Ringo.", shot="point-of-view"))) == ["ringo"]
    assert names(only(panel("Ringo waves at Dee.", shot="point-of-view"))) == ["ringo"]
    staged = panel("Dee waves at Ringo.", characters=("dee",), shot="point-of-view")
    assert names(only(staged)) == ["dee"]


def test_nothing_is_said_to_lack_of_who_sees():
    plan = only(panel("Dee sees Ringo.", shot="point-of-view"))
    assert all(entry.shown == "shown" for entry in plan.ledger)


def test_whose_shoulder_it_is_fills_a_third_of_the_panel():
    plan = only(panel("Dee and Ringo talk.", shot="over-shoulder"))
    near = max(plan.segments, key=lambda each: each.face.area if each.face else 0)
    far = min(plan.segments, key=lambda each: each.face.area if each.face else 0)
    assert near.face is not None
    assert far.face is not None
    assert near.face.area > 2 * far.face.area
    assert near.region.bounds.bottom > 1
    assert near.face.overlap(far.face) == 0


@pytest.mark.parametrize("who", ["dog", "cat"])
def test_an_animal_alone_has_an_animals_size(who):
    heights = [
        only(panel(f"The {who} waits.", shot=shot)).segments[0].region.bounds.height
        for shot in ("extreme-wide", "wide", "full", "medium")
    ]
    assert heights == sorted(heights)
    assert heights[-1] < 0.72


@pytest.mark.parametrize("shot", ["extreme-close", "insert"])
def test_the_hands_of_two_meet_in_the_middle(shot: str) -> None:
    plan = only(panel("Dee's and Ringo's hands", shot=shot))
    assert {segment.subject for segment in plan.segments} == {"dee", "ringo"}
    for segment in plan.segments:
        x, y = joint(segment, "r_wrist" if segment.facing == "right" else "l_wrist")
        assert 0.15 < x < 0.85
        assert 0.3 < y < 0.8
