"""What comes of a question: a reply, or the reason why there is none that can be used."""

from typing import NamedTuple, Protocol

from schemas.errors import StoryboardError
from storyboard.director.questions import Question


class Unfit(ValueError):
    """An answer that cannot be used; its text tells the model what to mend, code by code."""


class Unanswered(StoryboardError):
    """A server gave no usable answer."""

    exit_code = 4

    def __init__(self, message: str, *, hint: str | None = None, lasting: bool = False) -> None:
        super().__init__(message, hint=hint)
        self.lasting = lasting
        """Whether the next question would fare no better: a wrong key, an unknown model."""


class NotRecorded(Unanswered):
    """The mode is `replay`, and nothing is recorded."""


class Reply(NamedTuple):
    """What a server said."""

    text: str
    prompt_tokens: int
    answer_tokens: int


class Respondent(Protocol):
    """Whoever answers questions."""

    def ask(self, question: Question, *, mend: tuple[str, str] | None = None) -> Reply:
        """Ask; `mend` is a first answer and what was wrong with it.

        Raises:
            Unanswered: whatever happened, in words.
        """
        ...
