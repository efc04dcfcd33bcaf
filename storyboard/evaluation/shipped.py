"""The suites that come along, known by their names."""

from pathlib import Path

from schemas.errors import StoryboardError
from storyboard.diagnostics import did_you_mean, listed

FOLDER = Path(__file__).parent / "suites"
"""Where they lie."""


def suite_names() -> tuple[str, ...]:
    """Return the names of the suites that come along."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


def suite_file(suite: str) -> Path:
    """Return a suite's file: one that is there, or one that comes along, by its name.

    Raises:
        StoryboardError: there is neither.
    """
    path = Path(suite)
    if path.is_file():
        return path
    if path.suffix or len(path.parts) > 1:
        near = did_you_mean(path.name, [each.name for each in path.parent.glob("*.y*ml")])
        raise StoryboardError(f"there is no file {path}", hint=near)
    if suite not in suite_names():
        hint = did_you_mean(suite, suite_names())
        told = f"Name a file, or a suite that comes along: {listed(suite_names())}."
        raise StoryboardError(f'there is no suite "{suite}"', hint=hint or told)
    return FOLDER / f"{suite}.yaml"
