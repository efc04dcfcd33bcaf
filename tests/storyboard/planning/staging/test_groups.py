"""Three and more who touch, people with animals, and things that one pushes."""

import numpy as np
import pytest

from renderers.conditioning.layers import layers_of
from renderers.props.library import prop_of
from storyboard.planning.staging.coverage import how_seen
from tests.storyboard.planning.staging.test_embraces import features
from tests.storyboard.planning.staging.test_pairs import acted, hand, place


@pytest.mark.parametrize("shot", ["full", "medium"])
@pytest.mark.parametrize(
    "action", ["Dee, Ringo and Bill hug", "Dee, Ringo and Sophie hug each other"]
)
def test_three_hug_as_one_group(action: str, shot: str) -> None:
    made, who = acted(action, shot=shot)
    ordered = sorted(who.values(), key=lambda each: each.region.bounds.centre[0])
    left, middle, right = ordered
    assert (left.facing, middle.facing, right.facing) == ("right", "front", "left")
    assert (left.pose_word, right.pose_word) == ("hugging", "hugging")
    # Those between have an arm behind each neighbour; those at the ends one before the middle.
    assert {arm.subject for arm in middle.arms} == {left.subject, right.subject}
    assert all(arm.behind for arm in middle.arms)
    painted = [
        (made.segments[each.segment].subject, each.part) for each in layers_of(made.segments)
    ]
    for end in (left, right):
        near = "r" if end is left else "l"
        across = hand(end, near, made.aspect)[0] - place(middle, "neck", made.aspect)[0]
        assert abs(across) < 0.2 * middle.region.bounds.height
        assert any(name == end.subject and part in "rl" for name, part in painted)
    seen = how_seen(
        [each.trunk or each.region for each in made.segments if each.way is None],
        [features(each) for each in made.segments if each.way is None],
        aspect=made.aspect,
    )
    assert min(look.face for look in seen) > 0.7


def test_all_of_a_row_hold_hands() -> None:
    made, who = acted("Dee, Ringo and Bill hold hands", shot="full")
    dee, ringo, bill = (who[each] for each in ("dee", "ringo", "bill"))
    for left, right in ((dee, ringo), (ringo, bill)):
        gap = hand(left, "l", made.aspect) - hand(right, "r", made.aspect)
        assert np.hypot(*gap) < 0.05 * left.region.bounds.height


def test_who_walks_hand_in_hand_steps_one_way() -> None:
    made, who = acted("Priya and Ethan walk hand in hand", shot="full")
    priya, ethan = who["priya"], who["ethan"]
    assert (priya.pose_word, ethan.pose_word) == ("walking", "walking")
    assert priya.facing == ethan.facing == "right"
    gap = hand(priya, "l", made.aspect) - hand(ethan, "r", made.aspect)
    assert np.hypot(*gap) < 0.05 * priya.region.bounds.height
    assert not [entry for entry in made.ledger if entry.shown == "not shown"]


@pytest.mark.parametrize("action", ["Dee hugs the dog", "Sophie pets the cat"])
def test_who_hugs_an_animal_kneels_with_a_hand_on_it(action: str) -> None:
    made, who = acted(action, shot="full")
    person, animal = (
        who[each] for each in (("dee", "dog") if "Dee" in action else ("sophie", "cat"))
    )
    assert person.pose_word == "kneeling"
    assert person.mood == "smile"
    bounds = animal.region.bounds
    x, y = hand(person, "r" if person.facing == "right" else "l", made.aspect)
    assert bounds.left < x / made.aspect < bounds.right
    assert bounds.top < y < bounds.bottom
    assert [arm.subject for arm in person.arms] == [animal.subject]
    assert {person.facing, animal.facing} == {"left", "right"}
    assert not [entry for entry in made.ledger if entry.shown == "not shown"]


@pytest.mark.parametrize(
    ("action", "thing"),
    [
        ("Dee pushes a pram", "pram"),
        ("Ringo pulls a cart", "horse cart"),
        ("Dee pushes the door", "door"),
    ],
)
def test_what_is_pushed_is_before_who_pushes_it_and_hands_are_at_it(
    action: str, thing: str
) -> None:
    made, who = acted(action, shot="full")
    person = who["dee" if "Dee" in action else "ringo"]
    (prop,) = (each for each in made.segments if each.token == thing)
    bounds = prop.region.bounds
    assert person.facing == "right"
    near = hand(person, "r", made.aspect)
    handle = prop_of(thing).anchors.get("handle", (1.0, 0.5))
    edge = bounds.left + (1 - handle[0]) * bounds.width
    assert abs(near[0] / made.aspect - edge) < 0.05
    assert bounds.left >= 0
    assert bounds.right <= 1
    assert place(person, "neck", made.aspect)[0] / made.aspect < bounds.left
    assert bounds.bottom == pytest.approx(person.region.bounds.bottom, abs=0.03)


def test_nobody_stands_before_a_wheelbarrow_that_is_pushed() -> None:
    made, who = acted("Ethan pushes a wheelbarrow, Priya waves", shot="full")
    (barrow,) = (each for each in made.segments if each.token == "wheelbarrow")
    assert barrow.region.bounds.right <= who["priya"].region.bounds.left + 0.01
