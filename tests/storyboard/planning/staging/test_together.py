"""What several have lies among them; what one is at lies before one."""

import pytest

from schemas.plan import PanelPlan, Segment
from schemas.settings import CollageSettings
from tests.storyboard.told import only, panel


def planned(action: str, **more: object) -> PanelPlan:
    return only(panel(action, **more), renderer=CollageSettings())


def segment(plan: PanelPlan, subject: str) -> Segment:
    return next(each for each in plan.segments if each.subject == subject)


def test_what_two_fight_over_is_between_them() -> None:
    plan = planned("Dee and Ringo fight over the sword.")
    sword, dee, ringo = (segment(plan, each) for each in ("prop:sword", "dee", "ringo"))
    middle = sword.region.bounds.centre[0]
    left, right = sorted((dee, ringo), key=lambda each: each.region.bounds.centre[0])
    assert left.face.centre[0] < middle < right.face.centre[0]


@pytest.mark.parametrize(
    ("action", "thing"),
    [
        ("Dee sits at a table.", "table"),
        ("Dee plays the piano.", "piano"),
        ("Dee stands behind the counter.", "counter"),
        ("Dee steers with the steering wheel.", "steering wheel"),
        ("Dee eats dinner.", "laid table"),
    ],
)
def test_what_one_is_at_is_before_one_and_hides_no_face(action: str, thing: str) -> None:
    plan = planned(action, characters=["dee"], shot="full")
    subjects = [each.subject for each in plan.segments]
    dee = segment(plan, "dee")
    if dee.holds == "desk":  # Her own drawing shows it.
        return
    assert subjects.index(f"prop:{thing}") > subjects.index("dee")
    assert segment(plan, f"prop:{thing}").region.bounds.overlap(dee.face) < 0.1 * dee.face.area


def test_who_hides_behind_a_tree_looks_out() -> None:
    plan = planned("Dee hides behind a tree.")
    tree, dee = segment(plan, "prop:tree"), segment(plan, "dee")
    assert plan.segments.index(tree) > plan.segments.index(dee)
    assert tree.region.bounds.overlap(dee.region.bounds) > 0
    assert tree.region.bounds.overlap(dee.face) < dee.face.area


def test_a_family_has_its_dinner_on_the_table() -> None:
    plan = planned("The family eats dinner.")
    subjects = [each.subject for each in plan.segments]
    assert subjects[-1] == "prop:laid table"
    assert any(each.startswith("extra:family") for each in subjects)


def test_a_meal_that_is_only_named_is_not_seen() -> None:
    assert not planned("Dee invites Ringo to dinner.").segments[0].subject.startswith("prop:")


def test_what_is_looked_through_is_at_the_eyes() -> None:
    plan = planned("Dee looks through the binoculars.")
    dee, binoculars = segment(plan, "dee"), segment(plan, "prop:binoculars")
    bounds, (x, y) = binoculars.region.bounds, dee.mouth  # In profile the eye is above the mouth.
    assert bounds.left < x < bounds.right
    assert dee.face.top < bounds.top < bounds.bottom < y
    assert dee.pose_word == "looking through"


def test_what_is_eaten_is_at_the_mouth() -> None:
    plan = planned("Dee eats a sandwich.", shot="medium")
    dee, sandwich = segment(plan, "dee"), segment(plan, "prop:sandwich")
    (x, y), bitten = dee.mouth, sandwich.region.bounds
    assert bitten.left - 0.06 < x < bitten.right + 0.06
    assert bitten.top - 0.02 < y < bitten.bottom
    middle = bitten.centre[0]
    assert abs(middle - x) > 0.2 * bitten.width, "the mouth stays free"


def test_who_flies_on_a_dragon_rides_it_above_the_ground() -> None:
    plan = planned("Dee flies on a dragon.")
    dee, dragon = segment(plan, "dee"), segment(plan, "prop:dragon")
    assert dee.posture == "riding"
    assert dragon.region.bounds.bottom < 0.95


def test_a_sofa_is_one_for_all_and_the_rooms_own_is_gone() -> None:
    plan = planned("Dee and Ringo sit on a sofa.", setting={"prompt": "a living room"})
    sofas = [each for each in plan.segments if each.token == "sofa"]
    assert len(sofas) == 1
    box = sofas[0].region.bounds
    for who in ("dee", "ringo"):
        assert box.left < segment(plan, who).region.bounds.centre[0] < box.right


def test_what_is_thrown_is_in_the_air_and_caught() -> None:
    plan = planned("Dee throws a ball to Ringo", shot="full")
    dee, ringo, ball = (segment(plan, name) for name in ("dee", "ringo", "prop:football"))
    assert (dee.pose_word, ringo.pose_word, ball.way) == ("throwing", "catching", "air")
    left, right = sorted(each.region.bounds.centre[0] for each in (dee, ringo))
    assert left < ball.region.bounds.centre[0] < right


def test_who_sits_on_shoulders_needs_no_seat_and_hides_no_face() -> None:
    plan = planned("Priya sits on Ringo's shoulders", shot="full")
    assert [each.subject for each in plan.segments] == ["priya", "ringo"]
    priya, ringo = (segment(plan, who) for who in ("priya", "ringo"))
    assert priya.face is not None
    assert ringo.face is not None
    assert priya.face.bottom < ringo.face.top + 0.3 * ringo.face.height


def test_a_table_before_people_leaves_what_they_hold_free() -> None:
    plan = planned(
        "Sophie and Dee listen to the radio",
        characters={"sophie": {"pose": "holding coffee"}, "dee": {"pose": "holding coffee"}},
        shot="medium",
    )
    table = segment(plan, "prop:table").region.bounds
    for who in ("sophie", "dee"):
        pose = segment(plan, who).pose
        assert pose is not None
        hand = min(
            joint.y for name in ("r_wrist", "l_wrist") if (joint := pose.joint(name)) is not None
        )
        assert hand < table.top


def test_a_heart_is_above_those_who_kiss() -> None:
    plan = planned("Priya and Ringo kiss", shot="full")
    heart = segment(plan, "prop:heart").region.bounds
    faces = [face for who in ("priya", "ringo") if (face := segment(plan, who).face) is not None]
    assert heart.bottom < max(face.centre[1] for face in faces)
    assert min(f.left for f in faces) < heart.centre[0] < max(f.right for f in faces)
    assert "heart" not in plan.alt


def test_a_cat_is_carried_in_both_arms_and_its_face_is_free() -> None:
    plan = planned("Ringo holds the cat in his arms", shot="medium")
    ringo, cat = segment(plan, "ringo"), segment(plan, "cat")
    assert ringo.pose_word == "carrying"
    assert {arm.subject for arm in ringo.arms} == {"cat"}
    assert cat.face is not None
    wrists = [ringo.pose.joint(name) for name in ("r_wrist", "l_wrist")] if ringo.pose else []
    assert all(wrist is not None and wrist.y > cat.face.centre[1] for wrist in wrists)


def test_who_walks_hand_in_hand_has_a_thing_in_the_other_hand() -> None:
    plan = planned("Priya holds hands with Ringo and holds a bouquet", shot="full")
    priya, ringo, flowers = (segment(plan, each) for each in ("priya", "ringo", "prop:bouquet"))
    left = priya.region.bounds.centre[0] < ringo.region.bounds.centre[0]
    assert (flowers.region.bounds.centre[0] < priya.region.bounds.centre[0]) == left
