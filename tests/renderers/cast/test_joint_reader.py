"""Joints read off strangers' drawings."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from benchmarks.drawn_people import STYLES, Style, drawn
from renderers.cast import joint_reader
from renderers.cast.joint_reader import read_joints
from renderers.cast.own_pictures import own_view
from renderers.diffusion.segmenter import load_segmenter
from renderers.toon import FOLDER
from schemas.errors import StoryInvalid
from schemas.geometry import Pose

READ = [style for style in STYLES if style.name in ("schoolgirl", "coat", "grainy", "flat man")]


def error(one: Pose, other: Pose) -> float:
    pairs = zip(one.keypoints, other.keypoints, strict=True)
    return float(
        np.mean([np.hypot((a.x - b.x) * 640, (a.y - b.y) * 960) / 900 for a, b in pairs if a and b])
    )


def test_numpy_reads_as_torch_does() -> None:
    network = load_segmenter(FOLDER / "joints", device=torch.device("cpu"))
    square = np.random.default_rng(0).uniform(-1, 1, (448, 448, 3)).astype(np.float32)
    latent = joint_reader._encoded(square, joint_reader._network().encoder)
    with torch.no_grad():
        expected = network(torch.from_numpy(latent)[None])[0].sigmoid().numpy()
    np.testing.assert_allclose(joint_reader._heat(square), expected, atol=1e-5)


@pytest.mark.parametrize("style", READ, ids=lambda style: style.name)
def test_a_stranger_s_joints_are_near(style: Style) -> None:
    picture, pose = drawn(style)
    read = read_joints(picture)
    assert read is not None
    assert error(read, pose) < 0.04


def test_nobody_is_read_into_a_blot() -> None:
    blot = Image.new("RGBA", (200, 300))
    blot.paste("navy", (60, 80, 150, 260))
    read = read_joints(blot)
    assert read is None or read.joint("r_shoulder") is None or read.joint("nose") is None
    assert read_joints(Image.new("RGBA", (20, 20))) is None


def test_an_own_picture_has_joints_a_whole_head_and_a_sidecar_wins(tmp_path: Path) -> None:
    picture, pose = drawn(STYLES[0])
    picture.save(tmp_path / "mira.png")
    view = own_view("mira.png", tmp_path)
    assert view.drawings[0].keypoints is not None
    assert error(view.drawings[0].keypoints, pose) < 0.04
    assert view.head is not None
    assert view.head.top == pytest.approx(view.drawings[0].outline.bounds.top, abs=0.02)
    rows = [joint for joint in pose.keypoints if joint]
    flat = [value for joint in rows for value in (joint.x * 640, joint.y * 960, 1)]
    data = {"people": [{"pose_keypoints_2d": flat}]}
    (tmp_path / "mira.json").write_text(json.dumps(data))
    told = own_view("mira.png", tmp_path).drawings[0].keypoints
    assert told is not None
    assert error(told, pose) < 1e-6
    (tmp_path / "mira.json").write_text(json.dumps({"people": []}))
    said = r"mira\.json, beside picture mira\.png: there are 0 people"
    with pytest.raises(StoryInvalid, match=said):
        own_view("mira.png", tmp_path)
