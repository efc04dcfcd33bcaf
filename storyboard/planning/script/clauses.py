"""The walk over a text's chunks: whose clause this is, what is done in it, and if it is so."""

from storyboard.planning.script import word_lists as lists
from storyboard.planning.script.chunks import Chunk
from storyboard.planning.script.lookahead import asks, heads, meant_by_plural, opens_clause
from storyboard.planning.script.relations import relation_between
from storyboard.planning.script.turning import Turning
from storyboard.planning.script.walk_state import Met


class Walk(Turning):
    """Reads chunks from left to right and keeps what they say of the story's characters."""

    def run(self) -> None:
        """Walk over everything."""
        start = 0
        steps = {
            "stop": self._stop,
            "comma": self._comma,
            "and": self._and,
            "relative": self._relative,
            "subordinator": self._subordinator,
            "preposition": self._preposition,
            "noun": self._noun,
            "verb": self._verb_group,
            "adjective": self._describing,
            "adverb": self._describing,
        }
        self._mind_to_end = asks(self.chunks, 0)
        self._clause()
        for number, chunk in enumerate(self.chunks):
            parts = chunk.kind in ("stop", "subordinator", "relative")
            if parts or (chunk.kind in ("comma", "and") and self._verb is not None):
                self._spans.append((start, chunk.first, self._subjects))
                start = chunk.last + 1
            steps[chunk.kind](number, chunk)
        self._spans.append((start, self._last, self._subjects))
        for who in self.away - self.facing.keys():
            watcher = next((one for one, seen in self.facing.items() if seen == who), None)
            self.facing[who] = watcher or "back"
        self.away = {who for who in self.away if self.facing[who] != "back"}

    # What joins and parts

    def _stop(self, number: int, chunk: Chunk) -> None:
        thought = self._verb is not None and self._verb.lemma in lists.THINKING_OF
        self._mind_to_end = (chunk.lemma == ":" and thought) or asks(self.chunks, number + 1)
        self._clause()
        self._gap = None

    def _comma(self, number: int, _: Chunk) -> None:
        following = self.chunks[number + 1] if number + 1 < len(self.chunks) else None
        if self._verb is not None and following is not None and following.kind != "preposition":
            self._clause()
        self._prep = ""

    def _and(self, number: int, _: Chunk) -> None:
        listed = 0 < number < len(self.chunks) - 1 and (
            self.chunks[number - 1].kind == self.chunks[number + 1].kind == "noun"
            and not (self._verb is not None and opens_clause(self.chunks, number + 1))
        )
        if not listed:
            self._clause()
        elif self.met and self._verb is not None:
            self._prep = self.met[-1].preposition  # between Bill *and* Ethan

    def _relative(self, number: int, _: Chunk) -> None:
        before = self.met[-1] if self.met and not self.met[-1].absent else None
        if before is None or (not before.who and self.chunks[number - 1].kind == "comma"):
            before = next((each for each in reversed(self.met) if each.who), None)
        self._clause()
        self._subjects = meant_by_plural(self.chunks, number, before.who) if before else ()
        self._act(self._subjects)

    def _subordinator(self, _: int, chunk: Chunk) -> None:
        thought = self._verb is not None and self._verb.lemma in lists.THINKING_OF
        self._mind_to_end = (
            self._mind_to_end
            or chunk.lemma in lists.UNREAL_AFTER
            or (thought and chunk.lemma in ("where", "when", "that", "how", "why"))
        )
        self._clause()

    def _preposition(self, number: int, chunk: Chunk) -> None:
        following = self.chunks[number + 1] if number + 1 < len(self.chunks) else None
        before = self.chunks[number - 1] if number else None
        particle = following is None or following.kind not in ("noun", "verb", "preposition")
        phrasal = before is not None and f"{before.lemma} {chunk.lemma}" in lists.PHRASAL
        leaves = chunk.lemma in ("away", "off") and particle
        if leaves and self._verb is not None and self._verb.lemma in ("turn", "look", "glance"):
            self.away.update(self._subjects)
        owned = before is not None and before.kind == "noun" and bool(self.met)
        said_of = self.met[-1].who if owned and not self.met[-1].preposition else ()
        self._claim(chunk, said_of or None)  # stops Ethan *on* his bike
        if chunk.lemma in lists.NOT_YET and heads(self.chunks, number + 1, opens=True):
            self._clause()
            self._not_yet = True
        self._prep = "" if particle or phrasal else chunk.lemma

    def _describing(self, _: int, chunk: Chunk) -> None:
        self._neither = self._neither or chunk.lemma == "neither"
        if (
            chunk.lemma == "away"
            and self._verb is not None
            and (self._verb.lemma in ("turn", "look", "glance"))
        ):
            self.away.update(self._subjects)
        self._claim(chunk)

    # What is done

    def _verb_group(self, number: int, chunk: Chunk) -> None:
        governing, real = self._verb, self._real
        if chunk.form in ("ing", "base", "to", "past") and governing is not None:
            self._subjects = self._doers_of(number, chunk, governing)
        self._verb, self._verb_at = chunk, number
        self._real = not (self._mind_to_end or self._not_yet or chunk.negated or self._nobody)
        if chunk.form == "to" and governing is not None:
            self._real = (
                self._real
                and real
                and governing.lemma not in (lists.UNREAL_INFINITIVE | (lists.SAYING - {"help"}))
                and governing.lemma in lists.TO_DO_SO
            )
        if self._prep == "without":
            self._real = False
        self._prep = ""
        quoted = number > 0 and self.chunks[number - 1].kind == "stop" and chunk.singular
        fronted = number > 1 and self.chunks[number - 2].kind == "preposition"
        self._inverted = governing is None and not self._led and (quoted or fronted)
        agents = self._agents(number, chunk)
        if chunk.passive:
            self._moved(chunk.lemma, self._subjects)
        self._claim(chunk, agents)
        if chunk.lemma not in lists.ABOUT_NOTHING:
            self.mute.add(number)
        if self._real or chunk.negated:
            self._act(self._subjects)
        if chunk.lemma in lists.MUTUAL and len(self._subjects) > 1 and self._real:
            self._face_each_other(self._subjects, chunk.lemma)

    def _doers_of(self, number: int, chunk: Chunk, governing: Chunk) -> tuple[str, ...]:
        """Return who does what an infinitive or participle says: "watches Ringo jump"."""
        before = self.chunks[number - 1]
        if before.kind != "noun" or not self.met:
            return self._subjects
        seen = governing.lemma in lists.PERCEIVING | lists.CAUSING | lists.SAYING | {"let"}
        if self._objects and seen:
            return self.met[-1].who
        bare = not self.met[-1].who and not self.met[-1].leads
        loose = chunk.form in ("ing", "past") and bare and chunk.lemma not in ("hold", "carry")
        body = before.body or before.plural
        return () if loose and not body and governing.form == "finite" else self._subjects

    def _agents(self, number: int, chunk: Chunk) -> tuple[str, ...] | None:
        """Return who does what is done to the subjects; None where they do it themselves."""
        following = self.chunks[number + 1 : number + 3]
        by = len(following) == 2 and following[0].lemma == "by" and following[1].kind == "noun"
        if not (chunk.passive or (by and chunk.form == "past")):
            return None
        agents = self._resolved(following[1]) if by else ()
        if chunk.lemma in lists.FLEEING_TOO:
            return (*self._subjects, *agents)
        return agents if by else self._subjects if chunk.lemma in lists.DONE_STATES else ()

    # Who and what is named

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

    def _noun(self, number: int, chunk: Chunk) -> None:
        who, verb = self._resolved(chunk), self._verb
        before = self.chunks[number - 1] if number else None
        if before is not None and before.kind == "noun" and before.who and not who and verb is None:
            self._describe(chunk, who, body=False)  # Ringo the knight
            self._leave_out_verb(before, chunk)
            return
        opens = heads(self.chunks, number, opens=verb is None) and not (chunk.body and not who)
        leads = opens and not (verb is None and self._prep and not chunk.who)
        leads = leads or (verb is None and not self._prep and not chunk.body)
        body = chunk.body and not chunk.owner and not leads
        self._describe(chunk, who, body=body)
        if self._inverted and self._real and not self._prep and who:
            self._follow(chunk, who)
            return
        if self._prep == "except":
            self._except(who)
            return
        if body and chunk.pronoun and who and set(who) <= set(self._subjects):
            who = ()
        absent = self._spoken_of(chunk, who)
        subjects = self._subjects
        if leads:
            self._lead(number, chunk, who, absent=absent)
        elif not absent:
            self._object(chunk, who)
        lemma = verb.lemma if verb and not leads else ""
        self.met.append(Met(chunk, who, self._prep, lemma, subjects, leads, absent))
        self.memory.add((*chunk.owner, *who))
        if not absent:
            for one in who:
                self.there.setdefault(one)
        self._turned_back = self._turned_back or (chunk.lemma == "back" and verb is not None)
        self._prep = ""

    def _leave_out_verb(self, before: Chunk, chunk: Chunk) -> None:
        """Read what lacks the verb of the clause before: "Dee reads, Ringo the newspaper"."""
        if self._gap is not None and chunk.lemma not in lists.PEOPLE:
            self.gapped.append((before.who, self._gap, chunk))
            lemma = self._gap.lemma
            self.met.append(Met(chunk, (), "", lemma, before.who, leads=False, absent=False))

    def _follow(self, chunk: Chunk, who: tuple[str, ...]) -> None:
        """Read who does what a verb before them says: "behind the door stands Bill"."""
        self._subjects, self._inverted = who, False
        if self._verb is not None:
            self._claim(self._verb)
        self._act(who)
        self.memory.add(who)
        self.met.append(Met(chunk, who, "", "", (), leads=True, absent=False))

    def _except(self, who: tuple[str, ...]) -> None:
        """Read "everyone but Bill", "nobody but Bill"; Bill is there."""
        kept = who if self._nobody else tuple(one for one in self._subjects if one not in who)
        self._subjects, self._nobody, self._prep = kept, False, ""
        self.memory.add(who)
        for one in who:
            self.there.setdefault(one)

    def _describe(self, chunk: Chunk, who: tuple[str, ...], *, body: bool) -> None:
        """Say whom the words of a noun phrase describe."""
        for token in range(chunk.first, chunk.last + 1):
            if token in chunk.modifiers:
                self._inside[token] = who
            elif not body:
                self._inside[token] = None
        self._claim(chunk)

    def _lead(self, number: int, chunk: Chunk, who: tuple[str, ...], *, absent: bool) -> None:
        """Make a noun phrase what the clause is about, or one more of whom it is about."""
        joins = self._verb is None and number and self.chunks[number - 1].kind in ("and", "comma")
        after = number > 1 and self.chunks[number - 2].kind == "noun"
        listed = joins and after and self.met and self.met[-1].leads
        if self._verb is not None:
            self._clause()
        self._subjects = () if absent else (*self._subjects, *who) if listed else who
        self._led = True
        self._nobody = (
            chunk.negated or self._neither or chunk.pronoun in ("nobody", "nothing", "no-one")
        )

    def _object(self, chunk: Chunk, who: tuple[str, ...]) -> None:
        """Say how the clause's subjects stand to whom or what is named after the verb."""
        verb = self._verb.lemma if self._verb is not None else ""
        if chunk.pronoun in ("each-other", "one-another"):
            self._face_each_other(self._subjects, verb)
            self.mute.discard(self._verb_at)
            return
        if not who:
            self._away_from_a_thing(verb)
            return
        if self._prep == "by" and self._is_passive():
            self._done_by(who)
            return
        subjects = tuple(one for one in self._subjects if one not in who)
        self._objects = self._objects or who
        word = relation_between(self._prep, verb)
        word = "beside" if word == "holding" and chunk.body else word  # holds his hand
        if word is not None:
            self._relate(subjects, word, who)
        together = self._prep == "with" and verb in lists.MOVING
        for one in () if together else subjects:
            self.facing.setdefault(one, who[0])
        if verb in lists.MUTUAL and subjects:
            for other in who:
                self.facing.setdefault(other, subjects[0])
        self._turn_away(verb, subjects)
        self._moved(verb, who)
        if verb in lists.SHOWN_BY_GAZE or word is not None:
            self.mute.discard(self._verb_at)
