"""Masks and pose maps: what the model is shown of a plan."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from renderers.conditioning.maps import (
    JOINT_COLOURS,
    LIMB_COLOURS,
    condition,
    exact,
    feathered,
    latent_masks,
    panel_size,
    pose_map,
    region_masks,
    segment_masks,
)
from schemas.errors import AssetMissing, StoryInvalid
from schemas.geometry import JOINTS, Box, Keypoint, Pose, Region, Size
from tests.renderers.panels import box, panel, pose, segment


def as_text(masks: np.ndarray) -> str:
    """Write masks as text: one letter a pixel for who has most of it, capitals for all of it."""
    rows = []
    for y in range(masks.shape[1]):
        owner = masks[:, y].argmax(axis=0)
        rows.append(
            "".join(
                ".abcdefgh"[who].upper() if masks[who, y, x] == 1 else ".abcdefgh"[who]
                for x, who in enumerate(owner)
            )
        )
    return "\n".join(rows)


def is_partition(masks: np.ndarray) -> bool:
    forwards, backwards = masks.sum(axis=0), masks[::-1].sum(axis=0)
    return bool((masks >= 0).all() and (forwards == 1).all() and (backwards == 1).all())


coordinates = st.floats(-0.5, 1.5)
polygons = st.lists(st.tuples(coordinates, coordinates), min_size=3, max_size=7).map(tuple)
regions = st.lists(polygons, min_size=1, max_size=3).map(lambda p: Region(polygons=tuple(p)))
sizes = st.builds(Size, width=st.integers(1, 70), height=st.integers(1, 70))


def test_a_later_segment_covers_an_earlier_one():
    masks = region_masks([box(0, 0, 0.75, 0.75), box(0.25, 0.5, 1, 1)], Size(width=8, height=4))
    assert as_text(masks) == "AAAAAA..\nAAAAAA..\nAABBBBBB\n..BBBBBB"


def test_the_order_of_segments_is_their_depth():
    masks = region_masks([box(0.25, 0.5, 1, 1), box(0, 0, 0.75, 0.75)], Size(width=8, height=4))
    assert as_text(masks) == "BBBBBB..\nBBBBBB..\nBBBBBBAA\n..AAAAAA"


def test_edges_are_averaged_by_area():
    masks = region_masks([box(0, 0, 0.375, 1)], Size(width=4, height=2))
    assert masks[1].tolist() == [[1, 0.5, 0, 0]] * 2
    assert masks[0].tolist() == [[0, 0.5, 1, 1]] * 2


def test_a_region_is_the_union_of_its_polygons():
    both = Region(polygons=(box(0, 0, 0.5, 1).polygons[0], box(0.25, 0, 0.75, 1).polygons[0]))
    assert as_text(region_masks([both], Size(width=4, height=1))) == "AAA."


@given(st.lists(regions, max_size=4), sizes)
def test_masks_are_a_partition_whatever_the_regions(some: list[Region], size: Size):
    masks = region_masks(some, size)
    assert masks.shape == (len(some) + 1, size.height, size.width)
    assert masks.dtype == np.float32
    assert is_partition(masks)


@given(st.lists(regions, max_size=3), sizes, sizes, st.floats(0, 9))
@settings(max_examples=60)
def test_scaled_and_feathered_masks_stay_a_partition(some, size, other, radius):
    masks = region_masks(some, size)
    assert is_partition(latent_masks(masks, other))
    assert is_partition(feathered(masks, radius))


@given(st.lists(regions, min_size=1, max_size=3), st.integers(1, 8), st.integers(1, 8))
@settings(max_examples=40)
def test_scaling_keeps_everybodys_share_of_the_picture(some, across, down):
    masks = region_masks(some, Size(width=8 * across, height=8 * down))
    latent = latent_masks(masks, Size(width=across, height=down))
    assert np.allclose(latent.mean(axis=(1, 2)), masks.mean(axis=(1, 2)), atol=1e-4)


def test_latent_masks_at_odd_ratios_weigh_cells_by_area():
    masks = region_masks([box(0, 0, 0.2, 1)], Size(width=5, height=1))
    assert latent_masks(masks, Size(width=2, height=1))[1, 0] == pytest.approx([0.4, 0], abs=1e-4)


def test_feathering_softens_only_near_the_seam():
    masks = region_masks([box(0, 0, 0.5, 1)], Size(width=64, height=4))
    soft = feathered(masks, 4)[1, 0]
    assert soft[:20].min() == 1
    assert soft[44:].max() == 0
    assert (np.diff(soft) <= 0).all()
    assert soft[31] + soft[32] == pytest.approx(1, abs=1e-3)
    assert feathered(masks, 0) is masks


def test_exact_shares_split_what_nobody_claims():
    assert is_partition(exact(np.zeros((3, 2, 2), np.float32)))


def test_a_segment_outside_the_panel_is_an_error_that_names_it():
    with pytest.raises(StoryInvalid, match="one-1: nothing of mira"):
        segment_masks(panel(segment(box(1.2, 0, 1.5, 1))), Size(width=16, height=16))


def test_a_segment_wholly_covered_is_an_error_that_names_it():
    hidden = segment(box(0.4, 0.4, 0.5, 0.5), "ann"), segment(box(0.1, 0.1, 0.9, 0.9), "bob")
    with pytest.raises(StoryInvalid, match="nothing of ann"):
        segment_masks(panel(*hidden), Size(width=64, height=64))


def test_even_a_sliver_has_some_mask():
    masks = segment_masks(panel(segment(box(0.5, 0.5, 0.5004, 0.5004))), Size(width=64, height=64))
    assert masks[1].sum() > 0


def test_a_panel_has_the_same_number_of_pixels_at_any_aspect():
    assert panel_size(1, 512) == Size(width=512, height=512)
    assert panel_size(1.5, 512) == Size(width=640, height=448)
    assert panel_size(0.01, 512) == Size(width=64, height=5120)
    assert panel_size(1, 20, multiple=64) == Size(width=64, height=64)


@given(st.floats(0.3, 4), st.integers(128, 1024))
def test_panel_sizes_are_multiples_near_the_wanted_area(aspect: float, resolution: int):
    size = panel_size(aspect, resolution, multiple=8)
    assert size.width % 8 == size.height % 8 == 0
    assert size.width * size.height == pytest.approx(resolution**2, rel=0.13)
    assert size.aspect == pytest.approx(aspect, rel=0.13)


@pytest.mark.parametrize("side", [256, 512, 1024])
def test_each_joint_has_its_colour_in_the_middle_of_its_disc(side: int):
    grid = {name: (0.1 + 0.15 * (i % 6), 0.2 + 0.3 * (i // 6)) for i, name in enumerate(JOINTS)}
    pixels = pose_map([pose(**grid)], Size(width=side, height=side)).load()
    for name, colour in zip(JOINTS, JOINT_COLOURS, strict=True):
        x, y = grid[name]
        assert pixels[round(x * side), round(y * side)] == colour, name


def test_limbs_are_ellipses_at_six_tenths_of_their_colour_under_the_joints():
    across = pose(neck=(0.25, 0.5), r_shoulder=(0.75, 0.5))
    pixels = pose_map([across], Size(width=512, height=512)).load()
    column = [pixels[256, y] for y in range(512)]
    assert column.count((153, 0, 0)) in (8, 9)  # half-width 4 in the middle
    assert pixels[256, 256] == LIMB_COLOURS[0] == (153, 0, 0)
    assert [pixels[134, y] for y in range(512)].count((153, 0, 0)) < 5  # narrower near its end
    assert pixels[128, 256] == JOINT_COLOURS[1]
    assert pixels[384, 256] == JOINT_COLOURS[2]
    assert [pixels[384, y] for y in range(512)].count(JOINT_COLOURS[2]) == 9  # radius 4


def test_absent_joints_take_their_limbs_along():
    missing = pose(neck=(0.25, 0.5), r_shoulder=(0.75, 0.5, 0.0), r_elbow=(0.75, 0.9))
    pixels = np.asarray(pose_map([missing], Size(width=64, height=64)))
    colours = {tuple(pixel) for pixel in pixels.reshape(-1, 3).tolist()}
    assert colours == {(0, 0, 0), JOINT_COLOURS[1], JOINT_COLOURS[3]}


def test_hidden_joints_that_are_known_are_drawn():
    assert (
        pose_map([pose(neck=(0.5, 0.5, 0.5))], Size(width=64, height=64)).getpixel((32, 32))
        == JOINT_COLOURS[1]
    )


def test_what_lies_outside_the_frame_is_clipped_not_moved():
    half = pose(neck=(0.5, 0.5), r_shoulder=(1.5, 0.5))
    pixels = pose_map([half], Size(width=128, height=128)).load()
    assert pixels[127, 64] == LIMB_COLOURS[0]
    assert JOINT_COLOURS[2] not in {pixels[127, y] for y in range(128)}


def test_nobody_is_black_and_people_are_drawn_in_order():
    size = Size(width=32, height=32)
    assert pose_map([], size).getcolors() == [(1024, (0, 0, 0))]
    one, two = pose(nose=(0.5, 0.5)), pose(neck=(0.5, 0.5))
    assert pose_map([one, two], size).getpixel((16, 16)) == JOINT_COLOURS[1]
    assert pose_map([two, one], size).getpixel((16, 16)) == JOINT_COLOURS[0]


def test_conditioning_shows_each_segment_its_own_skeleton():
    who = (
        segment(box(0, 0, 0.5, 1), "ann", pose=pose(nose=(0.25, 0.5))),
        segment(box(0.5, 0, 1, 1), "bob", pose=pose(neck=(0.75, 0.5))),
    )
    shown = condition(panel(*who), Size(width=64, height=64))
    assert shown.posed
    assert is_partition(shown.masks)
    background, ann, bob = shown.segment_poses
    assert background.getbbox() is None
    assert ann.getpixel((16, 32)) == JOINT_COLOURS[0]
    assert ann.crop((32, 0, 64, 64)).getbbox() is None
    assert bob.getpixel((48, 32)) == JOINT_COLOURS[1]
    assert [shown.pose.getpixel(at) for at in ((16, 32), (48, 32))] == list(JOINT_COLOURS[:2])


def test_a_panel_without_skeletons_says_so():
    assert not condition(panel(segment(box(0, 0, 1, 1))), Size(width=16, height=16)).posed


def test_an_authors_pose_map_replaces_the_plans_and_is_cut_by_the_masks(tmp_path):
    Image.new("RGB", (20, 10), (0, 0, 255)).save(tmp_path / "pose.png")
    one = segment(box(0, 0, 0.5, 1), pose=pose(nose=(0.25, 0.5)))
    shown = condition(panel(one, pose_map="pose.png"), Size(width=8, height=8), root=tmp_path)
    assert shown.posed
    assert shown.pose.getcolors() == [(64, (0, 0, 255))]
    background, alone = shown.segment_poses
    assert alone.getbbox() == (0, 0, 4, 8)
    assert background.getbbox() == (4, 0, 8, 8)


def test_a_skeleton_of_an_authors_pose_map_is_whole_beyond_its_mask(tmp_path):
    picture = Image.new("RGB", (16, 16))
    picture.paste("red", (2, 4, 10, 6))
    picture.paste("blue", (12, 4, 15, 6))
    picture.save(tmp_path / "pose.png")
    parts = segment(box(0, 0, 0.5, 1)), segment(box(0.5, 0, 1, 1))
    shown = condition(panel(*parts, pose_map="pose.png"), Size(width=16, height=16), root=tmp_path)
    boxes = [alone.getbbox() for alone in shown.segment_poses]
    assert boxes == [None, (2, 4, 10, 6), (12, 4, 15, 6)]


def test_a_missing_pose_map_is_named(tmp_path):
    plan = panel(segment(box(0, 0, 1, 1)), pose_map="poses/no.png")
    with pytest.raises(AssetMissing, match=r"poses/no\.png"):
        condition(plan, Size(width=8, height=8), root=tmp_path)


def test_drawing_is_deterministic():
    plan = panel(
        segment(
            box(0, 0, 0.6, 1),
            pose=Pose(
                keypoints=tuple(Keypoint(x=0.1 + i * 0.045, y=(i * 0.37) % 1) for i in range(18))
            ),
        )
    )
    first, second = (condition(plan, Size(width=96, height=64)) for _ in range(2))
    assert (first.masks == second.masks).all()
    assert first.pose.tobytes() == second.pose.tobytes()


def test_boxes_of_regions_agree_with_their_masks():
    bounds = Box(left=0.25, top=0.25, right=0.75, bottom=1)
    masks = region_masks([Region.of_box(bounds)], Size(width=32, height=32))
    assert masks[1].mean() == pytest.approx(bounds.area)
