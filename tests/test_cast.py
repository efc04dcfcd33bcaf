"""The packaged cast, as it lies on disk: complete, consistent, licensed, small."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from renderers.cast.figures import load_figure
from renderers.cast.outlines import outline_of
from renderers.cast.references import (
    Look,
    best_reference,
    packaged_card,
    packaged_ids,
    picture_path,
)
from schemas.cast import Card, View
from schemas.geometry import Region
from schemas.vocabulary.phrases import MOODS, POSES
from stories import CAST, example_path

EXPECTED = {
    "dee": ("sks", "woman cartoon"),
    "dey": ("hta", "man cartoon"),
    "priya": ("ohwx", "woman cartoon"),
    "ringo": ("zwx", "man cartoon"),
    "ethan": ("pll", "man cartoon"),
    "aryan": ("xjy", "man cartoon"),
    "bill": ("vnc", "man cartoon"),
    "sophie": ("rrf", "old woman cartoon"),
    "cup": ("olis", "coffee cup cartoon"),
    "dog": ("dtz", "dog cartoon"),
    "cat": ("qnp", "cat cartoon"),
}


@pytest.fixture(params=EXPECTED)
def card(request: pytest.FixtureRequest) -> Card:
    return packaged_card(request.param)


def painted(region: Region, size: tuple[int, int]) -> np.ndarray:
    picture = Image.new("1", size)
    for polygon in region.polygons:
        ImageDraw.Draw(picture).polygon([(x * size[0], y * size[1]) for x, y in polygon], fill=1)
    return np.asarray(picture)


def filled(alpha: np.ndarray) -> np.ndarray:
    """The mask with its holes filled, by another way: letting the outside seep in."""
    outside = np.pad(np.zeros_like(alpha), 1, constant_values=True)
    while True:
        spread = outside.copy()
        for axis in (0, 1):
            for step in (-1, 1):
                spread |= np.roll(outside, step, axis)
        spread[1:-1, 1:-1] &= ~alpha
        if (spread == outside).all():
            return ~outside[1:-1, 1:-1]
        outside = spread


def agreement(choice: Look) -> float:
    """How well outline and mask cover each other (intersection over union).

    A gap that drawing and face close only together may be filled or open.
    """
    picture = load_figure(choice.layers, Path())
    size = round(240 * picture.width / picture.height), 240
    alpha = np.asarray(picture.getchannel("A").resize(size, Image.Resampling.BOX)) >= 40
    outline = painted(choice.outline, size)
    return max(
        float((mask & outline).sum() / (mask | outline).sum()) for mask in (alpha, filled(alpha))
    )


def test_the_cast_is_the_eleven_with_their_tokens() -> None:
    found = {name: packaged_card(name) for name in packaged_ids()}
    assert {name: (card.token, card.class_noun) for name, card in found.items()} == EXPECTED


def test_the_whole_cast_stays_small() -> None:
    assert sum(path.stat().st_size for path in CAST.rglob("*") if path.is_file()) < 14 * 2**20


def test_every_picture_is_in_a_card_and_every_card_s_picture_is_there(card: Card) -> None:
    named = {
        picture_path(layer.picture, Path())
        for view in card.views
        for layer in (*view.drawings, *view.faces)
    }
    assert named == set((CAST / card.id).rglob("*.png"))


def test_pictures_have_their_view_s_canvas_and_a_mask(card: Card) -> None:
    for view in card.views:
        for layer in (*view.drawings, *view.faces):
            with Image.open(picture_path(layer.picture, Path())) as picture:
                assert picture.size == (view.canvas.width, view.canvas.height)
                assert "transparency" in picture.info


def test_words_are_the_vocabulary_s(card: Card) -> None:
    for view in card.views:
        assert {drawing.pose for drawing in view.drawings} <= POSES.keys()
        assert {face.mood for face in view.faces} | {view.mood} - {None} <= MOODS.keys()


def test_outlines_follow_the_masks(card: Card) -> None:
    poses = sorted({drawing.pose or "" for view in card.views for drawing in view.drawings})
    choices = [best_reference(card, pose=pose, facing="left") for pose in poses[::5]]
    scores = {choice.layers: agreement(choice) for choice in choices if not choice.mirror}
    assert min(scores.values(), default=1) > 0.9, scores


def test_outlines_are_simple(card: Card) -> None:
    for view in card.views:
        for layer in (*view.drawings, *view.faces):
            assert all(len(polygon) <= 60 for polygon in layer.outline.polygons)


def _close(mask: np.ndarray, x: float, y: float, margin: float) -> bool:
    height, width = mask.shape
    reach = round(margin * height)
    row, column = round(y * height), round(x * width)
    return bool(
        mask[
            max(0, row - reach) : row + reach + 1, max(0, column - reach) : column + reach + 1
        ].any()
    )


def test_joints_lie_on_the_figure(card: Card) -> None:
    for view in card.views:
        for drawing in view.drawings:
            faces = [face.outline for face in view.faces[:1]]
            mask = np.logical_or.reduce(
                [painted(part, (450, 360)) for part in (drawing.outline, *faces)]
            )
            joints = drawing.keypoints.keypoints if drawing.keypoints else ()
            for joint in filter(None, joints):
                assert _close(mask, joint.x, joint.y, 0.02), (drawing.picture, joint)


def test_people_have_joints_and_others_do_not(card: Card) -> None:
    drawings = [drawing for view in card.views for drawing in view.drawings]
    assert all((drawing.keypoints is not None) == (card.kind == "person") for drawing in drawings)


def _checked_heads(view: View) -> None:
    assert view.head is not None
    assert view.mouth is not None
    x, y = view.mouth
    assert view.head.left < x < view.head.right
    assert view.head.top + 0.5 * view.head.height < y < view.head.bottom


def test_mouths_lie_in_the_lower_half_of_heads_and_heads_on_faces(card: Card) -> None:
    for view in card.views:
        _checked_heads(view)
        outline = view.faces[0].outline if view.faces and card.kind != "object" else None
        if outline is not None and view.head is not None:
            assert view.head.overlap(outline.bounds) > 0.9 * view.head.area


def test_standing_figures_reach_from_ground_to_crown(card: Card) -> None:
    for view in card.views:
        for drawing in view.drawings:
            if drawing.pose in ("standing", "hands in pockets", "hands behind back") and view.head:
                crown = view.head.top if card.kind == "person" else drawing.outline.bounds.top
                assert drawing.outline.bounds.bottom == pytest.approx(view.ground, abs=0.02)
                assert view.ground - crown == pytest.approx(view.stature, abs=0.02)


def test_heads_have_one_size_in_all_views_of_a_character(card: Card) -> None:
    sizes = [view.head.height / view.stature for view in card.views if view.head]
    limit = 1.15 if card.kind == "person" else 1.4
    assert max(sizes) < limit * min(sizes)


def test_sitting_drawings_rest_on_their_lowest_point(card: Card) -> None:
    for view in card.views:
        for drawing in view.drawings:
            if card.kind == "person" and POSES[drawing.pose or ""].posture in ("sitting", "riding"):
                assert drawing.ground == pytest.approx(drawing.outline.bounds.bottom, abs=1e-3)


def test_faces_are_seen_in_the_composite(card: Card) -> None:
    view = card.views[0]
    if not view.faces:
        return
    drawing, moods = view.drawings[0].picture, view.faces[:2]
    layers = [
        (drawing, face.picture) if view.face_over else (face.picture, drawing) for face in moods
    ]
    one, other = (np.asarray(load_figure(pair, Path())).astype(int) for pair in layers)
    assert np.abs(one - other).max() > 100


def test_every_character_is_credited_and_the_licences_are_here(card: Card) -> None:
    notice = (CAST / "LICENCES.md").read_text("utf-8")
    assert card.licence in ("CC0-1.0", "Apache-2.0")
    assert card.credit.split(",")[0] in notice
    assert "Version 2.0, January 2004" in (CAST / "APACHE-2.0.txt").read_text("utf-8")


def test_cards_can_be_made_again_from_their_pictures(card: Card) -> None:
    drawing = card.views[0].drawings[0]
    traced = outline_of(Image.open(picture_path(drawing.picture, Path())).convert("RGBA"))
    assert traced is not None
    there = painted(drawing.outline, (450, 360))
    again = painted(traced, (450, 360))
    assert (there & again).sum() / (there | again).sum() > 0.97


def test_an_unknown_example_is_told_with_those_there_are() -> None:
    with pytest.raises(FileNotFoundError, match="no example story"):
        example_path("../pyproject")
