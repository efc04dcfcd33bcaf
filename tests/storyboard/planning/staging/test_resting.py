"""Those who lie have their heads on the pillow, and whoever tends them is beside it."""

import numpy as np
import pytest

from schemas.plan import PanelPlan, Segment
from schemas.story import Setting
from tests.storyboard.told import only, panel


def staged(action: str, **more: object) -> tuple[PanelPlan, dict[str, Segment]]:
    made = only(panel(action, shot="full", **more))
    return made, {segment.subject: segment for segment in made.segments}


def lacking(made: PanelPlan) -> list[str]:
    return [entry.word for entry in made.ledger if entry.shown == "not shown"]


def part_of(thing: Segment, who: Segment) -> float:
    """Return how far to the right a face is within a thing, from 0 to 1."""
    assert who.face is not None
    bounds = thing.region.bounds
    return (who.face.centre[0] - bounds.left) / bounds.width


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_sleeper_s_head_is_on_the_pillow_beside_whoever_comes(side: str) -> None:
    made, who = staged("Ringo sleeps in a bed, Dee shakes him.", characters={"dee": {"at": side}})
    dee, ringo, bed = who["dee"], who["ringo"], who["prop:bed"]
    assert (dee.pose_word, ringo.pose_word) == ("tending", "sleeping")
    assert lacking(made) == []
    assert part_of(bed, ringo) < 0.35 if side == "left" else part_of(bed, ringo) > 0.65
    assert bed.figure is not None
    assert bed.figure.mirror == (side == "right")
    # In front of the bed, with a hand at the nearer shoulder.
    assert [each.subject for each in made.segments] == [
        "prop:bed",
        "ringo",
        "prop:bedspread",
        "dee",
    ]
    assert dee.pose is not None
    assert ringo.pose is not None
    hands = [dee.pose.joint(f"{each}_wrist") for each in "rl"]
    shoulders = [ringo.pose.joint(f"{each}_shoulder") for each in "rl"]
    gaps = [
        np.hypot((hand.x - shoulder.x) * made.aspect, hand.y - shoulder.y)
        for hand in hands
        for shoulder in shoulders
        if hand and shoulder
    ]
    assert min(gaps) < 0.16 * dee.region.bounds.height
    # Nobody stands before the sleeper's face.
    hip = dee.pose.joint("r_hip")
    assert hip is not None
    assert ringo.face is not None
    assert not ringo.face.left < hip.x < ringo.face.right


def test_who_lies_in_a_chair_that_is_made_for_it_leans_back() -> None:
    surgery = Setting(prompt="a dentist's surgery")
    made, who = staged("Ringo lies in the chair; Dee holds a drill.", setting=surgery)
    ringo, chair = who["ringo"], who["prop:dentist's chair"]
    assert ringo.pose_word == "leaning back"
    assert lacking(made) == []
    assert ringo.pose is not None
    neck, hip = ringo.pose.joint("neck"), ringo.pose.joint("r_hip")
    assert neck is not None
    assert hip is not None
    assert neck.y < hip.y - 0.05
    towards = who["dee"].region.bounds.centre[0] < chair.region.bounds.centre[0]
    assert (part_of(chair, ringo) < 0.5) == towards


def test_whose_direction_is_stated_keeps_it() -> None:
    staging = {"dee": {"at": "left"}, "ringo": {"facing": "left"}}
    _, who = staged("Ringo lies on a sofa, Dee laughs.", characters=staging)
    assert who["ringo"].facing == "left"


def test_on_the_ground_one_kneels_down_to_wake_somebody() -> None:
    _, who = staged("Ringo sleeps. Dee wakes him.")
    assert who["dee"].pose_word == "waking"
