"""People who touch: close to each other, hands where they belong."""

import numpy as np
import pytest

from renderers.cast.puppets.posed import POSED
from schemas.plan import PanelPlan, Segment
from storyboard.planning.staging.pairs import TOUCHES
from tests.storyboard.told import only, panel


def pair(word: str) -> tuple[PanelPlan, Segment, Segment]:
    """Return a panel where Dee does something with Ringo, and both of them."""
    made = only(panel(characters={"dee": {"pose": word}, "ringo": {}}, shot="full"))
    by_name = {segment.subject: segment for segment in made.segments}
    return made, by_name["dee"], by_name["ringo"]


def place(segment: Segment, name: str, aspect: float) -> np.ndarray:
    assert segment.pose is not None
    joint = segment.pose.joint(name)
    assert joint is not None
    return np.array([joint.x * aspect, joint.y])


def hand(segment: Segment, side: str, aspect: float) -> np.ndarray:
    elbow, wrist = (place(segment, f"{side}_{part}", aspect) for part in ("elbow", "wrist"))
    return np.asarray(wrist + 0.22 * (wrist - elbow))


@pytest.mark.parametrize(
    ("word", "hers", "his"),
    [("holding hands", "l", "r"), ("shaking hands", "r", "l"), ("handing over", "r", "l")],
)
def test_hands_meet(word: str, hers: str, his: str) -> None:
    made, dee, ringo = pair(word)
    height = dee.region.bounds.height
    assert (dee.pose_word, ringo.pose_word) == (word, word)
    gap = hand(dee, hers, made.aspect) - hand(ringo, his, made.aspect)
    assert np.hypot(*gap) < 0.05 * height


@pytest.mark.parametrize("word", ["hugging", "kissing"])
def test_who_hugs_is_close_and_on_one_ground(word: str) -> None:
    made, dee, ringo = pair(word)
    height = dee.region.bounds.height
    assert abs(place(dee, "neck", made.aspect)[0] - place(ringo, "neck", made.aspect)[0]) < (
        0.35 * height
    )
    assert dee.region.bounds.bottom == pytest.approx(ringo.region.bounds.bottom, abs=0.02)
    reach = place(ringo, "neck", made.aspect) * 0.7
    reach += 0.15 * (place(ringo, "r_hip", made.aspect) + place(ringo, "l_hip", made.aspect))
    assert min(np.hypot(*(hand(dee, side, made.aspect) - reach)) for side in "rl") < 0.12 * height


def test_who_only_stands_there_stays_as_drawn_and_who_acts_is_before_it() -> None:
    made, dee, ringo = pair("arm around")
    assert [segment.subject for segment in made.segments] == ["ringo", "dee"]
    assert ringo.figure is not None
    assert not ringo.figure.layers[0].startswith(POSED)
    shoulder = place(ringo, "l_shoulder", made.aspect)
    assert np.hypot(*(hand(dee, "l", made.aspect) - shoulder)) < 0.06 * dee.region.bounds.height


@pytest.mark.parametrize("word", TOUCHES)
def test_alone_nobody_is_missed(word: str) -> None:
    made = only(panel(characters={"dee": {"pose": word}}))
    assert made.segments[0].pose_word == word
