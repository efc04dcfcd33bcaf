"""Things that go from one to another by force or through the air, and what people eat at."""

import numpy as np
import pytest

from storyboard.planning.staging.signs import NOISE
from tests.storyboard.planning.staging.test_pairs import acted, hand, place


@pytest.mark.parametrize(
    "action",
    [
        "Dee steals the telescope from Ringo",
        "Bill snatches the bag from Sophie",
        "Dee wrests a book from Ringo",
    ],
)
def test_who_steals_pulls_at_it_and_the_other_reaches_after_it(action: str) -> None:
    made, who = acted(action, shot="full")
    taker, other = who[action.split()[0].lower()], who[action.split()[-1].lower()]
    assert (taker.pose_word, other.pose_word) == ("pulling", "reaching")
    assert other.mood == "shocked"
    (thing,) = (each for each in made.segments if each.way in ("hand", "carried"))
    bounds = thing.region.bounds
    rightwards = taker.region.bounds.left < other.region.bounds.left
    near, edge = ("r", bounds.left) if rightwards else ("l", bounds.right)
    assert abs(hand(taker, near, made.aspect)[0] / made.aspect - edge) < 0.06
    for person in (taker, other):  # Hands are before it, and it is between both.
        assert {arm.subject for arm in person.arms} == {thing.subject}
    xs = sorted(place(each, "neck", made.aspect)[0] / made.aspect for each in (taker, other))
    assert xs[0] < bounds.centre[0] < xs[1]
    assert not [entry for entry in made.ledger if entry.shown == "not shown"]


def test_what_is_taken_from_somebody_that_one_hands_over() -> None:
    _, who = acted("Ringo takes a cup from Dee", shot="full")
    assert who["dee"].pose_word == "handing over"
    assert who["ringo"].pose_word == "reaching"


def test_hands_are_open_to_what_flies_and_an_arm_follows_it() -> None:
    made, who = acted("Dee throws a ball to Ringo", shot="full")
    dee, ringo = who["dee"], who["ringo"]
    (ball,) = (each.region.bounds for each in made.segments if each.way == "air")
    middle = np.array([ball.centre[0] * made.aspect, ball.centre[1]])
    necks = [place(each, "neck", made.aspect) for each in (dee, ringo)]
    assert abs(middle[0] - necks[1][0]) < abs(middle[0] - necks[0][0])
    height = ringo.region.bounds.height
    assert (
        min(np.hypot(*(hand(ringo, side, made.aspect) - middle)) for side in "rl") < 0.25 * height
    )
    shoulder = place(dee, "r_shoulder", made.aspect)
    arm, way = hand(dee, "r", made.aspect) - shoulder, middle - shoulder
    assert arm @ way / np.hypot(*arm) / np.hypot(*way) > 0.97


def test_a_rope_that_one_pulls_is_long_and_runs_through_the_hands() -> None:
    made, who = acted("Ringo pulls a rope", shot="full")
    (rope,) = (each.region.bounds for each in made.segments if each.token == "taut rope")
    x, y = hand(who["ringo"], "r", made.aspect)
    assert rope.left < x / made.aspect < rope.right
    assert rope.top < y < rope.top + 0.5 * rope.height


@pytest.mark.parametrize(
    "action", ["Dee and Ringo sit at a table and eat", "Dee and Ringo eat around a table"]
)
def test_a_table_at_which_people_eat_is_laid_and_they_have_spoons(action: str) -> None:
    made, who = acted(action, shot="full")
    tokens = [each.token for each in made.segments]
    assert tokens.count("laid table") == 1
    assert tokens.count("spoon") == 2
    assert {who[each].pose_word for each in ("dee", "ringo")} == {"eating"}
    assert not [entry for entry in made.ledger if entry.shown == "not shown"]


def test_the_hand_of_who_waves_is_in_the_picture() -> None:
    made, who = acted("Bill waves to Dee", shot="medium")
    hands = [hand(who["bill"], side, made.aspect) for side in "rl"]
    raised = min(hands, key=lambda one: float(one[1]))
    assert 0 < raised[0] < made.aspect
    assert 0 < raised[1] < place(who["bill"], "neck", made.aspect)[1]


def test_lines_before_its_mouth_say_that_a_dog_barks() -> None:
    made, who = acted("The dog barks at Ringo", shot="full")
    (lines,) = (each.region.bounds for each in made.segments if each.token == NOISE)
    head = who["dog"].face
    assert head is not None
    assert who["dog"].facing == "right"
    assert lines.left == pytest.approx(head.right, abs=0.02)
    assert lines.right < who["ringo"].region.bounds.left
    assert not [entry for entry in made.ledger if entry.shown == "not shown"]


def test_a_ring_is_seen_between_the_hands_in_a_shot_of_them() -> None:
    made, who = acted("Ethan's and Priya's hands, the ring on her finger", shot="extreme-close")
    (ring,) = (each.region.bounds for each in made.segments if each.token == "ring")
    above = hand(who["ethan"], "r" if who["ethan"].facing == "right" else "l", made.aspect)
    below = hand(who["priya"], "r" if who["priya"].facing == "right" else "l", made.aspect)
    assert above[1] < ring.centre[1] < below[1]


def test_a_wheel_that_two_fight_over_is_between_them_below_their_faces() -> None:
    deck = {"prompt": "on the deck of a pirate ship"}
    made, who = acted("Ringo and Dee fight over the steering wheel", shot="full", setting=deck)
    (wheel,) = (each.region.bounds for each in made.segments if "wheel" in each.token)
    faces = [who[each].face for each in ("ringo", "dee")]
    assert all(face and face.overlap(wheel) < 0.1 * face.area for face in faces)
    xs = sorted(place(who[each], "neck", made.aspect)[0] / made.aspect for each in ("ringo", "dee"))
    assert xs[0] < wheel.centre[0] < xs[1]


def test_who_listens_to_a_whisper_does_not_turn_into_the_head_of_who_whispers() -> None:
    _, who = acted("Sophie whispers something in Ringo's ear", shot="medium")
    assert who["sophie"].facing in ("left", "right")
    assert who["ringo"].facing == "front"
