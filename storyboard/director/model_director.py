"""A language model as a director of panels; what it cannot tell is read by rules, and told."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import NamedTuple

from schemas.directions import Directions
from schemas.story import Character, Panel, Story
from storyboard.director.account import accounted
from storyboard.director.answers import read_answer
from storyboard.director.asking import RecordedModel
from storyboard.director.costs import Cost
from storyboard.director.panel_questions import PanelContext, question_about
from storyboard.director.questions import Question
from storyboard.director.replies import NotRecorded, Unanswered, Unfit
from storyboard.planning.script.director import Director
from storyboard.planning.script.scene_graph import expected_in


class AskedFrom(NamedTuple):
    """Where a panel stands in its story."""

    id: str
    context: PanelContext


class ModelDirector:
    """Reads actions by a language model; what it cannot have is read by rules, and told.

    Args:
        story: whose panels are read.
        model: who is asked.
        rules: who reads what the model does not.
        language: in which the actions are written; the story's, where None.
    """

    def __init__(
        self, story: Story, model: RecordedModel, *, rules: Director, language: str | None = None
    ) -> None:
        self._model = model
        self._rules = rules
        self._language = language or story.language
        self._places = _places(story, self._language)
        self._told: str | None = None
        """Why nobody is asked any more, once that is said."""

    @property
    def spent(self) -> Cost:
        """What was asked in this run."""
        return self._model.spent

    def without_asking(self, story: Story) -> "ModelDirector":
        """Return a director of another version of the story, who knows what is recorded alone."""
        known = self._model.silenced("no answer to it is recorded")
        return ModelDirector(story, known, rules=self._rules, language=self._language)

    def direct(
        self, panel: Panel, characters: Mapping[str, Character], present: Sequence[str]
    ) -> Directions:
        """Return what a panel's action asks for.

        Raises:
            NotRecorded: the mode is `replay` and there is no recorded answer.
        """
        if not panel.action.strip() or self._model.mode == "off":
            return self._rules.direct(panel, characters, present)
        question = self.question(panel, characters, present)
        read = partial(read_answer, characters=characters)
        try:
            found = self._model.answer(
                question, read, about=self._place(panel).id, words=panel.action
            )
        except NotRecorded:
            raise
        except (Unanswered, Unfit) as error:
            return self._by_rules(panel, characters, present, str(error))
        return accounted(found, panel.action, characters)

    def question(
        self, panel: Panel, characters: Mapping[str, Character], present: Sequence[str]
    ) -> Question:
        """Return what is asked about a panel."""
        context = self._place(panel).context
        return question_about(panel, characters, present, model=self._model.name, context=context)

    def open_questions(self, story: Story) -> Cost:
        """Estimate what is still to be asked about a story, and ask nothing."""
        return self._model.open_questions(
            [
                self.question(panel, story.characters, expected_in(panel))
                for scene in story.scenes
                for panel in scene.panels
                if panel.action.strip()
            ]
        )

    def _place(self, panel: Panel) -> AskedFrom:
        return self._places.get(_sign(panel), AskedFrom(panel.id, PanelContext()))

    def _by_rules(
        self, panel: Panel, characters: Mapping[str, Character], present: Sequence[str], why: str
    ) -> Directions:
        """Let rules read an action; a reason that holds for all others too is said once."""
        read = self._rules.direct(panel, characters, present)
        if why == self._told:
            return read
        what = "its action is"
        if why == self._model.silent:
            self._told, what = why, "its action, and every other without a recorded answer, is"
        return read.but(notes=(*read.notes, f"{what} read by rules: {why.splitlines()[0]}"))


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
