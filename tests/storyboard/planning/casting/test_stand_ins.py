"""Stand-ins: skeletons with flesh on."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from renderers.cast.heads import around
from schemas.geometry import Region
from schemas.vocabulary.phrases import POSES
from storyboard.planning.casting.stand_ins import flesh, standing_in
from storyboard.skeletons.poses import FIGURE_ASPECT, FIGURE_STATURE, standard_pose
from tests.storyboard.told import character


def inside(region: Region, x: float, y: float, *, size: int = 200) -> bool:
    image = Image.new("1", (size, size))
    for polygon in region.polygons:
        ImageDraw.Draw(image).polygon([(px * size, py * size) for px, py in polygon], fill=1)
    return bool(np.asarray(image)[int(y * size), int(x * size)])


@pytest.mark.parametrize("word", sorted(POSES))
def test_flesh_covers_every_joint(word: str) -> None:
    pose = standard_pose(word)
    region = flesh(pose, aspect=FIGURE_ASPECT, stature=FIGURE_STATURE)
    for name in ("neck", "r_elbow", "l_wrist", "r_hip", "l_knee", "r_ankle"):
        joint = pose.joint(name)
        if joint is not None:
            assert inside(region, joint.x, joint.y)


def test_flesh_is_no_box() -> None:
    region = flesh(standard_pose("standing"), aspect=FIGURE_ASPECT, stature=FIGURE_STATURE)
    bounds = region.bounds
    assert not inside(region, bounds.left + 0.005, bounds.top + 0.005)


def test_a_head_is_found_around_the_face() -> None:
    pose = standard_pose("standing")
    head, nose, neck = around(pose), pose.joint("nose"), pose.joint("neck")
    assert head is not None
    assert nose is not None
    assert neck is not None
    assert head.left < nose.x < head.right
    assert head.top < nose.y < head.bottom < neck.y + 0.02


@pytest.mark.parametrize("facing", ["left", "right"])
def test_a_stand_in_turns(facing: str) -> None:
    body = standing_in(character("dee"), pose="running", facing=facing, mood=None)  # type: ignore[arg-type]
    other = standing_in(character("dee"), pose="running", facing="front", mood=None)
    nose, neck = body.pose and body.pose.joint("nose"), body.pose and body.pose.joint("neck")
    assert nose
    assert neck
    assert (body.outline != other.outline) == (facing == "left")


def test_a_word_that_is_no_pose_just_stands() -> None:
    body = standing_in(character("dee"), pose="levitating", facing="front", mood=None)
    standing = standing_in(character("dee"), pose="standing", facing="front", mood=None)
    assert body.outline == standing.outline
    assert body.pose_word == "levitating"
