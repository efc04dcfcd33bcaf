"""The error that carries all problems of a story file."""

from collections.abc import Iterable

from schemas.errors import StoryInvalid
from storyboard.diagnostics import Diagnostic
from storyboard.diagnostics.formats import as_text


class StoryErrors(StoryInvalid):
    """A story file with at least one error; `str()` is the text an author reads."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__(as_text(self.diagnostics))
