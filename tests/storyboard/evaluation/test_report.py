"""The report is one page that needs nothing beside it, and shows what the rows say."""

import re
from pathlib import Path

import pytest
from PIL import Image

from renderers.judging.metrics.tables import Interval
from schemas.settings import CollageSettings, MspSettings, SalSettings
from schemas.suite import EvaluatedMethod, MetricChoice, SubjectSet, Suite, SuitePrompt
from storyboard.evaluation.cells import Cell
from storyboard.evaluation.chart import success_chart
from storyboard.evaluation.markdown import as_markdown
from storyboard.evaluation.metrics import columns_of
from storyboard.evaluation.report import report_page
from storyboard.evaluation.rows import PictureRow
from storyboard.evaluation.tables import Table
from storyboard.reading.packaged import packaged_characters
from tests.storyboard import fakes

METHODS = (
    EvaluatedMethod(name="a <b>", id="a-b", renderer=CollageSettings()),
    EvaluatedMethod(
        name="guided", id="guided", renderer=MspSettings(sal=SalSettings()), judged_by=("latents",)
    ),
)
SETS = (SubjectSet(id="dee", subjects=("dee",)), SubjectSet(id="two", subjects=("dee", "cat")))
SUITE = Suite(
    title="Who & who",
    size="full",
    characters=dict(packaged_characters()),
    compositions=SETS,
    prompts=(SuitePrompt(action="waved"),),
    methods=METHODS,
    metrics=(MetricChoice(name="found"), MetricChoice(name="SAS")),
    judges=("latents", "pixels"),
)
COLUMNS = columns_of(SUITE.metrics, SUITE.judges)


def rows() -> list[PictureRow]:
    """Three pictures, right, disputed and wrong, and one that was not drawn."""
    told = [(True, True), (True, False), (False, False)]
    found = []
    for number, method in enumerate(METHODS):
        for at, composition in enumerate(SETS):
            cell = Cell(method, composition, 1, 1, fakes.panel(f"{method.id}-{composition.id}"))
            if 2 * number + at == 3:
                found.append(PictureRow(cell, "failed", None))
                continue
            path = Path(f"{cell.panel.id}.png")
            Image.new("RGB", (300, 200), "teal").save(path)
            latents, pixels = told[2 * number + at]
            values = {
                "found (latents)": float(latents),
                "found (pixels)": float(pixels),
                "SAS": 0.5,
            }
            right = {"latents": latents, "pixels": pixels}
            found.append(PictureRow(cell, "measured", path, values, right))
    return found


@pytest.fixture
def page() -> str:
    return report_page(SUITE, Table(rows(), average="all"), COLUMNS)


def test_it_needs_nothing_beside_it_and_runs_nothing(page: str) -> None:
    assert "default-src 'none'" in page
    assert not re.search(r"https?://|<script|<link|url\(", page)
    assert page.count('src="data:image/jpeg;base64,') == 3
    assert page.count("not drawn<") == 1


def test_names_are_text(page: str) -> None:
    assert "a &lt;b&gt;" in page
    assert "a <b>" not in page
    assert "Who &amp; who" in page


def test_pictures_say_how_the_judges_agree(page: str) -> None:
    for state in ("right", "split", "wrong"):
        assert len(re.findall(rf'<td class="{state}"><img', page)) == 1
    assert "latents: all right; pixels: wrong" in page


def test_it_marks_what_had_a_part_in_drawing_and_what_is_best(page: str) -> None:
    assert "†" in page
    table = as_markdown(SUITE, Table(rows(), average="all"), COLUMNS)
    guided = next(line for line in table.splitlines() if line.startswith("| guided | 1 |"))
    # The segmenter guided: its verdict and its features are marked, the reader of pixels is not.
    assert guided == "| guided | 1 | 0.00 / - † | 0.00 / - | 0.50 / - † |"
    assert "How far the judge pixels may be believed" in page


def test_the_same_rows_give_the_same_bytes(page: str) -> None:
    assert report_page(SUITE, Table(rows(), average="all"), COLUMNS) == page


def test_a_chart_has_a_line_for_every_judge_from_0_to_1() -> None:
    rate, none = Interval(1.0, 0.5, 1.0), Interval(0.0, 0.0, 0.0)
    drawn = success_chart((1, 2), [{1: rate, 2: none}, {2: rate}])
    lines = re.findall(r'points="([^"]*)"', drawn)
    tops, bottoms = 8.0, 100.0
    assert [each.split(",")[1] for each in lines[0].split()] == [str(tops), str(bottoms)]
    assert len(lines[1].split()) == 1
    assert drawn.count("<circle") == 3
