"""People who touch: close to each other, hands where they belong."""

import numpy as np
import pytest

from renderers.cast.puppets.names import POSED
from renderers.conditioning.layers import layers_of
from schemas.plan import PanelPlan, Segment
from storyboard.planning.touches import TOUCHES
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
    [("holding hands", "l", "r"), ("shaking hands", "r", "l")],
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


@pytest.mark.parametrize("word", ["hugging", "kissing", "dancing together"])
def test_arms_are_about_each_other(word: str) -> None:
    made, dee, ringo = pair(word)
    painted = [
        (made.segments[layer.segment].subject, layer.part) for layer in layers_of(made.segments)
    ]
    bodies = [painted.index((who, "body")) for who in ("dee", "ringo")]
    for who in (dee, ringo):
        for arm in who.arms:
            at = painted.index((who.subject, arm.side))
            assert at < min(bodies) if arm.behind else at > max(bodies)
    assert [arm.behind for arm in dee.arms].count(False) == 1


def test_small_ones_come_up_to_the_face_of_tall_ones() -> None:
    """In a close shot no feet are seen, and nobody kisses a chest."""
    acts = panel(characters={"sophie": {"pose": "kissing"}, "ringo": {}}, shot="close")
    faces = {each.subject: each.face for each in only(acts).segments}
    sophie, ringo = faces["sophie"], faces["ringo"]
    assert sophie
    assert ringo
    assert sophie.centre[1] == pytest.approx(ringo.centre[1], abs=0.5 * ringo.height)
    assert sophie.overlap(ringo) < 0.2 * ringo.area


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
    assert made.segments[0].pose_word == (TOUCHES[word].alone or word)


def acted(action: str, **more: object) -> tuple[PanelPlan, dict[str, Segment]]:
    made = only(panel(action, **more))
    return made, {segment.subject: segment for segment in made.segments}


def test_who_is_carried_lies_across_the_arms_below_the_face() -> None:
    made, who = acted("Ringo carries Dee.")
    ringo, dee = who["ringo"], who["dee"]
    assert (ringo.pose_word, dee.pose_word) == ("carrying", "being carried")
    assert [segment.subject for segment in made.segments] == ["ringo", "dee"]
    back = 0.5 * place(dee, "neck", made.aspect)
    back += 0.25 * (place(dee, "r_hip", made.aspect) + place(dee, "l_hip", made.aspect))
    height = ringo.region.bounds.height
    assert np.hypot(*(hand(ringo, "r", made.aspect) - back)) < 0.05 * height
    assert ringo.face is not None
    assert dee.region.bounds.overlap(ringo.face) < 0.2 * ringo.face.area
    # Nobody shrinks who is carried, and nothing of her is cut off.
    assert dee.region.bounds.left >= 0
    assert dee.region.bounds.right <= 1
    assert dee.figure is not None
    assert ringo.figure is not None


@pytest.mark.parametrize("first", ["Dee wakes the sleeping Ringo.", "Ringo sleeps. Dee wakes him."])
def test_who_wakes_a_sleeper_kneels_behind_with_a_hand_on_the_shoulder(first: str) -> None:
    made, who = acted(first, shot="full")
    dee, ringo = who["dee"], who["ringo"]
    assert (dee.pose_word, ringo.pose_word) == ("waking", "sleeping")
    assert [segment.subject for segment in made.segments] == ["dee", "ringo"]
    shoulders = [place(ringo, f"{side}_shoulder", made.aspect) for side in "rl"]
    upper = min(shoulders, key=lambda point: float(point[1]))
    height = dee.region.bounds.height
    hands = [hand(dee, side, made.aspect) for side in "rl"]
    assert min(np.hypot(*(one - upper)) for one in hands) < 0.08 * height


def test_who_is_punched_or_pushed_leans_back_and_no_fist_is_in_the_face() -> None:
    made, who = acted("Dee punches Ringo.")
    dee, ringo = who["dee"], who["ringo"]
    assert (dee.pose_word, ringo.pose_word) == ("punching", "flinching")
    assert ringo.face is not None
    fist = hand(dee, "l", made.aspect)
    chest = place(ringo, "neck", made.aspect)
    assert 0 < chest[0] - fist[0] < 0.25
    assert ringo.face.bottom - 0.1 < fist[1] < place(ringo, "r_hip", made.aspect)[1]
    # The arm that strikes is the far one, lest it be before one's own face.
    assert (dee.mood, ringo.mood) == ("angry", "shocked")


@pytest.mark.parametrize("action", ["Ringo pulls Dee.", "Dee dances with Ringo."])
def test_hands_meet_in_dances_and_where_one_is_pulled(action: str) -> None:
    made, who = acted(action, shot="full")
    height = who["ringo"].region.bounds.height
    gap = hand(who["dee"], "l", made.aspect) - hand(who["ringo"], "r", made.aspect)
    other = hand(who["dee"], "r", made.aspect) - hand(who["ringo"], "l", made.aspect)
    assert min(np.hypot(*gap), np.hypot(*other)) < 0.06 * height


@pytest.mark.parametrize("word", ["punching", "handing over", "whispering", "hugging", "pulling"])
def test_those_who_touch_stay_in_a_narrow_picture(word: str) -> None:
    narrow = only(panel(characters={"dee": {"pose": word}, "bill": {}}), layout=[3])
    assert narrow.aspect < 1
    for segment in narrow.segments:
        assert segment.face is not None
        assert segment.face.left >= 0
        assert segment.face.right <= 1


def test_an_animal_takes_no_part() -> None:
    _, who = acted("Dee pushes the dog.")
    assert who["dog"].pose_word != "flinching"


def test_back_to_back_each_looks_away() -> None:
    _, who = acted("Dee and Ringo stand back to back.")
    assert (who["dee"].facing, who["ringo"].facing) == ("left", "right")
