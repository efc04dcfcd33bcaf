"""Hands at what they hold: found by the joints of the plan."""

import numpy as np
import pytest

from schemas.plan import PanelPlan, Segment
from schemas.story import Setting
from tests.storyboard.told import only, panel


def hands(segment: Segment, aspect: float) -> list[np.ndarray]:
    """Return the middle of both hands, in panel heights, from left to right."""
    found = []
    for side in "rl":
        elbow, wrist = (
            segment.pose.joint(f"{side}_{part}") if segment.pose else None
            for part in ("elbow", "wrist")
        )
        assert elbow is not None
        assert wrist is not None
        ends = np.array([[elbow.x, elbow.y], [wrist.x, wrist.y]]) * (aspect, 1)
        found.append(ends[1] + 0.22 * (ends[1] - ends[0]))
    return sorted(found, key=lambda hand: float(hand[0]))


def both(made: PanelPlan, who: str, thing: str) -> tuple[Segment, Segment]:
    by_name = {each.subject: each for each in made.segments}
    return by_name[who], by_name[f"prop:{thing}"]


@pytest.mark.parametrize(
    ("action", "thing", "setting"),
    [
        ("Ringo carries a barrel", "barrel", "a park"),
        ("Ringo steers the ship", "ship's wheel", "on the deck of a pirate ship"),
        ("Ringo climbs a rope ladder", "rope ladder", "a park"),
        ("Ringo climbs the mast", "mast", "on the deck of a pirate ship"),
    ],
)
def test_hands_are_at_the_thing(action: str, thing: str, setting: str) -> None:
    place = Setting(prompt=setting)
    made = only(panel(action, characters=["ringo"], shot="full", setting=place))
    ringo, prop = both(made, "ringo", thing)
    box = prop.region.bounds
    for x, y in hands(ringo, made.aspect):
        assert box.left - 0.03 < x / made.aspect < box.right + 0.03
        assert box.top - 0.03 < y < box.bottom


def test_hands_are_painted_before_what_they_carry() -> None:
    ringo, barrel = both(
        only(panel("Ringo carries a barrel", characters=["ringo"])), "ringo", "barrel"
    )
    assert {arm.subject for arm in ringo.arms} == {barrel.subject}
    assert ringo.face is not None
    assert barrel.region.bounds.overlap(ringo.face) == 0


def test_who_pulls_at_one_rope_has_it_in_hand() -> None:
    made = only(panel("Dee and Ringo pull on a rope", characters=["dee", "ringo"], shot="full"))
    for who in ("dee", "ringo"):
        puller, rope = both(made, who, "taut rope")
        assert rope.region.bounds.width * made.aspect > puller.region.bounds.height / 2
        for x, y in hands(puller, made.aspect):
            assert rope.region.bounds.left < x / made.aspect < rope.region.bounds.right
            # Its ends hang.
            assert abs(y - rope.region.bounds.top) < 0.12
