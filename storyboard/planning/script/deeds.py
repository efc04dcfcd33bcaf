"""What is done in a clause, by whom, and whether it is so."""

from renderers.props.library import find
from storyboard.planning.script import word_lists as lists
from storyboard.planning.script.chunks import Chunk
from storyboard.planning.script.effects import FEELING_SO
from storyboard.planning.script.handling import is_worn
from storyboard.planning.script.lookahead import named_after_by
from storyboard.planning.script.turning import Turning


class Deeds(Turning):
    """Reads the verbs of a text that is walked over."""

    def _verb_group(self, number: int, chunk: Chunk) -> None:
        if chunk.resumes is not None:
            self._resume(self.chunks[chunk.resumes])
        governing, real = self._verb, self._real
        if chunk.form in ("ing", "base", "to", "past") and governing is not None:
            self._subjects = self._doers_of(number, chunk, governing)
        self._verb, self._verb_at = chunk, number
        unreal = self._mind_to_end or self._mind_to_comma or self._not_yet
        following = self.chunks[number + 1 : number + 2]
        future = self._going(chunk) and any(each.form == "to" for each in following)
        self._real = not (unreal or chunk.negated or self._nobody or future)
        if chunk.form == "to" and governing is not None:
            self._unreal = governing.lemma in lists.UNREAL_INFINITIVE or self._going(governing)
            bidden = governing.lemma in lists.SAYING - {"help"}
            done = governing.lemma in lists.TO_DO_SO and not (self._unreal or bidden)
            self._real = self._real and real and done
        early = self._prep in (*lists.NOT_YET, "after") and chunk.form == "ing"
        if early or self._prep in lists.NOT_WITH or self._prep == "than":
            self._real = False
        self._prep = ""
        opens = number == 0 or self.chunks[number - 1].kind == "stop"
        quoted = opens and chunk.singular and (number > 0 or chunk.lemma in lists.ENTRANCES)
        fronted = any(
            each.kind == "preposition" for each in self.chunks[max(0, number - 2) : number]
        )
        self._inverted = governing is None and not self._led and (quoted or fronted)
        agents = self._agents(number, chunk)
        if chunk.passive:
            self._moved(chunk.lemma, self._subjects)
        self._claim(chunk, agents)
        if chunk.lemma not in lists.ABOUT_NOTHING:
            self.mute.add(number)
        if self._real or chunk.negated:
            self._act(self._subjects)
        if self._real and not chunk.passive and chunk.lemma in FEELING_SO:
            self._feel(FEELING_SO[chunk.lemma])
        if chunk.lemma in lists.MUTUAL and len(self._subjects) > 1 and self._real:
            self._face_each_other(self._subjects, chunk.lemma)

    def _going(self, chunk: Chunk) -> bool:
        """Tell whether a verb with an infinitive says what will be: is going to rain."""
        return chunk.lemma == "go" and self.tokens[chunk.last].gerund and chunk.last > chunk.first

    def _doers_of(self, number: int, chunk: Chunk, governing: Chunk) -> tuple[str, ...]:
        """Return who does what an infinitive or participle says: "watches Ringo jump"."""
        before = self.chunks[number - 1]
        if before.kind != "noun" or not self.met:
            return self._subjects
        seen = governing.lemma in lists.PERCEIVING | lists.CAUSING | lists.SAYING | {"let"}
        if self._objects and seen:
            return self.met[-1].who
        if self.met[-1].preposition == "with" and self.met[-1].who and chunk.form == "ing":
            return self.met[-1].who  # with Bill holding the rope
        if governing.lemma == "be" and self.met[-1].who and not self._led:
            return self.met[-1].who  # Why is Dee laughing?
        if governing.lemma in lists.SENDING_OFF and not self.met[-1].who:
            return ()  # sends the papers flying
        bare = not self.met[-1].who and not self.met[-1].leads
        loose = chunk.form in ("ing", "past") and bare and chunk.lemma not in ("hold", "carry")
        body = before.body or before.plural
        return () if loose and not body and governing.form == "finite" else self._subjects

    def _resume(self, broke: Chunk) -> None:
        """Go on with the clause that another stood in: the man whom Dee sees laughs."""
        before = (who for first, who in reversed(self._leading) if first < broke.first)
        self._clause()
        self._subjects, self._led = next(before, ()), True

    def _agents(self, number: int, chunk: Chunk) -> tuple[str, ...] | None:
        """Return who does what is done to the subjects; None where they do it themselves."""
        doer = named_after_by(self.chunks, number)
        if not (chunk.passive or (doer is not None and chunk.form == "past")):
            return None
        agents = self._resolved(doer) if doer is not None else ()
        if chunk.lemma in lists.FLEEING_TOO:
            return (*self._subjects, *agents)
        if doer is not None:
            return agents
        return self._subjects if chunk.lemma in lists.DONE_STATES else ()

    def _resolved(self, chunk: Chunk) -> tuple[str, ...]:
        """Return the characters that a noun phrase means."""
        if chunk.who:
            return chunk.who
        worn = chunk.lemma in lists.ATTACHED and bool(chunk.owner)
        if (chunk.body or worn) and (chunk.owner or chunk.pronoun):
            return chunk.owner or self.memory.meant(chunk.pronoun, doers=(), named=self.named)
        if chunk.lemma in lists.EVERYBODY and len(self.memory.present) > 1:
            return self.memory.present
        if chunk.lemma in lists.ANYBODY and 1 < chunk.number == len(self.memory.present):
            return self.memory.present
        if chunk.pronoun in ("each-other", "one-another"):
            return ()
        if chunk.pronoun_alone:
            doers = self._subjects if self._verb is not None else ()
            return self.memory.meant(chunk.pronoun, doers=doers, named=self.named)
        return ()

    def _is_worn(self, chunk: Chunk) -> bool:
        """Tell whether something is said to be at what somebody wears: looks at Bill's hat."""
        near = bool(chunk.owner) and self._prep in ("at", "on", "onto", "off")
        prop = find(chunk.lemma) if near else None
        return near and (chunk.lemma in lists.CLOTHES or (prop is not None and is_worn(prop)))
