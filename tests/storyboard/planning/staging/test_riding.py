"""Who rides is seen from the side, hands at the handlebar, feet at the pedals, nothing cut off."""

import numpy as np
import pytest

from renderers.props.library import prop_of
from schemas.plan import PanelPlan, Segment
from tests.storyboard.planning.staging.test_pairs import acted, hand, place
from tests.storyboard.told import only, panel


def mount_of(made: PanelPlan) -> Segment:
    (found,) = (each for each in made.segments if each.way == "ridden")
    return found


def spot(made: PanelPlan, anchor: str) -> np.ndarray:
    """Return where an anchor of the mount lies, in panel heights."""
    mount = mount_of(made)
    assert mount.figure is not None
    x, y = prop_of(mount.token).anchors[anchor]
    place = mount.figure.placement.place((1 - x if mount.figure.mirror else x, y))
    return np.array([place[0] * made.aspect, place[1]])


@pytest.mark.parametrize("action", ["Ethan rides a bicycle", "Priya and Ethan ride a scooter"])
def test_hands_are_at_the_handlebar_and_feet_at_the_pedals(action: str) -> None:
    made, who = acted(action, shot="full")
    first = who["priya" if "Priya" in action else "ethan"]
    height = first.region.bounds.height
    near = "r" if first.facing == "right" else "l"
    assert np.hypot(*(hand(first, near, made.aspect) - spot(made, "grip"))) < 0.06 * height
    ankle = place(first, f"{near}_ankle", made.aspect)
    assert np.hypot(*(ankle - spot(made, "pedal"))) < 0.12 * height


def test_two_on_one_mount_hold_on_to_each_other_and_face_one_way() -> None:
    made, who = acted("Dee and Ringo ride a bicycle", shot="full")
    dee, ringo = who["dee"], who["ringo"]
    assert dee.facing == ringo.facing == "right"
    assert place(ringo, "neck", made.aspect)[0] < place(dee, "neck", made.aspect)[0]
    trunk = [place(dee, name, made.aspect)[0] for name in ("r_hip", "l_hip", "neck")]
    assert abs(hand(ringo, "r", made.aspect)[0] - sum(trunk) / 3) < 0.06
    assert [arm.subject for arm in ringo.arms] == ["dee"]
    assert sum(each.way == "ridden" for each in made.segments) == 1


@pytest.mark.parametrize(
    "action",
    ["Dee, Ringo and Bill ride on a dragon", "Ringo rides an elephant", "Bill rides a horse"],
)
def test_all_of_a_mount_is_in_a_narrow_picture(action: str) -> None:
    made = only(panel(action, shot="full"), layout=[3])
    bounds = mount_of(made).region.bounds
    assert bounds.left >= 0
    assert bounds.right <= 1


def test_who_rides_rides_away_from_who_runs_after_and_before_nobody() -> None:
    made, who = acted("Ethan rides a bike, the dog runs after him", shot="full")
    ethan, dog = who["ethan"], who["dog"]
    assert ethan.facing == dog.facing == "left"
    assert mount_of(made).region.bounds.right <= dog.region.bounds.left + 0.01


def test_who_rides_alone_is_as_the_artist_drew_it() -> None:
    made, who = acted("Dee rides a bicycle", shot="full")
    assert who["dee"].holds == "bicycle"
    assert not [each for each in made.segments if each.way == "ridden"]


def test_a_dragon_is_sat_on_behind_its_neck() -> None:
    made, who = acted("Dee rides a dragon", shot="full")
    dragon = mount_of(made).region.bounds
    hips = place(who["dee"], "r_hip", made.aspect)
    assert dragon.top + 0.4 * dragon.height < hips[1] < dragon.top + 0.7 * dragon.height
    assert who["dee"].face is not None
    assert who["dee"].face.top > dragon.top
