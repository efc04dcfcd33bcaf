"""Each problem an author can make: the whole text of the report, with places and carets.

Every file of `problems/` is a story and, below a line of `=====`, what is said about it.
`UPDATE_PROBLEMS=1 pytest` rewrites the latter; read the difference before you commit it.
"""

import os
from pathlib import Path

import pytest

from storyboard.diagnostics.codes import ADVICE, CODES
from storyboard.diagnostics.formats import as_text
from storyboard.reading import check_file

PROBLEMS = sorted((Path(__file__).parent / "problems").glob("*.txt"))
TOLD_ELSEWHERE = {
    "SB001",
    "SB002",
    "SB003",
    "SB047",
    "SB048",
    "SB049",
    "SB054",
    "SB060",
    "SB064",
    "SB065",
    "SB071",
    "SB080",
    "SB090",
    "SB095",
}
"""Problems that are not a story's text, that are found when it is planned, or whose report grows
with every renderer, or that a suite has; see test_source, test_examination and test_document."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A story's folder with one picture."""
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "pose.png").write_bytes(b"not looked at")
    return tmp_path


@pytest.mark.parametrize("path", PROBLEMS, ids=lambda path: path.stem)
def test_the_report_says_what_where_and_what_to_do(path: Path, folder: Path) -> None:
    story, _, expected = path.read_text(encoding="utf-8").partition("=====\n")
    (folder / "story.yaml").write_text(story, encoding="utf-8")
    found = check_file("story.yaml")[1]  # The current folder is the temporary one.
    text = as_text(found) + "\n"
    if os.environ.get("UPDATE_PROBLEMS"):
        path.write_text(f"{story}=====\n{text}", encoding="utf-8")
        return
    assert text == expected
    assert path.stem.partition("-")[0] in {problem.code for problem in found}


def test_every_code_has_an_example() -> None:
    told = {path.stem.partition("-")[0] for path in PROBLEMS} | TOLD_ELSEWHERE | ADVICE
    assert told == set(CODES)


@pytest.mark.parametrize("path", PROBLEMS, ids=lambda path: path.stem)
def test_a_report_is_sorted_and_points_into_the_story(path: Path, folder: Path) -> None:
    story = path.read_text(encoding="utf-8").partition("=====\n")[0]
    (folder / "story.yaml").write_text(story, encoding="utf-8")
    found = check_file(folder / "story.yaml")[1]
    lines = story.split("\n")
    assert [each.line for each in found] == sorted(each.line for each in found)
    for each in found:
        assert each.source_line == lines[each.line - 1]
        assert 1 <= each.column <= len(each.source_line) + 1
        assert (each.end_line, each.end_column) >= (each.line, each.column)
