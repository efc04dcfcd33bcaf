"""Sketches: the plan itself, legible."""

from pathlib import Path

import numpy as np

from renderers import load
from renderers.base import Context, Drawn
from renderers.cast.mannequin import colour_of
from renderers.methods.sketch import sketch
from renderers.places.colour import rgb
from schemas.geometry import Box, Size
from schemas.settings import SketchSettings
from tests.renderers.panels import box, panel, pose, segment

SIZE = Size(width=240, height=160)


def pixels(*segments, **more) -> np.ndarray:
    return np.asarray(sketch(panel(*segments, **more), SIZE)).astype(int)


def test_regions_are_hatched_in_their_subjects_colours():
    bare = pixels()
    drawn = pixels(segment(box(0.1, 0.1, 0.4, 0.9), "ann"), segment(box(0.6, 0.1, 0.9, 0.9), "bob"))
    for subject, columns in (("ann", slice(30, 90)), ("bob", slice(150, 210))):
        change = (drawn - bare)[20:80, columns].reshape(-1, 3).mean(axis=0)
        towards = rgb(colour_of(subject)) - bare[20:80, columns].reshape(-1, 3).mean(axis=0)
        assert np.corrcoef(change, towards)[0, 1] > 0.9, subject
    assert np.abs(drawn - bare)[20:140, 105:135].max() == 0


def test_a_segment_in_front_hides_the_hatching_behind():
    back, front = segment(box(0, 0, 1, 1), "ann"), segment(box(0.25, 0.1, 0.75, 0.9), "bob")
    alone, both = pixels(back.but(region=box(0, 0, 0.2, 1)), front), pixels(back, front)
    inside = np.s_[24:70, 70:80]
    assert np.abs(alone[inside] - both[inside]).mean() < 1


def test_the_skeleton_is_drawn():
    bare = segment(box(0.1, 0.1, 0.9, 0.9))
    posed = bare.but(pose=pose(neck=(0.2, 0.2), r_shoulder=(0.8, 0.2), nose=(0.2, 0.15, 0)))
    change = np.abs(pixels(posed) - pixels(bare)).sum(axis=2) > 100
    assert change[30:35, 50:190].mean() > 0.12
    assert not change[22:27, 44:52].any()  # an absent joint is not drawn


def test_the_room_for_words_is_dashed():
    room = Box(left=0.1, top=0.1, right=0.9, bottom=0.4)
    change = np.abs(pixels(room=(room,)) - pixels()).sum(axis=2)[15:18, 24:216].max(axis=0) > 60
    assert 0.3 < change.mean() < 0.7
    assert np.count_nonzero(np.diff(change)) > 8


def test_names_poses_and_moods_are_written():
    who = segment(box(0.3, 0.1, 0.7, 0.9), "ann")
    told = who.but(pose_word="waving", mood="happy")
    assert np.abs(pixels(told) - pixels(who)).sum() > 0
    assert np.abs(pixels(who) - pixels(who.but(subject="bob"))).sum() > 0


def test_even_a_hidden_or_outside_segment_can_be_sketched():
    hidden = segment(box(0.4, 0.4, 0.5, 0.5), "ann")
    assert pixels(hidden, segment(box(0, 0, 1, 1), "bob")).shape == (160, 240, 3)
    assert np.abs(pixels(segment(box(1.5, 0, 2, 1), "ann")) - pixels()).sum() > 0


def test_the_renderer_yields_every_panel():
    renderer = load(SketchSettings(resolution=128), Context(Path()))
    drawn = [each for each in renderer.render([panel(id="a-1"), panel(id="a-2")])]
    assert [each.panel for each in drawn if isinstance(each, Drawn)] == ["a-1", "a-2"]


def test_sketching_is_deterministic():
    who = segment(box(0.3, 0.1, 0.7, 0.9), "ann")
    assert (pixels(who) == pixels(who)).all()
