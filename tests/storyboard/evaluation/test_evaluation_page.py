"""docs/evaluation.md: tables as the keys are declared, everything named, a valid example."""

import re
from pathlib import Path

from storyboard.authoring.reference import with_tables
from storyboard.evaluation.metrics import METRICS
from storyboard.evaluation.reading import check_suite
from storyboard.evaluation.shipped import suite_names
from storyboard.evaluation.suite_schema import SUITE_SECTIONS
from tests.storyboard.evaluation.test_suite_reading import written

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "evaluation.md").read_text("utf-8")


def test_the_tables_are_those_of_the_declared_keys() -> None:
    assert with_tables(PAGE, SUITE_SECTIONS) == PAGE, "run: python -m storyboard.schema_export"
    assert re.findall(r"<!-- keys: (\w+) -->", PAGE) == list(SUITE_SECTIONS)


def test_every_metric_and_every_suite_is_named() -> None:
    told = set(re.findall(r"`([^`]+)`", re.sub(r"```.*?```", "", PAGE, flags=re.DOTALL)))
    assert {*METRICS, *suite_names()} - told == set()


def test_the_example_is_a_valid_suite() -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert check_suite(written(example))[1] == ()
