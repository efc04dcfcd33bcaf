"""Who embraces somebody: hands lie on the other's back, and both faces are seen."""

from collections.abc import Mapping

import pytest

from renderers.cast.puppets.names import posed_layers
from schemas.geometry import Box, Region
from schemas.plan import PanelPlan, Segment
from storyboard.planning.staging.coverage import how_seen
from storyboard.planning.touches import TOUCHES
from tests.storyboard.planning.staging.test_pairs import hand
from tests.storyboard.told import only, panel

COUPLES = [("priya", "ethan"), ("bill", "sophie"), ("dee", "ringo"), ("ethan", "dee")]


def staged(action: str, **more: object) -> tuple[PanelPlan, Mapping[str, Segment]]:
    made = only(panel(action, **more))
    return made, {segment.subject: segment for segment in made.segments if segment.way is None}


def across(region: Region, y: float) -> tuple[float, float]:
    """Return where a region begins and ends at a level."""
    loops = [(loop, (*loop[1:], loop[0])) for loop in region.polygons]
    xs = [
        x0 + (y - y0) / (y1 - y0) * (x1 - x0)
        for loop, following in loops
        for (x0, y0), (x1, y1) in zip(loop, following, strict=True)
        if (y0 - y) * (y1 - y) < 0
    ]
    return min(xs), max(xs)


@pytest.mark.parametrize("who", COUPLES)
@pytest.mark.parametrize("deed", ["hugs", "kisses"])
def test_hands_lie_on_the_back_and_not_in_the_air_beyond_it(
    deed: str, who: tuple[str, str]
) -> None:
    made, people = staged(f"{who[0].title()} {deed} {who[1].title()}", shot="full")
    for own, other in (who, who[::-1]):
        trunk = people[other].trunk
        assert trunk is not None
        for side in "rl":
            x, y = hand(people[own], side, made.aspect)
            left, right = across(trunk, float(y))
            # A short arm may end at the near side, with its fingers on it.
            short = 0.03 / made.aspect
            ahead = people[own].region.bounds.centre[0] < people[other].region.bounds.centre[0]
            least, most = (left - short, right) if ahead else (left, right + short)
            assert least <= x / made.aspect <= most, (own, side)


@pytest.mark.parametrize("who", COUPLES)
def test_nobody_hides_the_face_of_who_is_hugged(who: tuple[str, str]) -> None:
    made, people = staged(f"{who[0].title()} and {who[1].title()} hug", shot="full")
    order = [each for each in made.segments if each.subject in people]
    regions = [each.trunk or each.region for each in order]
    faces = [features(each) for each in order]
    assert min(look.face for look in how_seen(regions, faces, aspect=made.aspect)) > 0.7


def features(segment: Segment) -> Box:
    """Return the box of eyes, nose and mouth."""
    assert segment.pose is not None
    assert segment.mouth is not None
    joints = [segment.pose.joint(name) for name in ("nose", "r_eye", "l_eye")]
    xs, ys = zip(*(joint.point for joint in joints if joint), segment.mouth, strict=True)
    return Box(left=min(xs), top=min(ys), right=max(xs), bottom=max(ys))


@pytest.mark.parametrize("word", [word for word, touch in TOUCHES.items() if touch.mood])
def test_who_touches_feels_something_unless_the_author_says_what(word: str) -> None:
    people = {"dee": {"pose": word}, "ringo": {}}
    dee = {each.subject: each for each in only(panel(characters=people)).segments}["dee"]
    assert dee.mood == TOUCHES[word].mood
    told = {"dee": {"pose": word, "mood": "sad"}, "ringo": {}}
    dee = {each.subject: each for each in only(panel(characters=told)).segments}["dee"]
    assert dee.mood == "sad"


def test_fingers_come_over_the_shoulder_from_behind() -> None:
    made, people = staged("Bill puts an arm around Dee", shot="medium")
    dee, bill = people["dee"], people["bill"]
    assert bill.arms[0].behind
    side = bill.arms[0].side
    x = hand(bill, side, made.aspect)[0] / made.aspect
    assert dee.pose is not None
    joints = [dee.pose.joint(f"{each}_shoulder") for each in "rl"]
    xs = sorted(joint.x for joint in joints if joint)
    assert xs[0] - 0.01 <= x <= xs[1] + 0.01


def test_who_gives_leans_towards_who_takes_from_below() -> None:
    made, people = staged("Sophie gives Ethan a gift", shot="medium")
    sophie, ethan = people["sophie"], people["ethan"]
    gift = next(each for each in made.segments if each.token == "gift").region.bounds
    assert (sophie.pose_word, ethan.pose_word) == ("handing over", "reaching")
    assert sophie.figure is not None
    assert ethan.figure is not None
    leans = [posed_layers(each.figure.layers[0])[0].lean for each in (sophie, ethan) if each.figure]
    assert leans[0] > leans[1]
    rightwards = sophie.region.bounds.left < ethan.region.bounds.left
    near, far = ("r", "l") if rightwards else ("l", "r")
    taking = [hand(ethan, side, made.aspect) for side in (near, far)]
    assert all(place[1] > gift.top + 0.7 * gift.height for place in taking)
    giving = hand(sophie, near, made.aspect)
    assert abs(giving[1] - gift.centre[1]) < 0.25 * gift.height
    # Both hold it: their hands are painted before it.
    assert {arm.subject for each in (sophie, ethan) for arm in each.arms} == {
        each.subject for each in made.segments if each.token == "gift"
    }


def test_a_ring_is_given_from_above_into_cupped_hands() -> None:
    made, people = staged("Ethan gives Priya a ring", shot="medium")
    ring = next(each for each in made.segments if each.token == "ring").region.bounds
    priya = people["priya"]
    assert all(hand(priya, side, made.aspect)[1] > ring.centre[1] for side in "rl")


def test_lips_of_who_kisses_meet_in_profile() -> None:
    made, people = staged("Ethan kisses Priya", shot="medium")
    ethan, priya = people["ethan"], people["priya"]
    assert ethan.mouth is not None
    assert priya.mouth is not None
    across = (priya.mouth[0] - ethan.mouth[0]) * made.aspect
    assert 0 <= across < 0.05
    assert abs(priya.mouth[1] - ethan.mouth[1]) < 0.06
