"""Maps are read for who is where and for how poses are kept, on maps made by hand."""

import math

import pytest
import torch

from renderers.judging import maps
from schemas.geometry import Keypoint, Pose

NAMES = ("sks", "hta", "ohwx")


def halves(high: int = 16, wide: int = 24) -> torch.Tensor:
    """Return two segments side by side, at twice the maps' resolution."""
    masks = torch.zeros(2, 2 * high, 2 * wide)
    masks[0, :, :wide], masks[1, :, wide:] = 1, 1
    return masks


def drawn(*areas: str, high: int = 16, wide: int = 24) -> torch.Tensor:
    """Return sure maps: for each subject, `l`, `r`, both, or a spot at the right edge, `.`."""
    shown = torch.full((len(areas), high, wide), 0.02)
    for at, area in enumerate(areas):
        if "l" in area:
            shown[at, 2:-2, 2:10] = 0.9
        if "r" in area:
            shown[at, 2:-2, 16:22] = 0.9
        if "." in area:
            shown[at, 8, 23] = 0.9
    return shown


def judged(*areas: str, planned: tuple[str | None, ...] = ("sks", "hta")) -> maps.Sightings:
    return maps.subjects_in(drawn(*areas), halves(), planned, NAMES)


def test_the_planned_subjects_in_their_places_are_all_right() -> None:
    assert judged("l", "r", "") == (("sks", "hta"), (), ())


def test_swapped_subjects_are_recognised_as_each_other_and_stray() -> None:
    assert judged("r", "l", "") == (("hta", "sks"), (), ("sks", "hta"))


def test_a_subject_who_is_not_drawn_is_missing_and_a_stranger_extra() -> None:
    assert judged("l", "", "r") == (("sks", "ohwx"), ("hta",), ("ohwx",))
    assert judged("l", "", "") == (("sks", None), ("hta",), ())


def test_a_subject_drawn_twice_is_extra_where_it_is_not_planned() -> None:
    assert judged("lr", "", "") == (("sks", "sks"), ("hta",), ("sks",))


def test_a_spot_is_nobody() -> None:
    assert judged("l", "r", ".").extra == ()


def test_a_segment_of_a_stranger_to_the_segmenter_asks_for_nobody() -> None:
    assert judged("l", "", "", planned=("sks", None)) == (("sks", None), (), ())


def test_areas_touch_at_corners_and_are_told_apart() -> None:
    rows = ["xx....x", "..x...x", "xx....x", "......x"]
    seen = torch.tensor([[cell == "x" for cell in row] for row in rows])
    assert sorted(int(area.sum()) for area in maps.areas(seen)) == [4, 5]
    assert not list(maps.areas(torch.zeros(3, 3, dtype=torch.bool)))


def gaussian(x: float, y: float, high: int = 24, wide: int = 32) -> torch.Tensor:
    rows, columns = torch.arange(high) + 0.5, torch.arange(wide) + 0.5
    far = (rows[:, None] - y) ** 2 + (columns[None] - x) ** 2
    return torch.exp(-far / (2 * 0.7**2))


@pytest.mark.parametrize(("x", "y"), [(7.5, 9.5), (7.1, 9.9), (12.0, 3.3), (0.4, 23.8)])
def test_a_peak_is_decoded_to_a_fraction_of_a_cell(x: float, y: float) -> None:
    assert maps.decoded(gaussian(x, y)) == pytest.approx((x, y), abs=0.12 if x > 1 else 0.5)


def stick(x: float, *, seen: float = 1.0) -> Pose:
    """Return nose, neck and ankles of somebody at x, sixteen cells of twenty-four high."""
    joints: list[Keypoint | None] = [None] * 18
    for number, y in ((0, 1 / 6), (1, 1 / 3), (10, 5 / 6), (13, 5 / 6)):
        joints[number] = Keypoint(x=x, y=y, visible=seen)
    return Pose(keypoints=tuple(joints))


def heat_of(*poses: Pose, shift: float = 0.0) -> torch.Tensor:
    heat = torch.zeros(18, 24, 32)
    for pose in poses:
        for number, joint in enumerate(pose.keypoints):
            if joint is not None:
                drawn = gaussian(32 * joint.x + shift, 24 * joint.y)
                heat[number] = torch.maximum(heat[number], drawn)
    return heat


def test_pose_error_is_in_fractions_of_the_figures_height() -> None:
    poses, masks = (stick(0.25), stick(0.75)), halves(24, 32)
    exact = maps.pose_error(heat_of(*poses), masks, poses)
    assert len(exact.distances) == 8
    assert exact.mean < 0.01
    assert exact.pck == 1
    # One cell of sixteen is within a tenth, two are not.
    assert maps.pose_error(heat_of(*poses, shift=1), masks, poses).mean == pytest.approx(
        1 / 16, abs=0.01
    )
    assert maps.pose_error(heat_of(*poses, shift=2), masks, poses).pck == 0


def test_joints_are_looked_for_in_their_own_segment() -> None:
    poses = (stick(0.25), stick(0.75))
    only = maps.pose_error(heat_of(poses[1]), halves(24, 32), poses)
    assert only.pck < 0.7
    assert maps.pose_error(heat_of(poses[1]), halves(24, 32), (None, poses[1])).pck == 1


def test_hidden_joints_and_figures_without_a_skeleton_are_not_judged() -> None:
    nobody = maps.pose_error(torch.zeros(18, 24, 32), halves(24, 32), (stick(0.25, seen=0.5), None))
    assert nobody.distances == ()
    assert math.isnan(nobody.mean)
    assert math.isnan(nobody.pck)


def test_another_in_a_part_of_a_figure_makes_a_blend() -> None:
    shown, mask = torch.full((3, 16, 24), 0.02), torch.zeros(32, 48)
    mask[4:28, 4:20] = 1
    shown[0, 2:14, 2:10] = 0.9
    assert maps.mixed_with(shown, mask, 0) is None
    shown[:2, 2:6, 2:10] = torch.tensor([0.1, 0.8])[:, None, None]
    assert maps.mixed_with(shown, mask, 0) == 1
    assert maps.recognised(shown, mask[None], NAMES) == ("sks",)


def test_too_small_a_part_makes_no_blend() -> None:
    shown, mask = torch.full((2, 64, 64), 0.02), torch.zeros(64, 64)
    mask[2:4, 30:32] = 1
    shown[1] = 0.9
    assert maps.mixed_with(shown, mask, 0) is None
