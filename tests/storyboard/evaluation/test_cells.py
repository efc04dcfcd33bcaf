"""Methods draw the same plans from the same seeds; what a method changes, only it has."""

from pathlib import Path

from schemas.suite import Suite
from storyboard.evaluation.cells import Cell, cells_of
from storyboard.evaluation.reading import read_suite
from tests.storyboard.evaluation.test_suite_reading import SUITE, written


def suite(text: str = SUITE) -> Suite:
    return read_suite(written(text)).suite


def cells(text: str = SUITE) -> dict[str, Cell]:
    return {cell.panel.id: cell for cell in cells_of(suite(text), root=Path())}


def test_there_is_a_picture_for_every_method_composition_and_prompt() -> None:
    found = cells()
    assert len(found) == 3 * 3 * 2
    assert [*found][:3] == ["collage-dee-p1-1", "collage-dee-p2-1", "collage-dee-ringo-p1-1"]


def test_methods_share_plans_and_seeds() -> None:
    found = cells()
    one, other = (
        found[f"{method}-dee-ringo-p1-1"].panel for method in ("collage", "msp-from-noise")
    )
    assert one.seed == other.seed
    assert one.but(id="same", renderer=other.renderer) == other.but(id="same")
    assert (one.renderer.name, other.renderer.name) == ("collage", "msp")


def test_every_picture_has_a_seed_of_its_own_that_hangs_on_nothing_else() -> None:
    text = SUITE.replace("sizes:", "pictures: 2\nsizes:")
    found = cells(text)
    mine = [cell.panel.seed for name, cell in found.items() if name.startswith("collage-")]
    assert len(set(mine)) == len(mine) == 12
    turned = cells(SUITE.replace("  - waved\n", "").replace("\nmethods:", "\n  - waved\nmethods:"))
    assert turned["collage-dee-p2-1"].panel.seed == found["collage-dee-p1-1"].panel.seed


def test_everybody_who_is_asked_for_is_planned_and_nobody_else() -> None:
    for cell in cells().values():
        planned = [each.subject for each in cell.panel.segments if each.way is None]
        assert sorted(planned) == sorted(cell.composition.subjects)


def test_boxes_place_the_subjects() -> None:
    segments = cells()["collage-pair-p1-1"].panel.segments
    middle = {each.subject: each.region.bounds.centre[0] for each in segments}
    assert middle["mira"] < 0.5 < middle["cat"]


def test_classes_are_a_method_s_own() -> None:
    found = cells()
    told = {name: found[f"{name}-pair-p1-1"].panel.prompt for name in ("collage", "mudi")}
    assert "mira girl" in told["collage"]
    assert "mira old woman" in told["mudi"]


def test_pictures_have_the_asked_shape() -> None:
    wide = cells(SUITE.replace("sizes:", "aspect: 1.5\nsizes:"))
    assert {cell.panel.aspect for cell in wide.values()} == {1.5}
