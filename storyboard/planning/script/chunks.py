"""Chunks of an English text, and what is known of a text while it is cut into them."""

from collections.abc import Container, Mapping, Sequence
from typing import Literal, NamedTuple

from schemas.story import Character
from storyboard.planning.script import word_lists as lists
from storyboard.planning.script.mentions import names_of
from storyboard.planning.script.tokens import Token

ChunkKind = Literal[
    "noun",
    "verb",
    "preposition",
    "and",
    "comma",
    "relative",
    "subordinator",
    "stop",
    "adjective",
    "adverb",
]
CAMERA = "(to the artist)"
"""The lemma of a chunk that is said to whoever draws."""
CALLED = "(called)"
"""The lemma of a chunk after which the name of what stands before it follows."""
Form = Literal["finite", "ing", "past", "to", "base"]
_CLOSED = (
    lists.PREPOSITIONS
    | lists.JOINING
    | lists.SUBORDINATING
    | lists.RELATIVE
    | lists.AUXILIARIES
    | lists.ADVERBS
    | lists.ARTICLES
    | lists.POSSESSIVES
    | (lists.PRONOUNS - {"both", "all", "her", "none"})
)


class Chunk(NamedTuple):
    """A stretch of words that belong together; `first` and `last` are tokens."""

    kind: ChunkKind
    first: int
    last: int
    lemma: str = ""
    """The head noun, the verb, or the preposition's words."""
    who: tuple[str, ...] = ()
    """The characters that a noun phrase names."""
    owner: tuple[str, ...] = ()
    """The characters whose it is: *Dee's hand*."""
    pronoun: str = ""
    """The pronoun that a noun phrase is, or the possessive that begins it."""
    modifiers: tuple[int, ...] = ()
    number: int = 1
    """How many a noun phrase says there are."""
    plural: bool = False
    compound: bool = False
    """Whether the head noun is the last of several: *treasure chest*."""
    form: Form = "finite"
    negated: bool = False
    passive: bool = False
    singular: bool = False
    """Whether a verb has the -s form."""
    resumes: int | None = None
    """Of a verb that goes on with a clause that another stood in ("the man whom Dee sees
    *laughs*"): the number of the chunk with which the other began."""

    @property
    def body(self) -> bool:
        """Whether it is a part of somebody's body."""
        return self.lemma in lists.BODY and not self.compound

    @property
    def pronoun_alone(self) -> bool:
        """Whether a noun phrase is nothing but a pronoun."""
        return bool(self.pronoun) and self.pronoun == self.lemma


