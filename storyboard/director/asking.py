"""A model that is asked: recorded answers first, a server next, and no more than may be spent."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from storyboard.director.costs import Cost, estimated
from storyboard.director.questions import Question
from storyboard.director.recording import Exchange, Recording
from storyboard.director.replies import NotRecorded, Reply, Respondent, Unanswered, Unfit
from storyboard.request import DirectorMode

_Read = TypeVar("_Read")


class RecordedModel:
    """A language model by its name, what it answered, and where it can be asked.

    Args:
        name: the model's.
        recording: the answers so far; new ones are kept there at once.
        server: who is asked; None asks nobody.
        mode: see `DirectorMode`.
        budget: the most tokens that may be spent in this run; None for no limit.
    """

    def __init__(
        self,
        name: str,
        *,
        recording: Recording,
        server: Respondent | None,
        mode: DirectorMode,
        budget: int | None = None,
    ) -> None:
        self.name = name
        self.recording = recording
        self.mode = mode
        self.spent = Cost(0, 0, 0)
        self.silent = None if server else "no director's server is configured"
        """Why nobody is asked any more; None while somebody is."""
        self._server = server
        self._left = budget

    def silenced(self, why: str) -> "RecordedModel":
        """Return the same model, of which only what is recorded is known."""
        known = RecordedModel(self.name, recording=self.recording, server=None, mode="auto")
        known.silent = why
        return known

    def answer(
        self, question: Question, read: Callable[[str], _Read], *, about: str, words: str
    ) -> _Read:
        """Return what an answer says, recorded or asked for.

        Args:
            question: what is asked.
            read: reads an answer's text; it raises `Unfit` where it cannot be used.
            about: what the question is about, as `rain-arrival`.
            words: the author's, for whoever reviews the recording.

        Raises:
            NotRecorded: the mode is `replay`, and nothing is recorded.
            Unanswered, Unfit: nothing usable came.
        """
        found = self.recording.find(question.key) if self.mode != "record" else None
        if found is None and self.mode == "replay":
            raise NotRecorded(
                f"{about}: there is no recorded answer",
                hint=f"Record one with --director auto; it goes to {self.recording.path.name}.",
            )
        if found is not None:
            try:
                return read(found.answer)
            except Unfit:
                if self.silent or self.mode == "replay":
                    raise
        return self._asked(question, read, about, words)

    def open_questions(self, questions: Sequence[Question]) -> Cost:
        """Estimate what is still to be asked, and ask nothing."""
        if self.mode in ("off", "replay"):
            return Cost(0, 0, 0)
        anew = self.mode == "record"
        return estimated([q for q in questions if anew or self.recording.find(q.key) is None])

    def _asked(
        self, question: Question, read: Callable[[str], _Read], about: str, words: str
    ) -> _Read:
        """Ask, let the model mend its answer once, and record what can be used."""
        reply, attempt = self._spend(question), 1
        try:
            made = read(reply.text)
        except Unfit as error:
            reply, attempt = self._spend(question, mend=(reply.text, str(error))), 2
            made = read(reply.text)
        exchange = Exchange(
            key=question.key,
            panel=about,
            action=words,
            model=question.model,
            answer=reply.text,
            attempt=attempt,
            prompt_tokens=reply.prompt_tokens,
            answer_tokens=reply.answer_tokens,
        )
        self.recording.keep(exchange)
        return made

    def _spend(self, question: Question, *, mend: tuple[str, str] | None = None) -> Reply:
        if self._left is not None and estimated([question]).tokens > self._left:
            self.silent = self.silent or "the director's budget is spent"
        if self.silent or self._server is None:
            raise Unanswered(self.silent or "")
        try:
            reply = self._server.ask(question, mend=mend)
        except Unanswered as error:
            if error.lasting:
                self.silent = str(error)
            raise
        if self._left is not None:
            self._left -= reply.prompt_tokens + reply.answer_tokens
        self.spent = Cost(
            self.spent.questions + 1,
            self.spent.prompt_tokens + reply.prompt_tokens,
            self.spent.answer_tokens + reply.answer_tokens,
        )
        return reply
