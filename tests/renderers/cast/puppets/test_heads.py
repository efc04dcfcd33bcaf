"""Heads of posed drawings: plaits stay whole, faces turn, and backs show no face."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from renderers.cast.cutouts import open_cutout
from renderers.cast.joint_reader import read_joints
from renderers.cast.own_pictures import own_view
from renderers.cast.puppets.backs import seen_from_behind
from renderers.cast.puppets.head_rigs import HeadRig
from renderers.cast.puppets.ink import skin_of
from renderers.cast.puppets.rig import Rig, rigged
from renderers.cast.puppets.sources import PuppetSource, source_of
from renderers.cast.puppets.turned_heads import turned_head
from renderers.cast.references import packaged_card
from stories import STORIES

NELL = STORIES / "nell"
HAIR, RIBBON = (217, 100, 42), (58, 143, 122)


@cache
def source(who: str) -> PuppetSource:
    if who == "nell":
        view = own_view("nell.png", NELL)
        return source_of(view, view.drawings[0], None, NELL)
    view = packaged_card(who).views[0]
    drawing = next((each for each in view.drawings if each.pose == "shrugging"), view.drawings[0])
    return source_of(view, drawing, view.faces[0], Path())


@cache
def rig(who: str) -> Rig:
    return rigged(source(who))


def count(pixels: np.ndarray, colour: tuple[int, int, int]) -> int:
    solid = pixels[..., 3] > 128
    return int((solid & (np.abs(pixels[..., :3].astype(int) - colour).max(axis=2) < 20)).sum())


def test_plaits_that_hang_below_the_neck_belong_to_the_head() -> None:
    whole = np.asarray(source("nell").body)
    head = np.asarray(rig("nell").headed.head.picture)
    for colour in (HAIR, RIBBON):
        assert count(head, colour) > 0.98 * count(whole, colour)
    assert count(np.asarray(rig("nell").torso.cutout.picture), HAIR) == 0


@pytest.mark.parametrize("turn", [0.4, -0.3])
@pytest.mark.parametrize("who", ["nell", "sophie"])
def test_a_face_slides_to_where_the_body_turns_and_the_silhouette_stays(
    who: str, turn: float
) -> None:
    one = rig(who).headed
    turned = turned_head(one, turn)
    for name in ("nose", "r_eye", "l_eye"):
        shift = turned.joints[name] - one.joints[name]
        assert shift[0] * turn > 0
        assert shift[1] == 0
    assert turned.mouth[0] * np.sign(turn) > one.mouth[0] * np.sign(turn)
    shapes = [np.asarray(each.head.picture.getchannel("A")) > 128 for each in (one, turned)]
    assert (shapes[0] != shapes[1]).mean() < 0.005


def test_a_face_that_is_drawn_looking_away_is_mirrored() -> None:
    ringo = rig("ringo").headed  # is drawn looking left
    left, right = turned_head(ringo, -0.4), turned_head(ringo, 0.4)

    def offset(one: HeadRig) -> float:
        return float(one.joints["nose"][0] - (one.joints["r_ear"] + one.joints["l_ear"])[0] / 2)

    assert offset(ringo) < 0
    assert offset(left) < 0 < offset(right)
    assert turned_head(ringo, 0.1) is ringo


def test_a_beard_is_not_seen_from_behind() -> None:
    ringo = rig("ringo")
    back = np.asarray(seen_from_behind(ringo).headed.head.picture)
    mouth = (ringo.headed.mouth - ringo.headed.head.corner).astype(int)
    chin = back[mouth[1] - 4 : mouth[1] + 20, mouth[0] - 10 : mouth[0] + 10]
    assert np.ptp(chin.astype(int).reshape(-1, 4), axis=0).max() < 12  # hair, and no lips in it


def test_who_is_shaven_has_a_nape() -> None:
    ethan = rig("ethan")
    back = np.asarray(seen_from_behind(ethan).headed.head.picture)
    mouth = (ethan.headed.mouth - ethan.headed.head.corner).astype(int)
    chin = back[mouth[1] + 10 : mouth[1] + 20, mouth[0] - 10 : mouth[0] + 10]
    assert count(chin, ethan.skin) > 0.95 * chin[..., 0].size


@pytest.mark.parametrize("who", ["aryan", "ringo"])
def test_hair_covers_the_face_from_cheek_to_cheek(who: str) -> None:
    headed = rig(who).headed  # one with glasses, and one who is drawn looking left
    back = np.asarray(seen_from_behind(rig(who)).headed.head.picture)
    eye, mouth = headed.joints["r_eye"] - headed.head.corner, headed.mouth - headed.head.corner
    brow = int(eye[1] - 0.5 * (mouth[1] - eye[1]))
    row = back[brow, back[brow, :, 3] > 128]
    assert (np.abs(row[:, :3].astype(int) - rig(who).skin).max(axis=1) < 30).mean() < 0.03
    inner = row[len(row) // 8 : -len(row) // 8].astype(int)
    assert np.ptp(inner, axis=0).max() < 12  # nothing shines through


def test_a_print_is_not_seen_from_behind() -> None:
    nell = rig("nell")
    back = np.asarray(seen_from_behind(nell).torso.cutout.picture)
    assert count(np.asarray(nell.torso.cutout.picture), (253, 243, 216)) > 500
    assert count(back, (253, 243, 216)) < 20


def test_a_mouth_that_shouts_is_not_taken_for_skin() -> None:
    shouting = source("nell")
    pixels = np.array(shouting.body)
    x, y = shouting.mouth.astype(int)
    pixels[y - 40 : y + 30, x - 40 : x + 40, :3] = (122, 30, 40)
    assert skin_of(shouting._replace(body=Image.fromarray(pixels))) == rig("nell").skin


def test_ankles_in_boots_are_guessed_above_the_soles() -> None:
    pose = read_joints(open_cutout("nell.png", NELL / "nell.png"))
    assert pose is not None
    for side, x in (("r", 0.42), ("l", 0.58)):
        ankle = pose.joint(f"{side}_ankle")
        assert ankle is not None
        assert ankle.x == pytest.approx(x, abs=0.04)
        assert 0.84 < ankle.y < 0.93
