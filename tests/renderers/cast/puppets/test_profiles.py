"""Heads in profile: one line from forehead to chin, one eye, hair behind, from any front."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from renderers.cast.masks import grown, shrunk
from renderers.cast.puppets.head_measures import measured
from renderers.cast.puppets.head_rigs import HeadRig, parted
from renderers.cast.puppets.ink import DARK
from renderers.cast.puppets.posing import held
from renderers.cast.puppets.profiles import in_profile
from renderers.cast.puppets.rig import Rig, rigged
from renderers.cast.puppets.sources import source_of
from renderers.cast.puppets.stance import Stance
from renderers.cast.puppets.torso import Cutout
from renderers.cast.puppets.turned_heads import turned_head
from renderers.cast.references import packaged_card, packaged_ids
from tests.renderers.cast.puppets.test_heads import rig

PEOPLE = [who for who in packaged_ids() if packaged_card(who).kind == "person"]


@cache
def calm(who: str) -> Rig:
    """Return somebody whose mouth is shut."""
    if who == "nell":
        return rig(who)
    view = packaged_card(who).views[0]
    face = next((each for each in view.faces if each.mood == "neutral"), view.faces[0])
    return rigged(source_of(view, view.drawings[0], face, Path()))


@cache
def turned(who: str, turn: float = 0.8) -> Rig:
    return calm(who)._replace(headed=turned_head(calm(who).headed, turn))


def profile(who: str, turn: float = 0.8) -> HeadRig:
    return turned(who, turn).headed


def pixels_of(one: HeadRig) -> NDArray[np.uint8]:
    return np.asarray(one.head.picture)


def rows_of_face(one: HeadRig) -> range:
    corner = one.head.corner
    eye, mouth = one.joints["r_eye"][1], one.mouth[1]
    return range(int(eye - corner[1]), int(mouth - corner[1]))


@pytest.mark.parametrize("who", [*PEOPLE, "nell"])
def test_everybody_has_a_profile_with_the_nose_foremost(who: str) -> None:
    one = profile(who)
    assert one.profile == 1
    alpha = pixels_of(one)[..., 3] > 128
    reach = {y: int(np.flatnonzero(alpha[y])[-1]) for y in rows_of_face(one)}
    foremost = max(reach, key=lambda y: reach[y])
    deep = one.mouth[1] - one.joints["r_eye"][1]
    assert abs(foremost + one.head.corner[1] - one.joints["nose"][1]) < 0.2 * deep
    assert one.joints["nose"][0] > one.joints["r_eye"][0] > one.joints["r_ear"][0]
    assert abs(one.mouth[0] - one.joints["nose"][0]) < 0.35 * deep


@pytest.mark.parametrize("who", ["bill", "priya", "nell"])
def test_the_line_of_a_face_is_closed_in_the_drawing_s_ink(who: str) -> None:
    one = profile(who)
    pixels = pixels_of(one)
    depth = round(1.6 * one.ink.width) + 1
    inked = []
    for y in rows_of_face(one):
        last = int(np.flatnonzero(pixels[y, :, 3] > 128)[-1])
        inked.append((pixels[y, last - depth : last + 1, :3].max(axis=1) < DARK).any())
    assert np.mean(inked) == 1


@pytest.mark.parametrize("who", ["bill", "sophie", "ethan"])
def test_behind_the_ear_there_is_hair_and_no_face(who: str) -> None:
    one = profile(who)
    pixels = pixels_of(one)
    eye = int(one.joints["r_eye"][1] - one.head.corner[1])
    ear = int(one.joints["r_ear"][0] - one.head.corner[0])
    back = pixels[: eye + 4, : ear - round(0.25 * ear)]
    solid = back[back[..., 3] > 128][:, :3].astype(int)
    skin = np.abs(solid - np.array(one.skin)).max(axis=1) < 30
    assert len(solid) > 200
    assert skin.mean() < 0.01


def test_a_plait_hangs_behind_the_head() -> None:
    one = profile("nell")
    ribbon = np.abs(pixels_of(one)[..., :3].astype(int) - (58, 143, 122)).max(axis=2) < 20
    x = np.nonzero(ribbon & (pixels_of(one)[..., 3] > 128))[1]
    assert len(x) > 100
    assert x.max() + one.head.corner[0] < one.joints["r_ear"][0]


def test_who_looks_left_is_the_mirror_image_of_who_looks_right() -> None:
    left, right = (turned_head(rig("sophie").headed, turn) for turn in (-0.8, 0.8))
    assert left.profile == -1
    axis = 2 * rig("sophie").joints["neck"][0]
    assert left.joints["nose"][0] < axis / 2 < right.joints["nose"][0]
    assert left.head.picture.size == right.head.picture.size


def test_without_a_face_there_is_no_profile_and_the_front_slides() -> None:
    one = rig("bill").headed
    blank = np.array(one.head.picture)
    blank[..., :3] = (20, 20, 20)
    faceless = one._replace(head=one.head._replace(picture=Image.fromarray(blank)))
    assert in_profile(faceless) is None
    assert turned_head(faceless, 0.8).profile == 0


@pytest.mark.parametrize("scale", [0.1, 0.2, 0.3, 0.5])
@pytest.mark.parametrize("who", ["aryan", "ringo"])
def test_no_head_is_too_small(who: str, scale: float) -> None:
    one = rig(who).headed
    wide, high = (max(1, round(side * scale)) for side in one.head.picture.size)
    small = one._replace(
        joints={name: place * scale for name, place in one.joints.items()},
        head=Cutout(one.head.picture.resize((wide, high)), one.head.corner * scale),
        mouth=one.mouth * scale,
        corners=None,
    )
    assert turned_head(small, 0.8).looks == 1


def test_glasses_are_not_taken_for_eyes() -> None:
    view = packaged_card("aryan").views[0]
    one = parted(source_of(view, view.drawings[0], view.faces[0], Path()))[1]
    head = measured(one)
    assert head is not None
    told = one.joints["r_eye"] - one.head.corner
    assert np.hypot(*(head.eye - told)) < 0.35 * head.unit


@pytest.mark.parametrize("turn", [0.8, -0.8])
def test_hands_with_food_or_a_spyglass_leave_mouth_and_eye_free(turn: float) -> None:
    for letter, place in (("b", "mouth"), ("t", "eye")):
        one = turned("dee", turn)
        stance = Stance(turn=turn, touch=letter + "-")
        pose = held(one, stance)
        along = pose.joints["r_wrist"] - pose.joints["r_elbow"]
        palm = pose.joints["r_wrist"] + 0.45 * one.hand * along / np.hypot(*along)
        spot = (
            one.headed.mouth if place == "mouth" else one.joints["r_eye" if turn > 0 else "l_eye"]
        )
        before = (palm - spot)[0] * np.sign(turn)
        assert before > 0.3 * one.hand


@given(
    some.lists(some.lists(some.booleans(), min_size=5, max_size=5), min_size=4, max_size=9),
    some.integers(1, 3),
)
@settings(max_examples=60, deadline=None)
def test_masks_shrink_and_grow_squarely(rows: list[list[bool]], by: int) -> None:
    mask = np.array(rows)
    padded = np.pad(mask, by)
    height, width = mask.shape
    windows = [
        [padded[y : y + 2 * by + 1, x : x + 2 * by + 1] for x in range(width)]
        for y in range(height)
    ]
    assert (shrunk(mask, by) == [[each.all() for each in row] for row in windows]).all()
    assert (grown(mask, by) == [[each.any() for each in row] for row in windows]).all()


def test_an_open_mouth_drawn_from_half_aside_is_not_squeezed_again() -> None:
    assert in_profile(calm("ringo").headed) is not None  # is drawn looking left
    assert in_profile(rig("ringo").headed) is None  # shows his teeth


def test_what_stands_apart_above_a_head_does_not_disturb_its_profile() -> None:
    headed = calm("bill").headed
    picture = Image.new("RGBA", (headed.head.picture.width, headed.head.picture.height + 90))
    picture.alpha_composite(headed.head.picture, (0, 90))
    x = picture.width // 2
    draw = ImageDraw.Draw(picture)
    draw.rectangle((x - 2, 30, x + 2, 130), fill=(30, 30, 30, 255))  # a stalk
    draw.ellipse((x - 25, 2, x + 25, 52), fill=(200, 40, 40, 255))  # and its bobble
    bobbled = headed._replace(head=Cutout(picture, headed.head.corner - np.array([0, 90])))
    assert in_profile(bobbled) is not None
