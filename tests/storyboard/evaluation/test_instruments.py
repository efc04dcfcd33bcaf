"""Instruments tell a collage of known truth from a picture of nobody."""

from functools import cache
from pathlib import Path

import pytest
from PIL import Image

from renderers.methods.collage import compose
from schemas.geometry import Size
from schemas.plan import PanelPlan
from storyboard.evaluation.instruments import instrument_for
from storyboard.evaluation.metric_values import FEATURES, FIGURES, SEAM
from tests.storyboard.told import only, panel

SIZE = Size(width=256, height=256)


@cache
def plan() -> PanelPlan:
    """Dee left of Ringo, in a park."""
    told = panel("Dee and Ringo stand.", shot="full", characters=("dee", "ringo"))
    return only(told, layout="splash")


@cache
def right() -> Image.Image:
    return compose(plan(), SIZE, Path())


def test_figures_are_likest_to_their_own_pictures() -> None:
    instrument = instrument_for(FIGURES, [plan()], Path())
    seen = instrument.seen(plan(), right())
    assert min(seen["likeness"]) > 0.9
    assert seen["compared"] == pytest.approx(1, abs=0.15)
    wrong = instrument.seen(plan(), Image.new("RGB", (256, 256), "grey"))
    assert max(wrong["likeness"]) < 0.6
    assert wrong["compared"] < seen["compared"]


def test_features_are_compared_with_those_who_have_pictures() -> None:
    instrument = instrument_for(FEATURES, [plan()], Path())
    seen = instrument.seen(plan(), right())
    strangers = [part.but(subject="mira") for part in plan().segments]
    assert 0 < seen["whole"] <= 1
    assert 0 < seen["masked"] <= 1
    unknown = instrument.seen(plan().but(segments=strangers), right())
    assert unknown == {"whole": None, "masked": None}


def test_the_collage_s_own_seam_is_1() -> None:
    instrument = instrument_for(SEAM, [plan()], Path())
    assert instrument.seen(plan(), right())["seam"] in (None, pytest.approx(1, abs=1e-3))
