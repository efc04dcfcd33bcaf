"""The walk over a text's chunks: whose clause this is, what is done in it, and if it is so."""

from storyboard.planning.script import word_lists as lists
from storyboard.planning.script.chunks import CAMERA, Chunk
from storyboard.planning.script.lookahead import asks, heads, meant_by_plural, opens_clause
from storyboard.planning.script.naming import Naming


class Walk(Naming):
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

    def _stop(self, number: int, chunk: Chunk) -> None:
        if chunk.lemma in lists.QUOTES:
            self._quotation(number, chunk)
            return
        if self._quote is not None:
            self._clause()
            return
        self._mind_to_comma = False
        if chunk.lemma in (".", "!", "?", ";", CAMERA):
            self._begin_sentence()
            self._conditional = False
        thought = self._verb is not None and self._verb.lemma in lists.THINKING_OF
        self._mind_to_end = (chunk.lemma == ":" and thought) or asks(self.chunks, number + 1)
        self._clause()
        self._gap = None

    def _quotation(self, number: int, chunk: Chunk) -> None:
        """Begin or end what somebody says, which is not so."""
        if self._quote is None:
            self._quote = chunk.first, self._subjects
            self._mind_to_end = True
        else:
            first, self._subjects = self._quote
            self.quoted.update(range(first, chunk.last + 1))
            self._quote, self._mind_to_end = None, asks(self.chunks, number + 1)
        self._clause()

    def _comma(self, number: int, _: Chunk) -> None:
        if self._mind_to_comma and self._verb is not None:
            self._mind_to_comma = False
            self._clause()
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

    def _subordinator(self, number: int, chunk: Chunk) -> None:
        first = number == 0 or self.chunks[number - 1].kind == "stop"
        if first and chunk.lemma in lists.UNREAL_AFTER and self._quote is None:
            self._mind_to_comma = True  # If it rains, Dee takes an umbrella.
            self._clause()
            return
        thought = self._verb is not None and self._verb.lemma in lists.THINKING_OF
        following = self.chunks[number + 1] if number + 1 < len(self.chunks) else None
        how_to = following is not None and following.form == "to"
        asked = ("where", "when", "that", "how", "why", "what")
        self._conditional = chunk.lemma in ("if", "unless") and not (thought or self._asks())
        self._mind_to_end = (
            self._mind_to_end
            or chunk.lemma in lists.UNREAL_AFTER
            or (thought and chunk.lemma in asked and not how_to)
        )
        self._clause()

    def _asks(self) -> bool:
        """Tell whether the verb before asks or looks for an answer: asks if, sees whether."""
        verb = self._verb.lemma if self._verb is not None else ""
        return verb in lists.SAYING | lists.PERCEIVING | lists.LOOKING | {"know", "check", "say"}

    def _preposition(self, number: int, chunk: Chunk) -> None:
        following = self.chunks[number + 1] if number + 1 < len(self.chunks) else None
        before = self.chunks[number - 1] if number else None
        particle = following is None or following.kind not in ("noun", "verb", "preposition")
        phrasal = before is not None and f"{before.lemma} {chunk.lemma}" in lists.PHRASAL
        leaves = chunk.lemma in ("away", "off") and particle
        if leaves and self._verb is not None and self._verb.lemma in ("turn", "look", "glance"):
            self.away.update(self._subjects)
        owned = before is not None and before.kind == "noun" and bool(self.met)
        direct = owned and self.met[-1].preposition in ("", "to", "at", "towards", "past")
        said_of = self.met[-1].who if direct else ()
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
