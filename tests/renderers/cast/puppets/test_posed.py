"""Posed drawings: where their joints are, and what is seen of the drawing they are made from."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from PIL import Image

from renderers.cast.figures import load_figure
from renderers.cast.puppets import posed as posed_room
from renderers.cast.puppets.brush import Brush
from renderers.cast.puppets.ink import ink_of
from renderers.cast.puppets.names import posed_layers, posed_name
from renderers.cast.puppets.painting import arms_behind
from renderers.cast.puppets.posed import posed, posed_view, source_files
from renderers.cast.puppets.posing import held
from renderers.cast.puppets.rig import Rig, rigged
from renderers.cast.puppets.sources import source_of
from renderers.cast.puppets.stance import (
    PARTS,
    Angles,
    Stance,
    mirrored,
    stance_from,
    stance_of,
    token_of,
)
from renderers.cast.references import packaged_card
from renderers.cast.shapes import FigureCanvas
from renderers.cast.vectors import angle_of
from schemas.errors import AssetMissing
from schemas.geometry import JOINTS, Box

ANGLE = some.floats(-179, 179).map(lambda value: round(value, 1))
LIMB = some.tuples(ANGLE, ANGLE)
STANCES = some.builds(
    Stance,
    r_arm=LIMB,
    l_arm=LIMB,
    r_leg=LIMB,
    l_leg=LIMB,
    lean=some.floats(-40, 40).map(lambda value: round(value, 1)),
    turn=some.sampled_from([0.0, 0.4, 0.7, -0.5]),
    hands=some.sampled_from(["rr", "of", "lp"]),
    lift=some.just(0.0),
    nod=some.just(5.0),
    roll=some.sampled_from([0.0, -88.0]),
    behind=some.sampled_from(["", "l"]),
    back=some.booleans(),
    touch=some.just("--"),
    look=some.sampled_from([0.0, 0.8, -0.7]),
    worn=some.sampled_from(["", "coat-c0392b", "t-shirt-ffffff+cape-000000"]),
    shown=some.sampled_from(["", *sorted(PARTS)]),
)


def layers(who: str, pose: str = "shrugging") -> tuple[str, ...]:
    view = packaged_card(who).views[0]
    drawing = next(each for each in view.drawings if each.pose == pose)
    return drawing.picture, view.faces[0].picture


@cache
def rig(who: str) -> Rig:
    view = packaged_card(who).views[0]
    drawing = next(each for each in view.drawings if each.pose == "shrugging")
    return rigged(source_of(view, drawing, view.faces[0], Path()))


@given(STANCES)
@settings(max_examples=40, deadline=None)
def test_limbs_point_where_the_stance_has_them(stance: Stance) -> None:
    joints = held(rig("dee"), stance).joints
    for side, arm, leg in (("r", stance.r_arm, stance.r_leg), ("l", stance.l_arm, stance.l_leg)):
        wanted = zip(
            (*arm, *leg),
            (("shoulder", "elbow"), ("elbow", "wrist"), ("hip", "knee"), ("knee", "ankle")),
            strict=True,
        )
        for angle, (one, other) in wanted:
            shown = angle_of(joints[f"{side}_{one}"], joints[f"{side}_{other}"])
            assert abs((shown - angle + stance.roll + 180) % 360 - 180) < 2


@given(STANCES)
def test_a_stance_s_text_says_all_of_it(stance: Stance) -> None:
    assert stance_from(token_of(stance)) == stance
    assert mirrored(mirrored(stance)) == stance
    assert posed_layers(posed_name(stance, ("cast:a/b.png", "cast:c.png"))) == (
        stance,
        ("cast:a/b.png", "cast:c.png"),
    )
    assert posed_layers(posed_name(stance, ("own: |odd.png",)))[1] == ("own: |odd.png",)


@pytest.mark.parametrize(("touch", "where"), [("m-", "mouth"), ("y-", "r_eye")])
def test_a_hand_is_where_it_touches(touch: str, where: str) -> None:
    one = rig("ringo")
    joints = held(one, Stance(lean=8, nod=10, touch=touch)).joints
    target = joints.get(where, joints["nose"])
    palm = joints["r_wrist"] + 0.45 * one.hand / one.arm.lengths[1] * (
        joints["r_wrist"] - joints["r_elbow"]
    )
    assert np.hypot(*(palm - target)) < (0.03 if where != "mouth" else 0.08) * one.stature


def test_a_stance_is_read_off_joints() -> None:
    wanted = Stance(r_arm=(-70, -120), l_arm=(30, 60), r_leg=(-20, 5), l_leg=(40, -30), lean=12)
    figure = posed(posed_name(wanted, layers("ringo")), Path())
    pose = figure.view.drawings[0].keypoints
    assert pose is not None
    read = stance_of(pose, aspect=figure.view.canvas.aspect)
    assert read is not None
    for name in ("r_arm", "l_arm", "r_leg", "l_leg"):
        assert getattr(read, name) == pytest.approx(getattr(wanted, name), abs=2)
    assert read.lean == pytest.approx(12, abs=3)


@pytest.mark.parametrize("who", ["dee", "ringo", "sophie"])
def test_hands_are_drawn_where_the_joints_are_and_nowhere_else(who: str) -> None:
    hanging = posed(posed_name(Stance(), layers(who)), Path())
    alpha = np.asarray(hanging.picture.getchannel("A"))
    pose = hanging.view.drawings[0].keypoints
    assert pose is not None
    height, width = alpha.shape
    for name in JOINTS[1:14]:
        joint = pose.joint(name)
        assert joint is not None
        assert alpha[int(joint.y * height), int(joint.x * width)] > 200, name
    # The drawing shrugs, its hands far out: nothing of them is left beside the hanging arms.
    wrists = [joint.x for name in ("r_wrist", "l_wrist") if (joint := pose.joint(name))]
    seen = np.flatnonzero((alpha > 128).any(axis=0)) / width
    beside = max(min(wrists) - seen[0], seen[-1] - max(wrists)) * width / height
    assert beside < 0.04


@pytest.mark.parametrize("who", ["dee", "ringo", "priya"])
def test_the_ink_is_as_wide_as_the_drawing_s(who: str) -> None:
    name = posed_name(Stance(r_arm=(-100, -160), l_arm=(60, 20)), layers(who))
    drawn = ink_of(np.asarray(posed(name, Path()).picture)).width
    assert drawn == pytest.approx(rig(who).ink.width, rel=0.2)


def test_equal_names_give_equal_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = posed_name(Stance(l_arm=(90, 120)), layers("sophie"))
    pictures = []
    for folder in ("one", "two", "two"):  # drawn twice, then read from where it is kept
        monkeypatch.setenv("STORYBOARD_CACHE", str(tmp_path / folder))
        posed_room._posed.cache_clear()
        posed_room._rig.cache_clear()
        figure = posed(name, Path())
        pictures.append((figure.picture.tobytes(), figure.view))
    assert pictures[0] == pictures[1] == pictures[2]
    kept = next((tmp_path / "two" / "posed").glob("*.png"))
    posed_room._viewed.cache_clear()
    assert posed_view(name, Path()) == pictures[0][1]
    kept.write_bytes(kept.read_bytes()[:200])
    posed_room._posed.cache_clear()
    posed_room._viewed.cache_clear()
    assert posed_view(name, Path()) == pictures[0][1]
    assert posed(name, Path()).picture.tobytes() == pictures[0][0]


def test_a_posed_picture_is_loaded_by_its_name() -> None:
    name = posed_name(Stance(), layers("dee"))
    assert load_figure([name], Path()).size == posed(name, Path()).picture.size
    assert [path.name for path in source_files(name, Path())] == [
        Path(layer).name for layer in layers("dee")
    ]


@pytest.mark.parametrize("name", ["posed:", "posed:1,2:a.png", "posed:x;rr;;;--:a.png", "posed:a"])
def test_what_names_no_stance_is_told(name: str) -> None:
    with pytest.raises(AssetMissing, match="does not name a posed picture"):
        load_figure([name], Path())


def test_parts_of_the_drawing_stay_as_they_are() -> None:
    figure = posed(posed_name(Stance(), layers("ringo")), Path())
    head = figure.view.head
    assert head is not None
    width, height = figure.picture.size
    box = (head.left * width, head.top * height, head.right * width, head.bottom * height)
    shown = figure.picture.crop(tuple(map(round, box))).convert("RGB")  # type: ignore[arg-type]
    face = rig("ringo").headed.head.picture
    colours = [_colours(picture) for picture in (shown, face)]
    assert len(colours[0] & colours[1]) > 0.5 * len(colours[1])


def _colours(picture: Image.Image) -> set[tuple[int, ...]]:
    pixels = np.asarray(picture.convert("RGB")).reshape(-1, 3) // 16
    values, counts = np.unique(pixels, axis=0, return_counts=True)
    return {tuple(map(int, value)) for value in values[counts > 30]}


def test_nothing_of_the_face_is_seen_from_behind() -> None:
    front, back = (
        posed(posed_name(Stance(back=back), layers("bill")), Path()) for back in (False, True)
    )
    assert back.view.facing == "back"
    skins = [_share(figure.picture, figure.view.head, rig("bill").skin) for figure in (front, back)]
    assert skins[1] < 0.6 * skins[0]  # what is left is neck and ears
    assert np.array_equal(
        np.asarray(front.picture.getchannel("A")), np.asarray(back.picture.getchannel("A"))
    )


def _share(picture: Image.Image, box: Box | None, colour: tuple[int, int, int]) -> float:
    assert box is not None
    width, height = picture.size
    edges = (box.left * width, box.top * height, box.right * width, box.bottom * height)
    part = np.asarray(picture.crop(tuple(map(round, edges))))[..., :3].astype(int)  # type: ignore[arg-type]
    return float((np.abs(part - np.array(colour)).max(axis=2) < 24).mean())


@pytest.mark.parametrize(("arm", "behind"), [((12, 8), ["l"]), ((150, 168), [])])
def test_the_far_arm_is_behind_unless_it_is_raised(arm: Angles, behind: list[str]) -> None:
    """The shoulder would bulge before a raised sleeve, which runs into it."""
    stance = Stance(l_arm=arm, turn=0.6)
    figure = rig("bill")
    brush = Brush(FigureCanvas((8, 8)), figure, held(figure, stance), stance)
    assert arms_behind(brush) == behind
