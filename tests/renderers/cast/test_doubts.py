"""What speaks against posing a picture, found on pictures that are odd in one way each."""

import json
from pathlib import Path

import pytest

from benchmarks.drawn_people import STYLES, drawn
from renderers.cast.own_pictures import own_view
from schemas.cast import View
from storyboard.planning.casting.posing import posable
from tests.renderers.cast.odd_pictures import ODD

SAID = {
    "photograph": "shaded or textured like a photograph",
    "group": "2 faces are seen",
    "bust": "cut off below and shows no feet",
    "to the knees": "cut off below and shows no feet",
    "four legs": "cannot be found",
    "wings": "wings on both sides",
    "cloak": "a cloak or a wide coat on both sides",
    "tail": "beside the body: a thing in hand, a bag, a tail",
    "prop": "beside the body: a thing in hand, a bag, a tail",
}


def seen(what: str, folder: Path, **told: object) -> View:
    ODD[what]().save(folder / "odd.png")
    if told:
        (folder / "odd.json").write_text(json.dumps(told))
    return own_view("odd.png", folder)


@pytest.mark.parametrize("what", SAID)
def test_what_cannot_be_posed_says_why_and_what_to_do(what: str, tmp_path: Path) -> None:
    view = seen(what, tmp_path)
    doubt = view.drawings[0].doubts[0]
    assert SAID[what] in doubt.what
    assert doubt.bars
    assert doubt.remedy
    assert not posable(view, view.drawings[0])


def test_hidden_hands_do_not_keep_anybody_from_being_posed(tmp_path: Path) -> None:
    view = seen("pockets", tmp_path)
    assert posable(view, view.drawings[0])


@pytest.mark.parametrize("style", STYLES[:9:2], ids=lambda style: style.name)
def test_ordinary_drawings_are_posed(style: object, tmp_path: Path) -> None:
    drawn(style)[0].save(tmp_path / "mira.png")  # type: ignore[arg-type]
    doubts = own_view("mira.png", tmp_path).drawings[0].doubts
    assert not [doubt for doubt in doubts if doubt.bars]


def test_the_author_decides_in_the_end(tmp_path: Path) -> None:
    view = seen("wings", tmp_path, posable=True)
    assert posable(view, view.drawings[0])
    assert not view.drawings[0].doubts
    (tmp_path / "odd.json").write_text('{"posable": false}')
    ODD["pockets"]().save(tmp_path / "odd.png")
    view = own_view("odd.png", tmp_path)
    assert not posable(view, view.drawings[0])


def test_joints_outside_the_figure_are_named(tmp_path: Path) -> None:
    picture, pose = drawn(STYLES[0])
    picture.save(tmp_path / "mira.png")
    rows = [[joint.x, joint.y, 1] for joint in pose.keypoints if joint]
    rows[4] = [0.05, 0.05, 1]
    (tmp_path / "mira.json").write_text(json.dumps({"keypoints": rows}))
    view = own_view("mira.png", tmp_path)
    (doubt,) = view.drawings[0].doubts
    assert doubt.what == "r_wrist lies outside the figure"
    assert posable(view, view.drawings[0])


@pytest.mark.parametrize("count", [17, 18, 25])
@pytest.mark.parametrize("flat", [False, True])
def test_a_sidecar_s_joints_may_be_in_pixels_and_in_three_orders(
    count: int, flat: bool, tmp_path: Path
) -> None:
    picture, pose = drawn(STYLES[0])
    picture.save(tmp_path / "mira.png")
    names = {17: (0, 15, 14, 17, 16, 5, 2, 6, 3, 7, 4, 11, 8, 12, 9, 13, 10), 18: tuple(range(18))}
    names[25] = (*range(8), 0, *range(8, 18), *([0] * 6))
    rows = []
    for at in names[count]:
        joint = pose.keypoints[at]
        assert joint is not None
        rows.append([joint.x * picture.width, joint.y * picture.height, 1])
    told = {"keypoints": [value for row in rows for value in row] if flat else rows}
    (tmp_path / "mira.json").write_text(json.dumps({**told, "mood": "happy"}))
    view = own_view("mira.png", tmp_path)
    read = view.drawings[0].keypoints
    assert view.mood == "happy"
    assert read is not None
    for name in ("nose", "neck", "r_wrist", "l_ankle", "l_ear"):
        found, wanted = read.joint(name), pose.joint(name)
        assert found is not None
        assert wanted is not None
        assert found.point == pytest.approx(wanted.point, abs=0.08 if name == "neck" else 0.001)