class TextSoFar:
    """A text, its chunks so far, and whether the clause has a subject and a verb by now."""

    def __init__(self, tokens: Sequence[Token], characters: Mapping[str, Character]) -> None:
        self._tokens = tokens
        self._characters = characters
        self._names = {tuple(name.split()): who for name, who in names_of(characters).items()}
        self._longest = max(map(len, self._names), default=0)
        self._subject = self._verb = False
        self._found: list[Chunk] = []
        self._broken: list[int] = []
        """Numbers of the chunks with which clauses begin that stand inside another, whose subject
        still waits for its verb."""

    def _after(self, *kinds: ChunkKind, back: int = 1) -> bool:
        return len(self._found) >= back and self._found[-back].kind in kinds

    def _word(self, at: int) -> str:
        return self._tokens[at].lower if at < len(self._tokens) else ""

    def _named(self, at: int) -> tuple[str | None, int]:
        """Return whose name begins here, and its last token."""
        for length in range(self._longest, 0, -1):
            words = tuple(token.lower for token in self._tokens[at : at + length])
            if len(words) == length and words in self._names:
                return self._names[words], at + length - 1
        return None, at

    def _means(self, who: str, before: str, last: int) -> bool:
        """Sort out what only looks like a name: "the bill", "a cup of tea"."""
        kind = self._characters[who].kind
        article = before in lists.ARTICLES or before in lists.POSSESSIVES or before in lists.NUMBERS
        article = article and before != "that"
        if self._word(last + 1) == "of":
            return False
        if kind == "person":
            return not article
        return kind == "animal" or before not in {"a", "an", *lists.POSSESSIVES, *lists.NUMBERS}

    def _is_infinitive(self, at: int) -> bool:
        if at >= len(self._tokens):
            return False
        token = self._tokens[at]
        named = self._named(at)[0] is not None
        return token.base_verb and token.lower not in lists.NOT_TO_DO and not named

    def _opens_noun(self, at: int) -> bool:
        """Tell whether a noun phrase without article could begin here."""
        if at >= len(self._tokens) or not self._tokens[at].is_word:
            return False
        token = self._tokens[at]
        if token.lower in lists.NUMBERS:
            return False
        return token.lower not in _CLOSED and (token.can_be("NOUN") or token.can_be("ADJ"))

    def _opens_with_article(self, at: int) -> bool:
        word = self._word(at)
        return word in lists.ARTICLES or word in lists.NUMBERS or word.isdigit()

    def _is_adverb(self, at: int) -> bool:
        if at >= len(self._tokens):
            return False
        token = self._tokens[at]
        return token.lower.endswith("ly") or set(token.lemmas) == {"ADV"}

    def _ends(self, at: int) -> bool:
        return at >= len(self._tokens) or not self._tokens[at].is_word

    def _restarts(self, *, back: int = 1) -> bool:
        """Tell whether a clause began with where it is: ", in the background a thief climbs"."""
        where = self._after("noun", back=back) and self._after("preposition", back=back + 1)
        return where and self._after("comma", "stop", back=back + 2)

    def _last_verb_is(self, lemma: str) -> bool:
        return self._after("verb") and self._found[-1].lemma == lemma

    def _longest_in(self, phrases: Container[str], at: int) -> int:
        """Return of how many words the longest of some phrases is that begins here; 0 for none."""
        for length in (4, 3, 2):
            if " ".join(self._word(at + step) for step in range(length)) in phrases:
                return length
        return 0

    def _names_somebody(self, at: int) -> bool:
        """Tell whether somebody's name begins here."""
        return self._named(at)[0] is not None

    def _begins_place(self, at: int) -> bool:
        """Tell whether a preposition of several words begins here: next to, right above."""
        return bool(self._longest_in(lists.LONG_PREPOSITIONS, at)) or (
            self._word(at) in lists.PLACING_ADVERBS
            and self._word(at + 1) in lists.PREPOSITIONS
            and self._word(at + 1) != "of"
        )

    def _has_resumed(self) -> bool:
        """Tell whether a clause that stood inside another is over, so that a verb may follow."""
        if not self._broken:
            return False
        began = self._broken[-1]
        if self._found[began].kind == "comma":
            return self._after("comma") and began < len(self._found) - 1
        if self._after("noun") and not self._after("preposition", "verb", "noun", back=2):
            return False
        done = any(each.kind == "verb" for each in self._found[began:])
        return done and not self._after("and", "preposition")

    def _resumed(self) -> int | None:
        """Say that a finite verb was found; return where that clause was broken which it ends."""
        if not self._broken:
            return None
        resumes = self._has_resumed()
        kinds = {each.kind for each in self._found[self._broken[-1] :]}
        listed = "and" in kinds and not kinds & {"verb", "relative"}
        broke = self._broken.pop() if resumes or listed else None
        return broke if resumes else None  # A list is no clause: Dee, Bill and Ringo wave.

    def _remember(self, chunk: Chunk) -> None:
        """Keep in mind whether the clause has a subject and a verb by now.

        The chunk is the last that was found.
        """
        number, waits = len(self._found) - 1, self._subject and not self._verb
        if chunk.kind in ("stop", "subordinator"):
            self._subject = self._verb = False
            self._broken.clear()
        elif chunk.kind == "relative":
            if waits and not (self._broken and self._after("comma", back=2)):
                self._broken.append(number)
            self._subject, self._verb = True, False
        elif chunk.kind == "comma":
            if waits and not self._broken:
                self._broken.append(number)
        elif chunk.kind == "verb":
            if chunk.form in ("ing", "past") and waits and self._after("noun", back=2):
                self._broken.append(number)
            self._verb = self._verb or chunk.form == "finite"
        elif chunk.pronoun in lists.NOMINATIVE:
            self._subject, self._verb = True, False
        elif chunk.kind == "noun" and not self._after("preposition", back=2):
            self._subject = True
