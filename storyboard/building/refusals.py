"""What an attempt is refused for, as problems with a place in the story."""

from collections.abc import Callable, Iterable

from schemas.errors import StoryboardError
from storyboard.diagnostics import Diagnostic
from storyboard.reading.nodes import Node
from storyboard.reading.positions import Positions


def refusal(
    code: str, positions: Positions, at: Node, attempt: Callable[[], object]
) -> Iterable[Diagnostic]:
    """Return what an attempt is refused for, if it is."""
    try:
        attempt()
    except StoryboardError as error:
        return (positions.problem(code, at, str(error), hint=error.hint),)
    return ()
