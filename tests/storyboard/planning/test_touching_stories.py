"""The stories by which touch was judged by eye: nothing of their actions is lost."""

from pathlib import Path

import pytest

from storyboard.planning.ledger import shows_all
from storyboard.planning.planner import plan_story
from storyboard.reading import read_file

STORIES = sorted((Path(__file__).parents[3] / "benchmarks" / "touching").glob("*.yaml"))


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_every_word_is_shown(path: Path) -> None:
    document, problems = read_file(path)
    assert document is not None, problems
    panels = plan_story(document.story, root=path.parent).panels
    assert [panel.action for panel in panels if not shows_all(panel.ledger)] == []
