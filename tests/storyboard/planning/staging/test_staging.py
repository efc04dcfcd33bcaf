"""Staging, looked at from outside: where figures come to lie, whatever is asked for."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas.geometry import FULL_FRAME, Box, Keypoint, Pose
from schemas.plan import PanelPlan, Segment
from schemas.story import Panel
from storyboard.planning.staging.coverage import how_seen
from tests.storyboard.told import only, panel

WHOLE = ("extreme-wide", "wide", "full")
SHOTS = (*WHOLE, "medium", "close", "extreme-close", "over-shoulder")
SIDES = ("far left", "left", "centre", "right", "far right")
PEOPLE = ("dee", "ringo", "sophie", "bill", "ethan", "priya")
EVERYONE = (*PEOPLE, "dog", "cup")
POSES = (
    None,
    "holding umbrella",
    "arms folded",
    "running",
    "sitting at desk",
    "pointing",
    "jumping",
    "riding bicycle",
)
LAYOUTS = ([[1]], [[1], [1]], [[1, 1]] * 2, [[1]] * 4, [[1, 1, 1]] * 2)
"""Panels from flat to tall, each alone on its page or tier."""


def bounds(segment: Segment) -> Box:
    return segment.region.bounds


def face(segment: Segment) -> Box:
    assert segment.face is not None
    return segment.face


def by_name(plan: PanelPlan) -> dict[str, Segment]:
    return {segment.subject: segment for segment in plan.segments}


def size(plan: PanelPlan, who: str) -> float:
    """Return how high a figure's canvas is, which follows its scale."""
    figure = by_name(plan)[who].figure
    assert figure is not None
    return figure.placement.height


def middle(plan: PanelPlan, who: str) -> float:
    return bounds(by_name(plan)[who]).centre[0]


@st.composite
def panels(draw: st.DrawFn, *, among: Sequence[str] = EVERYONE, most: int = 4) -> Panel:
    who = draw(st.lists(st.sampled_from(among), min_size=1, max_size=most, unique=True))
    placements: dict[str, dict[str, Any]] = {
        each: {
            "at": draw(st.none() | st.sampled_from(SIDES)),
            "depth": draw(st.sampled_from((None, None, None, "behind", "front"))),
            "pose": draw(st.sampled_from(POSES)),
        }
        for each in who
    }
    words = draw(st.integers(0, 3))
    says = [(draw(st.sampled_from(who)), "Nobody told me that it would rain!")] * words
    return panel(characters=placements, says=says, shot=draw(st.sampled_from(SHOTS)))


