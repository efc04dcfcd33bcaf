"""What a walk over a text's chunks keeps in mind, and what it has found."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from schemas.story import Relation
from storyboard.planning.script import word_lists as lists
from storyboard.planning.script.chunks import CAMERA, Chunk
from storyboard.planning.script.lexicon import is_person
from storyboard.planning.script.mentions import Memory
from storyboard.planning.script.titles import titles_in
from storyboard.planning.script.tokens import Token


class Met(NamedTuple):
    """A noun phrase that was met, with what its clause says of it."""

    chunk: Chunk
    who: tuple[str, ...]
    preposition: str
    verb: str
    """The clause's verb before it, if any."""
    subjects: tuple[str, ...]
    leads: bool
    """Whether it is what the clause is about."""
    absent: bool
    """Whether it is only spoken of, denied, or in somebody's mind."""
    measures: bool = False
    """Whether it only says how much there is of what follows: a crowd of penguins."""


def _to_the_artist(chunks: Sequence[Chunk]) -> Iterator[int]:
    for chunk in chunks:
        if chunk.lemma == CAMERA:
            yield from range(chunk.first, chunk.last + 1)


class WalkState:
    """The clause that is being read, and what all clauses so far say of the characters."""

    _sentence: int
    """How many noun phrases were met before this sentence."""
    _fronted: set[int]
    """The tokens of this sentence that say something of somebody before who it is."""
    _fronted_nouns: set[int]
    _about_somebody: bool
    """Whether this sentence has said whom it is about."""

    def __init__(self, tokens: Sequence[Token], chunks: Sequence[Chunk], memory: Memory) -> None:
        self.tokens, self.chunks, self.memory = tokens, chunks, memory
        self.named = {who for chunk in chunks for who in chunk.who}
        self.there: dict[str, None] = {}
        self.doers: dict[str, None] = {}
        self.facing: dict[str, str] = {}
        self.away: set[str] = set()
        self.moved: dict[str, str] = {}
        """The moods that somebody is brought into by somebody else."""
        self.defending: dict[str, str] = {}
        """The poses in which somebody meets what is done to it."""
        self.relations: list[Relation] = []
        self.met: list[Met] = []
        self.mute: set[int] = set()
        """Numbers of the verbs that no gaze or relation shows."""
        self._last = len(tokens)
        self._owner: dict[int, tuple[str, ...]] = {}
        self._inside: dict[int, tuple[str, ...] | None] = {}
        self._spans: list[tuple[int, int, tuple[str, ...]]] = []
        self._mind_to_end = False
        self._mind_to_comma = False
        self._conditional = False
        """Whether the clause says on which condition something is, or would be, so."""
        self.quoted = {*titles_in(tokens, chunks), *_to_the_artist(chunks)}
        """The tokens that stand in quotes or titles, or are said to whoever draws."""
        self.strange_moods: dict[int, str] = {}
        """The moods in which strangers do what they do, by the first token of what they are
        called."""
        self._quote: tuple[int, tuple[str, ...]] | None = None
        """Where a quotation began, and whom the clause before it was about."""
        self._leading: list[tuple[int, tuple[str, ...]]] = []
        """First tokens of what clauses are about, and who that is."""
        self.gapped: list[tuple[tuple[str, ...], Chunk, Chunk]] = []
        """Who does with what the same as is said just before, and the verb that says it."""
        self._verb: Chunk | None = None
        self._gap: Chunk | None = None
        self._subjects: tuple[str, ...] = memory.present if len(memory.present) == 1 else ()
        self._begin_sentence()
        self._clause()

    def _clause(self) -> None:
        """Begin a clause; whom it is about stays until somebody else is named."""
        self._gap = self._verb or self._gap
        self._verb = None
        self._verb_at = -1
        self._prep = ""
        self._objects: tuple[str, ...] = ()
        self._real = not (self._mind_to_end or self._mind_to_comma)
        self._nobody = self._turned_back = self._led = self._inverted = False
        self._neither = self._not_yet = self._unreal = self._followed = False

    @property
    def spans(self) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        """The clauses as first token, token after the last, and whom they are about."""
        return ((first, last, who) for first, last, who in self._spans if first < last)

    def owners(self, token: int, *, mood: bool) -> tuple[str, ...] | None:
        """Return whom a pose or mood that begins at a word is about; None where it is not so.

        A noun says no pose, but "with joy" says a mood.
        """
        if token not in self._inside:
            return self._owner.get(token)
        inside = self._inside[token]
        return inside or (self._owner.get(token) if mood and inside is None else None)

    def _claim(self, chunk: Chunk, who: tuple[str, ...] | None = None) -> None:
        """Say of words that they are about the clause's subjects, if they are so."""
        if self._real:
            for token in range(chunk.first, chunk.last + 1):
                self._owner[token] = self._subjects if who is None else who
                if who is None and not self._about_somebody:
                    self._fronted.add(token)

    def _begin_sentence(self) -> None:
        self._sentence, self._about_somebody = len(self.met), False
        self._fronted, self._fronted_nouns = set(), set()

    def _act(self, who: Sequence[str]) -> None:
        for one in who:
            self.there.setdefault(one)
            self.doers.setdefault(one)

    def _face_each_other(self, who: Sequence[str], verb: str = "") -> None:
        for one, other in zip(who, (*who[1:], *who[:1]), strict=True):
            if one != other:
                self.facing.setdefault(one, other)
        if verb in lists.TOUCHING:
            self._relate(who[:1], "beside", who[1:])

    def _relate(self, subjects: Sequence[str], word: str, others: Sequence[str]) -> None:
        for one in subjects:
            for other in others:
                if one != other:
                    self.relations.append(
                        Relation.model_validate({"subject": one, "relation": word, "object": other})
                    )

    def _is_felt(self, chunk: Chunk) -> bool:
        """Tell whether a noun says of what somebody is afraid, proud or tired."""
        at = self.chunks.index(chunk)
        return at > 1 and self.chunks[at - 2].kind == "adjective"

    def _doubles(self, chunk: Chunk) -> bool:
        """Tell whether two things are said of a verb, first to whom: sends Dee a postcard."""
        at = self.chunks.index(chunk) + 1
        return not self._prep and at < len(self.chunks) and self.chunks[at].kind == "noun"

    def _spoken_of(self, chunk: Chunk, who: tuple[str, ...]) -> bool:
        """Tell whether a noun phrase is only spoken of, denied, or in somebody's mind."""
        if chunk.first in self.quoted and not who:
            return True
        unreal = self._prep in lists.NOT_WITH or (
            self._prep == "than" and not (who or is_person(chunk.lemma))
        )
        minded = self._mind_to_end and not (self._conditional and who)
        if chunk.negated or unreal or minded or self._mind_to_comma:
            return not (set(who) & set(self.memory.present))
        verb = self._verb.lemma if self._verb is not None else ""
        if self._prep == "about":
            return True
        if self._prep == "from" and verb in lists.TAKING:
            return False
        before = self.met[-1].chunk.lemma if self.met else ""
        of_somebody = bool(who) or (self._prep == "of" and is_person(chunk.lemma))
        shown = before in lists.DEPICTIONS and of_somebody
        if self._prep in ("of", "to", "from", "for") and shown:
            return True
        if self._prep == "of" and who:
            return True
        if self._prep == "for":
            return verb in lists.AWAY_FOR and not self._objects
        if self._is_unreal(chunk, who, verb):
            return True
        if not who:
            return False
        if self._prep in ("to", "with", "up", "") and before == "phone" and self._prep == "with":
            return True
        return (not self._prep or self._prep == "to") and (
            (verb in lists.CALLING and not self._objects)
            or (verb in lists.THINKING_OF and not self._prep)
        )

    def _is_unreal(self, chunk: Chunk, who: tuple[str, ...], verb: str) -> bool:
        """Tell whether a verb says of what is named after it that it is not there."""
        if self._prep == "of" and self._is_felt(chunk):
            return True
        if self._unreal and not who and is_person(chunk.lemma):
            return True  # Dee is going to visit her grandmother.
        named_so = verb in ("be", "become", "remain") and self._led and not self._prep
        if named_so and not who and is_person(chunk.lemma):
            return True  # Dee is a doctor.
        if verb in lists.LACKING and not self._prep:
            return True
        if self._verb is not None and verb == "have" and self._verb.form == "to" and self._unreal:
            return True  # Dee used to have a dog.
        if verb == "send" and (self._prep == "to" or self._doubles(chunk)):
            return bool(who)
        return False
