"""Hands hold what they hold."""

import pytest

from schemas.plan import Segment
from tests.storyboard.told import only, panel


def acted(action: str, **more: object) -> dict[str, Segment]:
    made = only(panel(action, **more))
    return {segment.subject: segment for segment in made.segments}


@pytest.mark.parametrize(
    ("action", "pose"),
    [
        ("Ringo holds a candle.", "holding something"),
        ("Ringo holds a sword.", "holding something long"),
        ("Ringo holds a candle and an apple.", "holding two things"),
        ("Ringo runs with a ball.", "running"),
        ("Ringo reads a book.", "holding book"),
    ],
)
def test_a_hand_is_out_where_something_is_in_it(action: str, pose: str) -> None:
    assert acted(action)["ringo"].pose_word in (pose, "reading newspaper")


def test_what_is_held_lies_at_a_hand() -> None:
    who = acted("Dee holds a lantern and Ringo holds a rope.")
    for one, thing in (("dee", "prop:lantern"), ("ringo", "prop:rope")):
        pose, box = who[one].pose, who[thing].region.bounds.grown(0.03)
        assert pose is not None
        wrists = [pose.joint("r_wrist"), pose.joint("l_wrist")]
        assert any(
            box.left < wrist.x < box.right and box.top < wrist.y < box.bottom
            for wrist in wrists
            if wrist is not None
        )
        assert box.left >= -0.03


def test_an_instrument_is_before_its_player_and_hides_no_face() -> None:
    who = acted("Dee plays the guitar.")
    face, guitar = who["dee"].face, who["prop:guitar"].region.bounds
    assert face is not None
    assert guitar.overlap(face) < 0.2 * face.area


def test_an_animal_keeps_its_drawing() -> None:
    assert acted("The dog holds a ball.")["dog"].pose_word != "holding something"


def test_whoever_s_drawing_does_not_show_a_thing_has_one_of_his_own() -> None:
    plan = only(panel("Ethan and Priya hold coffee."))
    order = [each.subject for each in plan.segments]
    assert order.count("prop:cup of coffee") == 1  # Priya is drawn with hers.
    cup, ethan = (
        next(each.region.bounds for each in plan.segments if each.subject == who)
        for who in ("prop:cup of coffee", "ethan")
    )
    assert ethan.left < cup.centre[0] < ethan.right
