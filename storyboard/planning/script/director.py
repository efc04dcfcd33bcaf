"""The seam at which actions are read: rules are one director, a language model can be another."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from schemas.directions import Directions, Role, WordUse
from schemas.story import Character, Panel
from storyboard.planning.script.mentions import named_in
from storyboard.planning.script.rules import RulesDirector


class Director(Protocol):
    """Reads a panel's action into directions."""

    def direct(
        self, panel: Panel, characters: Mapping[str, Character], present: Sequence[str]
    ) -> Directions:
        """Return what a panel's action asks for.

        Args:
            panel: its action is read; what the author states beside it is laid over the
                directions later.
            characters: the story's, by id; roles and relations name no others.
            present: ids of those known to be in the panel, whom "she" or "both" can mean.
        """
        ...


def director_for(language: str) -> Director:
    """Return the director that reads a language's actions by rules; `language` is a tag.

    The rules are English. Of other languages only names are read, and every panel says so.
    """
    if language.partition("-")[0].lower() == "en":
        return RulesDirector()
    return NamesDirector(language)


class NamesDirector:
    """Finds who is named in an action of a language whose grammar it does not know."""

    def __init__(self, language: str) -> None:
        self._language = language

    def direct(
        self, panel: Panel, characters: Mapping[str, Character], present: Sequence[str]
    ) -> Directions:
        """Return everyone who is named; the whole action counts as not understood."""
        action = panel.action.strip()
        if not action:
            return Directions()
        return Directions(
            roles=dict.fromkeys(named_in(action, characters), Role()),
            uses=(WordUse(word=action, start=0, end=len(action), kind="deed"),),
            not_understood=(action,),
            notes=(
                "only the names in its action are read, because actions are read in English and the"
                f' story is in "{self._language}"; say under characters: who does what',
            ),
        )
