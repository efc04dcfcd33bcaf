"""A language model as a director: recorded answers first, a server next, rules last."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from schemas.directions import Directions
from schemas.story import Character, Panel, Story
from storyboard.director.answers import Unfit, read_answer
from storyboard.director.costs import Cost, estimated
from storyboard.director.questions import PanelContext, PanelQuestion, question_about
from storyboard.director.recording import Exchange, Recording
from storyboard.director.replies import Reply, Respondent, Unanswered
from storyboard.planning.script.director import Director
from storyboard.planning.script.scene_graph import expected_in
from storyboard.request import DirectorMode


class AskedFrom(NamedTuple):
    """Where a panel stands in its story."""

    id: str
    context: PanelContext


class ModelDirector:
    """Reads actions by a language model; what it cannot have is read by rules, and told.

    Args:
        story: whose panels are read.
        model: asked for answers that are not recorded.
        recording: the answers so far.
        server: who is asked; None asks nobody.
        mode: see `DirectorMode`.
        rules: who reads what the model does not.
        budget: the most tokens that may be spent in this run; None for no limit.
        language: in which the actions are written; the story's, where None.
    """

    def __init__(
        self,
        story: Story,
        *,
        model: str,
        recording: Recording,
        server: Respondent | None,
        mode: DirectorMode,
        rules: Director,
        budget: int | None = None,
        language: str | None = None,
    ) -> None:
        self._model = model
        self._recording = recording
        self._server = server
        self._mode = mode
        self._rules = rules
        self._left = budget
        self._language = language or story.language
        self._places = _places(story, self._language)
        self._gone: str | None = None
        """Why nobody is asked any more."""
        self.spent = Cost(0, 0, 0)

    def without_asking(self, story: Story) -> "ModelDirector":
        """Return a director of another version of the story, who knows what is recorded alone."""
        known = ModelDirector(
            story,
            model=self._model,
            recording=self._recording,
            server=None,
            mode="auto",
            rules=self._rules,
            language=self._language,
        )
        known._gone = "no answer to it is recorded"
        return known

    def direct(
        self, panel: Panel, characters: Mapping[str, Character], present: Sequence[str]
    ) -> Directions:
        """Return what a panel's action asks for.

        Raises:
            Unanswered: the mode is `replay` and there is no recorded answer.
        """
        if not panel.action.strip() or self._mode == "off":
            return self._rules.direct(panel, characters, present)
        question = self.question(panel, characters, present)
        place = self._place(panel)
        found = self._recording.find(question.key) if self._mode != "record" else None
        if found is None and self._mode == "replay":
            raise Unanswered(
                f"{place.id}: there is no recorded answer to its action",
                hint=f"Record one: storyboard plan STORY --director auto; it goes to "
                f"{self._recording.path.name}.",
            )
        try:
            if found is not None and (read := self._still_fits(found, characters)):
                return read
            return self._asked(question, panel, characters, place.id)
        except (Unanswered, Unfit) as error:
            return self._by_rules(panel, characters, present, str(error))

    def _still_fits(
        self, exchange: Exchange, characters: Mapping[str, Character]
    ) -> Directions | None:
        """Read a recorded answer; None where it is to be asked for again.

        Raises:
            Unfit: it can no longer be read, and nobody can be asked.
        """
        try:
            return read_answer(exchange.answer, characters)
        except Unfit:
            if self._server is None or self._mode == "replay":
                raise
            return None

    def question(
        self, panel: Panel, characters: Mapping[str, Character], present: Sequence[str]
    ) -> PanelQuestion:
        """Return what is asked about a panel."""
        context = self._place(panel).context
        return question_about(panel, characters, present, model=self._model, context=context)

    def open_questions(self, story: Story) -> Cost:
        """Estimate what is still to be asked about a story, and ask nothing."""
        questions = [
            self.question(panel, story.characters, expected_in(panel))
            for scene in story.scenes
            for panel in scene.panels
            if panel.action.strip()
        ]
        if self._mode in ("off", "replay"):
            return Cost(0, 0, 0)
        anew = self._mode == "record"
        return estimated([q for q in questions if anew or self._recording.find(q.key) is None])

    def _place(self, panel: Panel) -> AskedFrom:
        return self._places.get(_sign(panel), AskedFrom(panel.id, PanelContext()))

    def _asked(
        self, question: PanelQuestion, panel: Panel, characters: Mapping[str, Character], name: str
    ) -> Directions:
        """Ask, let the model mend its answer once, and record what can be used.

        Raises:
            Unanswered, Unfit: nothing usable came.
        """
        if self._gone is not None:
            raise Unanswered(self._gone)
        if self._server is None:
            raise Unanswered("no director's server is configured")
        reply, attempt = self._spend(question), 1
        try:
            read = read_answer(reply.text, characters)
        except Unfit as error:
            reply, attempt = self._spend(question, mend=(reply.text, str(error))), 2
            read = read_answer(reply.text, characters)
        exchange = Exchange(
            key=question.key,
            panel=name,
            action=panel.action,
            model=question.model,
            answer=reply.text,
            attempt=attempt,
            prompt_tokens=reply.prompt_tokens,
            answer_tokens=reply.answer_tokens,
        )
        self._recording.keep(exchange)
        return read

    def _spend(self, question: PanelQuestion, *, mend: tuple[str, str] | None = None) -> Reply:
        if self._left is not None and estimated([question]).tokens > self._left:
            raise Unanswered("the director's budget is spent")
        assert self._server is not None
        try:
            reply = self._server.ask(question, mend=mend)
        except Unanswered as error:
            if error.lasting:
                self._gone = str(error)
            raise
        if self._left is not None:
            self._left -= reply.prompt_tokens + reply.answer_tokens
        self.spent = Cost(
            self.spent.questions + 1,
            self.spent.prompt_tokens + reply.prompt_tokens,
            self.spent.answer_tokens + reply.answer_tokens,
        )
        return reply

    def _by_rules(
        self, panel: Panel, characters: Mapping[str, Character], present: Sequence[str], why: str
    ) -> Directions:
        read = self._rules.direct(panel, characters, present)
        first = why.splitlines()[0]
        return read.but(notes=(*read.notes, f"its action is read by rules: {first}"))


def _sign(panel: Panel) -> str:
    """Tell a panel by what it shows and says; how it is drawn is nothing to a director."""
    plain = panel.but(renderer=None, seed=None, masks=None, pose_map=None, scaffold=None)
    return plain.digest()


def _places(story: Story, language: str) -> dict[str, AskedFrom]:
    """Return where every panel stands, by its sign; of equal ones the first."""
    found: dict[str, AskedFrom] = {}
    for scene in story.scenes:
        before = ""
        for panel in scene.panels:
            context = PanelContext(
                language=language, setting=panel.setting or scene.setting, before=before
            )
            found.setdefault(_sign(panel), AskedFrom(f"{scene.id}-{panel.id}", context))
            before = panel.action or before
    return found
