"""An English text as chunks: noun phrases, verb groups, prepositions and what joins clauses.

A small deterministic chunker, after Abney (Parsing by Chunks, 1991): words are taken from left to
right, and what a word is depends on the words just before it.
"""

from collections.abc import Mapping, Sequence

from schemas.story import Character
from storyboard.planning.script import word_lists as lists
from storyboard.planning.script.camera_words import said_at
from storyboard.planning.script.chunks import CAMERA, Chunk
from storyboard.planning.script.tokens import Token
from storyboard.planning.script.verb_groups import VerbGroups


def chunked(tokens: Sequence[Token], characters: Mapping[str, Character]) -> tuple[Chunk, ...]:
    """Cut a text into chunks."""
    return tuple(_Chunker(tokens, characters).chunks())


class _Chunker(VerbGroups):
    def chunks(self) -> list[Chunk]:
        """Return the chunks in order."""
        at = 0
        while at < len(self._tokens):
            chunk = self._next(at)
            self._found.append(chunk)
            self._remember(chunk)
            at = chunk.last + 1
        return self._found

    def _next(self, at: int) -> Chunk:
        token = self._tokens[at]
        return (
            self._opening(at)
            or self._mark(at)
            or self._preposition(at)
            or self._mention(at)
            or self._pronoun(at)
            or self._joint(at)
            or self._verb_group(at)
            or (self._noun_phrase(at) if self._opens_noun_phrase(at) else None)
            or self._open_word(at, token)
        )

    def _opening(self, at: int) -> Chunk | None:
        """Read what only stands where a sentence begins: Close on Dee. Enter Bill."""
        if self._found and not self._after("stop"):
            return None
        if (said := said_at(self._tokens, at)) is not None:
            return Chunk("stop", at, said.last, CAMERA)
        enters = self._word(at) in lists.ENTRANCES and at + 1 < len(self._tokens)
        if enters and (self._names_somebody(at + 1) or self._opens_with_article(at + 1)):
            return Chunk("verb", at, at, self._word(at), singular=True)
        return None

    def _mark(self, at: int) -> Chunk | None:
        token = self._tokens[at]
        if token.is_word:
            return None
        if token.text == ",":
            return Chunk("comma", at, at, ",")
        return Chunk("stop", at, at, token.text)

    def _preposition(self, at: int) -> Chunk | None:
        if length := self._longest_in(lists.LONG_PREPOSITIONS, at):
            words = " ".join(token.lower for token in self._tokens[at : at + length])
            return Chunk("preposition", at, at + length - 1, words)
        word = self._word(at)
        if word == "as" and self._is_as_what(at + 1):
            return Chunk("preposition", at, at, word)
        if word == "to" and self._is_infinitive(at + 1) and not self._goes_from_to(at + 1):
            return None
        if word not in lists.PREPOSITIONS or (word == "like" and not self._verb):
            return None
        return Chunk("preposition", at, at, word)

    def _joint(self, at: int) -> Chunk | None:
        word = self._word(at)
        if length := self._longest_in(lists.JOINTS, at):
            words = " ".join(token.lower for token in self._tokens[at : at + length])
            return Chunk("subordinator", at, at + length - 1, lists.JOINTS[words])
        everybody = self._after("noun") and self._found[-1].pronoun in lists.EVERYBODY_OR_NOBODY
        if word == "but" and everybody:
            return Chunk("preposition", at, at, "except")
        if word == "that" and self._after("adjective") and self._verb:
            return Chunk("subordinator", at, at, word)  # so angry that
        if word == "that" and self._after("verb") and self._clause_follows(at + 1):
            return Chunk("subordinator", at, at, word)
        if word == "that" and self._names_subject(at + 1):
            return Chunk("relative" if self._after("noun") else "subordinator", at, at, word)
        if word == "what" and self._opens_with_article(at + 1):
            return None  # What a mess!
        if word in lists.JOINING:
            return Chunk("and", at, at, word)
        if word in lists.RELATIVE and not (word == "that" and self._opens_noun(at + 1)):
            return Chunk("relative", at, at, word)
        if word == "once" and self._after("verb"):
            return None  # There was once a king.
        if word in lists.SUBORDINATING:
            return Chunk("subordinator", at, at, word)
        return None

    def _is_as_what(self, at: int) -> bool:
        """Tell whether a noun phrase and no clause follows an "as": dressed as *a pirate*."""
        if at + 1 >= len(self._tokens) or not self._opens_with_article(at):
            return False
        verb, self._verb = self._verb, False
        after = self._noun_phrase(at).last + 1
        self._verb = verb
        if self._ends(after):
            return True
        token = self._tokens[after]
        acts = token.singular_verb or token.past or token.gerund or token.lower in lists.AUXILIARIES
        return not (acts or (token.base_verb and self._tokens[after - 1].plural))

    def _goes_from_to(self, at: int) -> bool:
        """Tell whether a word is where something goes to: from roof to *roof*."""
        if not (self._after("noun") and self._after("preposition", back=2)):
            return False
        noun = self._tokens[at].lemmas.get("NOUN")
        ends = self._ends(at + 1) or self._word(at + 1) in lists.PREPOSITIONS
        body = ends and noun in lists.BODY and self._found[-1].body  # from head to foot
        return self._found[-2].lemma == "from" and (noun == self._found[-1].lemma or body)

    def _names_subject(self, at: int) -> bool:
        """Tell whether a name or a pronoun is there with which a clause begins."""
        return self._names_somebody(at) or self._word(at) in lists.NOMINATIVE

    def _clause_follows(self, at: int) -> bool:
        return (
            self._names_somebody(at)
            or self._word(at) in lists.PRONOUNS
            or self._opens_with_article(at)
        )

    def _open_word(self, at: int, token: Token) -> Chunk:
        if token.can_be("ADJ") or (token.past and not self._is_adverb(at)):
            return Chunk("adjective", at, at, token.lower)
        return Chunk("adverb", at, at, token.lower)
