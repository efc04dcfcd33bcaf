"""Who turns to whom, away from whom, and what it does to them."""

from collections.abc import Sequence

from storyboard.planning.script import word_lists as lists
from storyboard.planning.script.chunks import Chunk
from storyboard.planning.script.effects import DEFENDING, MOVING_TO
from storyboard.planning.script.relations import relation_between
from storyboard.planning.script.walk_state import WalkState


class Turning(WalkState):
    """Says of a clause's subjects where they turn, and of those they turn to how they take it."""

    def _is_passive(self) -> bool:
        return self._verb is not None and (self._verb.passive or self._verb.form == "past")

    def _turn_away(self, verb: str, subjects: Sequence[str]) -> None:
        leaves = self._prep in ("from", "away from") and verb in lists.TURNING and verb != "back"
        if self._turned_back and verb == "turn":
            for one in subjects:
                self.facing[one] = "back"
            self.mute.discard(self._verb_at)
        elif leaves:
            self.away.update(subjects)
            self.mute.discard(self._verb_at)
        elif self._prep in ("to", "toward", "towards") and verb in ("turn", "look", "glance"):
            self.mute.discard(self._verb_at)

    def _away_from_a_thing(self, verb: str) -> None:
        if self._prep in ("from", "away from") and verb in ("turn", "look", "glance"):
            for one in self._subjects:
                self.facing.setdefault(one, "back")
            self.mute.discard(self._verb_at)

    def _to_the_reader(self, chunk: Chunk) -> None:
        if chunk.lemma in lists.READERS and self._prep in lists.TOWARDS:
            for one in self._subjects:
                self.facing.setdefault(one, "front")

    def _done_by(self, agents: tuple[str, ...]) -> None:
        patients = tuple(one for one in self._subjects if one not in agents)
        self._act(agents)
        for one in agents:
            if patients:
                self.facing.setdefault(one, patients[0])
        word = relation_between("", self._verb.lemma) if self._verb is not None else None
        if word is not None:
            self._relate(agents, word, patients)
        self.mute.discard(self._verb_at)

    def _feel(self, mood: str) -> None:
        """Say in which mood the clause's subjects do what they do, be they strangers."""
        for one in self._subjects:
            self.moved.setdefault(one, mood)
        led = next((each for each in reversed(self.met) if each.leads), None)
        if led is not None and not self._subjects:
            self.strange_moods.setdefault(led.chunk.first, mood)

    def _moved(self, verb: str, who: Sequence[str]) -> None:
        """Say in which mood they are to whom something is done."""
        if self._real and not self._prep and verb in MOVING_TO:
            for one in who:
                self.moved.setdefault(one, MOVING_TO[verb])
                if verb in DEFENDING:
                    self.defending.setdefault(one, DEFENDING[verb])