many = settings(
    max_examples=25, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


@many
@given(panels(), st.sampled_from(LAYOUTS))
def test_everyone_can_be_seen(asked: Panel, layout: list[list[int]]) -> None:
    plan = only(asked, layout=layout)
    seen = how_seen(
        [segment.region for segment in plan.segments],
        [segment.face or FULL_FRAME for segment in plan.segments],
        aspect=plan.aspect,
    )
    assert {segment.subject for segment in plan.segments} == set(asked.characters)
    for look in seen:
        assert look.area > 0.001
        assert look.visible > 0.25


@many
@given(panels(most=3), st.sampled_from(LAYOUTS[:4]))
def test_no_face_is_hidden_by_someone_nearer(asked: Panel, layout: list[list[int]]) -> None:
    plan = only(asked, layout=layout)
    segments = list(plan.segments)
    if plan.shot == "over-shoulder":
        segments = segments[:-1]  # the one whose shoulder we look over
    for index, segment in enumerate(segments):
        nearer = [other.region for other in segments[index + 1 :]]
        assert segment.face is not None
        alone = how_seen([segment.region], [segment.face], aspect=plan.aspect)[0]
        together = how_seen(
            [segment.region, *nearer],
            [segment.face, *[FULL_FRAME] * len(nearer)],
            aspect=plan.aspect,
        )[0]
        assert together.face > 0.7 * alone.face


@many
@given(panels(), st.sampled_from(LAYOUTS))
def test_sides_are_kept(asked: Panel, layout: list[list[int]]) -> None:
    plan = only(asked, layout=layout)
    ranked = [(SIDES.index(how.at), who) for who, how in asked.characters.items() if how.at]
    for rank, who in ranked:
        for other_rank, other in ranked:
            if rank < other_rank:
                assert middle(plan, who) < middle(plan, other)


@many
@given(panels(most=3), st.sampled_from(LAYOUTS[:2]))
def test_shots_of_whole_figures_cut_nobody(asked: Panel, layout: list[list[int]]) -> None:
    plan = only(asked.but(shot="wide"), layout=layout)
    for segment in plan.segments:
        box = bounds(segment)
        assert box.left > -0.01
        assert box.top > -0.01
        assert box.right < 1.01
        assert box.bottom < 1.01


@pytest.mark.parametrize("who", ["dee", "bill", "cup", "dog"])
def test_shots_come_ever_closer(who: str) -> None:
    shots = ("extreme-wide", "wide", "full", "medium", "close", "extreme-close")
    sizes = [size(only(panel(characters=[who], shot=shot)), who) for shot in shots]
    assert sizes == sorted(sizes)
    assert sizes[-1] > 3 * sizes[0]


def test_feet_share_a_ground_and_heights_are_true() -> None:
    plan = only(panel(characters=["dee", "ringo", "sophie"], shot="full"))
    feet = [bounds(segment).bottom for segment in plan.segments]
    assert max(feet) - min(feet) < 0.03
    crowns = {who: face(segment).top for who, segment in by_name(plan).items()}
    assert crowns["ringo"] < crowns["dee"] < crowns["sophie"]


def test_who_is_behind_is_smaller_higher_and_drawn_first() -> None:
    plan = only(
        panel(
            characters={"dee": {"depth": "behind"}, "ringo": {}, "bill": {"depth": "front"}},
            shot="full",
        )
    )
    assert [segment.subject for segment in plan.segments] == ["dee", "ringo", "bill"]
    feet = [bounds(segment).bottom for segment in plan.segments]
    assert feet == sorted(feet)
    assert size(plan, "dee") < size(plan, "ringo") < size(plan, "bill")


@pytest.mark.parametrize("shot", ["wide", "full", "medium", "close"])
def test_heads_hang_lower_for_words(shot: str) -> None:
    text = "It never rains but it pours, and then it pours some more, they say, all day long."
    silent = only(panel(characters=["dee"], shot=shot))
    loud = only(panel(characters=["dee"], shot=shot, says=[("dee", text)] * 2))
    before, after = face(silent.segments[0]), face(loud.segments[0])
    assert after.top > before.top
    assert not silent.room
    assert loud.room[0].bottom <= after.top + 0.02


def test_flat_panels_leave_words_the_sides() -> None:
    asked = panel(characters=["dee"], shot="medium", says=[("dee", "Room enough.")])
    assert len(only(asked, layout="tall-left").room) == 1
    flat = only(asked, layout=[[1]] * 5)
    assert flat.aspect > 2
    box = bounds(flat.segments[0])
    band, left, right = flat.room
    assert left.right < box.left < box.right < right.left
    assert band.bottom < left.bottom


def test_small_ones_stay_in_a_medium_shot_with_people() -> None:
    plan = only(panel(characters=["dee", "dog"], shot="medium"))
    dog = bounds(by_name(plan)["dog"])
    assert dog.bottom <= 1
    assert dog.height < 0.5


def test_an_over_the_shoulder_shot_looks_past_the_listener() -> None:
    plan = only(
        panel(
            characters=["ethan", "priya"],
            shot="over-shoulder",
            says=[("priya", "Why me?")],
        )
    )
    near = plan.segments[-1]
    assert (near.subject, near.facing) == ("ethan", "back")
    assert size(plan, "ethan") > 1.3 * size(plan, "priya")
    box = bounds(near)
    assert box.left < 0 or box.right > 1


def test_an_authored_region_holds_the_figure() -> None:
    box = Box(left=0.05, top=0.2, right=0.5, bottom=1.0)
    plan = only(panel(characters={"dee": {"region": box}, "bill": {}}, shot="medium"))
    placed = bounds(by_name(plan)["dee"])
    assert placed.left >= box.left - 1e-3
    assert placed.right <= box.right + 1e-3
    assert placed.top >= box.top - 1e-3
    assert placed.bottom == pytest.approx(box.bottom, abs=1e-3)


def test_authored_joints_are_kept_and_covered() -> None:
    standing = only(panel(characters=["dee"], shot="full")).segments[0].pose
    assert standing is not None
    moved = Pose(
        keypoints=tuple(
            joint and Keypoint(x=joint.x - 0.2, y=joint.y, visible=joint.visible)
            for joint in standing.keypoints
        )
    )
    plan = only(panel(characters={"dee": {"pose": moved}}, shot="full"))
    segment = plan.segments[0]
    assert segment.pose == moved
    assert segment.pose_word is None
    neck, box = moved.joint("neck"), bounds(segment)
    assert neck is not None
    assert box.left < neck.x < box.right
    assert segment.figure is not None
    assert abs(segment.figure.placement.place((0.5, 0.5))[0] - neck.x) < 0.1


def test_who_is_held_is_in_the_holders_arms() -> None:
    plan = only(panel(characters=["dee", "cat"], relations=["dee holding cat"], shot="full"))
    assert [segment.subject for segment in plan.segments] == ["dee", "cat"]
    cat, dee = bounds(by_name(plan)["cat"]), bounds(by_name(plan)["dee"])
    assert dee.left - 0.05 < cat.centre[0] < dee.right + 0.05
    assert cat.bottom < dee.bottom - 0.2


def test_a_crowd_is_staged_too() -> None:
    plan = only(panel(characters=EVERYONE, shot="close"), layout=[[1, 1, 1]])
    assert len(plan.segments) == len(EVERYONE)
    for segment in plan.segments:
        assert bounds(segment).overlap(FULL_FRAME) > 0


@pytest.mark.parametrize(("noun", "drawn"), [("woman cartoon", True), ("robot", False)])
def test_someone_without_pictures_gets_a_body(noun: str, drawn: bool) -> None:
    from tests.storyboard.told import cast, character

    mina = character("dee").but(id="mina", name="Mina", packaged=None, class_noun=noun)
    plan = only(
        panel(characters={"mina": {"pose": "waving"}, "ringo": {}}, shot="full"),
        characters={**cast("ringo"), "mina": mina},
    )
    segment = by_name(plan)["mina"]
    assert (segment.figure is not None) is drawn
    assert segment.pose is not None
    assert 0.5 < bounds(segment).height < 1
    assert segment.face is not None
    assert "waving" in segment.prompt


def test_a_pose_without_joints_is_no_pose() -> None:
    nothing = Pose(keypoints=(None,) * 18)
    assert only(panel(characters={"dee": {"pose": nothing}})) == only(panel(characters=["dee"]))


def test_one_authored_joint_is_enough() -> None:
    nose = Pose(keypoints=(Keypoint(x=0.5, y=0.3), *[None] * 17))
    segment = only(panel(characters={"dee": {"pose": nose}})).segments[0]
    assert bounds(segment).left < 0.5 < bounds(segment).right
