"""Colour-coded masks: written for people, read from people."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from renderers.conditioning.drawn_masks import SEGMENT_COLOURS, masks_picture, segment_colour
from renderers.conditioning.maps import region_masks, segment_masks
from schemas.errors import AssetMissing, StoryInvalid
from schemas.geometry import Size
from tests.renderers.panels import box, panel, segment

SIZE = Size(width=40, height=20)


def left_and_right(**more):
    return panel(segment(box(0, 0, 0.4, 1), "ann"), segment(box(0.6, 0, 1, 1), "bob"), **more)


def test_the_picture_shows_each_segment_in_its_colour():
    picture = masks_picture(segment_masks(left_and_right(), SIZE), ["ann", "bob"])
    colours = [picture.getpixel(at) for at in ((20, 10), (5, 10), (35, 10))]
    assert colours == [segment_colour(index) for index in range(3)]
    assert picture.info["comment"].splitlines()[1] == f"#{bytes(segment_colour(2)).hex()} bob"


def test_colours_repeat_but_never_the_backgrounds():
    assert segment_colour(0) == SEGMENT_COLOURS[0]
    assert all(segment_colour(index) != SEGMENT_COLOURS[0] for index in range(1, 60))


def test_a_written_picture_reads_back_as_the_same_masks(tmp_path):
    masks = segment_masks(left_and_right(), SIZE)
    masks_picture(masks).save(tmp_path / "masks.png")
    assert (segment_masks(left_and_right(masks="masks.png"), SIZE, root=tmp_path) == masks).all()


def drawn(folder, *shapes, background="white"):
    picture = Image.new("RGB", (80, 40), background)
    for colour, shape in shapes:
        ImageDraw.Draw(picture).ellipse(shape, fill=colour)
    picture.save(folder / "mine.png")


def test_an_authors_colours_need_no_palette(tmp_path):
    drawn(tmp_path, ("teal", (44, 4, 76, 36)), ("#c01020", (4, 4, 36, 36)))
    masks = segment_masks(left_and_right(masks="mine.png"), SIZE, root=tmp_path)
    assert masks.shape == (3, 20, 40)
    assert [masks[:, 10, x].tolist() for x in (10, 30, 20)] == [[0, 1, 0], [0, 0, 1], [1, 0, 0]]
    assert (masks.sum(axis=0) == 1).all()


def test_white_is_the_background_even_where_a_figure_was_planned(tmp_path):
    drawn(tmp_path, ("teal", (30, 10, 50, 30)), ("navy", (0, 0, 6, 6)))
    masks = segment_masks(left_and_right(masks="mine.png"), SIZE, root=tmp_path)
    assert masks[0].mean() > 0.8
    assert masks[1:, 10, 20].max() == 1


def test_transparency_is_background(tmp_path):
    picture = Image.new("RGBA", (40, 20))
    ImageDraw.Draw(picture).rectangle((0, 0, 15, 19), fill="red")
    ImageDraw.Draw(picture).rectangle((24, 0, 39, 19), fill="green")
    picture.save(tmp_path / "clear.png")
    masks = segment_masks(left_and_right(masks="clear.png"), SIZE, root=tmp_path)
    assert (masks == segment_masks(left_and_right(), SIZE)).all()


def test_blurred_edges_are_not_segments(tmp_path):
    drawn(tmp_path, ("teal", (44, 4, 76, 36)), ("#c01020", (4, 4, 36, 36)))
    picture = Image.open(tmp_path / "mine.png").resize((160, 80), Image.Resampling.BICUBIC)
    picture.save(tmp_path / "mine.png")
    size = Size(width=160, height=80)
    masks = segment_masks(left_and_right(masks="mine.png"), size, root=tmp_path)
    assert np.isin(masks, (0, 1)).all()
    assert [round(float(mask.mean()), 1) for mask in masks[1:]] == [0.3, 0.3]


def test_too_few_colours_are_an_error(tmp_path):
    drawn(tmp_path, ("teal", (4, 4, 36, 36)))
    with pytest.raises(StoryInvalid, match=r"mine\.png shows fewer than 3 colours"):
        segment_masks(left_and_right(masks="mine.png"), SIZE, root=tmp_path)


def test_an_unreadable_picture_is_an_error(tmp_path):
    (tmp_path / "mine.png").write_bytes(b"not a picture")
    with pytest.raises(AssetMissing, match=r"mine\.png"):
        segment_masks(left_and_right(masks="mine.png"), SIZE, root=tmp_path)


def test_a_picture_outside_the_storys_folder_is_refused(tmp_path):
    (tmp_path / "story").mkdir()
    drawn(tmp_path, ("teal", (4, 4, 36, 36)))
    with pytest.raises(StoryInvalid):
        segment_masks(left_and_right(masks="../mine.png"), SIZE, root=tmp_path / "story")


def test_masks_without_segments_are_all_background():
    assert (region_masks([], SIZE) == 1).all()
