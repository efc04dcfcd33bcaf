"""Panels are judged by who is where and by how poses are kept: on maps made by hand, then real."""

import math
from pathlib import Path

import numpy as np
import pytest
import torch

from renderers import toon
from renderers.toon import judging
from renderers.toon.training.labels import labels_of
from renderers.toon.world import Example, example
from schemas.geometry import Keypoint, Pose

NAMES = ("sks", "hta", "ohwx")
SHIPPED = Path(toon.__file__).parent
HELD_OUT = 5_300_000_000
"""Seeds from here on are this test's: no training reads them."""


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


def judged(*areas: str, planned: tuple[str | None, ...] = ("sks", "hta")) -> judging.Verdict:
    return judging.subjects_in(drawn(*areas), halves(), planned, NAMES)


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
    assert sorted(int(area.sum()) for area in judging.areas(seen)) == [4, 5]
    assert not list(judging.areas(torch.zeros(3, 3, dtype=torch.bool)))


def gaussian(x: float, y: float, high: int = 24, wide: int = 32) -> torch.Tensor:
    rows, columns = torch.arange(high) + 0.5, torch.arange(wide) + 0.5
    far = (rows[:, None] - y) ** 2 + (columns[None] - x) ** 2
    return torch.exp(-far / (2 * 0.7**2))


@pytest.mark.parametrize(("x", "y"), [(7.5, 9.5), (7.1, 9.9), (12.0, 3.3), (0.4, 23.8)])
def test_a_peak_is_decoded_to_a_fraction_of_a_cell(x: float, y: float) -> None:
    assert judging.decoded(gaussian(x, y)) == pytest.approx((x, y), abs=0.12 if x > 1 else 0.5)


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
    exact = judging.pose_error(heat_of(*poses), masks, poses)
    assert len(exact.distances) == 8
    assert exact.mean < 0.01
    assert exact.pck == 1
    # One cell of sixteen is within a tenth, two are not.
    assert judging.pose_error(heat_of(*poses, shift=1), masks, poses).mean == pytest.approx(1 / 16, abs=0.01)  # fmt: skip  # noqa: E501
    assert judging.pose_error(heat_of(*poses, shift=2), masks, poses).pck == 0


def test_joints_are_looked_for_in_their_own_segment() -> None:
    poses = (stick(0.25), stick(0.75))
    only = judging.pose_error(heat_of(poses[1]), halves(24, 32), poses)
    assert only.pck < 0.7
    assert judging.pose_error(heat_of(poses[1]), halves(24, 32), (None, poses[1])).pck == 1


def test_hidden_joints_and_figures_without_a_skeleton_are_not_judged() -> None:
    nobody = judging.pose_error(
        torch.zeros(18, 24, 32), halves(24, 32), (stick(0.25, seen=0.5), None)
    )
    assert nobody.distances == ()
    assert math.isnan(nobody.mean)
    assert math.isnan(nobody.pck)


def held_out_panels() -> list[Example]:
    """Return panels of two, never trained on, in which everybody is seen."""
    panels: list[Example] = []
    for seed in range(HELD_OUT, HELD_OUT + 30):
        panel = example(seed, heldout=True, subjects=2)
        named = all(actor.generic is None for actor in panel.scene.actors)
        sizes = [np.asarray(mask).mean() / 255 for mask in panel.painting.masks]
        if named and len(sizes) == 2 and min(sizes) > 0.02:
            panels.append(panel)
    return panels[:12]


def test_the_shipped_readers_recognise_nearly_everybody_in_real_panels() -> None:
    from renderers.diffusion.models.patch_autoencoder import PatchAutoencoder
    from renderers.diffusion.segmenter import load_segmenter

    vae = PatchAutoencoder.from_pretrained(SHIPPED / "vae").float()
    cpu = torch.device("cpu")
    who, joints = (load_segmenter(SHIPPED / name, device=cpu) for name in ("segmenter", "joints"))
    right, wrong, distances = 0, 0, []
    for scene, painting in held_out_panels():
        latent = judging.latent_of(painting.picture, vae)
        masks = torch.stack([torch.from_numpy(np.array(m)) / 255 for m in painting.masks])
        tokens = [actor.look.card.token for actor in scene.actors]
        verdict = judging.subjects_in(
            judging.maps_of(who, latent), masks, tokens, who.shape.subjects
        )
        right += sum(map(str.__eq__, tokens, map(str, verdict.recognised)))
        wrong += len(verdict.missing) + len(verdict.extra)
        poses = [actor.pose for actor in scene.actors]
        heat = judging.maps_of(joints, latent)
        distances += judging.pose_error(heat, masks, poses).distances
    assert right >= 22
    assert wrong <= 3
    assert judging.PoseError(tuple(distances)).pck > 0.7


def test_labels_are_the_paintings_own_masks_averaged_over_cells() -> None:
    scene, painting = example(11, subjects=3)
    labels = labels_of(scene)
    named = [
        np.array(mask.reduce(16)) for mask, actor in zip(painting.masks, scene.actors, strict=True)
        if actor.generic is None
    ]  # fmt: skip
    assert named
    gap = np.abs(sum(named).astype(int) - labels.masks.sum(0).numpy().astype(int))
    assert gap.mean() < 1
    numbers, places = labels.joints[:, 0], labels.joints[:, 1:]
    assert set(numbers.tolist()) <= set(range(18))
    assert ((places >= 0) & (places < 1)).all()
