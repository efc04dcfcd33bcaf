"""Skeletons for every pose word, and the listing."""

from math import hypot

import pytest

from schemas.errors import StoryInvalid
from schemas.geometry import Keypoint, Pose
from schemas.vocabulary.phrases import MOODS, POSES
from storyboard.skeletons.poses import (
    FIGURE_ASPECT,
    FIGURE_GROUND,
    FIGURE_STATURE,
    pose_sheet,
    pose_table,
    skeleton,
    standard_pose,
)
from storyboard.skeletons.stances import STANCES


def joint(pose: Pose, name: str) -> Keypoint:
    found = pose.joint(name)
    assert found is not None, name
    return found


@pytest.mark.parametrize("word", POSES)
def test_every_word_has_a_skeleton_on_its_canvas(word: str) -> None:
    bounds = standard_pose(word).bounds
    assert bounds.left > 0
    assert bounds.right < 1
    assert bounds.top > 0
    assert bounds.bottom < FIGURE_GROUND + 0.01


@pytest.mark.parametrize("word", STANCES)
def test_limbs_keep_their_length_in_every_stance(word: str) -> None:
    pose = standard_pose(word)
    for first, second, length in (
        ("r_shoulder", "r_elbow", 0.15),
        ("l_elbow", "l_wrist", 0.145),
        ("r_hip", "r_knee", 0.17),
        ("l_knee", "l_ankle", 0.165),
    ):
        one, other = joint(pose, first), joint(pose, second)
        measured = hypot((one.x - other.x) * FIGURE_ASPECT, one.y - other.y)
        assert measured == pytest.approx(length * FIGURE_STATURE)


@pytest.mark.parametrize("word", STANCES)
def test_stances_rest_on_the_ground_unless_they_leap(word: str) -> None:
    gap = FIGURE_GROUND - standard_pose(word).bounds.bottom
    lift = STANCES[word].lift * FIGURE_STATURE
    assert 0.01 * FIGURE_STATURE < gap - lift < 0.1 * FIGURE_STATURE


def test_upright_figures_have_one_size_drawn_or_not() -> None:
    heights = [
        joint(standard_pose(word), "r_ankle").y - joint(standard_pose(word), "neck").y
        for word in ("standing", "waving", "thinking", "cheering", "holding umbrella")
    ]
    assert max(heights) < 1.12 * min(heights)


def test_what_the_words_promise() -> None:
    waving, sitting, lying = (standard_pose(word) for word in ("waving", "sitting", "lying"))
    assert joint(waving, "r_wrist").y < joint(waving, "nose").y + 0.05
    assert joint(sitting, "neck").y > joint(standard_pose("standing"), "neck").y + 0.1
    assert abs(joint(lying, "neck").y - joint(lying, "r_hip").y) < 0.05
    cheering = standard_pose("cheering")
    assert (
        max(joint(cheering, "r_wrist").y, joint(cheering, "l_wrist").y) < joint(cheering, "nose").y
    )


@pytest.mark.parametrize("word", ["pointing", "explaining", "reaching", "throwing", "punching"])
def test_gestures_go_to_the_right(word: str) -> None:
    pose = standard_pose(word)
    hands = [joint(pose, name).x for name in ("r_wrist", "l_wrist")]
    neck = joint(pose, "neck").x
    assert max(hands) - neck > neck - min(hands)


def test_forms_and_aliases_lead_to_the_same_skeleton() -> None:
    assert standard_pose("runs") == standard_pose("running")


def test_an_unknown_word_is_told() -> None:
    with pytest.raises(StoryInvalid, match="no pose word"):
        standard_pose("quibbling")


def test_the_table_has_every_word_and_who_has_it_drawn() -> None:
    rows = {(row.kind, row.word): row for row in pose_table()}
    assert len(rows) == len(POSES) + len(MOODS)
    assert rows["pose", "running"].drawn_by == ("ringo",)
    assert rows["pose", "holding pointer"].drawn_by == ("ethan",)
    assert rows["pose", "waving"].drawn_by == ()
    assert "cup" in rows["mood", "happy"].drawn_by


def test_only_words_that_nobody_drew_lack_a_drawing_and_they_have_a_skeleton() -> None:
    undrawn = {row.word for row in pose_table() if row.kind == "pose" and not row.drawn_by}
    assert undrawn <= STANCES.keys()


def test_the_sheet_has_a_cell_for_every_pose() -> None:
    sheet = pose_sheet(["ringo"], columns=10, cell=40)
    assert sheet.size == (400, 50 * -(-len(POSES) // 10))


def test_a_skeleton_is_drawn_where_its_joints_are() -> None:
    pose = standard_pose("lying")
    box = skeleton(pose, height=200).getbbox()
    assert box is not None
    assert box[1] / 200 == pytest.approx(pose.bounds.top, abs=0.02)
    assert box[2] / 250 == pytest.approx(pose.bounds.right, abs=0.02)
