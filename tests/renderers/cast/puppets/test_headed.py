"""Drawings that keep their body: the head turned, or another picture's."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from benchmarks.drawn_people import STYLES, Style, drawn
from renderers.cast.figures import load_figure
from renderers.cast.puppets.head_rigs import HeadRig, parted
from renderers.cast.puppets.names import headed_name, part_name, posed_name, recipe_of
from renderers.cast.puppets.other_heads import with_head
from renderers.cast.puppets.posed import heads_fit, posed, posed_view, source_files
from renderers.cast.puppets.sources import source_of
from renderers.cast.puppets.stance import Stance
from renderers.cast.references import packaged_card
from schemas.errors import AssetMissing

GIRL = STYLES[0]


def layers(who: str, pose: str) -> tuple[str, str]:
    view = packaged_card(who).views[0]
    drawing = next(each for each in view.drawings if each.pose == pose)
    return drawing.picture, view.faces[0].picture


@cache
def head(who: str) -> HeadRig:
    view = packaged_card(who).views[0]
    return parted(source_of(view, view.drawings[0], view.faces[0], Path()))[1]


def test_names_tell_body_face_and_head() -> None:
    for body in (("own: |odd.png",), ("cast:a/b.png", "cast:c.png")):
        for other in ((), ("felt:sad:b.png",), ("cast:x.png", "dyed:z:cast:y.png")):
            recipe = recipe_of(headed_name(-0.8, body, other))
            assert (recipe.stance, recipe.turn) == (None, -0.8)
            assert (recipe.layers, recipe.head) == (body, other)
            stance = Stance(look=0.8)
            named = recipe_of(part_name(posed_name(stance, body, other), "r"))
            assert named.stance == stance._replace(shown="r")
            assert (named.turn, named.layers, named.head) == (0.8, body, other)
    with pytest.raises(AssetMissing):
        recipe_of("headed:much:a.png")


def test_the_body_stays_as_the_artist_drew_it() -> None:
    name = headed_name(0.8, layers("bill", "arms folded"))
    made = posed(name, Path())
    assert made.view.facing == "right"
    pose = made.view.drawings[0].keypoints
    front = packaged_card("bill").views[0]
    drawing = next(each for each in front.drawings if each.pose == "arms folded")
    assert pose is not None
    assert drawing.keypoints is not None
    whole = load_figure(layers("bill", "arms folded"), Path())
    scale = made.view.stature * made.picture.height / (front.stature * whole.height)
    wrists = [each.joint("r_wrist") for each in (pose, drawing.keypoints)]
    necks = [each.joint("neck") for each in (pose, drawing.keypoints)]
    down = [
        (wrist.y - neck.y) * canvas.height
        for wrist, neck, canvas in zip(wrists, necks, (made.picture, whole), strict=True)
        if wrist and neck
    ]
    assert down[0] == pytest.approx(down[1] * scale, abs=2)
    assert load_figure([name], Path()).size == made.picture.size
    assert [path.name for path in source_files(name, Path())] == [
        Path(layer).name for layer in layers("bill", "arms folded")
    ]


def test_of_one_layer_nothing_of_the_old_chin_is_left(tmp_path: Path) -> None:
    drawn(GIRL)[0].save(tmp_path / "girl.png")
    made = posed(headed_name(0.8, ("girl.png",)), tmp_path)
    view = made.view
    pose = view.drawings[0].keypoints
    assert pose is not None
    neck, nose = pose.joint("neck"), pose.joint("nose")
    assert neck is not None
    assert nose is not None
    height, width = made.picture.height, made.picture.width
    row = np.asarray(made.picture)[int((0.3 * nose.y + 0.7 * neck.y) * height), :, 3] > 128
    spans = np.flatnonzero(np.diff(np.concatenate([[0], row.astype(int), [0]])) == 1)
    assert len(spans) == 1  # the neck, without a chin beside it
    assert row.sum() < 0.35 * width


def test_one_picture_s_head_comes_on_another_s_body(tmp_path: Path) -> None:
    body, smiling = drawn(GIRL)[0], drawn(GIRL)[0].resize((512, 768))
    pixels = np.array(smiling)
    skin = np.abs(pixels[..., :3].astype(int) - (232, 180, 140)).max(axis=2) < 12
    pixels[skin & (np.arange(768)[:, None] < 250), :3] = (226, 168, 140)
    body.save(tmp_path / "a.png")
    Image.fromarray(pixels).save(tmp_path / "b.png")
    assert heads_fit(("a.png",), ("b.png",), tmp_path)
    one, other = (
        posed(name, tmp_path)
        for name in (posed_name(Stance(), ("a.png",)), posed_name(Stance(), ("a.png",), ("b.png",)))
    )
    heads = [made.view.head for made in (one, other)]
    assert heads[0] is not None
    assert heads[1] is not None
    assert heads[1].height * other.picture.height == pytest.approx(
        heads[0].height * one.picture.height, rel=0.04
    )
    red = [
        (np.abs(np.asarray(made.picture)[..., :3].astype(int) - (226, 168, 140)).max(axis=2) < 4)
        for made in (one, other)
    ]
    assert red[0].sum() == 0
    assert red[1].sum() > 2000


def test_heads_of_other_skin_or_line_do_not_fit(tmp_path: Path) -> None:
    own = head("sophie")
    assert with_head(own, own) is not None
    assert with_head(own, own._replace(skin=(90, 60, 40))) is None
    thick = own.ink._replace(width=3 * own.ink.width)
    assert with_head(own, own._replace(ink=thick)) is None
    for name, style in (("a", GIRL), ("b", Style("other", skin="#7a4a2c"))):
        drawn(style)[0].save(tmp_path / f"{name}.png")
    assert not heads_fit(("a.png",), ("b.png",), tmp_path)


def test_a_head_that_an_artist_drew_from_the_side_is_kept(tmp_path: Path) -> None:
    for name in ("a", "a-right"):
        drawn(GIRL)[0].save(tmp_path / f"{name}.png")
    right = posed_view(headed_name(0.8, ("a.png",), ("a-right.png",)), tmp_path)
    left = posed_view(headed_name(-0.8, ("a.png",), ("a-right.png",)), tmp_path)
    assert (right.facing, left.facing) == ("right", "left")
    pose = right.drawings[0].keypoints
    assert pose is not None
    eyes = [pose.joint(name) for name in ("r_eye", "l_eye")]
    assert eyes[0] is not None
    assert eyes[1] is not None
    assert eyes[1].x - eyes[0].x > 0.05  # both are seen, as they were drawn
