"""Stories that fail are caught: named, drawn again, repaired where the collage can, else marked."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from storyboard import cli

MIXUPS = Path(__file__).parents[2] / "benchmarks" / "mixups"
SMALL = ("--set", "resolution=192", "--set", "steps=3", "--format", "html")


@pytest.mark.parametrize(
    ("story", "code", "told"),
    [
        ("exchanged-pictures", 6, ["cat looks like dog", "falls short"]),
        ("exchanged-words", 0, ["attempt 2 of 4 follows", "of 4 is in the book"]),
        ("one-prompt", 6, ["attempt 4 of 4 follows", "street-1: falls short"]),
    ],
)
def test_a_story_that_fails_is_caught(
    story: str, code: int, told: list[str], tmp_path: Path
) -> None:
    words = ["render", str(MIXUPS / f"{story}.yaml"), "--strict", "-o", str(tmp_path), *SMALL]
    run = CliRunner().invoke(cli.app, [*words, "--only", "street-1"])
    assert run.exit_code == code
    assert all(each in run.stderr for each in told)
    page = (tmp_path / "quality.html").read_text()
    assert f"{int(code == 0)} of 1 judged panels" in page
    assert ('href="#street-1"' in page) == (code == 6)
    again = CliRunner().invoke(cli.app, [*words, "--only", "street-1"])
    assert (again.exit_code, "drawn (" in again.stderr) == (code, False)
