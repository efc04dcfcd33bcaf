"""Joints as OpenPose's editors export them."""

from typing import Any

import pytest

from schemas.geometry import JOINTS, Size
from schemas.openpose import is_export, pose_from_file, pose_of


def person(count: int, *, width: float = 400, height: float = 800) -> list[float]:
    """Return rows whose place says which joint they are."""
    return [value for at in range(count) for value in (width * at / 100, height * at / 50, 0.9)]


def export(flat: Any, **more: Any) -> dict[str, Any]:
    return {"people": [{"pose_keypoints_2d": flat}]} | more


@pytest.mark.parametrize(
    ("count", "name", "at"),
    [(18, "l_ear", 17), (18, "neck", 1), (25, "r_hip", 9), (25, "r_eye", 15), (17, "l_wrist", 9)],
)
def test_joints_are_found_in_each_order(count: int, name: str, at: int) -> None:
    data = export(person(count), canvas_width=400, canvas_height=800)
    joint = pose_of(data).joint(name)
    assert joint is not None
    assert joint.point == pytest.approx((at / 100, at / 50))


def test_seventeen_joints_get_a_neck() -> None:
    pose = pose_of(export(person(17), canvas_width=400, canvas_height=800))
    neck = pose.joint("neck")
    assert neck is not None
    assert neck.x == pytest.approx((5 + 6) / 200)


def test_absent_joints_are_none_and_a_list_of_one_is_read() -> None:
    flat = [0.0] * 54
    flat[:6] = [10, 20, 1, 20, 40, 0]
    pose = pose_of([export(flat, canvas_width=100, canvas_height=100)])
    assert [name for name in JOINTS if pose.joint(name)] == ["nose"]
    assert is_export([export(flat)])
    assert not is_export({"keypoints": []})


def test_fractions_need_no_canvas_and_pixels_may_have_it_from_elsewhere() -> None:
    nose = pose_of(export([0.5, 0.25, 1.0] + [0.0] * 51)).joint("nose")
    assert nose is not None
    assert nose.point == (0.5, 0.25)
    pixels = pose_of(export([50.0, 25.0, 1.0] + [0.0] * 51), size=Size(width=100, height=50))
    assert pixels.keypoints[0] == nose.but(y=0.5)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "no list of people"),
        ({"people": []}, "0 people, not one"),
        ({"people": [{}, {}]}, "2 people, not one"),
        ({"people": [{}]}, "no list of numbers"),
        (export([1.0] * 48), "48 numbers are not 18, 25 or 17 joints"),
        (export(["a"] * 54), "no list of numbers, nor of joints"),
        ([["a", 1]] * 18, "two or three numbers"),
        ([[1]] * 18, "a joint is"),
        ({"people": 3}, "no list of people"),
        (export(person(18)), "canvas_height are absent"),
    ],
)
def test_what_is_no_export_says_why(data: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        pose_of(data)


def test_numbers_alone_and_other_editors_files_are_read() -> None:
    flat = person(18)
    size = Size(width=400, height=800)
    wanted = pose_of(export(flat, canvas_width=400, canvas_height=800))
    assert pose_of(flat, size=size) == wanted
    pairs = [flat[at : at + 2] for at in range(0, 54, 3)]
    assert pose_of({"keypoints": pairs, "width": 400, "height": 800}) == wanted
    assert pose_of([value for pair in pairs for value in pair], size=size) == wanted
    assert is_export(flat)


def test_a_pose_file_keeps_its_own_aspect_and_needs_a_trunk() -> None:
    data = export(person(18), canvas_width=400, canvas_height=800)
    read = pose_from_file(data, "dive.json")
    assert (read.file, read.aspect) == ("dive.json", 0.5)
    assert read.keypoints == pose_of(data).keypoints
    bare = pose_from_file(person(18), "dive.json")  # in pixels of a canvas that nobody says
    assert bare.aspect == 1
    ends = [bare.joint(name) for name in ("neck", "l_ear")]
    assert ends[0] is not None
    assert ends[1] is not None
    drop, reach = ends[1].y - ends[0].y, ends[1].x - ends[0].x
    assert drop / reach == pytest.approx(16 * 800 / 50 / (16 * 400 / 100))
    headless = person(18)
    headless[5] = headless[24 + 2] = 0
    with pytest.raises(ValueError, match="the joints r_hip are absent"):
        pose_from_file(headless, "dive.json")
