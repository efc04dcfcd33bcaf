"""Noun phrases: names, pronouns, and nouns with the words that describe them."""

from collections.abc import Sequence

from renderers.props.library import prop_names
from storyboard.planning.script import word_lists as lists
from storyboard.planning.script.chunks import Chunk, TextSoFar
from storyboard.planning.script.lexicon import is_machine
from storyboard.planning.script.tokens import Token

_GROUPS: tuple[tuple[str, ...], ...] = (
    ("all", "of", "them"),
    ("both", "of", "them"),
    ("each", "of", "them"),
    ("the", "two", "of", "them"),
    ("the", "three", "of", "them"),
    ("all", "two"),
    ("all", "three"),
    ("all", "four"),
    ("all", "five"),
    ("the", "others"),
    ("the", "other"),
    ("each", "other"),
    ("one", "another"),
    ("no", "one"),
    ("not", "one", "of", "them"),
    ("none", "of", "them"),
    ("neither", "of", "them"),
)
"""Phrases that mean people as a pronoun does."""


class NounPhrases(TextSoFar):
    """Reads the noun phrase that begins at a word."""

    def _mention(self, at: int) -> Chunk | None:
        who, last = self._named(at)
        if who is None or not self._means(who, self._word(at - 1) if at else "", last):
            return None
        if self._tokens[last].owns:
            return self._owned(last + 1, first=at, owner=(who,))
        return Chunk("noun", at, last, self._word(last), who=(who,))

    def _owned(
        self, at: int, *, first: int, owner: tuple[str, ...] = (), pronoun: str = ""
    ) -> Chunk:
        """Read what somebody's is: "Dee's old umbrella", "Dee's and Ringo's hands"."""
        more = self._mention(at + 1) if self._word(at) == "and" else None
        if owner and more is not None and more.owner:
            return more._replace(first=first, owner=(*owner, *more.owner))
        phrase = self._noun_phrase(at) if at < len(self._tokens) else None
        if phrase is None:
            return Chunk("noun", first, at - 1, self._word(at - 1), who=owner)
        return phrase._replace(first=first, owner=owner, pronoun=pronoun)

    def _pronoun(self, at: int) -> Chunk | None:
        for words in _GROUPS:
            if tuple(self._word(at + step) for step in range(len(words))) == words:
                last = at + len(words) - 1
                if words == ("the", "other") and self._opens_noun(last + 1):
                    continue
                return Chunk("noun", at, last, "-".join(words), pronoun="-".join(words))
        word = self._word(at)
        if word == "whose":
            self._verb = False  # A clause of its own: whose eyes light up.
        if self._opens_with_article(at) and self._word(at + 1) in ("of", "after", "by", "from"):
            return Chunk("noun", at, at, word, pronoun=word)  # one of the sheep
        if word in ("all", "both", "each") and self._floats(at):
            return None
        follows = self._opens_noun(at + 1) and not (
            at + 1 < len(self._tokens) and self._tokens[at + 1].gerund
        )
        if word in lists.POSSESSIVES and (
            word not in ("her", "his") or follows or self._word(at + 1) in lists.BODY
        ):
            return self._owned(at + 1, first=at, pronoun=word)
        if word in ("both", "all") and self._opens_with_article(at + 1):
            return self._noun_phrase(at + 1)._replace(first=at)  # all the children
        if word in ("both", "all") and follows and not self._tokens[at + 1].base_verb:
            return self._noun_phrase(at + 1)._replace(first=at, number=2 if word == "both" else 1)
        return Chunk("noun", at, at, word, pronoun=word) if word in lists.PRONOUNS else None

    def _floats(self, at: int) -> bool:
        """Tell whether a word only says of a subject before it that all do it: they *all* laugh."""
        verb = at + 1 < len(self._tokens) and self._tokens[at + 1].base_verb
        return verb and self._after("noun") and self._subject and not self._verb

    def _opens_noun_phrase(self, at: int) -> bool:
        if self._word(at) in ("all", "both", "each") and self._floats(at):
            return False
        if self._word(at) == "no" and self._ends(at + 1):
            return False
        if self._opens_with_article(at):
            return True
        token = self._tokens[at]
        if self._begins_place(at) or (token.lower in lists.SIDEWAYS and self._after("verb")):
            return False
        if token.lower in lists.ADVERBS or self._is_adverb(at):
            return False
        if token.can_be("NOUN"):
            longer = token.lower.endswith("er") and token.lemmas.get("ADJ") != token.lower
            predicate = (
                longer or self._last_verb_is("be") or (self._after("comma") and not token.plural)
            )
            return not (token.can_be("ADJ") and predicate and self._ends(at + 1))  # Bill, pale,
        adjective = token.can_be("ADJ") or token.gerund or token.past
        return adjective and self._opens_noun(at + 1) and not self._last_verb_is("be")

    def _noun_phrase(self, at: int) -> Chunk:
        """Read articles, numbers, describing words and the noun that they describe."""
        first, count, negated = at, 1, False
        while self._opens_with_article(at) and not self._ends(at + 1):
            word = self._word(at)
            count = lists.NUMBERS.get(word, int(word[:3]) if word.isdecimal() else count)
            negated = negated or word == "no"
            at += 1
        modifiers: list[int] = []
        while True:
            who, last = self._named(at)
            person = who is None or self._characters[who].kind == "person"
            before = self._word(first) if at > first else self._word(first - 1) if first else ""
            means = person and bool(modifiers) and self._tokens[at].text[0].isupper()
            means = means or (not person and self._means(str(who), before, last))
            if who is not None and means:
                return self._character(who, first, at, last, modifiers)
            if not self._describes(at):
                break
            modifiers.append(at)
            at += 1
        at = min(at, len(self._tokens) - 1)
        token = self._tokens[at]
        if token.owns and at + 1 < len(self._tokens):
            return self._part_of(token, self._noun_phrase(at + 1))._replace(first=first)
        lemma = token.lemmas.get("NOUN", token.lower)
        if modifiers and is_machine(machine := f"{self._word(modifiers[-1])} {lemma}"):
            lemma = machine
            modifiers.pop()
        return Chunk(
            "noun",
            first,
            at,
            lemma,
            number=count,
            modifiers=tuple(modifiers),
            plural=token.plural and self._word(first) not in lists.SINGULAR,
            negated=negated,
            compound=any(self._names_a_kind(each) for each in modifiers),
        )

    def _part_of(self, owner: Token, owned: Chunk) -> Chunk:
        """Read a part of a body as whose it is: the horse's ear."""
        whole = owned.body and not owned.who and "NOUN" in owner.lemmas
        return owned._replace(lemma=owner.lemmas["NOUN"], modifiers=()) if whole else owned

    def _names_a_kind(self, at: int) -> bool:
        """Tell whether a word before a noun is a noun itself, and no describing word."""
        token = self._tokens[at]
        return token.can_be("NOUN") and not (token.can_be("ADJ") or token.gerund or token.past)

    def _character(
        self, who: str, first: int, at: int, last: int, modifiers: Sequence[int]
    ) -> Chunk:
        if self._tokens[last].owns:
            return self._owned(last + 1, first=first, owner=(who,))
        return Chunk("noun", first, last, self._word(at), who=(who,), modifiers=tuple(modifiers))

    def _describes(self, at: int) -> bool:
        """Tell whether a word only describes a noun that follows."""
        if at + 1 >= len(self._tokens) or self._begins_place(at + 1):
            return False
        token, following = self._tokens[at], self._tokens[at + 1]
        who, _ = self._named(at + 1)
        named = who is not None and self._characters[who].kind != "person"
        if who is not None and not named:
            # The sleeping Ringo, the frightened Bill; but not: a large bill.
            adjective = token.can_be("ADJ") or token.gerund or token.past
            adjective = adjective and token.lower not in (lists.UNSEEN | lists.BODY)
            return adjective and following.text[0].isupper() and not self._acts(token, following)
        if token.lower in lists.BODY and following.can_be("ADJ") and self._ends(at + 2):
            return False  # His mouth open, her eyes wide.
        if following.lower in lists.RESULTS and not token.can_be("ADJ"):
            return not (self._ends(at + 2) or self._word(at + 2) in lists.PREPOSITIONS)
        if f"{token.lower} {following.lemmas.get('NOUN', '')}" in prop_names():
            return True  # the traffic lights
        double = self._after("verb") and self._found[-1].lemma in lists.DOUBLE
        if double and token.plural and not token.can_be("ADJ"):
            return False  # gives the flowers water
        if following.lower in lists.NUMBERS:
            return token.can_be("ADJ")  # the last two eggs, but: the customer two eggs
        if token.owns or not (self._opens_noun(at + 1) or named or following.past):
            return False
        if token.lower in lists.ADVERBS and not token.can_be("ADJ"):
            return True
        describing = token.can_be("ADJ") or token.gerund or token.past or not token.can_be("NOUN")
        if not token.can_be("NOUN") or (describing and not self._acts(token, following)):
            return True
        return not self._acts(token, following)

    def _acts(self, noun: Token, following: Token) -> bool:
        """Tell whether the next word is what a noun does, not a part of its phrase."""
        if "VERB" not in following.lemmas:
            return False
        listed = not self._verb and self._after("and") and self._after("noun", back=2)
        free = not self._verb or self._after("and", "subordinator", "comma") or self._restarts()
        if following.gerund:
            return noun.can_be("NOUN") and not noun.gerund
        if following.past and not following.can_be("NOUN"):
            return True
        if following.singular_verb:
            inside = self._after("preposition") and self._found[-1].lemma == "of"
            one = inside and self._after("noun", back=2) and not self._found[-2].plural
            return free and (one or not noun.plural)  # a tray of glasses flies
        made = self._after("verb") and self._found[-1].lemma in lists.CAUSING | lists.PERCEIVING
        after = self._tokens.index(following) + 1
        if made and following.base_verb and self._opens_with_article(after):
            return True  # lets the children pet the dog
        return free and following.base_verb and (noun.plural or listed or self._several_wait())

    def _several_wait(self) -> bool:
        """Tell whether several wait for their verb: two men on a bench *feed* cats."""
        waits = self._subject and not self._verb and self._after("preposition")
        nouns = [at for at, chunk in enumerate(self._found) if chunk.kind == "noun"]
        return waits and bool(nouns) and self._found[nouns[0]].plural and len(nouns) == 1
