"""Who and what a clause names: whom it is about, what it is done to, where it is done."""

from storyboard.planning.script import word_lists as lists
from storyboard.planning.script.chunks import Chunk
from storyboard.planning.script.deeds import Deeds
from storyboard.planning.script.lexicon import is_person
from storyboard.planning.script.lookahead import heads, is_apposition
from storyboard.planning.script.relations import relation_between
from storyboard.planning.script.walk_state import Met


class Naming(Deeds):
    """Reads the noun phrases of a text that is walked over."""

    def _noun(self, number: int, chunk: Chunk) -> None:
        who, verb = self._resolved(chunk), self._verb
        if chunk.pronoun in lists.NOMINATIVE:
            self._prep = ""  # Off they go.
        if self._renames(number, chunk, who):
            return
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
        if self._followed and who and before is not None and before.kind == "and":
            self._follow(chunk, (*self._subjects, *who))  # On the sofa sit Dee and Bill.
            return
        if self._prep == "except":
            self._except(who)
            return
        if body and chunk.pronoun and who and set(who) <= set(self._subjects):
            who = ()
        self._meet(number, chunk, who, leads=leads)
        self._turned_back = self._turned_back or (chunk.lemma == "back" and verb is not None)
        self._prep = ""

    def _meet(self, number: int, chunk: Chunk, who: tuple[str, ...], *, leads: bool) -> None:
        """Keep a noun phrase: what a clause is about, or what something is done with."""
        absent = self._spoken_of(chunk, who)
        subjects, verb = self._subjects, self._verb
        if leads:
            self._lead(number, chunk, who, absent=absent)
        elif not absent:
            self._object(chunk, who)
        lemma = verb.lemma if verb and not leads else ""
        if not leads and not self._about_somebody:
            self._fronted_nouns.add(chunk.first)
        self.met.append(
            Met(chunk, who, self._prep, lemma, subjects, leads, absent, self._measures(number))
        )
        self.memory.add((*chunk.owner, *who))
        if not absent and self._is_worn(chunk):
            who = (*who, *chunk.owner)
            for one in subjects:
                self.facing.setdefault(one, chunk.owner[0])
        if not absent:
            for one in who:
                self.there.setdefault(one)

    def _measures(self, number: int) -> bool:
        """Tell whether a noun phrase only says how much there is: a *crowd* of penguins."""
        of = [chunk.lemma for chunk in self.chunks[number + 1 : number + 2]] == ["of"]
        return of and self.chunks[number].lemma in lists.QUANTITIES

    def _renames(self, number: int, chunk: Chunk, who: tuple[str, ...]) -> bool:
        """Read two noun phrases that mean one: "Bill, the captain, steers", "the princess, Dee"."""
        last = self.met[-1] if self.met else None
        if last is None or not is_apposition(self.chunks, number):
            return False
        if not who and last.who and is_person(chunk.lemma):
            self._describe(chunk, last.who, body=False)
            self.met.append(Met(chunk, (), "", "", last.who, leads=False, absent=True))
            return True
        named = who and not last.who and is_person(last.chunk.lemma)
        if named and not last.leads:
            self.met[-1] = last._replace(absent=True)
            self._prep = last.preposition
            return False  # hands the knight, Ringo, a sword: it is he to whom it is handed
        if named:
            self.met[-1] = last._replace(absent=True)
            self._lead(number, chunk, who, absent=False)
            self._leading[-2:] = [(last.chunk.first, who)]
            self.met.append(Met(chunk, who, "", "", (), leads=True, absent=False))
            self.memory.add(who)
            self._act(who)
            return True
        return False

    def _leave_out_verb(self, before: Chunk, chunk: Chunk) -> None:
        """Read what lacks the verb of the clause before: "Dee reads, Ringo the newspaper"."""
        if self._gap is not None and not is_person(chunk.lemma):
            self.gapped.append((before.who, self._gap, chunk))
            lemma = self._gap.lemma
            self.met.append(Met(chunk, (), "", lemma, before.who, leads=False, absent=False))

    def _give_back(self, who: tuple[str, ...]) -> None:
        """Give what stands before the subject to it: *Riding a camel,* Dee waves."""
        self._about_somebody = True
        for token in self._fronted:
            self._owner[token] = who
        for index in range(self._sentence, len(self.met)):
            met = self.met[index]
            if not met.leads and met.chunk.first in self._fronted_nouns:
                self.met[index] = met._replace(subjects=who)
                for one in who if met.verb and not met.absent else ():
                    for other in met.who:
                        self.facing.setdefault(one, other)
                word = relation_between(met.preposition, met.verb) if met.preposition else None
                if word is not None and not met.absent:
                    self._relate(who, word, met.who)  # Next to him Dee waits.

    def _follow(self, chunk: Chunk, who: tuple[str, ...]) -> None:
        """Read who does what a verb before them says: "behind the door stands Bill"."""
        self._subjects, self._inverted, self._followed = who, False, True
        self._about_somebody = True
        if self._verb is not None:
            self._claim(self._verb)
        self._act(who)
        self.memory.add(who)
        self.met.append(Met(chunk, who, "", "", (), leads=True, absent=False))

    def _except(self, who: tuple[str, ...]) -> None:
        """Read "everyone but Bill", "nobody but Bill"; Bill is there."""
        kept = who if self._nobody else tuple(one for one in self._subjects if one not in who)
        for token, owners in self._owner.items():
            if owners == self._subjects:  # They all laugh except Bill.
                self._owner[token] = kept
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
        if listed or not self._about_somebody:
            self._give_back(self._subjects)
        self._leading.append((chunk.first, self._subjects))
        self._nobody = chunk.negated or self._neither or chunk.pronoun in lists.NOBODY
        if chunk.pronoun in lists.NOBODY and chunk.pronoun != "nothing" and self._real:
            for one in self.memory.present:
                self.there.setdefault(one)

    def _object(self, chunk: Chunk, who: tuple[str, ...]) -> None:
        """Say how the clause's subjects stand to whom or what is named after the verb."""
        verb = self._verb.lemma if self._verb is not None else ""
        if chunk.pronoun in ("each-other", "one-another"):
            self._face_each_other(self._subjects, verb)
            self.mute.discard(self._verb_at)
            return
        if not who:
            self._away_from_a_thing(verb)
            self._to_the_reader(chunk)
            return
        if self._prep == "by" and self._is_passive():
            self._done_by(who)
            return
        subjects = tuple(one for one in self._subjects if one not in who)
        self._objects = self._objects or who
        word = relation_between(self._prep, verb)
        word = "beside" if word == "holding" and chunk.body else word  # holds his hand
        if chunk.body and word is None and self._prep in lists.ONTO:
            word = "beside"  # rests the head on his shoulder
        if word is not None:
            self._relate(subjects, word, who)
        together = self._prep == "with" and verb in lists.MOVING
        for one in () if together or self._prep == "than" else subjects:
            self.facing.setdefault(one, who[0])
        if verb in lists.MUTUAL and subjects:
            for other in who:
                self.facing.setdefault(other, subjects[0])
        self._turn_away(verb, subjects)
        self._moved(verb, who)
        if verb in lists.FLEEING_TOO and self._real and not self._prep:
            for one in who:  # Whoever is chased runs as well.
                self.defending.setdefault(one, "running")
        if verb in lists.SHOWN_BY_GAZE or word is not None:
            self.mute.discard(self._verb_at)
