"""Means, intervals and ties, worked out by hand on rows made by hand."""

from pathlib import Path

import pytest

from schemas.settings import CollageSettings
from schemas.suite import EvaluatedMethod, SubjectSet
from storyboard.evaluation.cells import Cell
from storyboard.evaluation.metrics import METRICS, Column
from storyboard.evaluation.rows import PictureRow, as_csv
from storyboard.evaluation.tables import Table
from tests.storyboard import fakes

SAS = Column(METRICS["SAS"])
SEAM = Column(METRICS["seam"])


def row(
    method: str, who: str, value: float | None, *, prompt: int = 1, picture: int = 1, **more: object
) -> PictureRow:
    """A picture of some letters, of whom each is a subject."""
    cell = Cell(
        EvaluatedMethod(name=method, id=method, renderer=CollageSettings()),
        SubjectSet(id=who, subjects=tuple(who)),
        prompt,
        picture,
        fakes.panel(f"{method}-{who}"),
    )
    values = {"SAS": value, "seam": value}
    return PictureRow(cell, "measured", Path("x"), values, **more)  # type: ignore[arg-type]


def test_means_are_by_method_and_number_of_subjects() -> None:
    rows = [row("m", "a", 0.2), row("m", "b", 0.4), row("m", "ab", 0.9), row("n", "a", 0.0)]
    table = Table(rows, average="all")
    assert table.value("m", SAS, 1) == pytest.approx(0.3)
    assert table.value("m", SAS, 2) == pytest.approx(0.9)
    assert table.value("n", SAS, 2) is None
    assert table.mean("m", SAS).mean == pytest.approx(0.5)  # type: ignore[union-attr]


def test_an_interval_is_of_whole_compositions() -> None:
    """Of two compositions, a resample has both, or one twice: means 0, 0.5 and 1."""
    rows = [row("m", who, value, prompt=p) for who, value in (("a", 0), ("b", 1)) for p in (1, 2)]
    found = Table(rows, average="all").mean("m", SAS)
    assert found is not None
    assert found == (0.5, 0.0, 1.0)
    alone = Table(rows[:2], average="all").mean("m", SAS)
    assert alone == (0.0, 0.0, 0.0)


def test_a_prompt_may_count_by_its_best_picture() -> None:
    rows = [row("m", "a", 0.2), row("m", "a", 0.6, picture=2), row("m", "a", 0.1, prompt=2)]
    assert Table(rows, average="best").value("m", SAS, 1) == pytest.approx(0.35)
    assert Table(rows, average="best").value("m", SEAM, 1) == pytest.approx(0.15)
    assert Table(rows, average="all").value("m", SAS, 1) == pytest.approx(0.25)


def test_the_best_is_most_or_least_as_the_metric_has_it() -> None:
    table = Table([row("m", "a", 0.2), row("n", "a", 0.4)], average="all")
    assert table.best(SAS) == "n"
    assert table.best(SEAM) == "m"
    assert Table([row("m", "a", None)], average="all").best(SAS) is None


def test_a_method_is_told_apart_by_differences_of_the_same_prompts() -> None:
    """Compositions differ by far more than methods; every one of them is a little better by n."""
    hard = {"a": 0.1, "b": 0.5, "c": 0.9, "d": 0.3}
    steady = [row("m", who, value) for who, value in hard.items()]
    steady += [row("n", who, value + 0.01) for who, value in hard.items()]
    table = Table(steady, average="all")
    assert not table.tied("m", SAS)
    means = [table.mean(name, SAS) for name in ("m", "n")]
    assert means[0] is not None
    assert means[1] is not None
    assert means[1].low < means[0].mean < means[1].high
    mixed = [*steady, row("m", "e", 0.9), row("n", "e", 0.89)]
    assert Table(mixed, average="all").tied("m", SAS)


def test_success_is_of_the_judged() -> None:
    told = (True, False, True, None)
    rows = [
        row("m", who, 0.0, succeeded={"pixels": right})
        for who, right in zip("abcd", told, strict=True)
    ]
    found = Table(rows, average="all").success("m", "pixels", 1)
    assert found is not None
    assert found.mean == pytest.approx(2 / 3)
    assert Table(rows, average="all").success("m", "latents") is None


def test_results_are_a_row_a_picture() -> None:
    folder = Path("build")
    shown = row("m", "ab", 0.12345)._replace(picture=folder / "panels" / "p.png")
    lost = row("m", "a", None)._replace(state="failed", picture=None, values={})
    lines = as_csv([shown, lost], [SAS], ["pixels"], folder=folder).splitlines()
    assert lines == [
        "method,composition,subjects,who,prompt,picture,seed,state,file,SAS,success (pixels)",
        "m,ab,2,a b,1,1,7,measured,panels/p.png,0.1235,",
        "m,a,1,a,1,1,7,failed,,,",
    ]
