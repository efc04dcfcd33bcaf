"""Pages say how much comes along, and it is so."""

from pathlib import Path

import pytest

from storyboard.authoring.counts import counts, with_counts
from storyboard.schema_export import COUNTING

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("name", COUNTING)
def test_every_number_on_a_page_is_true(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert text == with_counts(text), "run: python -m storyboard.schema_export"


def test_the_readme_counts_poses_things_and_places() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in ("poses", "things and animals", "kinds of place"):
        assert f"{counts()[name]} {name}" in text


def test_a_number_that_is_not_true_is_mended() -> None:
    assert with_counts("1 poses, of 12 things") == f"{counts()['poses']} poses, of 12 things"
