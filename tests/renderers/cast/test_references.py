"""Choosing reference pictures, and reading authors' own."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from renderers.cast.figures import load_figure
from renderers.cast.matching import pose_distance
from renderers.cast.references import (
    Look,
    best_reference,
    card_for,
    card_from_references,
    packaged_card,
    packaged_ids,
    picture_path,
)
from schemas.cast import Card
from schemas.errors import AssetMissing, StoryboardError, StoryInvalid
from schemas.geometry import Box, Pose, Region
from schemas.story import Character
from schemas.vocabulary.phrases import MOODS, POSES

PEOPLE = ("aryan", "bill", "dee", "dey", "ethan", "priya", "ringo", "sophie")


def chosen(name: str, **wanted: str | Pose | None) -> Look:
    return best_reference(packaged_card(name), **wanted)  # type: ignore[arg-type]


# Choosing


@pytest.mark.parametrize("name", packaged_ids())
def test_every_word_has_a_picture_of_everybody(name: str) -> None:
    card = packaged_card(name)
    for pose in POSES:
        assert best_reference(card, pose=pose, facing="left").layers
    for mood in MOODS:
        choice = best_reference(card, mood=mood)
        assert choice.mood is not None


@pytest.mark.parametrize("name", PEOPLE)
def test_what_is_drawn_is_chosen(name: str) -> None:
    card = packaged_card(name)
    for pose in {drawing.pose for view in card.views for drawing in view.drawings}:
        found = {
            best_reference(card, pose=pose, facing=facing).drawing.pose
            for facing in ("front", "left", "right", "back")
        }
        assert pose in found


@pytest.mark.parametrize(
    ("name", "pose", "facing", "shown", "mirror"),
    [
        ("dee", "arms folded", "front", "dee/straight/pose/handsfolded", False),
        ("dee", "arms folded", "right", "dee/side/pose/handsfolded", False),
        ("dee", "arms folded", "left", "dee/side/pose/handsfolded", True),
        ("dey", "arms folded", "right", "dey/side/pose/handsfolded", True),
        ("dee", "holding umbrella", "left", "dee/straight/pose/holdingumbrella", False),
        ("ethan", "standing", "back", "ethan/back/pose/normal", False),
        ("dee", "standing", "back", "dee/straight/pose/handsheldback", False),
        ("ringo", "running", "left", "ringo/straight/pose/run", True),
        ("ringo", "pointing", "left", "ringo/straight/pose/pointingright", False),
        ("ringo", "pointing", "right", "ringo/straight/pose/pointingright", True),
        ("priya", "sitting at desk", "left", "priya/sitting/pose/sittingatdesk", True),
        ("dog", "running", "right", "dog/side/pose/standing", True),
    ],
)
def test_pose_comes_first_then_the_direction(
    name: str, pose: str, facing: str, shown: str, mirror: bool
) -> None:
    choice = chosen(name, pose=pose, facing=facing)
    assert (choice.drawing.picture, choice.mirror) == (f"cast:{shown}.png", mirror)


@pytest.mark.parametrize("name", PEOPLE)
def test_nobody_is_seen_from_behind_unasked(name: str) -> None:
    for pose in POSES:
        for facing in ("front", "left", "right"):
            assert chosen(name, pose=pose, facing=facing).facing != "back"


@pytest.mark.parametrize("name", PEOPLE)
def test_sideways_means_sideways_where_it_is_drawn(name: str) -> None:
    for facing in ("left", "right"):
        choice = chosen(name, pose="standing", facing=facing)
        assert choice.facing in (facing, "front")


def test_the_mood_decides_among_faces() -> None:
    assert chosen("dee", mood="worried").mood == "worried"
    assert chosen("aryan", mood="happy").mood in ("laugh", "smile")
    assert chosen("cup", mood="amazed").mood in ("surprised", "curious", "shocked")


def test_faces_lie_under_or_over_as_they_were_drawn() -> None:
    assert [layer.split("/")[2] for layer in chosen("dee").layers] == ["mood", "pose"]
    assert [layer.split("/")[2] for layer in chosen("cup").layers] == ["pose", "mood"]


def test_keypoints_find_the_drawing_they_were_taken_from_wherever_they_lie() -> None:
    card = packaged_card("dey")
    drawing = next(each for each in card.views[1].drawings if each.pose == "jumping")
    assert drawing.keypoints is not None
    far = drawing.keypoints.placed(Box(left=0.4, top=0.5, right=0.6, bottom=0.66))
    choice = best_reference(card, pose=far, aspect=card.views[1].canvas.aspect)
    assert choice.drawing == drawing
    assert not choice.mirror


def test_mirrored_keypoints_find_the_mirrored_drawing() -> None:
    card = packaged_card("dey")
    drawing = next(each for each in card.views[1].drawings if each.pose == "jumping")
    assert drawing.keypoints is not None
    other = drawing.keypoints.placed(Box(left=0, top=0, right=1, bottom=1), mirror=True)
    choice = best_reference(card, pose=other, aspect=card.views[1].canvas.aspect, facing="right")
    assert (choice.drawing, choice.mirror) == (drawing, True)


def test_the_distance_of_poses_ignores_place_and_size() -> None:
    pose = chosen("dee").pose
    other = chosen("dee", pose="jumping").pose
    assert pose is not None
    assert other is not None
    assert pose_distance(pose, pose.placed(Box(left=3, top=1, right=5, bottom=3))) < 1e-6
    assert pose_distance(pose, other) > 0.1


# Mirroring


def painted(region: Region) -> np.ndarray:
    picture = Image.new("1", (200, 160))
    for polygon in region.polygons:
        ImageDraw.Draw(picture).polygon([(x * 199, y * 159) for x, y in polygon], fill=1)
    return np.asarray(picture)


def test_mirroring_flips_outline_joints_head_and_mouth_together() -> None:
    plain = chosen("dee", pose="explaining", facing="right")
    turned = chosen("dee", pose="explaining", facing="left")
    assert (plain.mirror, turned.mirror) == (False, True)
    agreement = painted(plain.outline)[:, ::-1] == painted(turned.outline)
    assert agreement.mean() > 0.98
    assert plain.pose is not None
    assert turned.pose is not None
    one, other = plain.pose.joint("r_wrist"), turned.pose.joint("l_wrist")
    assert one is not None
    assert other is not None
    assert (one.x, one.y) == pytest.approx((1 - other.x, other.y))
    assert plain.mouth is not None
    assert turned.mouth is not None
    assert plain.mouth[0] == pytest.approx(1 - turned.mouth[0])
    assert turned.head is not None
    assert turned.head.left < turned.mouth[0] < turned.head.right


def test_a_face_that_moves_takes_head_mouth_and_joints_along() -> None:
    calm = chosen("priya", pose="standing", mood="neutral")
    laughing = chosen("priya", pose="standing", mood="laugh")
    assert laughing.face is not None
    assert laughing.face.head is not None
    assert laughing.pose is not None
    assert laughing.pose.joint("nose") == laughing.face.head[0]
    assert calm.mouth != laughing.mouth
    assert calm.pose is not None
    assert calm.pose.joint("neck") == laughing.pose.joint("neck")


# Pictures on disk


def figure(path: Path, *, ground: tuple[int, int, int, int] = (0, 0, 0, 0)) -> Path:
    """Paint a man of two boxes, 20×40 pixels in a picture of 60×80."""
    picture = Image.new("RGBA", (60, 80), ground)
    picture.paste((200, 60, 40, 255), (20, 30, 40, 70))
    picture.paste((240, 200, 170, 255), (25, 20, 35, 30))
    picture.save(path)
    return path


def someone(*references: str, **fields: object) -> Character:
    return Character.model_validate(
        {"id": "mira", "name": "Mira", "token": "qqq", "class": "girl", "references": references}
        | fields
    )


@pytest.mark.parametrize(
    "name", ["../secret.png", "/etc/passwd", "a/../../secret.png", "cast:../__init__.py"]
)
def test_pictures_outside_the_story_s_folder_are_refused(name: str, tmp_path: Path) -> None:
    figure(tmp_path / "secret.png")
    root = tmp_path / "story"
    root.mkdir()
    with pytest.raises(StoryInvalid, match="outside"):
        picture_path(name, root)


def test_links_do_not_lead_out_either(tmp_path: Path) -> None:
    root = tmp_path / "story"
    root.mkdir()
    (root / "link.png").symlink_to(figure(tmp_path / "secret.png"))
    with pytest.raises(StoryInvalid, match="outside"):
        picture_path("link.png", root)


def test_an_absent_picture_is_named(tmp_path: Path) -> None:
    with pytest.raises(AssetMissing, match=r"nobody\.png does not exist"):
        load_figure(["nobody.png"], tmp_path)


def test_layers_are_composited_lowest_first(tmp_path: Path) -> None:
    Image.new("RGBA", (4, 4), (255, 0, 0, 255)).crop((0, 0, 4, 4)).save(tmp_path / "low.png")
    top = Image.new("RGBA", (4, 4))
    top.putpixel((1, 1), (0, 0, 255, 255))
    top.save(tmp_path / "top.png")
    low = Image.open(tmp_path / "low.png").convert("RGBA")
    low.putpixel((0, 0), (0, 0, 0, 0))
    low.save(tmp_path / "low.png")
    made = load_figure(["low.png", "top.png"], tmp_path)
    assert made.getpixel((1, 1)) == (0, 0, 255, 255)
    assert made.getpixel((2, 2)) == (255, 0, 0, 255)
    assert made.getpixel((0, 0)) == (0, 0, 0, 0)


def test_a_loaded_figure_is_the_caller_s_own(tmp_path: Path) -> None:
    figure(tmp_path / "mira.png")
    load_figure(["mira.png"], tmp_path).paste((0, 0, 0, 0), (0, 0, 60, 80))
    assert load_figure(["mira.png"], tmp_path).getbbox() == (20, 20, 40, 70)


def test_a_changed_picture_is_read_again(tmp_path: Path) -> None:
    path = figure(tmp_path / "mira.png")
    load_figure(["mira.png"], tmp_path)
    Image.new("RGBA", (9, 9), (1, 2, 3, 100)).save(path)
    assert load_figure(["mira.png"], tmp_path).size == (9, 9)


def test_layers_of_different_sizes_are_refused(tmp_path: Path) -> None:
    figure(tmp_path / "one.png")
    Image.new("RGBA", (5, 5), (1, 2, 3, 100)).save(tmp_path / "two.png")
    with pytest.raises(StoryInvalid, match=r"two\.png is 5×5"):
        load_figure(["one.png", "two.png"], tmp_path)


@pytest.mark.parametrize("content", [b"", b"no picture", b"\x89PNG\r\n\x1a\n" + b"\x00" * 40])
def test_a_damaged_picture_is_told(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "bad.png").write_bytes(content)
    with pytest.raises(AssetMissing, match=r"bad\.png cannot be read"):
        load_figure(["bad.png"], tmp_path)


def test_a_cut_off_picture_is_told(tmp_path: Path) -> None:
    path = figure(tmp_path / "cut.png")
    path.write_bytes(path.read_bytes()[:-60])
    with pytest.raises(AssetMissing, match=r"cut\.png cannot be read"):
        load_figure(["cut.png"], tmp_path)


def test_a_huge_picture_is_refused_before_it_is_decoded(tmp_path: Path) -> None:
    Image.new("1", (8000, 5001)).save(tmp_path / "huge.png")
    with pytest.raises(StoryInvalid, match="more than 40 million"):
        load_figure(["huge.png"], tmp_path)


def test_a_plain_background_is_keyed_out(tmp_path: Path) -> None:
    figure(tmp_path / "mira.png", ground=(250, 250, 250, 255))
    made = load_figure(["mira.png"], tmp_path)
    alpha = np.asarray(made.getchannel("A")) > 127
    assert alpha.sum() == pytest.approx(20 * 40 + 10 * 10, rel=0.08)
    assert not alpha[0, 0]


def test_a_busy_background_is_refused_with_a_hint(tmp_path: Path) -> None:
    noise = np.random.default_rng(7).integers(0, 255, (40, 40, 3), dtype=np.uint8)
    Image.fromarray(noise).save(tmp_path / "busy.png")
    with pytest.raises(StoryInvalid, match="no clear figure") as caught:
        load_figure(["busy.png"], tmp_path)
    assert "transparent background" in str(caught.value.hint)


# Authors' own pictures


def test_own_pictures_become_views(tmp_path: Path) -> None:
    figure(tmp_path / "mira.png")
    figure(tmp_path / "mira-running-happy-left.png")
    card = card_from_references(someone("mira.png", "mira-running-happy-left.png"), tmp_path)
    plain, running = card.views
    assert (plain.drawings[0].pose, plain.facing, plain.mood) == (None, "front", None)
    assert (running.drawings[0].pose, running.facing, running.mood) == ("running", "left", "happy")
    assert plain.ground == pytest.approx(70 / 80, abs=0.01)
    assert plain.stature == pytest.approx(50 / 80, abs=0.02)
    assert plain.head is not None
    assert plain.head.bottom < 0.4
    choice = best_reference(card, pose="running", facing="right")
    assert (choice.view.name, choice.mirror) == ("mira-running-happy-left", True)


def test_a_sidecar_says_more_than_the_name(tmp_path: Path) -> None:
    figure(tmp_path / "mira-running.png")
    rows = [[0.5, 0.3, 1]] + [[None, None, 0]] * 17
    told = {"pose": "waving", "mood": "furious", "facing": "right", "keypoints": rows}
    (tmp_path / "mira-running.json").write_text(json.dumps(told))
    (view,) = card_from_references(someone("mira-running.png"), tmp_path).views
    (drawing,) = view.drawings
    assert (drawing.pose, view.mood, view.facing) == ("waving", "angry", "right")
    assert drawing.keypoints is not None
    nose = drawing.keypoints.joint("nose")
    assert nose is not None
    assert nose.point == (0.5, 0.3)
    assert drawing.keypoints.joint("neck") is None


@pytest.mark.parametrize("text", ["{", '{"pos": "waving"}', '{"keypoints": [[1, 2, 3]]}'])
def test_a_wrong_sidecar_is_told_by_its_name(text: str, tmp_path: Path) -> None:
    figure(tmp_path / "mira.png")
    (tmp_path / "mira.json").write_text(text)
    with pytest.raises(StoryInvalid, match=r"mira\.json"):
        card_from_references(someone("mira.png"), tmp_path)


def test_own_pictures_win_over_packaged_ones(tmp_path: Path) -> None:
    figure(tmp_path / "mira.png")
    card = card_for(someone("mira.png", packaged="dee"), tmp_path)
    assert card is not None
    assert card.views[0].drawings[0].picture == "mira.png"


def test_a_packaged_card_takes_the_story_s_name_and_token(tmp_path: Path) -> None:
    card = card_for(someone(packaged="cup", height=0.7), tmp_path)
    assert card is not None
    assert (card.name, card.token, card.height) == ("Mira", "qqq", 0.7)
    assert card.look == packaged_card("cup").look
    assert card.views == packaged_card("cup").views


def test_without_pictures_there_is_no_card(tmp_path: Path) -> None:
    assert card_for(someone(), tmp_path) is None
    with pytest.raises(StoryInvalid, match="no reference pictures"):
        card_from_references(someone(), tmp_path)


def test_an_unknown_packaged_character_is_told_with_the_known() -> None:
    with pytest.raises(AssetMissing) as caught:
        packaged_card("nobody")
    assert "dee" in str(caught.value.hint)
    assert isinstance(caught.value, StoryboardError)


def test_a_card_survives_json() -> None:
    card = packaged_card("ethan")
    assert Card.model_validate_json(card.model_dump_json(by_alias=True)) == card
