"""Who swims is seen above the waterline alone."""

import numpy as np

from renderers.cast.figures import load_figure
from renderers.methods.collage import cut_out
from schemas.geometry import Size
from schemas.story import Setting
from tests.storyboard.told import ROOT, only, panel

SEA = Setting(prompt="the open sea")


def test_legs_are_under_water_and_foam_is_at_the_waterline() -> None:
    made = only(panel("Dee swims.", characters=["dee"], shot="full", setting=SEA))
    dee, foam = made.segments
    assert foam.token == "ripples"
    assert foam.region.bounds.overlap(dee.region.bounds) > 0
    assert abs(foam.region.bounds.centre[1] - dee.region.bounds.bottom) < 0.03
    assert "ripples" not in made.prompt + made.alt
    size = Size(width=round(300 * made.aspect), height=300)
    alpha = np.asarray(cut_out(dee, size, ROOT).getchannel("A"))
    low = np.flatnonzero((alpha > 128).any(axis=1))[-1] / 300
    assert abs(low - dee.region.bounds.bottom) < 0.02
    assert dee.figure is not None
    whole = load_figure(dee.figure.layers, ROOT)
    assert whole.getbbox()[3] > 1.2 * dee.figure.bottom * whole.height


def test_who_is_in_the_sea_and_idle_swims() -> None:
    made = only(panel("", characters=["dee", "ringo"], setting=SEA))
    assert {each.pose_word for each in made.segments if each.way is None} == {"swimming"}
    aboard = only(panel("Dee sits in a rowing boat.", characters=["dee"], setting=SEA))
    assert all(each.pose_word != "swimming" for each in aboard.segments)


def test_those_who_swim_to_an_island_look_at_it() -> None:
    made = only(panel("Dee and Ringo swim to an island.", characters=["dee", "ringo"], setting=SEA))
    people = [each for each in made.segments if each.way is None]
    island = next(each for each in made.segments if each.token == "island")
    assert {each.facing for each in people} == {"right"}
    middles = [each.region.bounds.centre[0] for each in people]
    assert island.region.bounds.centre[0] > sum(middles) / len(middles)
