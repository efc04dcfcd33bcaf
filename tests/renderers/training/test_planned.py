"""Subjects as the story's panels show them: as large, and lying on the grid as there."""

from pathlib import Path
from random import Random

import numpy as np
import pytest

from renderers.training.canvases import Composition
from renderers.training.jobs import LearnedFrom, follows_plan, jobs_of
from renderers.training.pictures import SubjectPicture, TrainingSubject
from renderers.training.planned import PlannedFigure, as_on_the_page, planned_figures
from renderers.training.recipes import composer_of
from schemas.errors import StoryboardError
from schemas.geometry import Box, Size
from schemas.plan import Figure
from schemas.training import LoraTraining, SegMixTraining
from schemas.training_groups import AugmentationSettings
from tests.renderers.panels import box, panel, segment
from tests.renderers.training.strangers import character, cut_out, figure, subject

SIZE = Size(width=192, height=256)
PLAIN = AugmentationSettings(backgrounds="plain")
# A canvas of 100 × 160 with a figure of 60 × 120 at (20, 20), made half as large again in a panel
# of 256².
REGION = box(0.2, 0.2, 0.7, 0.9)
PLACED = PlannedFigure("mira", Box(left=0.2, top=0.1, right=0.7859, bottom=1.0375), 1.0, 256)


def drawn(where: PlannedFigure, seed: int, *, step: int = 64) -> Composition:
    picture = SubjectPicture(
        "mira.png",
        figure(),
        figure().convert("RGB"),
        "hta woman cartoon, facing left",
        place=Box(left=0.2, top=0.125, right=0.8, bottom=0.875),
    )
    somebody = TrainingSubject("mira", "hta", "woman cartoon", 1.0, (picture,))
    return as_on_the_page(somebody, [where], PLAIN, step)(Random(seed), SIZE)


def bounds(made: Composition) -> tuple[int, int, int, int]:
    found = made.mask.getbbox()
    assert found is not None
    return found


@pytest.mark.parametrize("seed", range(6))
def test_figures_are_as_large_as_on_the_page_and_whole_steps_away(seed: int) -> None:
    left, top, right, bottom = bounds(drawn(PLACED, seed))
    assert (right - left, bottom - top) == (90, 180)
    # In the panel it begins at 0.2 · 256 + 20 · 1.5 and 0.1 · 256 + 20 · 1.5 pixels.
    assert (left - 81) % 64 == 0
    assert (top - 56) % 64 == 0
    assert left >= 0
    assert right <= SIZE.width
    assert bottom <= SIZE.height


def test_all_places_of_whole_steps_are_shown() -> None:
    corners = {bounds(drawn(PLACED, seed, step=16))[:2] for seed in range(60)}
    assert {left for left, _ in corners} == {1, 17, 33, 49, 65, 81, 97}
    assert {top for _, top in corners} == {8, 24, 40, 56, 72}


def test_a_figure_larger_than_the_picture_is_seen_through_it_as_through_a_window() -> None:
    high = PLACED._replace(placement=Box(left=-0.5, top=0.1, right=1.5, bottom=3.3))
    shown = [np.asarray(drawn(high, seed).mask) > 0 for seed in range(8)]
    assert all(mask.any(axis=1).all() for mask in shown)


def test_a_mirrored_figure_is_mirrored_and_so_are_its_words() -> None:
    made = drawn(PLACED._replace(mirror=True), 1)
    assert "facing right" in made.prompt
    left, _, right, _ = bounds(made)
    assert right - left == 90


def test_only_upright_pictures_of_who_is_taught_are_followed() -> None:
    placed = Figure(layers=("mira.png",), placement=PLACED.placement)
    lying = placed.but(projection=(1.0, 0, 0, 0, 1, 0, 0, 0, 1))
    shown = [segment(REGION, who, placed) for who in ("mira", "ben")]
    others = [segment(REGION, "mira", lying), segment(REGION, "mira")]
    panels = [panel(*shown), *map(panel, others)]
    found = list(planned_figures(panels, {"mira"}, 256))
    assert [each.subject for each in found] == ["mira"]
    assert found[0].placement == PLACED.placement


def test_where_the_page_has_them_is_part_of_the_key(tmp_path: Path) -> None:
    cut_out(tmp_path / "mira.png")
    whom = {"mira": character("mira.png")}
    here = Figure(layers=("mira.png",), placement=PLACED.placement)
    there = here.but(placement=Box(left=0, top=0, right=0.5, bottom=1))

    def key(settings: LoraTraining, figure: Figure, resolution: int = 256) -> str:
        panels = [panel(segment(REGION, "mira", figure))]
        known = LearnedFrom(tmp_path, str, panels, resolution=resolution)
        return jobs_of(settings, whom, known, model="toon")[0].key

    free, laid = LoraTraining(), LoraTraining(layout="plan")
    assert follows_plan(laid)
    assert not follows_plan(free)
    assert key(free, here) == key(free, there)
    assert len({key(laid, here), key(laid, there), key(laid, here, 512), key(free, here)}) == 4


def test_who_is_in_no_panel_cannot_be_laid_out_as_there(tmp_path: Path) -> None:
    cut_out(tmp_path / "mira.png")
    settings = SegMixTraining(layout="plan")
    known = LearnedFrom(tmp_path, str)
    job = jobs_of(settings, {"mira": character("mira.png")}, known, model="toon")[0]
    with pytest.raises(StoryboardError, match="needs a panel that shows mira"):
        composer_of(job, [subject()], (), tmp_path, 64)
