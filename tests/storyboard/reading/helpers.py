"""Short ways to read stories in tests."""

from pathlib import Path

from schemas.story import Panel, Story
from storyboard.diagnostics.formats import as_text
from storyboard.reading import check_text

HEAD = "cast: [dee, ringo, cup, dog]\nscenes:\n  - panels:\n"


def read(text: str, *, folder: Path = Path()) -> Story:
    """Read a story that must have no problems at all."""
    story, problems = check_text(text, folder=folder)
    assert not problems, as_text(problems)
    assert story is not None
    return story


def panels(text: str) -> tuple[Panel, ...]:
    """Read the panels below `HEAD`, which begin with six spaces and a dash."""
    return read(HEAD + text).scenes[0].panels


def codes(text: str | bytes, *, folder: Path = Path()) -> list[str]:
    """Return the codes of a story's problems in the order of their places."""
    return [problem.code for problem in check_text(text, folder=folder)[1]]
