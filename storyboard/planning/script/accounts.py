"""What every content word of a text was taken for: names, things, states, looks and deeds."""

from collections.abc import Iterator, Sequence, Set

from schemas.directions import WordUse
from storyboard.planning.script import word_lists as lists
from storyboard.planning.script.chunks import Chunk
from storyboard.planning.script.lexicon import is_unseen
from storyboard.planning.script.prop_ways import HAVING
from storyboard.planning.script.states import state_of
from storyboard.planning.script.things import is_extra, things_in
from storyboard.planning.script.tokens import Token, is_content
from storyboard.planning.script.walk_state import Met, WalkState


class Accounts:
    """The words of a text that was walked over.

    Args:
        tokens: its words.
        chunks: its chunks.
        walk: what was understood of them.
        used: the tokens of which poses and moods were made.
    """

    def __init__(
        self, tokens: Sequence[Token], chunks: Sequence[Chunk], walk: WalkState, used: Set[int]
    ) -> None:
        self._tokens, self._chunks, self._walk = tokens, chunks, walk
        self._nouns = {each.chunk.first: (each, noun) for each, noun in things_in(tokens, walk)}
        self._states = tuple(self._stated())
        taken = {at for use in self._states for at in self._within(use)}
        self._used = {*used, *taken}

    def uses(self) -> Iterator[WordUse]:
        """Yield every noun, verb and describing word that is no pose and no mood."""
        found = [*self._states, *self._named(), *self._looks(), *self._deeds()]
        yield from map(self._unless_said, found)
        taken = self._used.union(*(set(self._within(use)) for use in found))
        for at, token in enumerate(self._tokens):
            if at not in taken and is_content(token):
                yield self._unless_said(self._left(at))

    def _unless_said(self, use: WordUse) -> WordUse:
        """Ask no picture for a word of a title, or of what somebody says or has written."""
        said = self._walk.quoted.issuperset(self._within(use))
        return use.but(kind="other") if said and use.kind != "who" else use

    def unread(self) -> Iterator[str]:
        """Yield the verbs of which nothing was made."""
        for number, chunk in enumerate(self._chunks):
            if chunk.kind == "verb" and number in self._walk.mute and not self._is_used(chunk):
                yield self._tokens[chunk.last].text

    def _left(self, at: int) -> WordUse:
        """Say what a word is of which nothing else was said: an owner, a part of a phrase."""
        token = self._tokens[at]
        noun = token.lemmas.get("NOUN", token.lower)
        chunk = next((each for each in self._chunks if each.first <= at <= each.last), None)
        if chunk is not None and (chunk.who or chunk.owner or chunk.pronoun):
            there = [who for who in (*chunk.who, *chunk.owner) if who in self._walk.there]
            return self._use(at, at, "who" if there else "other", of=tuple(there))
        if chunk is not None and chunk.first in self._nouns:
            return self._use(at, at, "thing", value=self._nouns[chunk.first][1])
        if token.lower in lists.NOT_LOOKS or is_unseen(noun):
            return self._use(at, at, "other")
        return self._use(at, at, "thing", value=noun)

    def _within(self, use: WordUse) -> Iterator[int]:
        for at, token in enumerate(self._tokens):
            if use.start <= token.start and token.end <= use.end:
                yield at

    def _is_used(self, chunk: Chunk) -> bool:
        return bool(self._used & set(range(chunk.first, chunk.last + 1)))

    def _stated(self) -> Iterator[WordUse]:
        for met, noun in self._nouns.values():
            said = state_of(self._tokens, self._walk, met)
            if said is not None:
                yield self._use(said.first, said.last, "state", value=said.state, about=noun)

    def _use(self, first: int, last: int, kind: str, **more: object) -> WordUse:
        tokens = self._tokens[first : last + 1]
        words = " ".join(token.text for token in tokens)
        place = {"start": tokens[0].start, "end": tokens[-1].end}
        return WordUse.model_validate({"word": words, "kind": kind, **place, **more})

    def _named(self) -> Iterator[WordUse]:
        for met in self._walk.met:
            chunk = met.chunk
            if not chunk.pronoun_alone and chunk.last not in self._used:
                yield self._noun(met)

    def _noun(self, met: Met) -> WordUse:
        chunk = met.chunk
        if met.who and not met.absent:
            return self._use(chunk.last, chunk.last, "who", of=met.who)
        if chunk.first in self._nouns:
            noun = self._nouns[chunk.first][1]
            return self._use(chunk.last, chunk.last, "thing", value=noun)
        if is_extra(met):
            return self._use(chunk.last, chunk.last, "extra", value=chunk.lemma)
        return self._use(chunk.last, chunk.last, "other")

    def _looks(self) -> Iterator[WordUse]:
        """Yield the words that describe what is there, and how something is done."""
        for met in self._walk.met:
            for at in met.chunk.modifiers:
                if at not in self._used:
                    yield self._describing(at, met)
        for chunk in self._chunks:
            if chunk.kind in ("adjective", "adverb") and not self._is_used(chunk):
                word = chunk.lemma
                known = word in lists.NOT_LOOKS or word in lists.ADVERBS or word.endswith("ly")
                if self._tokens[chunk.last].is_word and word not in lists.ARTICLES:
                    unseen = chunk.kind == "adverb" or known
                    yield self._use(chunk.first, chunk.last, "other" if unseen else "look")

    def _describing(self, at: int, met: Met) -> WordUse:
        """Say what a word before a noun was taken for; a noun there is part of a thing's name."""
        token = self._tokens[at]
        named = token.can_be("NOUN") and not token.can_be("ADJ")
        if met.absent or token.lower in lists.NOT_LOOKS or token.lower in lists.ADVERBS:
            return self._use(at, at, "other")
        about = self._nouns[met.chunk.first][1] if met.chunk.first in self._nouns else ""
        if named and about:
            return self._use(at, at, "thing", value=about)
        return self._use(at, at, "look", value=token.lower, about=about or met.chunk.lemma)

    def _deeds(self) -> Iterator[WordUse]:
        """Yield the verbs; those of which a gaze or a relation was made are no deeds."""
        for number, chunk in enumerate(self._chunks):
            if chunk.kind != "verb" or self._is_used(chunk):
                continue
            mute = number in self._walk.mute
            if (has := self._had_by(chunk)) and mute:
                yield self._use(chunk.last, chunk.last, "thing", value=has)
                continue
            so = mute and not chunk.negated
            noise = so and chunk.lemma in lists.NOISES
            by = self._walk.owners(chunk.last, mood=False) or ()
            kind, value = "deed" if so else "other", "noise" if noise else ""
            yield self._use(chunk.last, chunk.last, kind, value=value, of=by)

    def _had_by(self, verb: Chunk) -> str | None:
        """Return the thing that somebody has in the way that a verb says: carries, rides, eats."""
        for each, noun in self._nouns.values():
            if each.verb == verb.lemma in HAVING and 0 < each.chunk.first - verb.last <= 2:
                return noun
        return None
